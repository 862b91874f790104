// SPDX-License-Identifier: MIT
#include "ui/history/diff_canvas.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStyleOptionButton>

#include "ui/history/diff_access.h"

namespace stemma::ui {
namespace {

constexpr int endRoom = 12; // below the last row

} // namespace

DiffCanvas::DiffCanvas(QWidget* parent)
    : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setCursor(Qt::IBeamCursor);
    takeStyle();
}

DiffCanvas::~DiffCanvas() = default;

void DiffCanvas::takeStyle() {
    m_style = diffStyle(palette(), font());
    verticalScrollBar()->setSingleStep(fontMetrics().height() * 2);
}

void DiffCanvas::setPlan(std::shared_ptr<const DiffPlan> plan, From from) {
    const int top = from == From::samePlace ? verticalScrollBar()->value() : 0;
    const int current = from == From::samePlace ? m_current : -1;
    m_plan = std::move(plan);
    m_wish.open.clear();
    m_wish.unfolded.clear();
    PartTicks ticks(m_plan ? m_plan->parts : std::vector<DiffPart>());
    ticks.takeFrom(m_ticks);
    m_ticks = std::move(ticks);
    m_current = -1;
    rebuild(0, 0);
    if (current >= 0 && current < rowCount())
        setCurrent(current);
    else if (hasFocus())
        takeFirst();
    verticalScrollBar()->setValue(top);
}

void DiffCanvas::setWish(DiffWish wish) {
    const int row = m_rows.empty() ? -1 : rowAtContent(verticalScrollBar()->value());
    const int offset = row < 0 ? 0 : verticalScrollBar()->value() - topOf(row);
    const int block = row < 0 ? 0 : m_rows[static_cast<std::size_t>(row)].block;
    m_wish = std::move(wish);
    rebuild(block, offset);
}

void DiffCanvas::setColumns(DiffColumns columns) {
    if (m_shape.columns == columns)
        return;
    m_shape.columns = columns;
    setWish(m_wish);
}

void DiffCanvas::setChoosing(bool choosing) {
    if (m_shape.boxes == choosing)
        return;
    m_shape.boxes = choosing;
    setWish(m_wish);
}

/// The rows anew, with that block at the top.
void DiffCanvas::rebuild(int topBlock, int offset) {
    const int current =
        m_current >= 0 && m_current < rowCount() ? m_rows[static_cast<std::size_t>(m_current)].block : -1;
    m_rows.clear();
    m_changes.clear();
    m_laid.clear();
    forgetSelection();
    if (m_plan) {
        for (const int block : shownBlocks(*m_plan, m_wish)) {
            if (beginsChange(m_plan->blocks[static_cast<std::size_t>(block)]))
                m_changes.push_back(rowCount());
            m_rows.push_back({block, 0, false});
        }
    }
    m_current = current < 0 ? -1 : rowOfBlock(current);
    m_currentChange = changeOf(m_current);
    guessHeights();
    const QSignalBlocker quiet(verticalScrollBar());
    const int top = rowOfBlock(topBlock);
    layVisible();
    if (!m_rows.empty() && topBlock > 0)
        verticalScrollBar()->setValue(topOf(std::max(top, 0)) + offset);
    layVisible();
    viewport()->update();
}

void DiffCanvas::guessHeights() {
    m_shape.width = viewport()->width();
    m_laid.clear();
    for (Line& line : m_rows) {
        const DiffBlock& block = m_plan->blocks[static_cast<std::size_t>(line.block)];
        line.height = DiffRow::guessedHeight(block, m_style, m_shape, foldingOf(line.block));
        line.exact = false;
    }
    addUp();
}

void DiffCanvas::addUp() {
    m_tops.resize(m_rows.size() + 1);
    int y = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_tops[i] = y;
        y += m_rows[i].height;
    }
    m_tops.back() = y;
    const QSignalBlocker quiet(verticalScrollBar());
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, y + (y > 0 ? endRoom : 0) - viewport()->height()));
}

Folding DiffCanvas::foldingOf(int block) const {
    return m_wish.unchanged || m_wish.unfolded.contains(block) ? Folding::unfolded : Folding::folded;
}

int DiffCanvas::rowOfBlock(int block) const {
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), block,
                                        [](const Line& line, int wanted) { return line.block < wanted; });
    if (found == m_rows.end())
        return rowCount() - 1;
    return static_cast<int>(found - m_rows.begin());
}

