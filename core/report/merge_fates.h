// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/report/merge_ledger.h"
#include "core/report/merge_sheet.h"

namespace stemma::report {

/// The three texts of a merge.
struct MergeSheets {
    MergeSheet base, ours, theirs;
};

/// Which parts a merged outline has, and where its insights stand.
struct MergeFates {
    std::unordered_set<std::string> sections, insights; ///< that stay
    std::unordered_map<std::string, std::string> place; ///< of the insights that stay; empty: in no section
    /// Insights that stand, by section, where only the base had them: both sides moved them to sections that
    /// went.
    std::unordered_map<std::string, std::vector<std::string>> returned;
};

/// Decides what stays: deletes against edits, and insights that were moved. Only for the files that implement
/// outline_merge.h.
[[nodiscard]] MergeFates decideFates(const MergeSheets& sheets, MergeLedger& ledger);

/// All names of both lists, each once: the first list's, then what only the second has.
[[nodiscard]] std::vector<std::string> namesOfBoth(const std::vector<std::string>& first,
                                                   const std::vector<std::string>& second);

} // namespace stemma::report
