// SPDX-License-Identifier: MIT
#include "ui/history/diff_cells.h"

#include <algorithm>

#include "ui/history/diff_document.h"

namespace stemma::ui {
namespace {

/// Returns where the run begins.
int put(CellText& cell, const DiffRun& run, const QString& text, bool isFold) {
    const int start = static_cast<int>(cell.text.size());
    cell.text += text;
    cell.spans.push_back({start, static_cast<int>(text.size()), run.tone, run.isMark, isFold});
    return start;
}

/// The break after the last line of a side would be one more line.
void endText(CellText& cell) {
    if (!cell.text.endsWith(QChar::LineSeparator))
        return;
    cell.text.chop(1);
    for (CellSpan& span : cell.spans)
        span.length = std::min(span.length, static_cast<int>(cell.text.size()) - span.start);
}

} // namespace

bool isAcross(DiffBlock::Kind kind) {
    switch (kind) {
    case DiffBlock::Kind::heading:
    case DiffBlock::Kind::change:
    case DiffBlock::Kind::note:
    case DiffBlock::Kind::fold:
        return true;
    case DiffBlock::Kind::field:
    case DiffBlock::Kind::prose:
    case DiffBlock::Kind::code:
    case DiffBlock::Kind::same:
    case DiffBlock::Kind::was:
        break;
    }
    return false;
}

BlockCells cellsOf(const DiffBlock& block, DiffColumns columns, Folding folding) {
    const bool one = columns == DiffColumns::one || isAcross(block.kind);
    BlockCells made;
    made.cells.resize(one ? 1 : 2);
    for (const DiffRun& run : block.runs) {
        const bool unfold = !run.folded.isEmpty() && folding == Folding::unfolded;
        QString text = shownText(unfold ? run.folded : run.text);
        text.replace(QLatin1Char('\n'), QChar::LineSeparator);
        const bool isFold = !run.folded.isEmpty() && !unfold;
        const DiffSide side = sideOf(run);
        if (one) {
            put(made.cells.front(), run, text, isFold);
            continue;
        }
        const int before =
            side == DiffSide::both || side == DiffSide::before ? put(made.cells[0], run, text, isFold) : -1;
        const int after =
            side == DiffSide::both || side == DiffSide::after ? put(made.cells[1], run, text, isFold) : -1;
        if (before >= 0 && after >= 0)
            made.same.push_back({before, after, static_cast<int>(text.size())});
    }
    for (CellText& cell : made.cells)
        endText(cell);
    return made;
}

QString copiedText(const CellText& cell, int from, int to) {
    QString text;
    for (const CellSpan& span : cell.spans) {
        const int begin = std::max(from, span.start);
        const int end = std::min(to, span.start + span.length);
        if (!span.isMark && begin < end)
            text += cell.text.mid(begin, end - begin);
    }
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    return text;
}

} // namespace stemma::ui
