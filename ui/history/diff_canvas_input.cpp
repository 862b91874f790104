// SPDX-License-Identifier: MIT
// The keyboard, the mouse and what is selected in a difference.
#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTextBoundaryFinder>

#include "ui/history/diff_access.h"
#include "ui/history/diff_canvas.h"

namespace stemma::ui {

bool DiffCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void DiffCanvas::keyPressEvent(QKeyEvent* event) {
    const bool selecting = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    switch (event->key()) {
    case Qt::Key_Up:
        return stepRow(-1, selecting);
    case Qt::Key_Down:
        return stepRow(1, selecting);
    case Qt::Key_Home:
        return stepRow(-rowCount(), selecting);
    case Qt::Key_End:
        return stepRow(rowCount(), selecting);
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const bool down = event->key() == Qt::Key_PageDown;
        verticalScrollBar()->triggerAction(down ? QScrollBar::SliderPageStepAdd
                                                : QScrollBar::SliderPageStepSub);
        if (!m_rows.empty())
            setCurrent(std::max(0, rowAt(down ? viewport()->height() - 1 : 0)));
        return;
    }
    case Qt::Key_Space:
        if (m_current >= 0 && partOf(m_current) >= 0)
            return toggle(m_current);
        if (m_current >= 0)
            return activate(m_current);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isChoosing() && (m_current < 0 || block(m_current).kind != DiffBlock::Kind::fold)) {
            Q_EMIT accepted();
            return;
        }
        if (m_current >= 0)
            return activate(m_current);
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

/// A row that is higher than the window is read to its end first.
void DiffCanvas::stepRow(int by, bool selecting) {
    if (m_rows.empty())
        return;
    if (m_current >= 0 && !selecting && std::abs(by) == 1) {
        const QRect place = rowRect(m_current);
        QScrollBar* bar = verticalScrollBar();
        const int step = viewport()->height() / 2;
        if (by > 0 && place.top() < viewport()->height() && place.bottom() >= viewport()->height() &&
            bar->value() < bar->maximum())
            return bar->setValue(bar->value() + std::min(step, place.bottom() + 1 - viewport()->height()));
        if (by < 0 && place.top() < 0 && place.bottom() > 0)
            return bar->setValue(bar->value() - std::min(step, -place.top()));
    }
    const int from = std::max(0, m_current);
    const int row = m_current < 0 && by > 0 ? 0 : std::clamp(m_current + by, 0, rowCount() - 1);
    if (selecting) {
        if (!m_anchor || !m_wholeRows)
            m_anchor = Mark{from, {}};
        m_head = Mark{row, {}};
        m_wholeRows = true;
    } else {
        forgetSelection();
    }
    goTo(row);
    viewport()->update();
}

void DiffCanvas::activate(int row) {
    const DiffBlock& of = block(row);
    const int at = m_rows[static_cast<std::size_t>(row)].block;
    const bool folds =
        std::any_of(of.runs.begin(), of.runs.end(), [](const DiffRun& run) { return !run.folded.isEmpty(); });
    if (of.kind == DiffBlock::Kind::fold && !m_wish.unchanged) {
        DiffWish wish = m_wish;
        if (!wish.open.erase(of.fold))
            wish.open.insert(of.fold);
        setWish(std::move(wish));
    } else if (of.twin >= 0) {
        const int twin = rowOfBlock(of.twin);
        if (twin >= 0 && m_rows[static_cast<std::size_t>(twin)].block == of.twin)
            goTo(twin);
    } else if (folds) {
        DiffWish wish = m_wish;
        if (!wish.unfolded.erase(at))
            wish.unfolded.insert(at);
        setWish(std::move(wish));
    } else {
        return;
    }
    setCurrent(of.twin >= 0 ? m_current : rowOfBlock(at));
}

void DiffCanvas::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    takeFirst();
    viewport()->update();
    DiffAccess::tellCurrent(*this);
}

void DiffCanvas::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

