// SPDX-License-Identifier: MIT
// Showing a place in a difference that somebody looks for.
#include <algorithm>

#include <QLineEdit>
#include <QScrollBar>

#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"

namespace stemma::ui {

namespace {

/// A stretch of one cell of a row.
struct Stretch {
    int cell = 0, from = 0;
    bool changed = false;
};

bool isChanged(const CellText& cell, qsizetype at) {
    return std::any_of(cell.spans.begin(), cell.spans.end(), [&](const CellSpan& span) {
        return at >= span.start && at < span.start + span.length &&
               (span.tone == DiffTone::added || span.tone == DiffTone::removed);
    });
}

/// Where the text is marked as changed, else where it stands first.
std::optional<Stretch> findIn(const BlockCells& cells, const QString& text) {
    std::optional<Stretch> found;
    for (std::size_t cell = 0; cell < cells.cells.size(); ++cell) {
        const CellText& in = cells.cells[cell];
        for (qsizetype at = in.text.indexOf(text); at >= 0; at = in.text.indexOf(text, at + 1)) {
            const bool changed = isChanged(in, at);
            if (changed || !found)
                found = Stretch{static_cast<int>(cell), static_cast<int>(at), changed};
            if (changed)
                return found;
        }
    }
    return found;
}

} // namespace

std::string DiffCanvas::keyOfChange(int change) const {
    const int part = block(m_changes[static_cast<std::size_t>(change)]).part;
    if (part < 0)
        return {};
    const DiffPart* of = &m_plan->parts[static_cast<std::size_t>(part)];
    while (of->what == "citation" && of->parent >= 0)
        of = &m_plan->parts[static_cast<std::size_t>(of->parent)];
    return partKey(of->what, of->id);
}

bool DiffCanvas::selectText(int change, const QString& text) {
    const auto at = static_cast<std::size_t>(change);
    const int end = at + 1 < m_changes.size() ? m_changes[at + 1] : rowCount();
    int row = -1;
    std::optional<Stretch> found;
    for (int next = m_changes[at]; next < end && !(found && found->changed) && !text.isEmpty(); ++next) {
        const auto here = findIn(cellsOf(blockToShow(next), m_shape.columns,
                                         foldingOf(m_rows[static_cast<std::size_t>(next)].block)),
                                 text);
        if (here && (!found || here->changed)) {
            row = next;
            found = here;
        }
    }
    if (!found)
        return false;
    goToChange(change);
    m_wholeRows = false;
    m_anchor = Mark{row, {found->cell, found->from}};
    m_head = Mark{row, {found->cell, found->from + static_cast<int>(text.size())}};
    bringIntoSight(row);
    const int line = rowRect(row).top() + static_cast<int>(laid(row).lineTop(m_anchor->place));
    if (line >= viewport()->height() * 9 / 10)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + line - viewport()->height() / 3);
    viewport()->update();
    return true;
}

void DiffView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void DiffView::reveal(const DiffPlace& place) {
    if (!m_source)
        return;
    m_filter->clear(); // it may hide the place
    if (m_making)
        m_toShow = place;
    else
        showPlace(place);
}

void DiffView::showPlace(const DiffPlace& place) {
    std::vector<int> candidates;
    for (const std::string& key : {partKey(place.what, place.id), partKey("insight", place.id)})
        for (int change = 0; change < changeCount(); ++change)
            if (m_canvas->keyOfChange(change) == key)
                candidates.push_back(change);
    const int fallback = candidates.empty() ? -1 : candidates.front();
    for (int change = 0; change < changeCount(); ++change)
        candidates.push_back(change);
    for (const int change : candidates)
        if (m_canvas->selectText(change, place.text))
            return;
    if (fallback >= 0)
        m_canvas->goToChange(fallback);
}

DiffView::Revealed DiffView::revealed() const {
    const int change = m_canvas->currentChange();
    if (change < 0 || change >= changeCount())
        return {};
    return {m_canvas->keyOfChange(change), m_canvas->selectedText()};
}

} // namespace stemma::ui
