// SPDX-License-Identifier: MIT
#include "core/journal/draft_file.h"

#include <array>
#include <charconv>

#include "core/base/sha256.h"
#include "core/io/lock_token.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/json/utf8.h"

namespace stemma::journal {

namespace {

using json::Value;

constexpr std::string_view formatName = "stemma-draft";
constexpr std::int64_t formatVersion = 1;
constexpr std::size_t keyDigits = 16;
constexpr std::string_view ending = ".draft";

bool isHex(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// All that stands before the content. The checksum is compared over the bytes behind it, so that no
/// damage to them can go unseen.
std::string headOf(std::string_view content) {
    return "{\"format\": \"" + std::string(formatName) + "\", \"version\": " + std::to_string(formatVersion) +
           ", \"sha256\": \"" + sha256(content) + "\", \"content\": ";
}
constexpr std::string_view draftEnd = "}\n";

ReadDraft damaged(std::string why) {
    return {DraftState::damaged, {}, std::move(why)};
}

bool checksumFits(std::string_view bytes) {
    const std::size_t headLength = headOf({}).size(); // the same for every content
    if (bytes.size() < headLength + draftEnd.size() || !bytes.ends_with(draftEnd))
        return false;
    const std::string_view content = bytes.substr(headLength, bytes.size() - headLength - draftEnd.size());
    return bytes.starts_with(headOf(content));
}

/// The texts of a content; nothing if one is missing.
std::optional<Draft> draftFrom(const Value& content) {
    Draft draft;
    const auto library = content.stringAt("library");
    const auto report = content.stringAt("report");
    const auto written = parseIso(content.stringAt("written").value_or(""));
    auto base = content.stringAt("base");
    auto working = content.stringAt("working");
    if (!library || !report || !written || !base || !working)
        return std::nullopt;
    draft.library = *library;
    draft.report = ReportId(*report);
    draft.title = content.stringAt("title").value_or("");
    draft.written = *written;
    draft.base = std::move(*base);
    draft.working = std::move(*working);
    const auto token = io::parseToken(content.stringAt("owner").value_or("") + "\n");
    draft.ownerAlive = token && io::ownerState(*token) == io::OwnerState::alive;
    return draft;
}

} // namespace

std::string libraryKey(const std::string& library) {
    return sha256(library).substr(0, keyDigits);
}

std::string reportKey(const ReportId& report) {
    return sha256(report.text()).substr(0, keyDigits);
}

std::string draftFileName(const DraftName& name) {
    return name.library + '-' + name.report + '.' + std::to_string(name.pid) + '-' + name.owner +
           std::string(ending);
}

std::optional<DraftName> parseDraftName(std::string_view fileName) {
    if (!fileName.ends_with(ending))
        return std::nullopt;
    fileName.remove_suffix(ending.size());
    const std::size_t dot = fileName.find('.');
    constexpr std::size_t keys = 2 * keyDigits + 1;
    if (dot != keys || fileName[keyDigits] != '-')
        return std::nullopt;
    const std::string_view tailText = fileName.substr(dot + 1);
    const std::size_t bar = tailText.find('-');
    if (bar == std::string_view::npos)
        return std::nullopt;
    DraftName name;
    const std::string_view digits = tailText.substr(0, bar);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.pid);
    name.library = fileName.substr(0, keyDigits);
    name.report = fileName.substr(keyDigits + 1, keyDigits);
    name.owner = tailText.substr(bar + 1);
    const bool isOurs = error == std::errc() && end == digits.data() + digits.size() && name.pid > 0 &&
                        isHex(name.library) && isHex(name.report) && isHex(name.owner);
    return isOurs ? std::optional(std::move(name)) : std::nullopt;
}

Result<std::string> draftText(const Draft& draft) {
    for (const std::string* text :
         {&draft.library, &draft.report.text(), &draft.title, &draft.base, &draft.working})
        if (json::firstBadByte(*text, json::Surrogates::refused) != std::string_view::npos)
            return fail(ErrorCode::damaged, "keep the unsaved edits", draft.library,
                        "the report's text isn't UTF-8");
    std::string token = io::tokenText(io::newLockToken());
    token.pop_back();
    const std::array<std::pair<const char*, std::string>, 7> fields{{{"library", draft.library},
                                                                     {"report", draft.report.text()},
                                                                     {"title", draft.title},
                                                                     {"written", isoText(draft.written)},
                                                                     {"owner", std::move(token)},
                                                                     {"base", draft.base},
                                                                     {"working", draft.working}}};
    std::string content;
    content.reserve(draft.base.size() + draft.working.size() + 1024);
    for (const auto& [key, text] : fields)
        content.append(content.empty() ? "{\"" : ", \"")
            .append(key)
            .append("\": ")
            .append(json::pythonString(text));
    content += '}';
    return headOf(content).append(content).append(draftEnd);
}

ReadDraft readDraft(std::string_view bytes) {
    const auto document = json::parse(bytes);
    if (!document)
        return damaged("it is no JSON (line " + std::to_string(document.error().line) + ": " +
                       document.error().message + ")");
    if (document->stringAt("format") != formatName)
        return damaged("it isn't a draft");
    const Value* version = document->find("version");
    const auto number = version && version->isNumber() ? version->asInteger() : std::nullopt;
    if (number && *number > formatVersion)
        return {DraftState::future, {}, "a later version of this program wrote it"};
    if (number != formatVersion)
        return damaged("its version is none that there ever was");
    if (!checksumFits(bytes))
        return damaged("its content doesn't fit its checksum");
    auto draft = draftFrom(*document->find("content"));
    if (!draft)
        return damaged("a part of it is missing");
    return {DraftState::readable, std::move(*draft), {}};
}

} // namespace stemma::journal
