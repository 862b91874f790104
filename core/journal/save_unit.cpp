// SPDX-License-Identifier: MIT
#include "core/journal/save_unit.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/journal/audit_file.h"
#include "core/journal/last_look.h"
#include "core/journal/lock_note.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/report_folder.h"
#include "core/journal/report_lock.h"
#include "core/journal/staged_save.h"

namespace stemma::journal {

namespace {

constexpr const char* saving = "save the report";

/// One try at a save. It ends with a result, with an error, or with nothing: somebody walked in, and all that
/// was staged has been taken back.
class SaveAttempt {
public:
    SaveAttempt(const Environment& environment, const std::string& directory, const UnitOptions& options)
        : m_environment(environment)
        , m_disk(environment.disk)
        , m_path(directory)
        , m_options(options) {}

    [[nodiscard]] Result<std::optional<UnitResult>> run(const Compose& compose);

private:
    enum class Verdict { ours, walkedIn };

    Status lockAndRecover();
    Status readLive();
    Status checkLinks(const io::FileStamp& outline);
    Status checkBase();
    UnitInput makeInput();
    Result<std::optional<UnitResult>> write(const UnitInput& input, UnitContent content);
    Result<Verdict> verify();
    Result<bool> isLiveUntouched();
    Result<bool> hasLiveBytes();
    CommitBy commitBy(const AuditFile& audit);
    enum class LockAfter { ours, lost, unknown };
    LockAfter checkAfterwards(const StagedSave& staged);
    Status record(StagedSave& staged, AuditFile& audit, LockAfter lock);
    bool isRecordedByOthers(LockAfter lock);
    void linger(const StagedSave& staged, std::string bytes, LockAfter lock);
    void warn(std::string what) { m_result.warnings.push_back(std::move(what)); }
    void trace(const char* step) const {
        if (m_environment.trace)
            m_environment.trace(m_result.action, step, m_path);
    }

