// SPDX-License-Identifier: MIT
// R4: the intents of units that were cut off.
#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/journal/audit_file.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/set_aside.h"

namespace stemma::journal {

namespace {

constexpr const char* addedEvent = "added the audit event of an interrupted save";

/// The last two components of a path: `<folder>/<name>`.
std::string placeOf(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    const std::size_t last = path.rfind('/');
    if (last == std::string::npos || last == 0)
        return path;
    const std::size_t before = path.rfind('/', last - 1);
    return before == std::string::npos ? path : path.substr(before + 1);
}

bool isOfAnotherVersion(std::string_view text) {
    constexpr std::string_view prefix = "stemma-intent ";
    const std::size_t end = text.find('\n');
    return text.starts_with(prefix) && end != std::string_view::npos &&
           text.substr(0, end) != "stemma-intent 1";
}

} // namespace

Status FolderRecovery::readIntents() {
    for (const std::string& name : m_listing.intents) {
        const auto content = io::readFile(m_disk, m_folder.backups, name);
        if (!content) {
            if (content.error().code == ErrorCode::notFound)
                continue;
            return fail(content.error());
        }
        auto intent = parseIntent(content->bytes);
        if (intent && intentFileName(intent->action) == name) {
            m_intents.push_back(std::move(*intent));
            continue;
        }
        if (isOfAnotherVersion(content->bytes)) {
            found("R4", m_folder.backupPathOf(name),
                  "another version of Stemma left this and has to finish it");
            continue;
        }
        // It was never synced, so nothing was done after it: what else was staged goes by R5 and R6.
        if (Status removed = m_disk.unlinkAt(m_folder.backups.get(), name); !removed)
            return removed;
        did("R4", m_folder.backupPathOf(name), "removed the intent of a save that had not begun");
    }
    std::sort(m_intents.begin(), m_intents.end(),
              [](const Intent& a, const Intent& b) { return a.backupName < b.backupName; });
    return {};
}

Status FolderRecovery::settleIntents() {
    for (const Intent& intent : m_intents) {
        Status settled = intent.kind == Intent::Kind::move ? settleMove(intent) : settleSave(intent);
        if (!settled)
            return settled;
    }
    return {};
}

Status FolderRecovery::settleSave(const Intent& intent) {
    const auto outline = live();
    if (!outline)
        return fail(outline.error());
    const auto known = logged();
    if (!known)
        return fail(known.error());
    const auto staged = exists(m_folder.directory, intent.temporary);
    if (!staged)
        return fail(staged.error());
    const std::string& now = (*outline)->sha256;
    if ((*known)->contains(intent.action.text())) {
        if (*staged && now == intent.oldSha256 && intent.oldSha256 != intent.newSha256)
            return keepLostSave(intent, "the log tells of a change that the outline doesn't have");
        return recordCommitted(intent, "removed what was left of a finished save");
    }
    const bool isOld = now == intent.oldSha256;
    const bool isNew = now == intent.newSha256 && (!isOld || !*staged);
    if (isNew)
        return recordCommitted(intent, addedEvent);
    if (isOld)
        return takeBack(intent);
    const auto later = isNewInLaterBackup(intent);
    if (!later)
        return fail(later.error());
    if (*later)
        return recordCommitted(intent,
                               "added the audit event of an interrupted save, on which others have built");
    return keepLostSave(intent,
                        "another program changed the outline before an interrupted save was finished");
}

/// The commit is in the directory, but perhaps in memory only: the event must never be ahead of it.
Status FolderRecovery::recordCommitted(const Intent& intent, const char* message) {
    if (Status synced = m_disk.sync(m_folder.directory.get(), io::Durability::everything); !synced)
        return synced;
    auto audit = openAudit(m_disk, m_folder);
    if (!audit)
        return fail(std::move(audit.error()));
    const auto known = logged();
    if (!known)
        return fail(known.error());
    Status done;
    if (!(*known)->contains(intent.action.text())) {
        if (!isEventLine(intent.auditLine, intent.action.text()))
            return keepLostSave(intent, "the history entry of an interrupted save can't be read");
        done = appendAudit(m_disk, m_folder, *audit, intent.auditLine + "\n");
        if (done)
            m_logged->insert(intent.action.text());
    } else if (audit->file) {
        done = settleEvent(intent, *audit);
    }
    if (done)
        done = dropIntent(intent);
    if (done)
        did("R4", m_folder.pathOf(auditName), message);
    return done;
}

/// The event is in the log, perhaps in memory only: after a sync that failed, another one succeeds without
/// writing what the first one lost. So the log is written anew, as another file. Where it can't be replaced,
/// the event is added once more: readers count it once.
Status FolderRecovery::settleEvent(const Intent& intent, AuditFile& audit) {
    const auto stamp = m_disk.stat(audit.file.get());
    if (!stamp)
        return fail(stamp.error());
    Status done = replaceAudit(m_disk, m_folder, {stamp->size, stamp->size});
    if (!done && (done.error().osErrno == EPERM || done.error().osErrno == EACCES ||
                  done.error().code == ErrorCode::unsafe))
        return appendAudit(m_disk, m_folder, audit, intent.auditLine + "\n");
    return done;
}

Status FolderRecovery::takeBack(const Intent& intent) {
    Status removed = m_disk.unlinkAt(m_folder.directory.get(), intent.temporary);
    if (!removed && removed.error().code != ErrorCode::notFound)
        return removed;
    if (removed = removeStrayBackup(intent); !removed)
        return removed;
    if (removed = dropIntent(intent); !removed)
        return removed;
    did("R4", m_folder.pathOf(outlineName), "took back a save that was interrupted before it was in place");
    return {};
}

/// The backup that the unit made: the outline's inode or, where files can't have two names, a copy of it that
/// no event names. Anything else under that name isn't ours to remove.
Status FolderRecovery::removeStrayBackup(const Intent& intent) {
    if (intent.backupName.empty())
        return {};
    const auto backup = m_disk.statAt(m_folder.backups.get(), intent.backupName);
    if (!backup)
        return backup.error().code == ErrorCode::notFound ? Status() : fail(backup.error());
    const auto outline = outlineStamp(m_disk, m_folder);
    if (!outline)
        return fail(outline.error());
    if (!*outline || !(*outline)->sameFileAs(*backup)) {
        const auto copy = io::readFile(m_disk, m_folder.backups, intent.backupName);
        if (!copy)
            return fail(copy.error());
        const auto now = live();
        if (!now)
            return fail(now.error());
        const auto log = readAudit(m_disk, m_folder);
        if (!log)
            return fail(log.error());
        if (!(*now)->exists || copy->bytes != (*now)->bytes ||
            log->find(intent.backupName) != std::string::npos)
            return {};
    }
    if (Status removed = m_disk.unlinkAt(m_folder.backups.get(), intent.backupName); !removed)
        return removed;
    // Before the intent goes: without it nobody could tell that a copy that came back is a stray.
    return m_disk.sync(m_folder.backups.get(), io::Durability::everything);
}

/// Neither its old nor its new content is there: what the unit would have written is kept, and told.
Status FolderRecovery::keepLostSave(const Intent& intent, const char* message) {
    const auto staged = intent.kind == Intent::Kind::save ? exists(m_folder.directory, intent.temporary)
                                                          : Result<bool>(false);
    if (!staged)
        return fail(staged.error());
    std::string where = m_folder.pathOf(outlineName);
    if (*staged) {
        auto aside = setAside(m_environment, m_folder, m_folder.directory, intent.temporary);
        if (!aside)
            return fail(std::move(aside.error()));
        where = m_folder.backupPathOf(*aside);
        m_keptAside.push_back(std::move(*aside));
    }
    const auto aside = setAside(m_environment, m_folder, m_folder.backups, intentFileName(intent.action));
    if (!aside)
        return fail(aside.error());
    found("R4", where,
          std::string("lost save: ") + message +
              (*staged ? "; what it would have written is kept here"
                       : "; what it wrote is not there any more"));
    return {};
}

Status FolderRecovery::dropIntent(const Intent& intent) {
    Status removed = m_disk.unlinkAt(m_folder.backups.get(), intentFileName(intent.action));
    return removed || removed.error().code == ErrorCode::notFound ? Status() : removed;
}

Result<bool> FolderRecovery::isNewInLaterBackup(const Intent& intent) {
    for (const std::string& name : newestBackupsFirst(m_listing)) {
        if (name <= intent.backupName)
            break;
        const auto content = io::readFile(m_disk, m_folder.backups, name);
        if (content && sha256(content->bytes) == intent.newSha256)
            return true;
    }
    return false;
}

Result<bool> FolderRecovery::exists(const io::Open& directory, const std::string& name) {
    const auto stamp = m_disk.statAt(directory.get(), name);
    if (stamp)
        return true;
    return stamp.error().code == ErrorCode::notFound ? Result<bool>(false) : fail(stamp.error());
}

/// The directory itself says whether it was moved: it is the one that holds the intent.
Status FolderRecovery::settleMove(const Intent& intent) {
    std::string here = placeOf(m_folder.path);
    if (const auto resolved = m_disk.resolve(m_folder.path);
        resolved && here != intent.moveTo && here != intent.moveFrom)
        here = placeOf(*resolved);
    if (here == intent.moveFrom) {
        did("R4", m_folder.path, "took back a move that was interrupted before it happened");
        return dropIntent(intent);
    }
    if (here != intent.moveTo)
        return keepLostSave(intent, "the report was moved by hand after an interrupted move");
    const std::string parent = io::joinPath(m_folder.path, "..");
    const std::string origin =
        io::joinPath(io::joinPath(parent, ".."), intent.moveFrom.substr(0, intent.moveFrom.find('/')));
    for (const std::string& path : {parent, origin}) {
        const auto folder = io::openDirectory(m_disk, path);
        if (!folder) {
            if (folder.error().code == ErrorCode::notFound)
                continue;
            return fail(folder.error());
        }
        if (Status synced = m_disk.sync(folder->get(), io::Durability::everything); !synced)
            return synced;
    }
    return recordCommitted(intent, "added the audit event of an interrupted move");
}

} // namespace stemma::journal
