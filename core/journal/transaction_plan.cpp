// SPDX-License-Identifier: MIT
#include "core/journal/transaction_plan.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/sha256.h"
#include "core/journal/transaction_folder.h"

namespace stemma::journal {

namespace {

constexpr std::string_view planFirstLine = "stemma-transaction 1\n";
constexpr std::string_view planChecksumKey = "sha256 ";
constexpr std::size_t planHashLength = 64;
constexpr const char* noFileWord = "-"; ///< in the place of a hash: no file

std::string escaped(std::string_view value) {
    std::string text;
    text.reserve(value.size());
    for (const char c : value) {
        if (c == '\\' || c == '\n')
            text += '\\';
        text += c == '\n' ? 'n' : c;
    }
    return text;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string value;
    value.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            value += text[at];
            continue;
        }
        if (++at == text.size() || (text[at] != 'n' && text[at] != '\\'))
            return std::nullopt;
        value += text[at] == 'n' ? '\n' : '\\';
    }
    return value;
}

std::string hashWord(const std::string& hash) {
    return hash.empty() ? noFileWord : hash;
}

bool isHashWord(std::string_view word) {
    return word == noFileWord || (word.size() == planHashLength &&
                                  word.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

/// The text without its checksum, if that is right.
std::optional<std::string_view> checkedPlanBody(std::string_view text) {
    const std::size_t tail = planChecksumKey.size() + planHashLength + 1;
    if (text.size() < tail || text.back() != '\n')
        return std::nullopt;
    const std::string_view body = text.substr(0, text.size() - tail);
    std::string_view last = text.substr(body.size());
    if (!last.starts_with(planChecksumKey))
        return std::nullopt;
    last.remove_prefix(planChecksumKey.size());
    return last.substr(0, planHashLength) == sha256(body) ? std::optional(body) : std::nullopt;
}

/// Takes lines of `keyword value` off the front of a text.
class PlanLines {
public:
    explicit PlanLines(std::string_view text)
        : m_rest(text) {}
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    /// The value, if the next line is of that keyword; else nothing, and nothing is taken.
    std::optional<std::string_view> take(std::string_view keyword) {
        const std::size_t end = m_rest.find('\n');
        if (end == std::string_view::npos || !m_rest.starts_with(keyword) || end <= keyword.size() ||
            m_rest[keyword.size()] != ' ')
            return std::nullopt;
        const std::string_view value = m_rest.substr(keyword.size() + 1, end - keyword.size() - 1);
        m_rest.remove_prefix(end + 1);
        return value;
    }
    std::optional<std::string> takeText(std::string_view keyword) {
        const auto value = take(keyword);
        return value ? unescaped(*value) : std::nullopt;
    }

private:
    std::string_view m_rest;
};

/// `<old hash> <new hash>`.
bool parseHashes(std::string_view text, PlannedChange& change) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos)
        return false;
    const std::string_view before = text.substr(0, space);
    const std::string_view after = text.substr(space + 1);
    if (!isHashWord(before) || !isHashWord(after) || before == after)
        return false;
    change.oldSha256 = before == noFileWord ? "" : before;
    change.newSha256 = after == noFileWord ? "" : after;
    return true;
}

bool parseChanges(PlanLines& lines, std::vector<PlannedChange>& changes) {
    while (const auto hashes = lines.take("change")) {
        auto path = lines.takeText("path");
        auto place = lines.takeText("place");
        PlannedChange change;
        if (!path || !place || !isPlacePath(*path) || !isPlacePath(*place) || !parseHashes(*hashes, change))
            return false;
        change.path = std::move(*path);
        change.place = std::move(*place);
        changes.push_back(std::move(change));
    }
    return true;
}

bool parseFolders(PlanLines& lines, std::string_view keyword, std::vector<std::string>& folders) {
    while (auto folder = lines.takeText(keyword)) {
        if (!isPlacePath(*folder))
            return false;
        folders.push_back(std::move(*folder));
    }
    return true;
}

} // namespace

std::string oldName(std::size_t change) {
    return "old-" + std::to_string(change);
}

std::string newName(std::size_t change) {
    return "new-" + std::to_string(change);
}

std::string goneName(std::size_t change) {
    return "gone-" + std::to_string(change);
}

std::string spareName(const TransactionPlan& plan, std::size_t change) {
    return plan.changes[change].newSha256.empty() ? goneName(change) : newName(change);
}

bool isPlacePath(std::string_view path) {
    if (path == oursName || path.starts_with(std::string(oursName) + "/"))
        return false;
    for (;;) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        if (!isSafeName(path.substr(0, slash)))
            return false;
        if (slash == path.size())
            return true;
        path.remove_prefix(slash + 1);
    }
}

std::string planText(const TransactionPlan& plan) {
    std::string text(planFirstLine);
    const auto add = [&text](std::string_view key, std::string_view value) {
        text.append(key).append(1, ' ').append(value).append(1, '\n');
    };
    add("action", plan.action.text());
    add("event", escaped(plan.auditLine));
    add("log", std::to_string(plan.logSize));
    for (const PlannedChange& change : plan.changes) {
        add("change", hashWord(change.oldSha256) + " " + hashWord(change.newSha256));
        add("path", escaped(change.path));
        add("place", escaped(change.place));
    }
    for (const std::string& folder : plan.madeFolders)
        add("made", escaped(folder));
    for (const std::string& folder : plan.goneFolders)
        add("gone", escaped(folder));
    const std::string checksum = sha256(text);
    return text.append(planChecksumKey).append(checksum).append(1, '\n');
}

std::optional<TransactionPlan> parsePlan(std::string_view text) {
    const auto body = checkedPlanBody(text);
    if (!body || !body->starts_with(planFirstLine))
        return std::nullopt;
    PlanLines lines(body->substr(planFirstLine.size()));
    const auto action = lines.take("action");
    auto event = lines.takeText("event");
    const auto logSize = lines.take("log");
    if (!action || !isUuid(*action) || !isSafeName(*action) || !event || event->empty() || !logSize)
        return std::nullopt;
    TransactionPlan plan;
    plan.action = ActionId(std::string(*action));
    plan.auditLine = std::move(*event);
    const auto [end, error] =
        std::from_chars(logSize->data(), logSize->data() + logSize->size(), plan.logSize);
    if (error != std::errc() || end != logSize->data() + logSize->size())
        return std::nullopt;
    if (!parseChanges(lines, plan.changes) || !parseFolders(lines, "made", plan.madeFolders) ||
        !parseFolders(lines, "gone", plan.goneFolders) || !lines.atEnd())
        return std::nullopt;
    return plan;
}

} // namespace stemma::journal
