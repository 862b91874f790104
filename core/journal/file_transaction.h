// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/io/file_lock.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// One file that a transaction makes, replaces or removes.
struct FileChange {
    std::string path; ///< relative to the root: plain names joined by `/`; folders that are missing are made
    std::optional<std::string> bytes; ///< the new content; none: the file is to go
    /// Instead of bytes: the content (and times) that this other file of the root has before the transaction.
    /// Shared with it where that file is replaced by the transaction itself, else copied.
    std::string copyOf;
    std::optional<std::string>
        oldSha256; ///< what the new content was made from; none: no file. Else a conflict.
};

/// What one transaction does: all of it, or nothing.
struct TransactionContent {
    std::vector<FileChange> changes;      ///< each path once
    std::vector<std::string> goneFolders; ///< removed afterwards if they are empty; deepest first
    std::string auditLine;                ///< one JSON object that carries the action's id; without a newline
};

struct TransactionInput {
    ActionId action; ///< the id that the audit event must carry
    Timestamp now;   ///< the moment of the change: later than that of the last event
};

/// Makes the content. Called under the lock, after recovery, perhaps more than once (a program without locks
/// that writes meanwhile makes the transaction start again): it reads what it needs itself, and has no side
/// effects. No content: nothing is to be written.
using ComposeTransaction = std::function<Result<std::optional<TransactionContent>>(const TransactionInput&)>;

struct TransactionOptions {
    io::LockOptions lock;
};

struct TransactionResult {
    bool unchanged = false; ///< nothing was to be written
    ActionId action;
    std::vector<std::string> paths; ///< written or removed, in the order in which that was done
    std::vector<std::string> warnings;
};

/// Brings any number of files below `root` from one state to the next, all or none, through kill -9 and power
/// cut (core/journal/README.md, File transactions). The folder `root/.stemma` is ours: `lock`, `audit.jsonl`,
/// `txn/<action id>/` with what was replaced or removed (the before-images, which stay) and the manifest, and
/// while a transaction is at work, `current/`. Also takes flock on `<path>.lock` where such a file exists
/// (NDF Studio, version 3). Every `oldSha256` is compared under these locks, and each file once more right
/// before it is replaced: what another program wrote in between is kept, the transaction is taken back whole
/// and started again; ErrorCode::conflict when that happens too often. On any error nothing has changed, but
/// where the error says Committed::unknown: then recovery brings it to the one state or the other. What can't
/// be done after the files are safe is a warning. A symbolic link is followed inside the root (the file that
/// it names is edited); a path that leaves the root is ErrorCode::unsafe, and so is replacing a special file
/// or one with a second name (a hard link). Replaced files keep owner, mode, ACL and attributes. A change
/// that changes nothing is left out. Blocks.
[[nodiscard]] Result<TransactionResult> runTransaction(const Environment& environment,
                                                       const std::string& root,
                                                       const ComposeTransaction& compose,
                                                       const TransactionOptions& options);

/// What a committed transaction replaced, as its manifest says it.
struct PastChange {
    std::string path;
    std::optional<std::string> oldSha256; ///< none: there was no file
    std::optional<std::string> newSha256; ///< none: it was removed
    std::string image; ///< the before-image's name in the transaction's folder; empty: none
};
struct PastTransaction {
    ActionId action;
    std::string auditLine;
    std::vector<PastChange> changes;
};
/// ErrorCode::notFound if there is none of that id, damaged if its manifest can't be read.
[[nodiscard]] Result<PastTransaction> readTransaction(io::Disk& disk, const std::string& root,
                                                      const ActionId& action);
/// The bytes that a change replaced or removed, checked against their hash (ErrorCode::damaged).
[[nodiscard]] Result<std::string> readBeforeImage(io::Disk& disk, const std::string& root,
                                                  const ActionId& action, const PastChange& change);

/// Whether a transaction of ours was cut off. Looks only.
[[nodiscard]] bool needsTransactionRecovery(io::Disk& disk, const std::string& root);

struct RecoveredTransactions {
    std::vector<ActionId> finished;  ///< committed before: now brought to the disk whole
    std::vector<ActionId> takenBack; ///< not committed: as if never begun; an empty id where it isn't known
    /// Committed and begun, but these files were changed by others since. Nothing was written over them; the
    /// other files have been brought to their new state, which is what would be there if the others had come
    /// a moment later. All versions are kept: what was there before in the before-images, and what the
    /// transaction would have written beside them (`new-<n>`, for the n-th change of PastTransaction).
    struct Stopped {
        ActionId action;
        std::vector<std::string> paths;
    };
    std::vector<Stopped> stopped;
    std::size_t backupsPutBack = 0; ///< of a cleanup that was cut off before it was final
    std::vector<std::string> warnings;
};
/// Finishes or takes back what a crash cut off. Idempotent; may itself be cut off anywhere.
[[nodiscard]] Result<RecoveredTransactions>
recoverTransactions(const Environment& environment, const std::string& root, const io::LockOptions& lock);

/// Changes whenever a transaction of ours begins or ends to touch the files of a root: equal before and after
/// a look at several files, and not busy, means that they were seen in one state. `busy`: one is at work
/// right now, or was cut off and waits for its recovery (needsTransactionRecovery).
struct Generation {
    bool busy = false;
    io::FileStamp transactions; ///< of `.stemma`
    io::FileStamp log;
    friend bool operator==(const Generation&, const Generation&) = default;
};
[[nodiscard]] Generation generationOf(io::Disk& disk, const std::string& root);

} // namespace stemma::journal
