// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/report/citation_copies.h"
#include "ui/report/outline_plans.h"
#include "ui/session/joint_edit.h"

namespace stemma::ui {

enum class DropWay {
    copy,
    moveWithin, ///< they are this very report's own
    moveAcross, ///< they are another report's, which is not to have them any more
};

/// Parts or citations that were dropped on an outline.
struct Dropped {
    json::Value copies; ///< part_copies.h, citation_copies.h
    DropWay way = DropWay::copy;
    PartPlace place;                        ///< for sections and insights
    std::optional<CitationPlace> citations; ///< for citations
};

/// Moves what was dropped out of the first report into the second one, where it gets new ids: put in there
/// and deleted here, what was changed since it was dragged included. ErrorCode::notFound if any of it is no
/// longer in the first. `newSection`, `made`: as pasteEdits() has them.
[[nodiscard]] JointPlan moveAcrossPlan(const Dropped& dropped, const std::string& newSection,
                                       const std::shared_ptr<std::vector<std::string>>& made);

/// The parts that copies are of.
[[nodiscard]] PartSet partsIn(const json::Value& copies);

} // namespace stemma::ui
