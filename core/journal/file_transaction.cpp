// SPDX-License-Identifier: MIT
#include "core/journal/file_transaction.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/io/folders.h"
#include "core/journal/report_lock.h"
#include "core/journal/staged_save.h"
#include "core/journal/transaction_locks.h"
#include "core/journal/transaction_log.h"
#include "core/journal/transaction_recovery.h"
#include "core/journal/transaction_staging.h"

namespace stemma::journal {

namespace {

constexpr const char* transactionAction = "change the files";

/// One try at a transaction. It ends with a result, with an error, or with nothing: another program wrote
/// meanwhile, and all that was done has been taken back.
class TransactionAttempt {
public:
    TransactionAttempt(const Environment& environment, const std::string& root, io::LockOptions options)
        : m_environment(environment)
        , m_disk(environment.disk)
        , m_path(root)
        , m_options(std::move(options)) {}

    [[nodiscard]] Result<std::optional<TransactionResult>> run(const ComposeTransaction& compose);

private:
    using Outcome = Result<std::optional<TransactionResult>>;

    Status lockAndRecover();
    Outcome compose(const ComposeTransaction& compose);
    Outcome write(const TransactionContent& content);
    Status findPlaces(const TransactionContent& content);
    Result<CurrentTransaction> makeCurrent();
    Outcome stageAndCommit(CurrentTransaction& current, const TransactionContent& content);
    Result<bool> allUntouched(const TransactionStaging& staging, std::size_t count);
    Status apply(CurrentTransaction& current, const TransactionStaging& staging);
    Outcome undo(CurrentTransaction& current, Error cause);
    [[nodiscard]] CommitBy commitBy() const;
    Result<Status> commit(CurrentTransaction& current, CommitBy commitBy);
    Outcome record(CurrentTransaction& current, CommitBy commitBy);
    void markForRecovery(CurrentTransaction& current);
    void warn(std::string what) { m_result.warnings.push_back(std::move(what)); }
    void trace(const char* step) const {
        if (m_environment.trace)
            m_environment.trace(m_result.action, step, m_path);
    }