    const Environment& m_environment;
    io::Disk& m_disk;
    const std::string& m_path;
    const UnitOptions& m_options;
    std::optional<ReportFolder> m_folder;
    std::optional<io::FileLock> m_lock;
    FolderListing m_listing;
    std::optional<LiveOutline> m_live;
    bool m_crowded = false; ///< another of ours is at work here: start again
    UnitResult m_result;
};

Result<std::optional<UnitResult>> SaveAttempt::run(const Compose& compose) {
    m_result.action = ActionId(newUuid());
    for (const auto step : {&SaveAttempt::lockAndRecover, &SaveAttempt::readLive, &SaveAttempt::checkBase}) {
        if (Status done = (this->*step)(); !done)
            return fail(std::move(done.error()));
        if (m_crowded)
            return std::optional<UnitResult>();
    }
    const UnitInput input = makeInput();
    auto content = compose(input);
    if (!content)
        return fail(std::move(content.error()));
    if (*content)
        return write(input, std::move(**content));
    trace("unchanged");
    m_result.unchanged = true;
    m_result.backupName.clear();
    if (m_live)
        m_result.sha256 = m_live->sha256.empty() ? sha256(m_live->bytes) : m_live->sha256;
    if (const Status released = m_lock->release(); !released)
        warn("The lock could not be removed: " + describe(released.error()));
    return std::optional(std::move(m_result));
}

Status SaveAttempt::lockAndRecover() {
    auto folder = openReportFolder(m_disk, m_path);
    if (!folder)
        return fail(std::move(folder.error()));
    m_folder = std::move(*folder);
    trace("lock");
    auto lock = lockReport(m_environment, *m_folder, m_options.lock);
    if (!lock)
        return fail(std::move(lock.error()));
    m_lock = std::move(*lock);
    trace("locked");
    FolderRecovery recovery(m_environment, *m_folder);
    auto recovered = recovery.run(Reach::beforeUnit);
    if (!recovered)
        return fail(std::move(recovered.error()));
    for (const RecoveryStep& step : recovered->steps)
        if (step.needsPerson)
            warn(step.path + ": " + step.message);
    m_listing = recovery.listing();
    return {};
}

Status SaveAttempt::readLive() {
    auto stamp = outlineStamp(m_disk, *m_folder);
    if (!stamp)
        return fail(std::move(stamp.error()));
    if (!*stamp)
        return {};
    if (Status links = checkLinks(**stamp); !links || m_crowded)
        return links;
    LiveOutline live;
    auto file = io::openFile(m_disk, m_folder->directory, m_folder->outline, io::OpenMode::read);
    if (!file)
        return fail(std::move(file.error()));
    live.file = std::move(*file);
    // Through the one handle: another program may put another file in place meanwhile.
    auto content = io::readFile(m_disk, live.file);
    if (!content)
        return fail(std::move(content.error()));
    live.bytes = std::move(content->bytes);
    live.stamp = content->stamp;
    if (const auto note = parseNote(m_lock->note()); note && note->outline.sameStateAs(live.stamp)) {
        live.sha256 = note->sha256;
        live.isDurable = true;
    }
    m_live = std::move(live);
    return {};
}

/// A second name outside of the backups would be parted from the file. One in them is made by each save of
/// ours, just before its commit: then another is at work, whose lock a foreign program has taken away.
Status SaveAttempt::checkLinks(const io::FileStamp& outline) {
    if (outline.links < 2)
        return {};
    const auto listing = listFolder(m_disk, *m_folder, OwnTemporaries::abandoned);
    if (!listing)
        return fail(listing.error());
    const auto sharing = backupsSharing(m_disk, *m_folder, *listing, outline);
    const auto again = outlineStamp(m_disk, *m_folder);
    if (!sharing || !again)
        return fail(sharing ? again.error() : sharing.error());
    m_crowded = !sharing->empty() || !*again || !(*again)->sameFileAs(outline) || (*again)->links < 2;
    if (m_crowded)
        return {};
    return fail(
        ErrorCode::unsafe, saving, m_folder->pathOf(m_folder->outline),
        "the file has a second name (a hard link) outside the report's backups, and saving would part "
        "the two",
        "Replace one of them by a copy.");
}

Status SaveAttempt::checkBase() {
    if (!m_options.baseSha256)
        return {};
    if (m_live && m_live->sha256.empty())
        m_live->sha256 = sha256(m_live->bytes);
    if (m_live ? m_live->sha256 == *m_options.baseSha256 : m_options.baseSha256->empty())
        return {};
    return fail(ErrorCode::conflict, saving, m_folder->pathOf(m_folder->outline),
                m_live ? "it was changed after it was read here" : "it was removed after it was read here",
                "Nothing was written. Read the report again, and make the change on what it says now.");
}

UnitInput SaveAttempt::makeInput() {
    constexpr std::int64_t year = std::int64_t{366} * 24 * 3600 * 1'000'000;
    UnitInput input;
    input.action = m_result.action;
    input.now = m_environment.clock.now();
    const std::int64_t horizon = input.now.micros + year;
    const std::string ofNow = history::backupFileName(input.now);
    for (const std::string& name : m_listing.backups) {
        if (name < ofNow) // the names are in the order of their times
            continue;
        if (const auto made = history::backupTime(name); made && made->micros < horizon)
            input.now = std::max(input.now, Timestamp{made->micros + 1});
    }
    if (!m_live)
        return input;
    input.liveBytes = &m_live->bytes;
    input.backupName = history::backupFileName(input.now);
    m_result.backupName = input.backupName;
    return input;
}

Result<std::optional<UnitResult>> SaveAttempt::write(const UnitInput& input, UnitContent content) {
    if (content.auditLine.empty() || content.auditLine.find('\n') != std::string::npos)
        return fail(ErrorCode::usage, saving, m_path, "the audit event is not one line");
    if (Status made = ensureBackups(m_disk, *m_folder); !made)
        return fail(std::move(made.error()));
    auto audit = openAudit(m_disk, *m_folder);
    if (!audit)
        return fail(std::move(audit.error()));
    if (Status reserved = reserveAudit(m_disk, *audit, content.auditLine.size() + 2); !reserved)
        return fail(std::move(reserved.error()));
    trace("stage");
    StagedSave staged(m_environment, *m_folder, input, commitBy(*audit));
    if (Status done = staged.stage(content, m_live ? &*m_live : nullptr, audit->size); !done) {
        if (done.error().code == ErrorCode::conflict)
            return std::optional<UnitResult>(); // the backup's name was taken meanwhile
        return fail(std::move(done.error()));
    }
    m_result.sha256 = staged.intent().newSha256;
    trace("verify");
    const auto verdict = verify();
    if (!verdict)
        return fail(verdict.error());
    if (*verdict == Verdict::walkedIn) {
        trace("walked in: taking back");
        return std::optional<UnitResult>();
    }
    if (Status done = staged.rename(m_live.has_value()); !done) {
        const bool again =
            done.error().code == ErrorCode::conflict || done.error().code == ErrorCode::notFound;
        if (again && done.error().committed == Committed::no)
            return std::optional<UnitResult>();
        return fail(std::move(done.error()));
    }
    if (staged.commitBy() == CommitBy::folder)
        trace("committed");
    const LockAfter lock = checkAfterwards(staged);
    if (Status done = record(staged, *audit, lock); !done)
        return fail(std::move(done.error()));
    linger(staged, std::move(content.outlineBytes), lock);
    trace("done");
    return std::optional(std::move(m_result));
}

/// The log can commit the save where it is a part of the same file system. A new log, and a first outline, go
/// the way that needs no order.
CommitBy SaveAttempt::commitBy(const AuditFile& audit) {
    const bool oneJournal = m_live && audit.file && audit.device == m_folder->stamp.device &&
                            m_disk.traits(m_folder->directory.get()).commitsInOrder;
    return oneJournal ? CommitBy::log : CommitBy::folder;
}

/// Keeps the lock for a while, and looks once more at its end.
void SaveAttempt::linger(const StagedSave& staged, std::string bytes, LockAfter lock) {
    const io::FileStamp directory = m_folder->stamp;
    const auto time = lingerFor(bytes.size());
    FinishedSave save{std::move(*m_folder), m_result.action, std::move(bytes),       staged.newStamp(),
                      m_result.backupName,  io::Open(),      lock == LockAfter::lost};
    if (m_live)
        save.replaced = std::move(m_live->file);
    auto look = std::make_shared<const LastLook>(m_environment, std::move(save));
    m_environment.locks.keep(directory, std::move(*m_lock), time,
                             [look = std::move(look)](const io::FileLock& held) { (*look)(held); });
}

/// The last look before the commit: the lock is ours, and the outline and the report are what and where they
/// were.
Result<SaveAttempt::Verdict> SaveAttempt::verify() {
    const auto inPlace = stillInPlace(m_disk, *m_folder);
    if (!inPlace)
        return fail(inPlace.error());
    if (!*inPlace)
        return fail(ErrorCode::conflict, saving, m_path,
                    "the report's folder was moved away by another program while it was being saved",
                    "Nothing was written. Look for the report in the trash.");
    const auto untouched = isLiveUntouched();
    if (!untouched)
        return fail(untouched.error());
    const auto ours = m_lock->stillOurs();
    if (!ours)
        return fail(ours.error());
    return *ours && *untouched ? Verdict::ours : Verdict::walkedIn;
}

Result<bool> SaveAttempt::isLiveUntouched() {
    const auto stamp = outlineStamp(m_disk, *m_folder);
    if (!stamp)
        return fail(stamp.error());
    if (!*stamp || !m_live)
        return !*stamp && !m_live;
    if (!(*stamp)->sameBytesAs(m_live->stamp))
        return false;
    // File times may tick as slowly as every 10 ms: a write in place right after ours need not show in them.
    constexpr std::int64_t tickNs = 20'000'000;
    const std::int64_t nowNs = SystemClock().now().micros * 1000;
    if (nowNs - (*stamp)->mtimeNs > tickNs)
        return true;
    return hasLiveBytes();
}

/// Whether the old file still holds what was read from it.
Result<bool> SaveAttempt::hasLiveBytes() {
    constexpr std::uint64_t piece = std::uint64_t{64} << 10;
    const std::string_view expected = m_live->bytes;
    for (std::uint64_t at = 0; at < expected.size(); at += piece) {
        const auto bytes = m_disk.read(m_live->file.get(), at, piece);
        if (!bytes)
            return fail(bytes.error());
        if (*bytes != expected.substr(at, piece))
            return false;
    }
    return true;
}

/// Somebody may have walked in during the commit. What is on disk is whole, but may already have been
/// replaced.
SaveAttempt::LockAfter SaveAttempt::checkAfterwards(const StagedSave& staged) {
    const auto inPlace = stillInPlace(m_disk, *m_folder);
    if (inPlace && !*inPlace)
        warn("The report's folder was moved by another program in the moment of the save. The change is in "
             "it: "
             "look in the trash.");
    const auto outline = outlineStamp(m_disk, *m_folder);
    const auto ours = m_lock->stillOurs();
    if (ours && *ours) {
        if (outline && *outline && (*outline)->sameBytesAs(staged.newStamp()))
            m_lock->setNote(noteText({**outline, m_result.sha256}));
        return LockAfter::ours;
    }
    warn("Another program took the lock in the moment of the save. Look at the history whether it wrote over "
         "this "
         "change: both versions are kept there.");
    return ours ? LockAfter::lost : LockAfter::unknown;
}

/// If another of our programs took the lock over, it may have finished this unit already.
bool SaveAttempt::isRecordedByOthers(LockAfter lock) {
    if (lock == LockAfter::ours)
        return false;
    const auto log = readAudit(m_disk, *m_folder);
    return log && loggedActions(*log).contains(m_result.action.text());
}

/// Adds the event. Fails only where that was to commit the save, and the folder can't do it instead.
Status SaveAttempt::record(StagedSave& staged, AuditFile& audit, LockAfter lock) {
    const bool byOthers = isRecordedByOthers(lock);
    Status done =
        byOthers ? Status() : appendAudit(m_disk, *m_folder, audit, staged.intent().auditLine + "\n");
    if (staged.commitBy() == CommitBy::log) {
        if (byOthers || !done) {
            if (Status synced = staged.syncFolder(); !synced)
                return synced;
        }
        trace("committed");
    }
    if (byOthers)
        return {};
    if (!done) {
        warn("The change is saved, but its history entry could not be written yet; it will be added before "
             "the next "
             "save. " +
             describe(done.error()));
        return {};
    }
    trace("recorded");
    if (done = staged.finish(*m_lock); !done)
        warn("The change is saved, but a left-over of the save could not be removed. " +
             describe(done.error()));
    return {};
}

} // namespace

Result<UnitResult> saveUnit(const Environment& environment, const std::string& directory,
                            const Compose& compose, const UnitOptions& options) {
    Patience patience(options.lock);
    for (;;) {
        UnitOptions now = options;
        now.lock = patience.rest();
        SaveAttempt attempt(environment, directory, now);
        auto result = attempt.run(compose);
        if (!result)
            return fail(during(std::move(result.error()), saving));
        if (*result)
            return std::move(**result);
        if (!patience.wait())
            break;
    }
    if (patience.cancelled())
        return fail(ErrorCode::cancelled, saving, directory, "it was cancelled");
    return fail(ErrorCode::locked, saving, directory,
                "another program kept writing to it without respecting the lock",
                "Nothing was written. Wait until it is done, and try again.");
}

std::chrono::milliseconds lingerFor(std::size_t outlineBytes) {
    constexpr std::size_t megabyte = 1'000'000;
    return std::chrono::milliseconds(40 + 40 * outlineBytes / megabyte);
}

} // namespace stemma::journal
