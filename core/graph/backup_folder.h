// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "core/base/clock.h"
#include "core/io/disk.h"

// The old program's backup folders, as a cleanup sees them. Private to core/graph.

namespace stemma::graph {

/// What a backup holds.
inline constexpr std::array<const char*, 3> backedUpRegistries = {
    "node_registry.json", "relation_registry.json", "attribute_registry.json"};

/// When backups were made, as atomic.log and its rotations tell it, by the folder's name.
using LoggedBackups = std::map<std::string, Timestamp>;
/// A log that can't be read tells nothing.
[[nodiscard]] LoggedBackups readLoggedBackups(io::Disk& disk, const std::string& logFolder);

/// What is in a backup's folder.
struct BackupContent {
    bool plain = true; ///< nothing but `*.json` files
    std::uint64_t bytes = 0;
    std::int64_t newestNs = 0; ///< the youngest time of the folder and its files
    std::string seen;          ///< changes when anything in it does
};
[[nodiscard]] Result<BackupContent> readBackupContent(io::Disk& disk, const io::Open& backups,
                                                      const std::string& name);
/// Why a backup could not be restored: it holds no registry, or one that is no JSON object. Empty: it could.
[[nodiscard]] Result<std::string> backupFlaw(io::Disk& disk, const io::Open& backups,
                                             const std::string& name);

} // namespace stemma::graph
