// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "core/marks/mark_store.h"
#include "ui/history/timeline_entries.h"

namespace stemma::ui {

/// Puts on the rows of a history what the person noted on its versions. Pure.
void putMarks(TimelineItems& items, const history::Timeline& timeline,
              const std::map<std::string, marks::VersionMark>& marks);

/// Only the changes whose version has a name or a pin, each for itself; "now" stays on top. Pure.
[[nodiscard]] TimelineItems onlyMarked(TimelineItems items);

} // namespace stemma::ui
