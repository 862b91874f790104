// SPDX-License-Identifier: MIT
#include "core/journal/staged_save.h"

#include <cerrno>
#include <future>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/journal/backup_copy.h"
#include "core/journal/report_lock.h"

namespace stemma::journal {

namespace {

bool cannotLink(int osErrno) {
    return osErrno == EPERM || osErrno == EMLINK || osErrno == EXDEV || osErrno == EOPNOTSUPP ||
           osErrno == ENOSYS || osErrno == EINVAL;
}

/// The hashes that the intent needs. Large texts are hashed while the new one is written.
class Hashes {
public:
    Hashes(const UnitContent& content, LiveOutline* live)
        : m_content(content)
        , m_live(live) {
        constexpr std::size_t large = std::size_t{128} << 10;
        if (content.sha256.empty() && content.outlineBytes.size() > large) {
            try {
                m_pending = std::async(std::launch::async, [this] { return sha256(m_content.outlineBytes); });
            } catch (const std::system_error&) {
                // No thread to be had: it is done when it is asked for.
            }
        }
    }
    std::string ofOld() {
        if (m_live == nullptr)
            return {};
        if (m_live->sha256.empty())
            m_live->sha256 = sha256(m_live->bytes);
        return m_live->sha256;
    }
    std::string ofNew() {
        if (m_pending.valid())
            return m_pending.get();
        return m_content.sha256.empty() ? sha256(m_content.outlineBytes) : m_content.sha256;
    }

private:
    const UnitContent& m_content;
    LiveOutline* m_live;
    std::future<std::string> m_pending; ///< waits for its thread when it goes
};

/// A new file with these bytes, not synced yet.
Result<io::Open> writeUnsynced(io::Disk& disk, const io::Open& directory, const std::string& name,
                               std::string_view bytes, io::Handle like) {
    constexpr std::uint32_t usualMode = 0644;
    auto file = io::openFile(disk, directory, name, io::OpenMode::createNew);
    if (!file)
        return file;
    // Before the first byte, so that nobody reads what the old file would not have shown.
    Status done = like == io::noHandle ? disk.setDefaultMode(file->get(), usualMode)
                                       : disk.copyAttributes(like, file->get());
    if (done)
        done = disk.write(file->get(), bytes);
    if (!done)
        return fail(std::move(done.error()));
    return file;
}

} // namespace

StagedSave::StagedSave(const Environment& environment, const ReportFolder& folder, const UnitInput& input,
                       CommitBy wished)
    : m_environment(environment)
    , m_folder(folder)
    , m_intentName(intentFileName(input.action))
    , m_commitBy(wished) {
    m_intent.action = input.action;
    m_intent.backupName = input.backupName;
    m_intent.temporary = io::temporaryName(outlineName);
}

StagedSave::~StagedSave() {
    discard();
}

Status StagedSave::stage(const UnitContent& content, LiveOutline* live, std::uint64_t logSize) {
    m_open = true;
    m_intent.auditLine = content.auditLine;
    m_intent.logSize = logSize;
    io::Disk& disk = m_environment.disk;
    if (live != nullptr) {
        if (Status linked = linkBackup(); !linked)
            return linked;
    }
    Hashes hashes(content, live);
    auto outline = writeOutline(content, live);
    if (!outline)
        return fail(std::move(outline.error()));
    m_intent.oldSha256 = hashes.ofOld();
    m_intent.newSha256 = hashes.ofNew();
    auto intent = writeIntent();
    if (!intent)
        return fail(std::move(intent.error()));
    if (m_mustCopy) {
        // The intent first: only it can tell, after a crash, that a copy is a stray one.
        Status copied = disk.syncTogether({{intent->get()}, {m_folder.backups.get()}});
        if (copied)
            copied = copyBackup(*live);
        if (!copied)
            return copied;
    }
    std::vector<io::SyncRequest> requests = {{outline->get(), io::Durability::everything}};
    if (m_commitBy == CommitBy::folder)
        requests.push_back({m_folder.backups.get(), io::Durability::everything});
    if (!m_mustCopy)
        requests.push_back({intent->get(), io::Durability::everything});
    if (live != nullptr && !m_mustCopy && !live->isDurable)
        requests.push_back(
            {live->file.get(), io::Durability::data}); // another program may not have synced it
    Status done = disk.syncTogether(requests);
    if (done)
        done = outline->close();
    if (done)
        done = intent->close();
    return done;
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
    m_commitBy = CommitBy::folder; // the copy has to be durable before the outline is replaced
    return {};
}

Result<io::Open> StagedSave::writeOutline(const UnitContent& content, const LiveOutline* live) {
    io::Disk& disk = m_environment.disk;
    auto outline = writeUnsynced(disk, m_folder.directory, m_intent.temporary, content.outlineBytes,
                                 live != nullptr ? live->file.get() : io::noHandle);
    if (!outline)
        return outline;
    constexpr std::size_t worthAHint = std::size_t{32} << 10;
    if (content.outlineBytes.size() >= worthAHint)
        disk.startWriting(outline->get());
    auto stamp = disk.stat(outline->get());
    if (!stamp)
        return fail(std::move(stamp.error()));
    m_newStamp = *stamp;
    return outline;
}

Result<io::Open> StagedSave::writeIntent() {
    return writeUnsynced(m_environment.disk, m_folder.backups, m_intentName, intentText(m_intent),
                         io::noHandle);
}

/// Where files can't have two names.
Status StagedSave::copyBackup(const LiveOutline& live) {
    const Status done = writeBackupCopy(m_environment.disk, m_folder.backups, m_intent.backupName, live.bytes,
                                        live.file.get());
    m_madeBackup = done.has_value();
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
    return m_commitBy == CommitBy::folder ? syncFolder() : Status();
}

Status StagedSave::syncFolder() {
    Status done = m_environment.disk.sync(m_folder.directory.get(), io::Durability::everything);
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

Status StagedSave::finish(io::FileLock& lock) {
    return removeIntent(m_environment.disk, m_folder, m_intentName, lock);
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
    if (clean && m_mustCopy) // or a crash could bring back the copy, which only the intent tells to be one
        clean = disk.sync(m_folder.backups.get(), io::Durability::everything).has_value();
    if (clean) // else it tells recovery what is left to be removed
        disk.unlinkAt(m_folder.backups.get(), m_intentName);
    settleRemovals(disk, m_folder.backups, m_folder.directory); // what comes back, recovery removes
}

} // namespace stemma::journal