int DiffCanvas::rowAtContent(int y) const {
    const auto found = std::upper_bound(m_tops.begin(), m_tops.end() - 1, y);
    return std::max(0, static_cast<int>(found - m_tops.begin()) - 1);
}

int DiffCanvas::rowAt(int y) const {
    const int at = y + verticalScrollBar()->value();
    return m_rows.empty() || at >= m_tops.back() ? -1 : rowAtContent(at);
}

QRect DiffCanvas::rowRect(int row) const {
    const int top = topOf(row) - verticalScrollBar()->value();
    return {0, top, viewport()->width(), m_rows[static_cast<std::size_t>(row)].height};
}

const DiffBlock& DiffCanvas::block(int row) const {
    return m_plan->blocks[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)].block)];
}

bool DiffCanvas::isOpen(int row) const {
    return m_wish.unchanged || m_wish.open.contains(block(row).fold);
}

/// A fold says also whether it is open.
DiffBlock DiffCanvas::blockToShow(int row) const {
    DiffBlock shown = block(row);
    if (shown.kind == DiffBlock::Kind::fold)
        shown.runs.insert(shown.runs.begin(), {isOpen(row) ? QStringLiteral("▾ ") : QStringLiteral("▸ "),
                                               DiffTone::muted, DiffSide::both, true});
    const int part = partOf(row);
    if (part >= 0 && m_plan->parts[static_cast<std::size_t>(part)].byPeople && m_ticks.isLeaf(part))
        shown.runs.push_back({tr("  (people changed this since)"), DiffTone::strong, DiffSide::both, true});
    return shown;
}

const DiffRow& DiffCanvas::laid(int row) {
    auto& made = m_laid[row];
    Line& line = m_rows[static_cast<std::size_t>(row)];
    if (!made) {
        made = std::make_unique<DiffRow>(blockToShow(row), m_style, m_shape, foldingOf(line.block));
        line.height = static_cast<int>(std::ceil(made->height()));
        line.exact = true;
    }
    return *made;
}

/// Lays rows out from one on until the viewport, at whose top the row stands at y, is full; the last one.
int DiffCanvas::layFrom(int row, int y) {
    for (; row < rowCount() && y < viewport()->height(); ++row) {
        (void)laid(row);
        y += m_rows[static_cast<std::size_t>(row)].height;
    }
    return row;
}

/// Heights that were guessed are made exact where they are seen; what is seen stays where it is.
void DiffCanvas::layVisible() {
    if (m_laying || m_rows.empty())
        return;
    m_laying = true;
    int first = 0, end = 0;
    for (int round = 0; round < 4; ++round) {
        const int value = verticalScrollBar()->value();
        first = rowAtContent(value);
        const Line& line = m_rows[static_cast<std::size_t>(first)];
        const int guessed = line.exact ? line.height : -1;
        int offset = value - topOf(first);
        const int before = line.height;
        (void)laid(first);
        // Coming from below, what stands under it stays; coming from above there is nothing to see of it yet.
        if (guessed < 0 && offset > 0)
            offset = std::max(0, offset + line.height - before);
        end = layFrom(first, -offset);
        addUp();
        const QSignalBlocker quiet(verticalScrollBar());
        verticalScrollBar()->setValue(topOf(first) + offset);
        if (verticalScrollBar()->value() == value)
            break;
    }
    std::erase_if(m_laid, [&](const auto& row) { return row.first < first - 8 || row.first > end + 8; });
    m_laying = false;
}

void DiffCanvas::scrollContentsBy(int, int) {
    layVisible();
    viewport()->update();
}

void DiffCanvas::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    if (m_shape.width != viewport()->width())
        setWish(m_wish);
    addUp();
    layVisible();
}

void DiffCanvas::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    takeStyle();
    setWish(m_wish);
}

void DiffCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().base());
    if (m_rows.empty())
        return;
    layVisible();
    int y = 0;
    for (int row = rowAtContent(verticalScrollBar()->value()); row < rowCount(); ++row) {
        y = topOf(row) - verticalScrollBar()->value();
        if (y >= viewport()->height())
            break;
        paintRow(painter, row, y);
    }
}

