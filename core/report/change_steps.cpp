// SPDX-License-Identifier: MIT
#include "core/report/change_steps.h"

#include <algorithm>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/history/timeline_build.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"

namespace stemma::report {

OutlineParts::OutlineParts(std::string_view bytes) {
    if (auto document = json::parse(bytes))
        m_tree = outlineTree(*document);
    for (const diff::Part& part : m_tree)
        m_byId.emplace(part.what + '|' + part.id, &part);
}

const diff::Part* OutlineParts::find(const diff::Change& change) const {
    const auto found = m_byId.find(change.what + '|' + change.id);
    return found == m_byId.end() ? nullptr : found->second;
}

bool OutlineParts::hasField(const diff::Change& change, const std::string& name,
                            const json::Value* value) const {
    const diff::Part* part = find(change);
    if (part == nullptr)
        return value == nullptr;
    const auto found = std::find_if(part->fields.begin(), part->fields.end(),
                                    [&](const auto& field) { return field.first == name; });
    if (found == part->fields.end() || value == nullptr)
        return found == part->fields.end() && value == nullptr;
    return found->second == *value;
}

std::optional<std::string> StepOutlines::bytes(const std::string& name) const {
    auto content = name.empty() ? io::readFile(m_disk, io::joinPath(m_directory, "outline.json"))
                                : history::readBackup(m_disk, m_directory, name);
    return content ? std::optional(std::move(content->bytes)) : std::nullopt;
}

const OutlineParts* StepOutlines::parts(const std::string& name) {
    const auto [known, isNew] = m_parts.try_emplace(name);
    if (!isNew)
        return known->second.get();
    if (const auto read = bytes(name))
        known->second = std::make_unique<OutlineParts>(*read);
    return known->second.get();
}

namespace {

/// The end of the log, from the beginning of a line. All of a long log may take longer to read than the pause
/// of whoever writes to it; what is appended meanwhile does no harm here.
Result<std::string> endOfLog(io::Disk& disk, const std::string& directory) {
    constexpr std::uint64_t enough = std::uint64_t{8} << 20; // some hundreds of the longest events
    const auto folder = io::openDirectory(disk, directory);
    if (!folder)
        return fail(folder.error());
    const auto log = io::openFile(disk, *folder, "audit.jsonl", io::OpenMode::read);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Result<std::string>(std::string())
                                                       : fail(log.error());
    const auto stamp = disk.stat(log->get());
    if (!stamp)
        return fail(stamp.error());
    const std::uint64_t from = stamp->size > enough ? stamp->size - enough : 0;
    auto bytes = disk.read(log->get(), from, stamp->size - from);
    if (!bytes || from == 0)
        return bytes;
    const std::size_t newline = bytes->find('\n');
    return newline == std::string::npos ? std::string() : bytes->substr(newline + 1);
}

} // namespace

Result<std::vector<ChangeStep>> stepsOf(io::Disk& disk, const std::string& directory, const ReportId& id) {
    std::vector<ChangeStep> steps;
    const auto log = endOfLog(disk, directory);
    if (!log)
        return fail(log.error());
    for (history::LoggedEvent& logged : history::readAuditLog(*log).events) {
        const auto backup = logged.event.backupName();
        if (!backup || logged.event.report != id)
            continue;
        if (!steps.empty())
            steps.back().after = *backup;
        steps.push_back({std::move(logged.event), *backup, {}});
    }
    return steps;
}

bool hasItsResult(const StepOutlines& outlines, const ChangeStep& step) {
    const auto hash = history::recordedHash(step.event, "after_sha256");
    const auto bytes = outlines.bytes(step.after);
    return bytes && (!hash || sha256(*bytes) == *hash);
}

} // namespace stemma::report