DiffCanvas::Mark DiffCanvas::markAt(const QPoint& at, std::optional<int> cell) {
    const int last = rowCount() - 1;
    const int found = rowAt(at.y());
    const int row = at.y() < 0 && found < 0 ? 0 : found < 0 ? last : found;
    const QPointF point(at.x(), at.y() - rowRect(row).top());
    Mark mark{row, laid(row).placeAt(point, cell)};
    if (found < 0 && at.y() > 0) { // below everything
        const auto& cells = laid(row).cells().cells;
        mark.place.position = static_cast<int>(cells[static_cast<std::size_t>(mark.place.cell)].text.size());
    }
    return mark;
}

void DiffCanvas::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos().y());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    const QPointF point(event->pos().x(), event->pos().y() - rowRect(row).top());
    if (event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor && !m_wholeRows) {
        m_head = markAt(event->pos(), m_anchor->place.cell);
        viewport()->update();
        return;
    }
    forgetSelection();
    setCurrent(row);
    if (partOf(row) >= 0 && point.x() < laid(row).boxRect().right() + 4)
        return toggle(row);
    m_anchor = markAt(event->pos());
    m_dragging = true;
}

void DiffCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_rows.empty())
        return;
    if (!m_dragging) {
        const int row = rowAt(event->pos().y());
        Qt::CursorShape shape = Qt::IBeamCursor;
        if (row >= 0) {
            const QPointF point(event->pos().x(), event->pos().y() - rowRect(row).top());
            const DiffBlock& of = block(row);
            if (partOf(row) >= 0 && point.x() < laid(row).boxRect().right() + 4)
                shape = Qt::ArrowCursor;
            else if (of.kind == DiffBlock::Kind::fold || of.twin >= 0 || laid(row).isFoldAt(point))
                shape = Qt::PointingHandCursor;
        }
        viewport()->setCursor(shape);
        return;
    }
    if (event->pos().y() < 0 || event->pos().y() >= viewport()->height())
        verticalScrollBar()->setValue(
            verticalScrollBar()->value() +
            (event->pos().y() < 0 ? event->pos().y() : event->pos().y() - viewport()->height()));
    m_head = markAt(event->pos(), m_anchor->place.cell);
    viewport()->update();
}

void DiffCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!std::exchange(m_dragging, false))
        return;
    const bool clicked =
        !m_head || (m_head->row == m_anchor->row && m_head->place.position == m_anchor->place.position);
    if (!clicked) {
        if (QClipboard* clipboard = QApplication::clipboard(); clipboard->supportsSelection())
            clipboard->setText(selectedText(), QClipboard::Selection);
        return;
    }
    const int row = rowAt(event->pos().y());
    if (row < 0)
        return;
    const QPointF point(event->pos().x(), event->pos().y() - rowRect(row).top());
    const DiffBlock& of = block(row);
    if (of.kind == DiffBlock::Kind::fold || of.twin >= 0 || laid(row).isFoldAt(point))
        activate(row);
}

void DiffCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || rowAt(event->pos().y()) < 0)
        return;
    const Mark mark = markAt(event->pos());
    const QString& text = laid(mark.row).cells().cells[static_cast<std::size_t>(mark.place.cell)].text;
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(mark.place.position);
    if (!words.isAtBoundary() || mark.place.position == text.size())
        words.toPreviousBoundary();
    m_anchor = mark;
    m_anchor->place.position = static_cast<int>(std::max<qsizetype>(0, words.position()));
    m_head = mark;
    const qsizetype end = words.toNextBoundary();
    m_head->place.position = static_cast<int>(end < 0 ? text.size() : end);
    m_wholeRows = false;
    viewport()->update();
}

void DiffCanvas::contextMenuEvent(QContextMenuEvent* event) {
    if (m_menu != nullptr && m_plan)
        m_menu->popup(
            event->reason() == QContextMenuEvent::Mouse
                ? event->globalPos()
                : viewport()->mapToGlobal(m_current < 0 ? QPoint() : rowRect(m_current).bottomLeft()));
}

