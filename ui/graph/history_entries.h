// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/graph/graph_history.h"
#include "ui/history/version_choice.h"

namespace stemma::ui {

/// What a history is of: a graph, a node in it, or with both empty all of the user's data.
struct PastScope {
    std::string graph, node;
    friend bool operator==(const PastScope&, const PastScope&) = default;
};

/// A history of graphs as the timeline shows it.
struct PastEntries {
    TimelineItems items;
    std::vector<graph::GraphVersion> versions; ///< that TimelineEntry::before and after are indices into
    ComparedVersions compared;                 ///< the same
};

/// The rows of a scope, newest first, "now" on top: `timeline` is all of the user's, `TimelineEntry::row` is
/// an index into its rows. Versions between which nothing of ours touched the scope count as equal.
/// Neighbours are folded as in the histories of reports. Pure.
[[nodiscard]] PastEntries pastEntries(const graph::GraphTimeline& timeline, const PastScope& scope);

/// How many later changes of the scope a version doesn't have, by who made them.
[[nodiscard]] std::map<std::string, std::size_t> changesSince(const graph::GraphTimeline& timeline,
                                                              const PastScope& scope,
                                                              const graph::GraphVersion& version);

/// What an operation did, in the past: "edited a node"; one that isn't known as it stands.
[[nodiscard]] QString operationText(const std::string& operation);

/// How the program is called that made the backups that aren't ours.
inline constexpr const char* oldProgram = "NDF Studio";

} // namespace stemma::ui
