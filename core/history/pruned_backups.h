// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/io/disk.h"

/// What became of backups that a person let go: they lie in the report's own folder, where no other program
/// looks, until they are brought back or removed for good. Each act made one set, a folder
/// `.stemma-pruned/<id>` with the files and a `manifest`.
namespace stemma::history {

inline constexpr const char* prunedHomeName = ".stemma-pruned"; ///< in the report's folder
inline constexpr const char* prunedManifestName = "manifest";

/// How far an act on a set has come; the ending of its folder's name tells.
enum class PrunedState {
    staged,   ///< `.staged`: being made; the backups are all where they were
    leaving,  ///< `.leaving`: whole, and its files go from backups/
    kept,     ///< no ending: they can be brought back
    coming,   ///< `.coming`: on their way back into backups/
    emptying, ///< `.emptying`: its files go for good
    emptied,  ///< `.emptied`: only the manifest is left, which says what was there
};
[[nodiscard]] const char* prunedEnding(PrunedState state);
/// Whether an act on it was cut off, and has to be finished or taken back.
[[nodiscard]] bool isUnsettled(PrunedState state);

/// Whether such an act took, or goes on to take, its files for good.
[[nodiscard]] bool isGoneForGood(PrunedState state);

/// Where a backup of a set is, as far as names and sizes tell.
enum class PrunedFate {
    there, ///< in the set, with its size; of a set that is gone for good: it was
    back,  ///< no longer in the set, and a file of its name is in backups/
    lost,  ///< it is in neither, or what is in the set has another size
};

struct PrunedBackup {
    std::string name;   ///< as it was called in backups/
    std::string sha256; ///< empty if it could not be read
    std::uint64_t size = 0;
    PrunedFate fate = PrunedFate::there;
    friend bool operator==(const PrunedBackup&, const PrunedBackup&) = default;
};

struct PrunedSet {
    std::string id; ///< a UUID
    PrunedState state = PrunedState::kept;
    std::string ts;    ///< ISO
    std::string actor; ///< who did it
    std::string rule;  ///< what they asked for, in words
    std::vector<PrunedBackup> backups;

    /// Of those that are there.
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] std::size_t countOf(PrunedFate fate) const;
    /// The name of its folder.
    [[nodiscard]] std::string folder() const { return id + prunedEnding(state); }
};

/// The set whose folder is so called: only id and state. Nothing if it is none.
[[nodiscard]] std::optional<PrunedSet> prunedSetOf(std::string_view folder);

/// The bytes of a set's manifest.
[[nodiscard]] std::string prunedManifest(const PrunedSet& set);

/// The sets of a report, the oldest first. One whose manifest can't be read has the names and sizes of the
/// files in it. A set that is only staged is none yet. An error is only what the system refuses. No file is
/// read: isPrunedWhole() does.
[[nodiscard]] Result<std::vector<PrunedSet>> listPruned(io::Disk& disk, const std::string& reportDirectory);

/// Reads what the manifest says into a set whose folder is known by id and state, from the open
/// `.stemma-pruned`; the names and sizes of its files, and no hashes, where that can't be used.
[[nodiscard]] Status readPrunedSet(io::Disk& disk, const io::Open& home, PrunedSet& set);

/// Those of their backups that are there by name, of the newest set where one was pruned twice.
struct PrunedPlace {
    std::string set;
    PrunedState state = PrunedState::kept;
    std::string ts;
    std::string sha256;
};
using PrunedPlaces = std::unordered_map<std::string, PrunedPlace>;
[[nodiscard]] PrunedPlaces placesOf(const std::vector<PrunedSet>& sets);

/// Whether the file of a backup that can be brought back has the hash that its manifest tells. ErrorCode::io
/// if the system refuses to read it.
[[nodiscard]] Result<bool> isPrunedWhole(io::Disk& disk, const std::string& reportDirectory,
                                         const std::string& name, const PrunedPlace& place);

} // namespace stemma::history
