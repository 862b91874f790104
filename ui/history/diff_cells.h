// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QString>

#include "ui/history/diff_plan.h"
#include "ui/history/line_pairs.h"

namespace stemma::ui {

/// A stretch of a cell's text, of one run of the block.
struct CellSpan {
    int start = 0, length = 0;
    DiffTone tone = DiffTone::plain;
    bool isMark = false;
    bool isFold = false; ///< unfolds the block
};

/// The text that stands in one column of a block. Line breaks are line separators.
struct CellText {
    QString text;
    std::vector<CellSpan> spans;
};

enum class DiffColumns { one, two };
/// Whether text that is the same on both sides is shown in full.
enum class Folding { folded, unfolded };

/// What a block shows: one cell across, or one for each side.
struct BlockCells {
    std::vector<CellText> cells;
    std::vector<SameStretch> same; ///< of two cells: what they have in common
};

/// Whether a block goes across both columns.
[[nodiscard]] bool isAcross(DiffBlock::Kind kind);
[[nodiscard]] BlockCells cellsOf(const DiffBlock& block, DiffColumns columns, Folding folding);

/// Text of a cell between two places as one would copy it: line feeds, and no marks.
[[nodiscard]] QString copiedText(const CellText& cell, int from, int to);

} // namespace stemma::ui
