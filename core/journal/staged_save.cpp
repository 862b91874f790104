// SPDX-License-Identifier: MIT
#include "core/journal/staged_save.h"

#include <cerrno>
#include <future>
#include <system_error>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"

namespace stemma::journal {

namespace {

bool cannotLink(int osErrno) {
    return osErrno == EPERM || osErrno == EMLINK || osErrno == EXDEV || osErrno == EOPNOTSUPP ||
           osErrno == ENOSYS || osErrno == EINVAL;
}

/// Runs both at the same time, `beside` on a thread of its own; one after the other where no thread is to be
/// had.
template <class Main, class Beside>
Status runTogether(const Main& main, const Beside& beside) {
    std::future<Status> other;
    try {
        other = std::async(std::launch::async, beside);
    } catch (const std::system_error&) {
        if (Status first = main(); !first)
            return first;
        return beside();
    }
    Status first = main();
    Status second = other.get();
    return first ? std::move(second) : std::move(first);
}

} // namespace

StagedSave::StagedSave(const Environment& environment, const ReportFolder& folder, const UnitInput& input)
    : m_environment(environment)
    , m_folder(folder)
    , m_intentName(intentFileName(input.action)) {
    m_intent.action = input.action;
    m_intent.backupName = input.backupName;
    m_intent.temporary = io::temporaryName(outlineName);
}

StagedSave::~StagedSave() {
    discard();
}

Status StagedSave::stage(const UnitContent& content, LiveOutline* live) {
    m_open = true;
    m_intent.auditLine = content.auditLine;
    io::Disk& disk = m_environment.disk;
    if (live != nullptr) {
        if (Status linked = linkBackup(); !linked)
            return linked;
    }
    const auto outline = [&] {
        return io::writeNewFile(disk, m_folder.directory, m_intent.temporary, content.outlineBytes,
                                live != nullptr ? live->file.get() : io::noHandle);
    };
    if (Status staged = runTogether(outline, [&] { return stageBeside(content, live); }); !staged)
        return staged;
    auto stamp = disk.statAt(m_folder.directory.get(), m_intent.temporary);
    if (!stamp)
        return fail(std::move(stamp.error()));
    m_newStamp = *stamp;
    return {};
}

/// The backup is the old file itself, by a second name that outlives the rename.
Status StagedSave::linkBackup() {
    Status linked = m_environment.disk.linkAt(m_folder.directory.get(), m_folder.outline,
                                              m_folder.backups.get(), m_intent.backupName);
    if (linked) {
        m_madeBackup = true;
        return {};
    }
    if (!cannotLink(linked.error().osErrno))
        return linked;
    m_mustCopy = true;
    return {};
}

/// The intent and the backup; touches no handle that the other thread uses.
Status StagedSave::stageBeside(const UnitContent& content, LiveOutline* live) {
    io::Disk& disk = m_environment.disk;
    if (live != nullptr && live->sha256.empty())
        live->sha256 = sha256(live->bytes);
    m_intent.oldSha256 = live != nullptr ? live->sha256 : std::string();
    m_intent.newSha256 = content.sha256.empty() ? sha256(content.outlineBytes) : content.sha256;
    if (Status written = io::writeNewFile(disk, m_folder.backups, m_intentName, intentText(m_intent));
        !written)
        return written;
    if (live != nullptr) {
        if (m_mustCopy) {
            if (Status copied = copyBackup(*live); !copied)
                return copied;
        } else {
            // Another program may have written it without a sync.
            auto backup = io::openFile(disk, m_folder.backups, m_intent.backupName, io::OpenMode::read);
            if (!backup)
                return fail(std::move(backup.error()));
            if (Status synced = disk.sync(backup->get(), io::Durability::data); !synced)
                return synced;
        }
    }
    return disk.sync(m_folder.backups.get(), io::Durability::everything);
}

/// Where files can't have two names: a copy, whole before it gets its name.
Status StagedSave::copyBackup(const LiveOutline& live) {
    io::Disk& disk = m_environment.disk;
    const std::string temporary = io::temporaryName(outlineName);
    const io::Open& backups = m_folder.backups;
    auto original = io::openFile(disk, m_folder.directory, m_folder.outline, io::OpenMode::read);
    if (!original)
        return fail(std::move(original.error()));
    if (Status written = io::writeNewFile(disk, backups, temporary, live.bytes, original->get()); !written)
        return written;
    auto copy = io::openFile(disk, backups, temporary, io::OpenMode::readWrite);
    Status done = copy ? disk.copyTimes(original->get(), copy->get()) : fail(std::move(copy.error()));
    if (done)
        done = disk.sync(copy->get(), io::Durability::everything);
    if (done)
        done = disk.renameAt(backups.get(), temporary, backups.get(), m_intent.backupName,
                             io::RenameMode::noReplace);
    m_madeBackup = done.has_value();
    if (!done)
        disk.unlinkAt(backups.get(), temporary); // the first error is the one that matters
    return done;
}

Status StagedSave::rename(bool hasPredecessor) {
    io::Disk& disk = m_environment.disk;
    const io::Handle directory = m_folder.directory.get();
    Status done = disk.renameAt(directory, m_intent.temporary, directory, m_folder.outline,
                                hasPredecessor ? io::RenameMode::replace : io::RenameMode::noReplace);
    if (!done) {
        if (isRenamed(done.error())) {
            done.error().committed = Committed::unknown;
            m_open = false;
        }
        return done;
    }
    m_open = false;
    done = disk.sync(directory, io::Durability::everything);
    if (!done)
        done.error().committed = Committed::unknown;
    return done;
}

/// After a rename that failed: whether it may have happened all the same. A refusal is believed; of a disk
/// error the directory is asked.
bool StagedSave::isRenamed(const Error& error) const {
    if (error.osErrno != EIO)
        return false;
    const auto outline = m_environment.disk.statAt(m_folder.directory.get(), m_folder.outline);
    if (!outline)
        return outline.error().code != ErrorCode::notFound;
    return outline->sameFileAs(m_newStamp);
}

Status StagedSave::finish() {
    return m_environment.disk.unlinkAt(m_folder.backups.get(), m_intentName);
}

void StagedSave::discard() {
    if (!m_open)
        return;
    m_open = false;
    io::Disk& disk = m_environment.disk;
    const auto isGone = [](const Status& removed) {
        return removed || removed.error().code == ErrorCode::notFound;
    };
    bool clean = isGone(disk.unlinkAt(m_folder.directory.get(), m_intent.temporary));
    if (m_madeBackup)
        clean = isGone(disk.unlinkAt(m_folder.backups.get(), m_intent.backupName)) && clean;
    if (clean) // else it tells recovery what is left to be removed
        disk.unlinkAt(m_folder.backups.get(), m_intentName);
}

} // namespace stemma::journal
