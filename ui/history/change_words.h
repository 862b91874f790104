// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/diff/tree_diff.h"

namespace stemma::ui {

/// What a change of a report's part is called: "Edited insight".
[[nodiscard]] QString changeWords(const diff::Change& change);

} // namespace stemma::ui