    const Environment& m_environment;
    io::Disk& m_disk;
    const std::string& m_path;
    const io::LockOptions m_options;
    TransactionRoot m_root;
    bool m_madeOurs = false;
    bool m_crowded = false; ///< begin again
    std::optional<io::FileLock> m_lock;
    std::optional<ForeignLocks> m_foreignLocks;
    std::optional<PlaceFolders> m_folders;
    std::vector<std::string> m_places;
    AuditFile m_audit;
    TransactionResult m_result;
};

/// Nothing is left of an attempt that wrote nothing.
Result<std::optional<TransactionResult>> TransactionAttempt::run(const ComposeTransaction& make) {
    m_result.action = ActionId(newUuid());
    Status done = lockAndRecover();
    if (done && m_crowded)
        return std::optional<TransactionResult>();
    Outcome outcome = done ? compose(make) : fail(std::move(done.error()));
    m_foreignLocks.reset();
    if (m_lock) {
        if (const Status released = m_lock->release(); !released && outcome && *outcome)
            (*outcome)->warnings.push_back("The lock could not be removed: " + describe(released.error()));
    }
    if (m_madeOurs && (!outcome || !*outcome || (*outcome)->unchanged))
        removeEmptyOurs(m_disk, m_root);
    return outcome;
}

Status TransactionAttempt::lockAndRecover() {
    auto root = openTransactionRoot(m_disk, m_path);
    if (!root)
        return fail(std::move(root.error()));
    m_root = std::move(*root);
    const auto made = makeOurs(m_disk, m_root);
    if (!made)
        return fail(made.error());
    m_madeOurs = *made;
    trace("lock");
    io::LockOptions asked = m_options;
    asked.removal = io::Removal::settled;
    auto lock =
        io::FileLock::acquire(m_disk, m_root.ours.directory, m_root.ours.path, transactionLockName, asked);
    if (!lock && isNotThere(lock.error())) {
        m_crowded = true; // another of ours made `.stemma`, had nothing to write, and has removed it
        return {};
    }
    if (!lock)
        return fail(std::move(lock.error()));
    m_lock = std::move(*lock);
    trace("locked");
    m_folders.emplace(m_disk, m_root);
    auto recovered = recoverCurrent(m_environment, m_root);
    if (!recovered)
        return fail(std::move(recovered.error()));
    m_result.warnings = std::move(recovered->warnings);
    auto audit = openAudit(m_disk, m_root.ours);
    if (!audit)
        return fail(std::move(audit.error()));
    m_audit = std::move(*audit);
    return {};
}

TransactionAttempt::Outcome TransactionAttempt::compose(const ComposeTransaction& make) {
    auto content = make({m_result.action, afterLastEvent(m_disk, m_audit, m_environment.clock.now())});
    if (!content)
        return fail(std::move(content.error()));
    if (*content)
        return write(**content);
    trace("unchanged");
    m_result.unchanged = true;
    return std::optional(std::move(m_result));
}

TransactionAttempt::Outcome TransactionAttempt::write(const TransactionContent& content) {
    if (content.auditLine.empty() || content.auditLine.find('\n') != std::string::npos)
        return fail(ErrorCode::usage, transactionAction, m_path, "the audit event is not one line");
    Status done = findPlaces(content);
    if (done)
        done = reserveAudit(m_disk, m_audit, content.auditLine.size() + 2);
    if (!done)
        return fail(std::move(done.error()));
    auto locks = ForeignLocks::acquire(m_disk, m_root, *m_folders, m_places, m_options);
    if (!locks)
        return fail(std::move(locks.error()));
    m_foreignLocks = std::move(*locks);
    trace("stage");
    auto current = makeCurrent();
    if (!current)
        return fail(std::move(current.error()));
    return stageAndCommit(*current, content);
}

Status TransactionAttempt::findPlaces(const TransactionContent& content) {
    for (const FileChange& change : content.changes) {
        auto place = placeOf(m_disk, m_root, *m_folders, change.path);
        if (!place)
            return fail(std::move(place.error()));
        m_places.push_back(std::move(*place));
    }
    return {};
}

Result<CurrentTransaction> TransactionAttempt::makeCurrent() {
    const io::Open& ours = m_root.ours.directory;
    if (!m_disk.statAt(ours.get(), historyName)) {
        if (const auto history = io::makeFolder(m_disk, ours, historyName); !history)
            return fail(history.error());
    }
    if (Status made = m_disk.makeDirectoryAt(ours.get(), currentName); !made)
        return fail(std::move(made.error()));
    auto folder = io::openDirectoryAt(m_disk, ours, currentName);
    if (!folder) {
        m_disk.removeDirectoryAt(ours.get(), currentName); // the first error is the one that matters
        return fail(std::move(folder.error()));
    }
    TransactionPlan plan;
    plan.action = m_result.action;
    return CurrentTransaction{m_environment, m_root, *m_folders, std::move(*folder), std::move(plan)};
}

TransactionAttempt::Outcome TransactionAttempt::stageAndCommit(CurrentTransaction& current,
                                                               const TransactionContent& content) {
    TransactionStaging staging(current, m_audit.size);
    const auto staged = staging.stage(content, m_places);
    bool ready = staged && *staged == TransactionStaging::Outcome::ready;
    std::optional<Error> error;
    if (!staged)
        error = staged.error();
    if (ready) {
        trace("verify");
        const auto untouched = allUntouched(staging, current.plan.changes.size());
        if (!untouched)
            error = untouched.error();
        ready = untouched && *untouched;
    }
    if (!ready) {
        // Nothing of it is in place: what can't be removed now, recovery will.
        discardCurrent(m_disk, m_root, current.folder);
        if (error)
            return fail(std::move(*error));
        if (*staged != TransactionStaging::Outcome::unchanged)
            return std::optional<TransactionResult>();
        m_result.unchanged = true;
        return std::optional(std::move(m_result));
    }
    if (Status applied = apply(current, staging); !applied)
        return undo(current, std::move(applied.error()));
    return record(current, staging.isOnOneDevice() ? commitBy() : CommitBy::folder);
}

/// The log can commit the transaction where it is a part of the same file system. A new log goes the way that
/// needs no order.
CommitBy TransactionAttempt::commitBy() const {
    const bool oneJournal =
        m_root.commitsInOrder && m_audit.file && m_audit.device == m_root.ours.stamp.device;
    return oneJournal ? CommitBy::log : CommitBy::folder;
}

/// The last look before the first file is replaced.
Result<bool> TransactionAttempt::allUntouched(const TransactionStaging& staging, std::size_t count) {
    m_folders->forgetAll(); // one may have been moved away
    for (std::size_t change = 0; change < count; ++change) {
        const auto untouched = staging.isUntouched(change);
        if (!untouched || !*untouched)
            return untouched;
    }
    return m_lock->stillOurs();
}

Status TransactionAttempt::apply(CurrentTransaction& current, const TransactionStaging& staging) {
    const auto walkedIn = [&](std::size_t change) {
        return fail(ErrorCode::conflict, transactionAction, m_root.pathOf(current.plan.changes[change].path),
                    "another program has changed it in this moment");
    };
    if (Status made = makePlannedFolders(current); !made)
        return made;
    const std::size_t count = current.plan.changes.size();
    for (std::size_t change = 0; change < count; ++change) {
        const auto untouched = staging.isUntouched(change);
        if (!untouched)
            return fail(untouched.error());
        if (!*untouched)
            return walkedIn(change);
        if (Status done = applyChange(current, change, staging.live(change)); !done)
            return isNotThere(done.error()) ? walkedIn(change) : done;
    }
    for (std::size_t change = 0; change < count; ++change) {
        const auto untouched = staging.isImageUntouched(change);
        if (!untouched)
            return fail(untouched.error());
        if (!*untouched)
            return walkedIn(change);
    }
    return removeGoneFolders(current);
}

/// Whatever stopped it: all or nothing.
TransactionAttempt::Outcome TransactionAttempt::undo(CurrentTransaction& current, Error cause) {
    trace("taking back");
    if (const Status undone = takeBack(current); !undone) {
        cause.committed = Committed::unknown;
        cause.advice = "It was begun and could not be taken back: that is done before the next change. (" +
                       describe(undone.error()) + ")";
        return fail(std::move(cause));
    }
    if (cause.code == ErrorCode::conflict)
        return std::optional<TransactionResult>();
    return fail(std::move(cause));
}

/// Adds the event, and makes it and everything that is in place durable. Gives how writing the event went;
/// all else is durable, or it is the error.
Result<Status> TransactionAttempt::commit(CurrentTransaction& current, CommitBy commitBy) {
    bool isNew = false;
    Status written = writeAudit(m_disk, m_root.ours, m_audit, current.plan.auditLine + "\n", isNew);
    if (written && commitBy == CommitBy::log) {
        written = m_disk.sync(m_audit.file.get(), io::Durability::data);
        if (written)
            return Status();
    }
    std::vector<io::SyncRequest> log;
    if (isNew)
        log.push_back({m_root.ours.directory.get(), io::Durability::everything});
    if (written)
        log.push_back({m_audit.file.get(), isNew ? io::Durability::everything : io::Durability::data});
    Status synced = syncTouchedFolders(current, std::move(log));
    // The log comes last, so if it is the one that is told, all else is on the disk.
    if (!synced && written && synced.error().path == m_disk.pathOf(m_audit.file.get()))
        return synced;
    if (!synced) {
        synced.error().committed = Committed::unknown;
        return fail(std::move(synced.error()));
    }
    return written;
}

/// The change is saved: what can't be marked now is known by the log, if names keep their order.
void TransactionAttempt::markForRecovery(CurrentTransaction& current) {
    if (const auto unfinished = isUnfinished(current); unfinished && !*unfinished)
        return; // it is a part of the history already
    if (const Status marked = markCommitted(current, MarkFor::recovery); !marked)
        warn("That the change is saved could not be noted for the next start. " + describe(marked.error()));
}

TransactionAttempt::Outcome TransactionAttempt::record(CurrentTransaction& current, CommitBy commitBy) {
    auto recorded = commit(current, commitBy);
    if (!recorded)
        return fail(std::move(recorded.error()));
    trace("committed");
    for (const PlannedChange& change : current.plan.changes)
        m_result.paths.push_back(change.path);
    if (!*recorded) {
        markForRecovery(current);
        warn("The change is saved, but its history entry could not be written yet; it will be added before "
             "the next change. " +
             describe(recorded->error()));
        return std::optional(std::move(m_result));
    }
    trace("recorded");
    // Where names keep no order, the event in the log says nothing of them.
    Status done = m_root.keepsOrder ? Status() : markCommitted(current, MarkFor::killing);
    if (done)
        done = finishTransaction(current);
    if (!done) {
        markForRecovery(current);
        warn("A left-over of the change could not be put away yet. " + describe(done.error()));
    }
    trace("done");
    return std::optional(std::move(m_result));
}

} // namespace

Result<TransactionResult> runTransaction(const Environment& environment, const std::string& root,
                                         const ComposeTransaction& compose,
                                         const TransactionOptions& options) {
    constexpr int mostAttempts = 12; // a few tenths of a second, as each waits longer than the last one
    Patience patience(options.lock);
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        auto result = TransactionAttempt(environment, root, patience.rest()).run(compose);
        if (!result)
            return fail(during(std::move(result.error()), transactionAction));
        if (*result)
            return std::move(**result);
        if (!patience.wait())
            break;
    }
    if (patience.cancelled())
        return fail(ErrorCode::cancelled, transactionAction, root, "it was cancelled");
    return fail(ErrorCode::conflict, transactionAction, root, "another program kept changing the same files",
                "Nothing was written. Wait until it is done, and try again.");
}

} // namespace stemma::journal
