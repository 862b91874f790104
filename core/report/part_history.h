// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/diff/tree_diff.h"
#include "core/history/timeline.h"
#include "core/io/disk.h"

namespace stemma::report {

enum class PartContents {
    include, ///< also the insights of a section, the citations of an insight, all of a report
    leaveOut,
};

/// A part of a report whose history is asked for.
struct PartQuestion {
    std::string what = "report"; ///< "report", "section", "insight" or "citation", as diff::Part has it
    std::string id;              ///< as diff::Part has it; of the report nothing
    std::string field; ///< only this field of the part itself, or what stands in it (`metadata`); empty: all
    PartContents contents = PartContents::include;
    friend bool operator==(const PartQuestion&, const PartQuestion&) = default;
};

/// What of the difference of two contents is a part's, as its history tells it. Pure.
[[nodiscard]] diff::Changes changesOfPart(const history::Comparison& comparison, const PartQuestion& choice);

/// A row of the history in which the part changed.
struct PartRow {
    std::size_t row = 0; ///< in PartHistory::timeline
    /// False: some content between is lost or can't be read, and the part changed in this row, or in others
    /// of which the same is said, or in none that is recorded.
    bool certain = true;
    /// How: the part's entries of the difference, of a chosen field only that field. Where it isn't certain,
    /// all that those rows changed together, in the last of them; nothing where that isn't known.
    diff::Changes changes;
    history::ChangeCounts counts; ///< of `changes`
};

struct PartHistory {
    history::Timeline timeline;
    std::vector<PartRow> rows; ///< oldest first; empty: the part was never there
};

/// The changes of one part, by its id: a part that was deleted and comes back is the same. Reads every
/// version once, two neighbours at a time; errors as history::loadTimeline() has them, or ErrorCode::conflict
/// where a file changes meanwhile. Writes nothing.
[[nodiscard]] Result<PartHistory> loadPartHistory(io::Disk& disk, const std::string& reportDirectory,
                                                  const PartQuestion& choice, const Progress& progress = {});

} // namespace stemma::report