void DiffCanvas::paintRow(QPainter& painter, int row, int y) {
    const DiffRow& shown = laid(row);
    const QRect rect = rowRect(row);
    const DiffBlock& of = block(row);
    if (row == m_current)
        painter.fillRect(rect, mixed(palette().color(QPalette::Base), palette().color(QPalette::Highlight),
                                     hasFocus() ? 0.2 : 0.1));
    const auto selected = selectedIn(row);
    shown.draw(painter, QPointF(0, y), selected, palette());
    if (m_shape.columns == DiffColumns::two && !isAcross(of.kind))
        painter.fillRect(QRectF(m_shape.width / 2, y, 1, rect.height()), m_style.meaning.rule);
    if (row == m_current && hasFocus())
        painter.fillRect(QRect(0, y, 3, rect.height()), palette().color(QPalette::Highlight));
    if (const int part = partOf(row); part >= 0)
        paintBox(painter, shown.boxRect().translated(0, y), m_ticks.state(part));
}

void DiffCanvas::paintBox(QPainter& painter, const QRectF& rect, Qt::CheckState state) const {
    QStyleOptionButton option;
    option.initFrom(this);
    option.rect = rect.toRect();
    option.state &= ~QStyle::State_HasFocus;
    option.state |= state == Qt::Checked     ? QStyle::State_On
                    : state == Qt::Unchecked ? QStyle::State_Off
                                             : QStyle::State_NoChange;
    style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &option, &painter, this);
}

/// The one that the row belongs to; -1: it stands before all.
int DiffCanvas::changeOf(int row) const {
    return static_cast<int>(std::upper_bound(m_changes.begin(), m_changes.end(), row) - m_changes.begin()) -
           1;
}

void DiffCanvas::setCurrent(int row) {
    if (row == m_current)
        return;
    m_current = row;
    m_currentChange = changeOf(row);
    viewport()->update();
    DiffAccess::tellCurrent(*this);
    Q_EMIT currentChanged();
}

/// With the keyboard comes a row to begin with.
void DiffCanvas::takeFirst() {
    if (m_current < 0 && !m_rows.empty())
        setCurrent(verticalScrollBar()->value() > 0 ? rowAt(0) : m_changes.empty() ? 0 : m_changes.front());
}

void DiffCanvas::goTo(int row) {
    if (row < 0 || row >= rowCount())
        return;
    setCurrent(row);
    bringIntoSight(row);
}

/// What lies around it is guessed until it is laid out: the row is set in place until it stands there.
void DiffCanvas::bringIntoSight(int row) {
    for (int round = 0; round < 4; ++round) {
        (void)laid(row);
        addUp();
        const QRect place = rowRect(row);
        const int room = viewport()->height();
        const bool seen = place.top() >= 0 && (place.bottom() < room || place.top() < room / 3);
        if (seen)
            break;
        verticalScrollBar()->setValue(topOf(row) - room / 6);
    }
    layVisible();
    viewport()->update();
}

void DiffCanvas::goToChange(int change) {
    if (m_changes.empty())
        return;
    const int count = changeCount();
    const int wanted = (change % count + count) % count;
    const int row = m_changes[static_cast<std::size_t>(wanted)];
    forgetSelection();
    setCurrent(row);
    m_currentChange = wanted;
    for (int round = 0; round < 3; ++round) {
        verticalScrollBar()->setValue(topOf(row) - viewport()->height() / 6);
        layVisible();
    }
    viewport()->update();
    Q_EMIT currentChanged();
}

int DiffCanvas::partOf(int row) const {
    return m_shape.boxes ? block(row).part : -1;
}

void DiffCanvas::toggle(int row) {
    const int part = partOf(row);
    if (part < 0)
        return;
    m_ticks.toggle(part);
    viewport()->update();
    DiffAccess::tellTick(*this, row);
    Q_EMIT ticksChanged();
}

void DiffCanvas::tick(const report::PartChoice& part) {
    for (int row = 0; row < rowCount(); ++row) {
        const int at = partOf(row);
        if (at < 0 || block(row).kind != DiffBlock::Kind::change)
            continue;
        const DiffPart& here = m_plan->parts[static_cast<std::size_t>(at)];
        if (here.what != part.what || here.id != part.id)
            continue;
        if (m_ticks.state(at) != Qt::Checked)
            m_ticks.toggle(at);
        return goTo(row);
    }
}

void DiffCanvas::setKeeping(bool keeping) {
    m_ticks.setKeeping(keeping);
    viewport()->update();
    Q_EMIT ticksChanged();
}

void DiffCanvas::setTicks(const PartTicks& ticks) {
    m_ticks.takeFrom(ticks);
    viewport()->update();
}

} // namespace stemma::ui
