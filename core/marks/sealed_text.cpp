// SPDX-License-Identifier: MIT
#include "core/marks/sealed_text.h"

#include <cstdint>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::marks {

namespace {

constexpr std::int64_t formatVersion = 1;
constexpr std::string_view sealedEnd = "}\n";

std::string headOf(std::string_view format, std::string_view content) {
    return "{\"format\": \"" + std::string(format) + "\", \"version\": " + std::to_string(formatVersion) +
           ", \"sha256\": \"" + sha256(content) + "\", \"content\": ";
}

bool checksumFits(std::string_view format, std::string_view bytes) {
    const std::size_t headLength = headOf(format, {}).size(); // the same for every content
    if (bytes.size() < headLength + sealedEnd.size() || !bytes.ends_with(sealedEnd))
        return false;
    const std::string_view content = bytes.substr(headLength, bytes.size() - headLength - sealedEnd.size());
    return bytes.starts_with(headOf(format, content));
}

Unsealed damaged(std::string why) {
    return {SealState::damaged, json::Value::object(), std::move(why)};
}

} // namespace

std::string sealedText(std::string_view format, const json::Value& content) {
    const std::string text = json::pythonLine(content);
    return headOf(format, text).append(text).append(sealedEnd);
}

Unsealed unsealed(std::string_view format, std::string_view bytes) {
    auto document = json::parse(bytes);
    if (!document)
        return damaged("it is no JSON (line " + std::to_string(document.error().line) + ": " +
                       document.error().message + ")");
    if (document->stringAt("format") != format)
        return damaged("it is of another kind");
    const json::Value* version = document->find("version");
    const auto number = version && version->isNumber() ? version->asInteger() : std::nullopt;
    if (number && *number > formatVersion)
        return {SealState::later, json::Value::object(), "a later version of this program wrote it"};
    if (number != formatVersion)
        return damaged("its version is none that there ever was");
    if (!checksumFits(format, bytes))
        return damaged("its content doesn't fit its checksum");
    const json::Value* content = document->find("content");
    if (!content || !content->isObject())
        return damaged("its content is no object");
    return {SealState::whole, *content, {}};
}

} // namespace stemma::marks
