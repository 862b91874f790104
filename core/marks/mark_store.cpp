// SPDX-License-Identifier: MIT
#include "core/marks/mark_store.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"

namespace stemma::marks {

namespace {

using json::Value;

constexpr const char* format = "stemma-marks";
constexpr const char* marking = "mark the version";

std::string fileName(const ReportId& report) {
    constexpr std::size_t digits = 32;
    return sha256(report.text()).substr(0, digits) + ".marks";
}

MarkFolder::Check belongsTo(const ReportId& report) {
    return [report](const Value& content) {
        return content.stringAt("report") == report.text() ? std::string()
                                                           : std::string("it belongs to another report");
    };
}

const std::vector<json::Member>& membersAt(const Value& content, const char* key) {
    static const std::vector<json::Member> none;
    const Value* found = content.find(key);
    return found ? found->members() : none;
}

VersionMark versionFrom(const Value& value) {
    const Value* pinned = value.find("pinned");
    return {value.stringAt("name").value_or(""), value.stringAt("note").value_or(""),
            pinned && pinned->isBoolean() && pinned->asBoolean()};
}

ReportMarks marksFrom(const Value& content) {
    ReportMarks marks;
    for (const json::Member& member : membersAt(content, "seen")) {
        marks.seen.insert(member.key);
        if (member.value.isString())
            marks.seenAt[member.key] = member.value.text();
    }
    for (const json::Member& member : membersAt(content, "versions"))
        if (VersionMark mark = versionFrom(member.value); mark.any())
            marks.versions[member.key] = std::move(mark);
    return marks;
}

FoundMarks foundIn(MarkFolder::Content content) {
    return {marksFrom(content.value), std::move(content.problems)};
}

/// An object with the members of another; looking for each key in it would take long where there are many.
std::vector<std::pair<std::string, Value>> copyOf(const std::vector<json::Member>& members) {
    std::vector<std::pair<std::string, Value>> copies;
    copies.reserve(members.size());
    for (const json::Member& member : members)
        copies.emplace_back(member.key, member.value);
    return copies;
}

void setText(Value& mark, const char* key, const std::string& text) {
    if (text.empty())
        mark.remove(key);
    else
        mark.set(key, Value::string(text));
}

/// Only what it knows: other keys stay. A mark that says nothing any more goes.
void editVersion(Value& versions, const std::string& sha256, const VersionEdit& edit) {
    const Value* there = versions.find(sha256);
    Value mark = there && there->isObject() ? *there : Value::object();
    if (edit.name)
        setText(mark, "name", *edit.name);
    if (edit.note)
        setText(mark, "note", *edit.note);
    if (edit.pinned && *edit.pinned)
        mark.set("pinned", Value::boolean(true));
    else if (edit.pinned)
        mark.remove("pinned");
    if (mark.members().empty())
        versions.remove(sha256);
    else
        versions.set(sha256, std::move(mark));
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

MarkStore::MarkStore(io::Disk& disk, std::string directory)
    : m_folder(disk, std::move(directory), format) {}

FoundMarks MarkStore::find(const ReportId& report) const {
    return foundIn(m_folder.read(fileName(report), belongsTo(report)));
}

Result<std::vector<std::string>> MarkStore::lost(const ReportId& report) const {
    return m_folder.lost(fileName(report));
}

Result<std::vector<std::string>> MarkStore::acceptLost(const ReportId& report) {
    return m_folder.acceptLost(fileName(report));
}

Result<FoundMarks> MarkStore::change(const ReportId& report, const MarkFolder::Edit& edit,
                                     const io::LockOptions& lock) const {
    const MarkFolder::Edit named = [&](Value& content) {
        if (!content.find("report"))
            content.set("report", Value::string(report.text()));
        return edit(content);
    };
    auto content = m_folder.update(fileName(report), belongsTo(report), named, lock);
    if (!content)
        return fail(std::move(content.error()));
    return foundIn(std::move(*content));
}

Result<FoundMarks> MarkStore::markSeen(const ReportId& report, const std::vector<std::string>& changes,
                                       Timestamp now, const io::LockOptions& lock) {
    return change(
        report,
        [&](Value& content) {
            auto seen = copyOf(membersAt(content, "seen"));
            std::set<std::string> known;
            for (const auto& [key, value] : seen)
                known.insert(key);
            const std::size_t before = seen.size();
            for (const std::string& key : changes)
                if (known.insert(key).second)
                    seen.emplace_back(key, Value::string(isoText(now)));
            if (seen.size() == before)
                return false;
            content.set("seen", Value::object(std::move(seen)));
            return true;
        },
        lock);
}

Result<FoundMarks> MarkStore::unmarkSeen(const ReportId& report, const std::vector<std::string>& changes,
                                         const io::LockOptions& lock) {
    const std::set<std::string> gone(changes.begin(), changes.end());
    return change(
        report,
        [&](Value& content) {
            auto seen = copyOf(membersAt(content, "seen"));
            const auto taken =
                std::erase_if(seen, [&](const auto& member) { return gone.contains(member.first); });
            if (taken == 0)
                return false;
            content.set("seen", Value::object(std::move(seen)));
            return true;
        },
        lock);
}

Result<FoundMarks> MarkStore::markVersion(const ReportId& report, const std::string& sha256,
                                          const VersionEdit& edit, const io::LockOptions& lock) {
    if (!isSha256(sha256))
        return fail(ErrorCode::usage, marking, {}, "the version's bytes can't be told: they can't be read");
    for (const auto* text : {&edit.name, &edit.note})
        if (*text && (*text)->size() > longestText)
            return fail(ErrorCode::usage, marking, {},
                        "the text has more than " + std::to_string(longestText) + " bytes", "Shorten it.");
    return change(
        report,
        [&](Value& content) {
            const Value* there = content.find("versions");
            Value versions = there && there->isObject() ? *there : Value::object();
            const Value before = versions;
            editVersion(versions, sha256, edit);
            if (versions == before)
                return false;
            content.set("versions", std::move(versions));
            return true;
        },
        lock);
}

} // namespace stemma::marks
