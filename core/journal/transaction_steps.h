// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/journal/transaction_folder.h"
#include "core/journal/transaction_plan.h"

namespace stemma::journal {

/// The unfinished transaction of a root: `.stemma/current` and what its manifest says. Everything here is
/// done under the lock, in the order of core/journal/README.md, and can be cut off anywhere.
struct CurrentTransaction {
    const Environment& environment;
    TransactionRoot& root;
    PlaceFolders& folders; ///< of that root
    io::Open folder;       ///< `current`
    TransactionPlan plan;
};

/// What stands where a change is to be.
enum class FileState {
    old,     ///< what was there before (or nothing, as before)
    changed, ///< what the transaction puts there
    foreign, ///< something else: another program's
};
[[nodiscard]] Result<FileState> stateOf(CurrentTransaction& current, std::size_t change);

/// Makes the folders that the files need.
Status makePlannedFolders(CurrentTransaction& current);
/// Puts one change into its place, if `live` (nothing: no file) is what stands there. ErrorCode::conflict:
/// it isn't, and nothing was done.
Status applyChange(CurrentTransaction& current, std::size_t change, const std::optional<io::FileStamp>& live);
/// Puts the file `staged` of the transaction's folder into that place of `live`, and nothing but `live`
/// (which is then called `staged`): ErrorCode::conflict. Where files can't be exchanged, what another program
/// puts there in that very moment is lost.
Status replaceExactly(CurrentTransaction& current, const std::string& staged, const std::string& place,
                      const io::FileStamp& live);
/// Moves `live`, and nothing else, from that place to `aside` in the transaction's folder:
/// ErrorCode::conflict.
Status removeExactly(CurrentTransaction& current, const std::string& aside, const std::string& place,
                     const io::FileStamp& live);
/// Moves a file of the transaction's folder to that place, where nothing may be: ErrorCode::conflict.
Status putWhereNothingIs(CurrentTransaction& current, const std::string& staged, const std::string& place);
/// Removes the folders that are to go; what is not empty stays.
Status removeGoneFolders(CurrentTransaction& current);
/// Syncs every folder that the transaction touches, and these.
Status syncTouchedFolders(CurrentTransaction& current, std::vector<io::SyncRequest> others = {});
/// Leaves word in `current` that all of it is durable. Others may write over its files from now on: what
/// stands at their places no longer tells whether it was done.
enum class MarkFor {
    recovery, ///< durable itself: the transaction stays unfinished
    killing,  ///< for the moment until it is finished
};
Status markCommitted(CurrentTransaction& current, MarkFor what);
/// What is known of an unfinished transaction beside the state of its files.
enum class CommitKnown {
    no,
    all,   ///< it was committed, and everything was in its place then
    event, ///< its event is whole in the log; where a file system writes that by itself, not all else may be
};
[[nodiscard]] Result<CommitKnown> commitKnown(CurrentTransaction& current);
/// Makes `current` a part of the history: after this there is no unfinished transaction. Of these changes the
/// staged files stay in it, as they did not get into their places.
/// Its mark goes last, and an error or a crash in that moment leaves it there, where it means nothing.
Status finishTransaction(CurrentTransaction& current, const std::set<std::size_t>& kept = {});
/// Whether it isn't yet a part of the history.
[[nodiscard]] Result<bool> isUnfinished(CurrentTransaction& current);

/// Undoes what is in place of it, durably, and forgets it: files that it made go, those that it replaced or
/// removed come back, folders that it made go. What others wrote meanwhile stays. A crash in the middle
/// leaves a mark that recovery goes on by.
Status takeBack(CurrentTransaction& current);
/// Whether a takeBack() was cut off.
[[nodiscard]] Result<bool> isBeingTakenBack(io::Disk& disk, const io::Open& current);
/// Forgets one of which nothing is in place.
Status discardCurrent(io::Disk& disk, TransactionRoot& root, const io::Open& current);

/// A hard link of the file, or where there are none, a synced copy with its attributes and times.
Status linkOrCopy(io::Disk& disk, io::Handle fromFolder, const std::string& from, const io::Open& toFolder,
                  const std::string& to);
/// Whether linkAt() can't do it there, though the disk is well.
[[nodiscard]] bool cannotLink(int osErrno);

} // namespace stemma::journal
