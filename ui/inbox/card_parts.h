// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "core/diff/tree_diff.h"
#include "core/report/restore_parts.h"
#include "ui/history/restore_panel.h"

namespace stemma::ui {

/// One thing that taking changes out does, which may be left: a part, or one field of it.
struct CardPart {
    report::PartChoice choice;
    QString text; ///< "Insight “Churn rose”: summary as it was"
};

/// What there is to choose among in `changes`, from now to the result. Parts that come and go with another
/// are left out.
[[nodiscard]] std::vector<CardPart> cardParts(const diff::Changes& changes);

/// The choices that are wanted; none: all are.
[[nodiscard]] std::optional<std::vector<report::PartChoice>> wantedParts(const std::vector<CardPart>& parts,
                                                                         const std::vector<bool>& wanted);

} // namespace stemma::ui
