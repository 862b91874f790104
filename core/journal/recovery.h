// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/journal/save_unit.h"

namespace stemma::journal {

/// One thing that recovery did, or found and leaves to the person (`needsPerson`).
struct RecoveryStep {
    std::string rule; ///< "R2" … "R9" of core/journal/README.md
    std::string path;
    std::string message; ///< "added the audit event of an interrupted save"
    bool needsPerson = false;
};

struct RecoveryReport {
    std::vector<RecoveryStep> steps;
};

/// Whether an interrupted unit of ours lies in the report's directory. Reads names only; writes nothing.
[[nodiscard]] Result<bool> needsRecovery(io::Disk& disk, const std::string& directory);

/// Finishes or takes back what a crash left in a report's directory, by the rules R2–R7, under its lock.
/// Every rule is idempotent and none deletes what it can't prove to be ours: it is set aside in `backups/`
/// instead.
[[nodiscard]] Result<RecoveryReport> recoverReport(const Environment& environment,
                                                   const std::string& directory, const io::LockOptions& lock);

/// As recoverReport, for every report of the library, those in the trash, and staging folders whose owner is
/// dead. Looks first and takes a lock only where there is something to do.
[[nodiscard]] Result<RecoveryReport> recoverLibrary(const Environment& environment, const std::string& root,
                                                    const io::LockOptions& lock);

} // namespace stemma::journal
