// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
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
    oldBackup,  ///< a backup that another program made before it did something
    unreadable, ///< a line of the log
};

/// What the timeline list shows in one row.
struct TimelineEntry {
    EntryKind kind = EntryKind::change;
    std::size_t row = 0;    ///< in Timeline::rows; of a group: the newest
    std::size_t size = 1;   ///< of a group: how many changes
    std::string actor;      ///< "" if unknown
    std::string actionType; ///< of a group of unlike changes: ""
    QString action;         ///< in plain words; of "now": what it is
    std::string ts;
    std::optional<std::size_t> before, after; ///< versions
    std::optional<history::ChangeCounts> counts;
    bool current = false; ///< its `after` is what is current
    bool sameAsCurrent = false;
    bool hole = false; ///< the version before is lost
    bool pruned = false; ///< and that is because a person let it go
    bool damagedBackup = false;
    bool inherited = false;
    bool unchanged = false;    ///< it changed no byte
    bool registryOnly = false; ///< only a part of the version is kept
    bool undone = false;       ///< a later change took it out
    QStringList remarks;       ///< what is odd about it, in whole sentences
    QString name, note;        ///< what the person noted on the version that it made
    bool pinned = false;
    QString nameBefore;      ///< what they called the version before it
    QString how;             ///< in the history of a part: what became of it
    QStringList namesWithin; ///< of a group: what they called the others of its versions
    friend bool operator==(const TimelineEntry&, const TimelineEntry&) = default;
};

using TimelineItem = KeyedItem<TimelineEntry>;
using TimelineItems = std::vector<TimelineItem>;

/// The key of the item of a row of a history.
[[nodiscard]] std::string timelineKey(const history::Timeline& timeline, const history::TimelineRow& row);

/// The same of a change, by its action id.
[[nodiscard]] std::string changeKey(const std::string& action);

/// Folds neighbours: of rows, newest first, each run of those that belong together becomes one row with the
/// single ones below it. Pure.
[[nodiscard]] TimelineItems
folded(TimelineItems rows,
       const std::function<bool(const TimelineEntry& older, const TimelineEntry& newer)>& together);

/// Two moments that are near enough to be one sitting: ten minutes.
[[nodiscard]] bool areNear(const std::string& older, const std::string& newer);

/// Each row of a history for itself, newest first. Pure.
[[nodiscard]] TimelineItems singleItems(const history::Timeline& timeline);
/// "now", and the rows folded as timelineItems() has them. `rows`: some of singleItems(). Pure.
[[nodiscard]] TimelineItems foldedItems(const history::Timeline& timeline, TimelineItems rows);
/// The rows of a history, newest first, "now" on top. Neighbours with one request id, or of one actor within
/// ten minutes, or that changed nothing, are folded into one row with the single changes below it. What
/// created, forked or restored the report stands for itself. Pure.
[[nodiscard]] TimelineItems timelineItems(const history::Timeline& timeline);

} // namespace stemma::ui
