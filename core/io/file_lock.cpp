// SPDX-License-Identifier: MIT
#include "core/io/file_lock.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "core/io/lock_inspection.h"
#include "core/io/lock_token.h"
#include "core/io/lock_turns.h"
#include "core/io/lock_wait.h"

namespace stemma::io {

namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* locking = "get the lock";

Unexpected cancelled(const std::string& path) {
    return fail(ErrorCode::cancelled, locking, path, "the wait for the lock was cancelled");
}

Unexpected busyOurselves(const std::string& path) {
    return fail(ErrorCode::locked, locking, path, "another task of this program is still working here",
                "Wait until it is done, and try again.");
}

bool linksUnsupported(int osErrno) {
    return osErrno == EPERM || osErrno == EOPNOTSUPP || osErrno == ENOSYS || osErrno == EMLINK ||
           osErrno == EINVAL;
}

} // namespace

struct FileLock::State {
    Disk* disk = nullptr;
    Open directory;
    std::string path; ///< of the lock file, for messages
    std::string name;
    std::string privateFile; ///< the name that it has before and after
    std::optional<Turn> turn;
    Open file; ///< carries the flock
    FileStamp stamp;
    std::string token;
    bool held = false;
    bool settles = false;
    std::string note;
    Open touched;  ///< a folder that is to be synced
    Open nameless; ///< what was removed from it

    Status open(const Open& place, const LockOptions& options, Steady::time_point deadline);
    Status prepare();
    Status waitFor(const LockOptions& options, Steady::time_point deadline);
    [[nodiscard]] Result<bool> claim();
    [[nodiscard]] Result<bool> isOurs() const;
    Status release();
    Status settle();
    void discard();
};

/// Writes the token under the private name and takes the flock on it.
Status FileLock::State::prepare() {
    Result<Open> made = openFile(*disk, directory, privateFile, OpenMode::createNew);
    if (!made)
        return fail(std::move(made.error()));
    file = std::move(*made);
    const Result<FileStamp> fresh = disk->stat(file.get());
    if (!fresh)
        return fail(fresh.error());
    stamp = *fresh;
    LockToken mine = newLockToken();
    mine.inode = stamp.inode;
    token = tokenText(mine);
    // Readable for all: others must be able to see whose it is.
    if (Status done = disk->setDefaultMode(file.get(), 0644); !done)
        return done;
    if (Status done = disk->write(file.get(), token); !done)
        return done;
    const Result<bool> flocked = disk->tryFlock(file.get());
    if (!flocked)
        return fail(flocked.error());
    if (!*flocked)
        return fail(ErrorCode::locked, locking, path, "another program has locked the new lock file",
                    "Try again in a moment.");
    return {};
}

/// Gives the private file its public name. False: there is one already.
Result<bool> FileLock::State::claim() {
    Status done = disk->linkAt(directory.get(), privateFile, directory.get(), name);
    if (done) {
        held = true;
        done = disk->unlinkAt(directory.get(), privateFile);
        const bool gone = done || done.error().code == ErrorCode::notFound;
        return gone ? Result<bool>(true) : fail(done.error());
    }
    if (linksUnsupported(done.error().osErrno))
        done = disk->renameAt(directory.get(), privateFile, directory.get(), name, RenameMode::noReplace);
    held = done.has_value();
    if (!done && done.error().osErrno != EEXIST)
        return fail(done.error());
    return held;
}

Result<bool> FileLock::State::isOurs() const {
    if (!held)
        return false;
    const Result<FileStamp> there = disk->statAt(directory.get(), name);
    if (!there)
        return there.error().code == ErrorCode::notFound ? Result<bool>(false) : fail(there.error());
    // The number can't have been given to another file while ours is open; but foreign programs truncate.
    if (!there->sameFileAs(stamp))
        return false;
    const Result<std::string> content = lockContent(*disk, file);
    if (!content)
        return fail(content.error());
    return *content == token;
}

Status FileLock::State::release() {
    if (!held)
        return {};
    Status done;
    // Another one's lock is not even moved for a moment, where one look tells; setAside() looks closely.
    const Result<FileStamp> there = disk->statAt(directory.get(), name);
    if (there && there->sameFileAs(stamp)) {
        LockInspection mine;
        mine.stamp = stamp;
        mine.content = token;
        mine.file = std::move(file);
        const Result<bool> removed = setAside(*disk, directory, name, mine, privateFile);
        if (!removed)
            done = fail(removed.error());
        file = std::move(mine.file);
    } else if (!there && there.error().code != ErrorCode::notFound) {
        done = fail(there.error());
    }
    held = false;
    turn.reset();
    if (Status settled = settle(); !settled && done)
        done = std::move(settled);
    file = Open();
    return done;
}

