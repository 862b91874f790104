// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/history/timeline.h"

namespace stemma::ctl {

/// How many parts a change touched, in a column: `+2 ~1 >1 -3`, `none`, or `?` where it can't be told.
[[nodiscard]] std::string countsText(const std::optional<history::ChangeCounts>& counts);

} // namespace stemma::ctl
