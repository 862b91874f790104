// SPDX-License-Identifier: MIT
#include "core/journal/audit_file.h"

#include <utility>

#include "core/json/json_document.h"
#include "core/json/jsonl.h"

namespace stemma::journal {

namespace {

/// Whether the next event would be glued to the end of the last line.
Result<bool> needsNewline(io::Disk& disk, io::Handle file) {
    const auto stamp = disk.stat(file);
    if (!stamp)
        return fail(stamp.error());
    if (stamp->size == 0)
        return false;
    const auto last = disk.read(file, stamp->size - 1, 1);
    if (!last)
        return fail(last.error());
    return *last != "\n";
}

} // namespace

Result<AuditFile> openAudit(io::Disk& disk, const ReportFolder& folder) {
    AuditFile audit;
    auto file = io::openFile(disk, folder.directory, auditName, io::OpenMode::append);
    if (!file)
        return file.error().code == ErrorCode::notFound ? Result<AuditFile>(std::move(audit))
                                                        : fail(std::move(file.error()));
    audit.file = std::move(*file);
    const auto stamp = disk.stat(audit.file.get());
    if (!stamp)
        return fail(stamp.error());
    audit.size = stamp->size;
    return audit;
}

Status reserveAudit(io::Disk& disk, const AuditFile& audit, std::uint64_t bytes) {
    return audit.file ? disk.reserve(audit.file.get(), bytes) : Status();
}

Status appendAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines) {
    const bool isNew = !audit.file;
    if (isNew) {
        auto file = io::openFile(disk, folder.directory, auditName, io::OpenMode::appendCreate);
        if (!file)
            return fail(std::move(file.error()));
        audit.file = std::move(*file);
    }
    const auto newline = needsNewline(disk, audit.file.get());
    if (!newline)
        return fail(newline.error());
    std::string text = *newline ? "\n" : "";
    text += lines;
    if (Status written = disk.write(audit.file.get(), text); !written)
        return written;
    if (Status synced =
            disk.sync(audit.file.get(), isNew ? io::Durability::everything : io::Durability::data);
        !synced)
        return synced;
    return isNew ? disk.sync(folder.directory.get(), io::Durability::everything) : Status();
}

Result<std::string> readAudit(io::Disk& disk, const ReportFolder& folder) {
    auto content = io::readFile(disk, folder.directory, auditName);
    if (content)
        return std::move(content->bytes);
    if (content.error().code == ErrorCode::notFound)
        return std::string();
    return fail(std::move(content.error()));
}

std::set<std::string> loggedActions(std::string_view auditBytes) {
    std::set<std::string> actions;
    for (const json::JsonLine& line : json::readJsonLines(auditBytes).lines)
        if (auto action = line.value.stringAt("action_id"))
            actions.insert(std::move(*action));
    return actions;
}

bool isEventLine(std::string_view line, std::string_view actionId) {
    const auto value = json::parse(line);
    if (!value || !value->isObject())
        return false;
    const auto action = value->stringAt("action_id");
    return action && (actionId.empty() || *action == actionId);
}

} // namespace stemma::journal