/// Makes it last that names are gone, while the files behind them are still open.
Status FileLock::State::settle() {
    if (!settles)
        return {};
    std::vector<SyncRequest> folders{{directory.get(), Durability::everything}};
    if (touched)
        folders.push_back({touched.get(), Durability::everything});
    Status done = disk->syncTogether(folders);
    nameless = Open();
    touched = Open();
    return done;
}

/// After a failed acquire(): leaves nothing of ours behind, as far as the disk lets us.
void FileLock::State::discard() {
    if (file)
        disk->unlinkAt(directory.get(), privateFile);
    release();
}

FileLock::FileLock(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}
FileLock::FileLock(FileLock&&) noexcept = default;

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        release(); // as the destructor does
        m_state = std::move(other.m_state);
    }
    return *this;
}

FileLock::~FileLock() {
    // Whoever needs to know how it went calls release(). What stays is known as left over by the next one.
    release();
}

Result<bool> FileLock::stillOurs() const {
    return m_state ? m_state->isOurs() : Result<bool>(false);
}

void FileLock::setNote(std::string note) {
    m_state->note = std::move(note);
}

const std::string& FileLock::note() const {
    return m_state->note;
}

bool FileLock::settlesRemovals() const {
    return m_state && m_state->settles;
}

void FileLock::keepUntilSynced(Open directory, Open removed) {
    m_state->touched = std::move(directory);
    m_state->nameless = std::move(removed);
}

Status FileLock::release() {
    return m_state ? m_state->release() : Status{};
}

Status FileLock::State::open(const Open& place, const LockOptions& options, Steady::time_point deadline) {
    Result<Open> own = openDirectoryAt(*disk, place, ".");
    if (!own)
        return fail(std::move(own.error()));
    directory = std::move(*own);
    settles = options.removal == Removal::settled && !disk->traits(directory.get()).keepsOrder;
    const Result<FileStamp> seen = disk->stat(directory.get());
    if (!seen)
        return fail(seen.error());
    turn = Turn::wait({seen->device, seen->inode, name}, deadline, options.stop);
    if (!turn)
        return options.stop.stop_requested() ? cancelled(path) : busyOurselves(path);
    return {};
}

/// Claims the public name; until that works, looks at who has it, and waits.
Status FileLock::State::waitFor(const LockOptions& options, Steady::time_point deadline) {
    LockWait wait(*disk, directory, path, name, options, stamp.mtimeNs);
    for (;;) {
        const Result<bool> claimed = claim();
        if (claimed && *claimed)
            return {};
        if (!claimed && (claimed.error().osErrno != ENOENT || Steady::now() >= deadline))
            return fail(claimed.error());
        if (!claimed) {
            // Our private file was tidied away while we waited: another machine can't see that we live.
            if (Status again = prepare(); !again)
                return again;
            continue;
        }
        const Result<LockWait::Verdict> verdict = wait.look();
        if (!verdict)
            return fail(verdict.error());
        if (options.stop.stop_requested())
            return cancelled(path);
        const Steady::time_point now = Steady::now();
        if (now >= deadline && *verdict == LockWait::Verdict::wait)
            return wait.busy();
        if (*verdict == LockWait::Verdict::wait)
            sleepUntil(std::min(deadline, now + wait.pause()), options.stop);
    }
}

Result<FileLock> FileLock::acquire(Disk& disk, const Open& directory, const std::string& directoryPath,
                                   const std::string& name, const LockOptions& options) {
    const Steady::time_point deadline = Steady::now() + options.timeout;
    auto state = std::make_unique<State>();
    state->disk = &disk;
    state->path = joinPath(directoryPath, name);
    state->name = name;
    state->privateFile = privateLockName(name);
    Status done = state->open(directory, options, deadline);
    if (!done)
        return fail(std::move(done.error()));
    done = state->prepare();
    if (done)
        done = state->waitFor(options, deadline);
    if (done)
        return FileLock(std::move(state));
    // What went wrong first is what the person hears.
    state->discard();
    return fail(std::move(done.error()));
}

} // namespace stemma::io
