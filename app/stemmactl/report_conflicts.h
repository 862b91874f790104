// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/report/outline_merge.h"

namespace stemma::ctl {

/// `[{kind,what,id,title,field,base,ours,theirs}]`.
[[nodiscard]] json::Value conflictsValue(const std::vector<report::MergeConflict>& conflicts);
/// A conflict for a terminal: what it is, and a line for each of the three.
[[nodiscard]] std::vector<std::string> conflictLines(const report::MergeConflict& conflict);

} // namespace stemma::ctl
