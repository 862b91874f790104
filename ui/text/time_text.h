// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <QString>

#include "core/base/clock.h"

namespace stemma::ui {

/// Moments in a person's words, in the local zone and language. `now` is given, so that a row can be painted
/// again and tests can stand still.

/// "just now", "2 min ago", "3 h ago", "yesterday", "4 days ago", then the date.
[[nodiscard]] QString relativeTime(Timestamp moment, Timestamp now);
/// "now", "5 min", "3 h", "2 d" for a month, then the date: where there is little room.
[[nodiscard]] QString shortAge(Timestamp moment, Timestamp now);
/// "14:02" today, "11 Mar 14:02" this year, "11 Mar 2025 14:02" before.
[[nodiscard]] QString shortTime(Timestamp moment, Timestamp now);
/// "Tuesday, 11 March 2025 14:02:07 CET (UTC+01:00)", for tool tips.
[[nodiscard]] QString exactTime(Timestamp moment);

/// The same of a file's own text. A text that is no time is shown as it stands, in quotes; an empty one says
/// so.
[[nodiscard]] QString relativeTime(std::string_view iso, Timestamp now);
[[nodiscard]] QString shortAge(std::string_view iso, Timestamp now);
[[nodiscard]] QString shortTime(std::string_view iso, Timestamp now);
[[nodiscard]] QString exactTime(std::string_view iso);

} // namespace stemma::ui
