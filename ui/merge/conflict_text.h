// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include <QString>

#include "core/report/outline_merge.h"
#include "ui/history/diff_plan.h"

namespace stemma::ui {

/// The three texts of a conflict.
enum class MergeSide { base, ours, theirs };

/// What a conflict is about, in one line: "Insight “Churn rose 4 %” · Importance".
[[nodiscard]] QString conflictHeading(const report::MergeConflict& conflict);

/// What happened, as a sentence: "Changed by you, and otherwise by agent." `who` is called as actorText()
/// does.
[[nodiscard]] QString conflictSentence(const report::MergeConflict& conflict, const QString& who);

/// What sections and insights are called, by their ids: where a conflict is about places, ids say nothing.
using PartNames = std::map<std::string, std::string>;

/// One side as it is to be shown: the base as it was, the others with the words marked that they changed of
/// it. Pure; for any thread.
[[nodiscard]] DiffPlan sidePlan(const report::MergeConflict& conflict, MergeSide side,
                                const PartNames& names = {});

/// The text to begin with when a person writes the result by hand: what `ours` and `theirs` say, in that
/// order, where both are prose; else what ours says.
[[nodiscard]] QString editableText(const report::MergeConflict& conflict);

/// Whether the result can be written by hand: a text, or a plain value such as a number.
[[nodiscard]] bool isEditable(const report::MergeConflict& conflict);

/// The value that a person wrote; nothing if it can't be one of that field (a number that is none).
[[nodiscard]] std::optional<json::Value> valueOfText(const report::MergeConflict& conflict,
                                                     const QString& text);

} // namespace stemma::ui
