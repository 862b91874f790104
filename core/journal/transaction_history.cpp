// SPDX-License-Identifier: MIT
// Looking: what transactions did, and whether one is unfinished. Nothing here writes.
#include <algorithm>
#include <utility>

#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/lock_holder.h"
#include "core/io/strays.h"
#include "core/journal/file_transaction.h"
#include "core/journal/leaving_folders.h"
#include "core/journal/transaction_recovery.h"
#include "core/journal/transaction_steps.h"

namespace stemma::journal {

namespace {

constexpr const char* readingAction = "read the change";

struct StoredTransaction {
    io::Open folder;
    TransactionPlan plan;
};

Result<StoredTransaction> readStored(io::Disk& disk, const io::Open& parent, const std::string& name) {
    auto folder = io::openRealDirectoryAt(disk, parent, name);
    if (!folder)
        return fail(std::move(folder.error()));
    const auto manifest = io::readFile(disk, *folder, manifestName);
    if (!manifest && !isNotThere(manifest.error()))
        return fail(manifest.error());
    auto plan = manifest ? parsePlan(manifest->bytes) : std::nullopt;
    if (!plan)
        return fail(ErrorCode::damaged, readingAction, io::joinPath(disk.pathOf(folder->get()), manifestName),
                    manifest ? "its text is damaged" : "it is missing");
    return StoredTransaction{std::move(*folder), std::move(*plan)};
}

Result<StoredTransaction> findStored(io::Disk& disk, const std::string& root, const ActionId& id) {
    const auto opened = openTransactionRoot(disk, root);
    if (!opened)
        return fail(opened.error());
    const Unexpected none =
        fail(ErrorCode::notFound, readingAction, root, "there is no change with the id " + id.text());
    if (!isUuid(id.text()) || !isSafeName(id.text()) || !opened->ours.directory)
        return none;
    const auto history = io::openRealDirectoryAt(disk, opened->ours.directory, historyName);
    if (history) {
        auto stored = readStored(disk, *history, id.text());
        if (stored || !isNotThere(stored.error()))
            return stored;
    }
    // Committed, and not put away yet.
    auto current = readStored(disk, opened->ours.directory, currentName);
    if (current && current->plan.action == id)
        return current;
    return none;
}

Result<std::optional<io::LockHolder>> holderOf(io::Disk& disk, const TransactionRoot& root) {
    return io::lockHolder(disk, root.ours.directory, transactionLockName);
}

enum class LocksMeant {
    abandoned, ///< only those whose owner is surely gone
    any,       ///< to be waited for: who holds it is at work, or this process has left it over
};

/// Whether a name in `.stemma` is what a crash left.
bool isLeftByCrash(io::Disk& disk, const TransactionRoot& root, const std::string& name, LocksMeant locks) {
    if (name == currentName || name == leavingName || name == leftName)
        return true;
    if (name == transactionLockName) {
        if (locks == LocksMeant::any)
            return true;
        const auto holder = holderOf(disk, root);
        return holder && *holder && !(*holder)->ownerAlive;
    }
    io::TemporaryOwner owner;
    return io::isTemporaryName(name, &owner) && ((locks == LocksMeant::any && owner.pid == ::getpid()) ||
                                                 io::isStray(disk, root.ours.directory, name, owner.pid));
}

bool hasLeftByCrash(io::Disk& disk, const TransactionRoot& root, LocksMeant locks) {
    if (!root.ours.directory)
        return false;
    const auto entries = disk.list(root.ours.directory.get());
    return entries && std::any_of(entries->begin(), entries->end(), [&](const io::DirEntry& entry) {
               return isLeftByCrash(disk, root, entry.name, locks);
           });
}

/// Whether another of ours works there now: then it settles what it finds.
bool isAtWork(io::Disk& disk, const TransactionRoot& root) {
    const auto holder = holderOf(disk, root);
    return holder && *holder && (*holder)->ownerAlive && (*holder)->flocked;
}

} // namespace

Result<PastTransaction> readTransaction(io::Disk& disk, const std::string& root, const ActionId& id) {
    auto stored = findStored(disk, root, id);
    if (!stored)
        return fail(std::move(stored.error()));
    PastTransaction past{stored->plan.action, std::move(stored->plan.auditLine), {}};
    for (std::size_t at = 0; at < stored->plan.changes.size(); ++at) {
        PlannedChange& change = stored->plan.changes[at];
        PastChange made;
        made.path = std::move(change.path);
        if (!change.oldSha256.empty()) {
            made.oldSha256 = std::move(change.oldSha256);
            made.image = oldName(at);
        }
        if (!change.newSha256.empty())
            made.newSha256 = std::move(change.newSha256);
        past.changes.push_back(std::move(made));
    }
    return past;
}

Result<std::string> readBeforeImage(io::Disk& disk, const std::string& root, const ActionId& id,
                                    const PastChange& change) {
    auto stored = findStored(disk, root, id);
    if (!stored)
        return fail(std::move(stored.error()));
    if (change.image.empty() || !change.oldSha256)
        return fail(ErrorCode::notFound, readingAction, io::joinPath(root, change.path),
                    "there was no such file before the change");
    auto image = io::readFile(disk, stored->folder, change.image);
    if (!image)
        return fail(std::move(image.error()));
    if (sha256(image->bytes) != *change.oldSha256)
        return fail(ErrorCode::damaged, readingAction,
                    io::joinPath(disk.pathOf(stored->folder.get()), change.image),
                    "it is not what the change replaced");
    return std::move(image->bytes);
}

bool needsTransactionRecovery(io::Disk& disk, const std::string& path) {
    const auto root = openTransactionRoot(disk, path);
    return root && hasLeftByCrash(disk, *root, LocksMeant::abandoned) && !isAtWork(disk, *root);
}

Generation generationOf(io::Disk& disk, const std::string& path) {
    Generation generation;
    const auto root = openTransactionRoot(disk, path);
    if (!root || !root->ours.directory)
        return generation;
    const io::Open& ours = root->ours.directory;
    generation.busy = disk.statAt(ours.get(), currentName).has_value();
    if (const auto stamp = disk.stat(ours.get()))
        generation.transactions = *stamp;
    if (const auto stamp = disk.statAt(ours.get(), auditName))
        generation.log = *stamp;
    return generation;
}

Result<RecoveredTransactions> recoverTransactions(const Environment& environment, const std::string& path,
                                                  const io::LockOptions& options) {
    auto root = openTransactionRoot(environment.disk, path);
    if (!root)
        return fail(std::move(root.error()));
    if (!hasLeftByCrash(environment.disk, *root, LocksMeant::any))
        return RecoveredTransactions();
    io::LockOptions asked = options;
    asked.removal = io::Removal::settled;
    auto lock = io::FileLock::acquire(environment.disk, root->ours.directory, root->ours.path,
                                      transactionLockName, asked);
    if (!lock)
        return fail(std::move(lock.error()));
    auto report = recoverCurrent(environment, *root);
    if (Status released = lock->release(); !released && report)
        return fail(std::move(released.error()));
    if (report)
        removeEmptyOurs(environment.disk, *root);
    return report;
}

} // namespace stemma::journal
