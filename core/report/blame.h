// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/io/disk.h"

namespace stemma::report {

/// Which change made something what it is.
struct Origin {
    std::optional<std::size_t> row; ///< in Blame::timeline; none: the history doesn't tell
    /// Where it doesn't tell: the first row before which it is known to have been so; none: only the version
    /// itself shows it.
    std::optional<std::size_t> beforeRow;
};

struct FieldBlame {
    std::string name;
    Origin changed;
    bool human = false; ///< a person gave it some value, this one or another
};

struct PartBlame {
    std::string what; ///< "report", "section", "insight", "citation", as diff::Part has it
    std::string id;
    std::string parent;
    std::string title;
    Origin changed; ///< its own fields or its place; what stands in it has its own
    Origin made;
    bool human = false; ///< a person made or changed it, or anything in it
    std::vector<FieldBlame> fields;
};

struct BlameMemory; // private to core/report

struct Blame {
    history::Timeline timeline;
    std::size_t version = 0;                        ///< in it
    std::vector<PartBlame> parts;                   ///< all of the version, as displayed
    std::shared_ptr<const BlameMemory> memory = {}; ///< for renewBlame()
};

/// Who made the parts of a version (`now`, `@N` … as findVersion() has it) what they are. What brings an old
/// value back counts as the change that made it. Where some contents of the history are lost, what is the
/// same before and after counts as unchanged between; what isn't is unknown. `human` is what the history
/// proves: where it has holes, a person may have done more. Parts are known by their ids: one that was
/// deleted and comes back has been touched by whom it was before. Reads every version of the history once,
/// two neighbours at a time, and the one that is asked for again. Errors as history::loadTimeline() and
/// findVersion() have them; ErrorCode::damaged if the version can't be taken apart; ErrorCode::conflict where
/// a file changes meanwhile. Writes nothing.
[[nodiscard]] Result<Blame> loadBlame(io::Disk& disk, const std::string& reportDirectory,
                                      const std::string& version = "now", const Progress& progress = {});

/// The blame of what is current, as loadBlame() would tell it. `known`: one of an earlier moment, of what was
/// current then. Where the history merely grew since, only what came then is read; rows before keep the
/// numbers that they had, and what befell older files meanwhile isn't looked for.
[[nodiscard]] Result<Blame> renewBlame(io::Disk& disk, const std::string& reportDirectory, const Blame& known,
                                       const Progress& progress = {});

} // namespace stemma::report
