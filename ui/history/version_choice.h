// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
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
    QString afterAlone; ///< in place of afterText where that refers to beforeText: "after “edited” by …"
    QString why;        ///< why there is nothing to compare
    std::optional<std::size_t> restorable; ///< none: nothing, or what is current already
    QString restorableText;
};

enum class Against { itself, now };

/// The versions that entries are about, as far as choosing among them goes.
struct ComparedVersions {
    struct One {
        std::string content; ///< equal where the content is equal; empty: it can't be had
        bool restorable = false;
    };
    std::vector<One> all;
    std::optional<std::size_t> live;
};
[[nodiscard]] ComparedVersions comparedVersions(const history::Timeline& timeline);

/// One entry: what it changed; against now: what became of its result since. Several: the oldest one's result
/// and the newest one's. `selected` in any order. Pure.
[[nodiscard]] VersionChoice chooseVersions(const ComparedVersions& versions,
                                           const std::vector<TimelineEntry>& selected, Against against,
                                           Timestamp now);

/// "before “edited” by agent, 14:02", "before 12 changes by agent, 14:02".
[[nodiscard]] QString beforeText(const TimelineEntry& entry, Timestamp now);
[[nodiscard]] QString afterText(const TimelineEntry& entry, Timestamp now);

} // namespace stemma::ui
