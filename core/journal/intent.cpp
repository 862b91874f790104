// SPDX-License-Identifier: MIT
#include "core/journal/intent.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/io/atomic_write.h"

namespace stemma::journal {

namespace {

constexpr std::string_view suffix = ".intent";
constexpr std::string_view firstLine = "stemma-intent 1\n";
constexpr std::string_view checksumKey = "sha256 ";
constexpr std::size_t checksumLength = 64;

struct Field {
    std::string_view key;
    std::string Intent::*value;
};

constexpr std::array<Field, 7> fields = {{{"event", &Intent::auditLine},
                                          {"old", &Intent::oldSha256},
                                          {"new", &Intent::newSha256},
                                          {"temporary", &Intent::temporary},
                                          {"backup", &Intent::backupName},
                                          {"from", &Intent::moveFrom},
                                          {"to", &Intent::moveTo}}};

/// Takes the value of the line `key value` off the front of `text`; nothing if that isn't what stands there.
std::optional<std::string> takeLine(std::string_view& text, std::string_view key) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < key.size() + 1 || !text.starts_with(key) ||
        text[key.size()] != ' ')
        return std::nullopt;
    std::string value(text.substr(key.size() + 1, end - key.size() - 1));
    text.remove_prefix(end + 1);
    return value;
}

/// The text without its checksum, if that is right.
std::optional<std::string_view> checkedBody(std::string_view text) {
    const std::size_t tail = checksumKey.size() + checksumLength + 1;
    if (text.size() < tail || text.back() != '\n')
        return std::nullopt;
    const std::string_view body = text.substr(0, text.size() - tail);
    std::string_view last = text.substr(body.size());
    if (!last.starts_with(checksumKey))
        return std::nullopt;
    last.remove_prefix(checksumKey.size());
    return last.substr(0, checksumLength) == sha256(body) ? std::optional(body) : std::nullopt;
}

/// `<folder>/<name>`, both plain.
bool isPlace(std::string_view text) {
    const std::size_t slash = text.find('/');
    return slash != std::string_view::npos && isSafeName(text.substr(0, slash)) &&
           isSafeName(text.substr(slash + 1));
}

bool isSane(const Intent& intent) {
    if (!isUuid(intent.action.text()) || intent.auditLine.empty())
        return false;
    if (intent.kind == Intent::Kind::move)
        return isPlace(intent.moveFrom) && isPlace(intent.moveTo) && intent.temporary.empty() &&
               intent.backupName.empty();
    return isSafeName(intent.temporary) && io::isTemporaryName(intent.temporary) &&
           (intent.backupName.empty() || history::backupTime(intent.backupName));
}

} // namespace

std::string intentFileName(const ActionId& action) {
    return "." + action.text() + std::string(suffix);
}

bool isIntentFileName(std::string_view name) {
    return name.size() > suffix.size() + 1 && name.starts_with('.') && name.ends_with(suffix) &&
           isUuid(name.substr(1, name.size() - suffix.size() - 1));
}

std::string intentText(const Intent& intent) {
    std::string text(firstLine);
    const auto add = [&text](std::string_view key, std::string_view value) {
        text.append(key).append(1, ' ').append(value).append(1, '\n');
    };
    add("kind", intent.kind == Intent::Kind::move ? "move" : "save");
    add("action", intent.action.text());
    for (const Field& field : fields)
        add(field.key, intent.*field.value);
    add("log", std::to_string(intent.logSize));
    const std::string checksum = sha256(text);
    return text.append(checksumKey).append(checksum).append(1, '\n');
}

std::optional<Intent> parseIntent(std::string_view text) {
    const auto body = checkedBody(text);
    if (!body || !body->starts_with(firstLine))
        return std::nullopt;
    std::string_view rest = body->substr(firstLine.size());
    Intent intent;
    const auto kind = takeLine(rest, "kind");
    const auto action = takeLine(rest, "action");
    if (!kind || !action || (*kind != "save" && *kind != "move"))
        return std::nullopt;
    intent.kind = *kind == "move" ? Intent::Kind::move : Intent::Kind::save;
    intent.action = ActionId(*action);
    for (const Field& field : fields) {
        auto value = takeLine(rest, field.key);
        if (!value)
            return std::nullopt;
        intent.*field.value = std::move(*value);
    }
    const auto logSize = takeLine(rest, "log");
    if (!logSize || !rest.empty() || !isSane(intent))
        return std::nullopt;
    const auto [end, error] =
        std::from_chars(logSize->data(), logSize->data() + logSize->size(), intent.logSize);
    if (error != std::errc() || end != logSize->data() + logSize->size())
        return std::nullopt;
    return intent;
}

} // namespace stemma::journal
