// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "ui/history/diff_plan.h"

namespace stemma::ui {

/// A difference as Markdown (GitHub's flavour): what was removed is struck out, what was added is bold, lines
/// of files are fenced. `direction` says from what to what; empty: nothing is said. Pure.
[[nodiscard]] QString markdownOf(const DiffPlan& plan, const QString& direction);

} // namespace stemma::ui
