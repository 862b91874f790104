// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "core/base/clock.h"
#include "ui/history/timeline_entries.h"

namespace stemma::ui {

/// What a selection in the timeline means: which two versions are compared, and which one can be restored
/// (the older).
struct VersionChoice {
    std::optional<std::size_t> before, after; ///< none: there is nothing to compare
    QString beforeText, afterText;            ///< "before “edited” by agent, 14:02"
    QString why;                              ///< why there is nothing to compare
    std::optional<std::size_t> restorable;    ///< none: nothing, or what is current already
    QString restorableText;
};

enum class Against { itself, now };

/// One entry: what it changed; against now: what became of its result since. Several: the oldest one's result
/// and the newest one's. `selected` in any order. Pure.
[[nodiscard]] VersionChoice chooseVersions(const history::Timeline& timeline,
                                           std::vector<TimelineEntry> selected, Against against,
                                           Timestamp now);

/// "before “edited” by agent, 14:02", "before 12 changes by agent, 14:02".
[[nodiscard]] QString beforeText(const TimelineEntry& entry, Timestamp now);
[[nodiscard]] QString afterText(const TimelineEntry& entry, Timestamp now);

} // namespace stemma::ui
