// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <QString>
#include <QStringList>

#include "core/history/timeline.h"
#include "ui/model/keyed_tree_model.h"

namespace stemma::ui {

enum class EntryKind {
    now,        ///< what is current
    change,     ///< one row of the timeline
    group,      ///< several changes, folded
    unrecorded, ///< a change that no event tells
    backup,     ///< a backup that no event names
    unreadable, ///< a line of the log
};

/// What the timeline list shows in one row.
struct TimelineEntry {
    EntryKind kind = EntryKind::change;
    std::size_t row = 0;    ///< in Timeline::rows; of a group: the newest
    std::size_t size = 1;   ///< of a group: how many changes
    std::string actor;      ///< "" if unknown
    std::string actionType; ///< of a group of unlike changes: ""
    QString action;         ///< in plain words
    std::string ts;
    std::optional<std::size_t> before, after; ///< versions
    std::optional<history::ChangeCounts> counts;
    bool current = false; ///< its `after` is what is current
    bool sameAsCurrent = false;
    bool hole = false; ///< the version before is lost
    bool damagedBackup = false;
    bool inherited = false;
    bool unchanged = false; ///< it changed no byte
    QStringList remarks;    ///< what is odd about it, in whole sentences
    friend bool operator==(const TimelineEntry&, const TimelineEntry&) = default;
};

using TimelineItems = std::vector<KeyedItem<TimelineEntry>>;

/// The rows of a history, newest first, "now" on top. Neighbours with one request id, or of one actor within
/// ten minutes, or that changed nothing, are folded into one row with the single changes below it. What
/// created, forked or restored the report stands for itself. Pure.
[[nodiscard]] TimelineItems timelineItems(const history::Timeline& timeline);

} // namespace stemma::ui
