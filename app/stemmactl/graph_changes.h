// SPDX-License-Identifier: MIT
#pragma once

#include "app/stemmactl/output.h"
#include "core/diff/tree_diff.h"

namespace stemma::ctl {

/// Differences of a graph for a person: a line each, under it the fields that were edited.
void printGraphChanges(Output& out, const diff::Changes& changes);

} // namespace stemma::ctl
