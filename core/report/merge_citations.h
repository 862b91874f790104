// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json_value.h"
#include "core/report/merge_fields.h"
#include "core/report/merge_ledger.h"

namespace stemma::report {

/// Merges what an insight cites, both twins of it (reports-format.md, 4.7), into `result`, which holds what
/// theirs has. Citations are known by citationKey(); one that a side edited so that its key changed is found
/// again by what it still shares with the old one. Supporting queries follow their citations; those that
/// stand alone are a set. Only for the files that implement outline_merge.h.
void mergeCitations(json::Value& result, const ThreeValues& insights, const PartName& insight,
                    MergeLedger& ledger);

} // namespace stemma::report
