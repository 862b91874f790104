// SPDX-License-Identifier: MIT
#pragma once

#include "ui/graph/history_entries.h"
#include "ui/history/diff_plan.h"
#include "ui/session/graph_past.h"

namespace stemma::ui {

/// What differs of a scope between two states: changes by id, those of a node told together. A change that
/// several graphs have is told once.
[[nodiscard]] diff::Changes scopeChanges(const GraphStates& states, const PastScope& scope);

/// The same without what came or went with a whole node: what is told by itself.
[[nodiscard]] diff::Changes shownChanges(const GraphStates& states, const PastScope& scope);

/// The difference of two states by meaning, grouped by node: old → new by field, texts by words. `remark`: to
/// be told first. Pure; for any thread.
[[nodiscard]] DiffPlan planGraphDifference(const GraphStates& states, const PastScope& scope,
                                           const QString& remark, Unchanged unchanged);

/// The difference of the files that a scope may be in, by lines. Composed files are left out.
[[nodiscard]] DiffPlan planFileDifference(const GraphStates& states, const PastScope& scope,
                                          Unchanged unchanged);

} // namespace stemma::ui
