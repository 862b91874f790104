// SPDX-License-Identifier: MIT
#include "core/journal/audit_file.h"

#include <algorithm>
#include <utility>

#include "core/io/atomic_write.h"
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
    audit.device = stamp->device;
    return audit;
}

Status reserveAudit(io::Disk& disk, const AuditFile& audit, std::uint64_t bytes) {
    return audit.file ? disk.reserve(audit.file.get(), bytes) : Status();
}

Status writeAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines,
                  bool& isNew) {
    isNew = !audit.file;
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
    return disk.write(audit.file.get(), text);
}

Status appendAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines) {
    bool isNew = false;
    if (Status written = writeAudit(disk, folder, audit, lines, isNew); !written)
        return written;
    if (Status synced =
            disk.sync(audit.file.get(), isNew ? io::Durability::everything : io::Durability::data);
        !synced)
        return synced;
    return isNew ? disk.sync(folder.directory.get(), io::Durability::everything) : Status();
}

namespace {

/// Takes over what was added to the old log, which has no name any more.
Status takeAlong(io::Disk& disk, const ReportFolder& folder, io::Handle old, std::uint64_t& taken) {
    const auto added = disk.read(old, taken, io::defaultSizeLimit);
    if (!added)
        return fail(added.error());
    taken += added->size();
    const std::size_t begin = std::min(added->find_first_not_of('\n'), added->size());
    if (begin == added->size())
        return {};
    auto audit = openAudit(disk, folder);
    return audit ? appendAudit(disk, folder, *audit, added->substr(begin)) : fail(std::move(audit.error()));
}

} // namespace

Status replaceAudit(io::Disk& disk, const ReportFolder& folder, const AuditCut& cut) {
    const io::Open& directory = folder.directory;
    const auto old = io::openFile(disk, directory, auditName, io::OpenMode::read);
    if (!old)
        return fail(old.error());
    const auto stamp = disk.stat(old->get());
    if (!stamp)
        return fail(stamp.error());
    if (stamp->links > 1)
        return fail(ErrorCode::unsafe, "write the log anew", folder.pathOf(auditName),
                    "it has a second name (a hard link), and replacing it would part the two");
    const auto kept = disk.read(old->get(), 0, cut.keep);
    if (!kept)
        return fail(kept.error());
    const std::string temporary = io::temporaryName(auditName);
    if (Status staged = io::writeNewFile(disk, directory, temporary, *kept, old->get()); !staged)
        return staged;
    Status done =
        disk.renameAt(directory.get(), temporary, directory.get(), auditName, io::RenameMode::replace);
    if (!done) {
        disk.unlinkAt(directory.get(), temporary); // the rename's error is the one that matters
        return done;
    }
    std::uint64_t taken = cut.known;
    done = takeAlong(disk, folder, old->get(), taken);
    if (done)
        done = disk.sync(directory.get(), io::Durability::everything);
    return done ? takeAlong(disk, folder, old->get(), taken) : done;
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
