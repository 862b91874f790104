// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "core/diff/merge3.h"
#include "core/report/merge_fates.h"
#include "core/report/merge_fields.h"

namespace stemma::report {

/// Those of the names that stay.
[[nodiscard]] std::vector<std::string> staying(const std::vector<std::string>& names,
                                               const std::unordered_set<std::string>& stays);

/// diff::mergeOrders with the one or the other side's places where they disagree.
[[nodiscard]] diff::OrderMerge mergedOrder(const std::vector<std::string>& base,
                                           const std::vector<std::string>& ours,
                                           const std::vector<std::string>& theirs, bool theirsStand);

/// Gives a section of the result its `insight_ids`: the insights that stand in it, and other references that
/// were there; none comes to dangle or to be doubled that didn't before.
void mergeReferences(json::Value& section, const PartName& part, const MergeSheets& sheets,
                     const MergeFates& fates, MergeLedger& ledger);

/// Gives the sections of the result, whose names are `names`, the merged display order, by as few changed
/// `order` numbers as may be.
void mergeSectionOrder(json::Value& sections, const std::vector<std::string>& names,
                       const MergeSheets& sheets, const MergeFates& fates, MergeLedger& ledger);

} // namespace stemma::report
