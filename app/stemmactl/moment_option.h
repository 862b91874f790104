// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace stemma::ctl {

/// Which end of a day is meant where no time is given.
enum class DayEnd { first, last };

/// A moment as options name it: a day, or a time in ISO 8601. Nothing for an empty text; ErrorCode::usage for
/// one that is no time.
[[nodiscard]] Result<std::optional<Timestamp>> momentOption(const std::string& text, DayEnd end);

} // namespace stemma::ctl
