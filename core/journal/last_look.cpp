// SPDX-License-Identifier: MIT
#include "core/journal/last_look.h"

#include <algorithm>
#include <cerrno>

#include "core/history/backups.h"
#include "core/journal/backup_copy.h"

namespace stemma::journal {

void LastLook::operator()(const io::FileLock& lock) const {
    // Nobody waits for this any more: what can't be done is told in the log, and the rest is tried.
    const auto undisturbed = isUndisturbed(lock);
    if (!undisturbed)
        return trace("could not look again: " + describe(undisturbed.error()));
    if (*undisturbed)
        return;
    trace("walked in after the commit");
    const Status replaced = putBackReplaced();
    if (!replaced)
        trace("could not put the backup back: " + describe(replaced.error()));
    const auto backedUp = isBackedUp();
    if (backedUp && *backedUp)
        return;
    if (const Status kept = keepBytes(); !kept)
        trace("could not keep what was overwritten: " + describe(kept.error()));
}

Result<bool> LastLook::isUndisturbed(const io::FileLock& lock) const {
    if (m_save.lockWasLost)
        return false;
    const auto outline = outlineStamp(m_disk, m_save.folder);
    if (!outline)
        return fail(outline.error());
    if (!*outline || !(*outline)->sameBytesAs(m_save.outline))
        return false;
    return lock.stillOurs();
}

/// Another of our programs, which got the lock through the one that walked in, takes our backup for the stray
/// of a dead save as long as it is the outline itself.
Status LastLook::putBackReplaced() const {
    if (m_save.backupName.empty() || !m_save.replaced)
        return {};
    const auto there = m_disk.statAt(m_save.folder.backups.get(), m_save.backupName);
    if (there || there.error().code != ErrorCode::notFound)
        return there ? Status() : fail(there.error());
    const auto bytes = m_disk.read(m_save.replaced.get(), 0, io::defaultSizeLimit);
    if (!bytes)
        return fail(bytes.error());
    Status done =
        writeBackupCopy(m_disk, m_save.folder.backups, m_save.backupName, *bytes, m_save.replaced.get());
    if (done)
        done = m_disk.sync(m_save.folder.backups.get(), io::Durability::everything);
    if (done)
        trace("put the backup back: " + m_save.backupName);
    return done;
}

/// Whether a backup made since holds what we wrote.
Result<bool> LastLook::isBackedUp() const {
    auto listing = listFolder(m_disk, m_save.folder, OwnTemporaries::inUse);
    if (!listing)
        return fail(std::move(listing.error()));
    for (const std::string& name : newestBackupsFirst(*listing)) {
        if (name <= m_save.backupName)
            break;
        const auto content = io::readFile(m_disk, m_save.folder.backups, name);
        if (content && content->bytes == m_save.bytes)
            return true;
    }
    return false;
}

Status LastLook::keepBytes() const {
    std::int64_t micros = m_clock.now().micros;
    if (const auto before = history::backupTime(m_save.backupName))
        micros = std::max(micros, before->micros + 1);
    for (;; ++micros) {
        const std::string name = history::backupFileName(Timestamp{micros});
        Status done = writeBackupCopy(m_disk, m_save.folder.backups, name, m_save.bytes, io::noHandle);
        if (!done && done.error().osErrno == EEXIST)
            continue;
        if (done)
            done = m_disk.sync(m_save.folder.backups.get(), io::Durability::everything);
        if (done)
            trace("kept what was overwritten: " + name);
        return done;
    }
}

} // namespace stemma::journal
