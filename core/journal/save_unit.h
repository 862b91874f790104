// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/io/disk.h"
#include "core/io/file_lock.h"
#include "core/io/lock_keeper.h"

namespace stemma::journal {

/// What a unit needs from the program. The references outlive every call.
struct Environment {
    io::Disk& disk;
    const Clock& clock;
    io::LockKeeper& locks;
    /// Told of each step of each unit, with its transaction (action) id, for the structured log. May be
    /// empty.
    std::function<void(const ActionId&, const std::string& step, const std::string& path)> trace;
};

/// What is known under the lock when the new content is made.
struct UnitInput {
    const std::string* liveBytes = nullptr; ///< outline.json as it is; null if there is none
    ActionId action;                        ///< the id that the audit event must carry
    Timestamp now;          ///< the moment of the change: later than that of any backup there is (but
                            ///< for backups from more than a year ahead, whose clock was wrong)
    std::string backupName; ///< the backup that will hold liveBytes; empty if there is none
};

/// The new content of one unit.
struct UnitContent {
    std::string outlineBytes;
    std::string auditLine; ///< one JSON object that carries the unit's action id; without a newline
    std::string sha256;    ///< of outlineBytes, where it is known already; else empty
};

/// Makes the new content from the live one. Called under the lock, perhaps more than once (a foreign program
/// that walks in makes the unit start again): quick and without side effects. No content: nothing is to be
/// written.
using Compose = std::function<Result<std::optional<UnitContent>>(const UnitInput&)>;

struct UnitOptions {
    io::LockOptions lock;
    std::optional<std::string> baseSha256; ///< the live bytes must hash to this, else ErrorCode::conflict
};

struct UnitResult {
    bool unchanged = false; ///< compose() gave no content; nothing was written
    ActionId action;
    std::string backupName;
    std::string sha256; ///< of outline.json now
    std::vector<std::string>
        warnings; ///< after the commit nothing fails any more; what must wait is told here
};

/// Writes outline.json, its backup and its audit event in `directory` (a report's) as one unit that no crash
/// can tear: the steps of core/journal/README.md. Finishes or takes back an interrupted unit first. When it
/// returns a result, the new outline and its backup are on disk for good; on an error the old state is
/// untouched, except where the error says Committed::unknown. Blocks; never call it on a thread that paints.
[[nodiscard]] Result<UnitResult> saveUnit(const Environment& environment, const std::string& directory,
                                          const Compose& compose, const UnitOptions& options);

/// How long the lock is kept after a save of an outline of that size: 40 ms + 40 ms per MB.
[[nodiscard]] std::chrono::milliseconds lingerFor(std::size_t outlineBytes);

} // namespace stemma::journal
