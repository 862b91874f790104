// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/report/outline.h"
#include "ui/model/keyed_tree_model.h"

namespace stemma::ui {

enum class OutlineKind {
    section,
    insight,
    citation,
    unplaced, ///< the group of what no section shows
    dangling, ///< a section's reference to an insight that is not there
};

/// What the outline tree shows of one part.
struct OutlineRow {
    OutlineKind kind = OutlineKind::section;
    QString text;   ///< one line
    std::string id; ///< of the section or insight; of a citation: its insight's; of a dangling one: the
                    ///< missing insight's
    std::size_t citation = 0; ///< which of the insight's
    int importance = -1;      ///< 0–10; -1: has none
    std::string status;
    int count = -1; ///< of an insight: citations; of a section or group: rows; -1: has none
    std::string updatedAt;
    QString note; ///< what is odd about it, empty if nothing
    friend bool operator==(const OutlineRow&, const OutlineRow&) = default;
};

using OutlineItems = std::vector<KeyedItem<OutlineRow>>;

/// The rows of an outline in display order: sections, their insights, their citations; at the end, if there
/// are any, the group of insights that no section shows and of references that lead nowhere. Pure; for any
/// thread.
[[nodiscard]] OutlineItems outlineItems(const report::Outline& outline);

/// One line on a citation: what it is, and what tells it from others.
[[nodiscard]] QString citationLine(const report::Citation& citation);

/// The fields of a citation that are set, as name (translated) and value, in the format's order.
[[nodiscard]] std::vector<std::pair<QString, QString>> citationFields(const report::Citation& citation);

} // namespace stemma::ui