void DiffCanvas::forgetSelection() {
    m_anchor.reset();
    m_head.reset();
    m_wholeRows = false;
    m_dragging = false;
}

void DiffCanvas::selectAll() {
    if (m_rows.empty())
        return;
    m_anchor = Mark{0, {}};
    m_head = Mark{rowCount() - 1, {}};
    m_wholeRows = true;
    viewport()->update();
}

std::optional<DiffRow::Selected> DiffCanvas::selectedIn(int row) const {
    if (!m_anchor || !m_head)
        return std::nullopt;
    const bool forward =
        std::pair(m_anchor->row, m_anchor->place.position) <= std::pair(m_head->row, m_head->place.position);
    const Mark& from = forward ? *m_anchor : *m_head;
    const Mark& to = forward ? *m_head : *m_anchor;
    if (row < from.row || row > to.row)
        return std::nullopt;
    constexpr int end = 1 << 28;
    if (m_wholeRows)
        return DiffRow::Selected{DiffRow::Selected::allCells, 0, end};
    // The column where it began, or what goes across both.
    const bool across = m_shape.columns == DiffColumns::one || isAcross(block(row).kind);
    const int cell = across ? 0 : m_anchor->place.cell;
    return DiffRow::Selected{cell, row == from.row ? from.place.position : 0,
                             row == to.row ? to.place.position : end};
}

std::vector<int> DiffCanvas::selectedBlocks() const {
    std::vector<int> blocks;
    for (int row = 0; row < rowCount(); ++row)
        if (const auto selected = selectedIn(row); selected && selected->to > selected->from)
            blocks.push_back(m_rows[static_cast<std::size_t>(row)].block);
    return blocks;
}

QString DiffCanvas::selectedText() const {
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row) {
        const auto selected = selectedIn(row);
        if (!selected)
            continue;
        const BlockCells cells = cellsOf(blockToShow(row), m_wholeRows ? DiffColumns::one : m_shape.columns,
                                         foldingOf(m_rows[static_cast<std::size_t>(row)].block));
        const auto cell = static_cast<std::size_t>(std::max(0, selected->cell));
        if (cell < cells.cells.size())
            lines << copiedText(cells.cells[cell], selected->from, selected->to);
    }
    return lines.join(QLatin1Char('\n'));
}

void DiffCanvas::copy() const {
    QString text = selectedText();
    if (text.isEmpty() && m_current >= 0) {
        const BlockCells cells = cellsOf(block(m_current), DiffColumns::one,
                                         foldingOf(m_rows[static_cast<std::size_t>(m_current)].block));
        text = copiedText(cells.cells.front(), 0, static_cast<int>(cells.cells.front().text.size()));
    }
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

QString DiffCanvas::plainText() const {
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row)
        for (const CellText& cell :
             cellsOf(block(row), DiffColumns::one, foldingOf(m_rows[static_cast<std::size_t>(row)].block))
                 .cells)
            lines << cell.text;
    return lines.join(QLatin1Char('\n')).replace(QChar::LineSeparator, QLatin1Char('\n'));
}

QString DiffCanvas::spokenText(int row) const {
    const DiffBlock& of = block(row);
    QString text;
    for (const DiffRun& run : of.runs) {
        if (run.isMark)
            continue;
        const bool unfolded = foldingOf(m_rows[static_cast<std::size_t>(row)].block) == Folding::unfolded;
        const QString words = run.folded.isEmpty() || !unfolded ? run.text : run.folded;
        if (run.tone == DiffTone::removed)
            text += tr(" [removed: %1] ", "read aloud").arg(words);
        else if (run.tone == DiffTone::added)
            text += tr(" [added: %1] ", "read aloud").arg(words);
        else
            text += words;
    }
    return text.simplified();
}

} // namespace stemma::ui
