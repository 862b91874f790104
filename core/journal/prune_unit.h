// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/history/pruned_backups.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// What an act on pruned backups did.
struct PruneResult {
    history::PrunedSet set; ///< as it is now; with no backups in it, nothing was to be done
    std::vector<std::string>
        warnings; ///< after the commit nothing fails any more; what must wait is told here
};

/// Says under the report's lock which backups go: a set with their names, hashes and sizes; none: nothing is
/// written. Its error is that of the act. Quick and without side effects.
using ChooseBackups = std::function<Result<history::PrunedSet>()>;

/// Moves backups of a report from `backups/` to a new set in `.stemma-pruned`, all or none, through kill and
/// power cut too: a set is staged beside them, one rename of its folder is the commit, and only then do they
/// leave `backups/`. No audit event: the log tells of changes of the report, and there is none. On an error
/// all are where they were, but where it says Committed::unknown; then recovery goes on or takes it back.
/// ErrorCode::unsafe for a name that is none of a backup. Blocks.
[[nodiscard]] Result<PruneResult> pruneBackups(const Environment& environment, const std::string& directory,
                                               const ChooseBackups& choose, const io::LockOptions& lock);

/// Moves the backups of a set back, all or none of those that are as they were by the hashes of the manifest:
/// the result has these, and a warning for each other one, which stays in the set, with the manifest. The set
/// is gone when all are back. ErrorCode::notFound if there is no such set, or its files were removed for
/// good; damaged if none of them is as it was; conflict if a file of the same name and other content stands
/// in the way.
[[nodiscard]] Result<PruneResult> bringBackPruned(const Environment& environment,
                                                  const std::string& directory, const std::string& set,
                                                  const io::LockOptions& lock);

/// Removes the backups of a set for good; its manifest stays, so that the history can tell what they were.
[[nodiscard]] Result<PruneResult> emptyPruned(const Environment& environment, const std::string& directory,
                                              const std::string& set, const io::LockOptions& lock);

} // namespace stemma::journal
