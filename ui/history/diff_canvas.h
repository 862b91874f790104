// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QAbstractScrollArea>

#include "ui/history/diff_row.h"
#include "ui/history/part_ticks.h"
#include "ui/history/shown_blocks.h"

class QMenu;

namespace stemma::ui {

/// A difference as one reads it: in one column, or old and new beside each other, line by line. Only what is
/// in sight is laid out. One row is the current one; text is selected within a column. Nothing in it is a
/// link to the outside.
class DiffCanvas : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit DiffCanvas(QWidget* parent = nullptr);
    ~DiffCanvas() override;

    enum class From { top, samePlace };
    /// Null: nothing.
    void setPlan(std::shared_ptr<const DiffPlan> plan, From from = From::top);
    [[nodiscard]] const std::shared_ptr<const DiffPlan>& plan() const { return m_plan; }
    void setWish(DiffWish wish);
    [[nodiscard]] const DiffWish& wish() const { return m_wish; }
    [[nodiscard]] DiffColumns columns() const { return m_shape.columns; }
    void setColumns(DiffColumns columns);

    [[nodiscard]] int rowCount() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] int currentRow() const { return m_current; }
    [[nodiscard]] const DiffBlock& block(int row) const;
    /// In words: what was removed, what was added.
    [[nodiscard]] QString spokenText(int row) const;
    [[nodiscard]] bool isOpen(int row) const;
    /// In the viewport.
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] int rowAt(int y) const;
    /// Makes it the current row, and brings it into sight.
    void goTo(int row);
    /// Does what the row is for: opens a fold, jumps to the other end of a move, unfolds text.
    void activate(int row);

    [[nodiscard]] int changeCount() const { return static_cast<int>(m_changes.size()); }
    /// -1: none yet.
    [[nodiscard]] int currentChange() const { return m_currentChange; }
    /// Around the end to the beginning.
    void goToChange(int change);
    /// What a change is of, as partKey() has it; empty: nothing that has an id.
    [[nodiscard]] std::string keyOfChange(int change) const;
    /// Goes to a change and selects a text in it, where it is marked as changed if it is; false: it isn't
    /// there.
    bool selectText(int change, const QString& text);

    /// Whether parts can be ticked.
    void setChoosing(bool choosing);
    [[nodiscard]] bool isChoosing() const { return m_shape.boxes; }
    [[nodiscard]] const PartTicks& ticks() const { return m_ticks; }
    /// Ticks what is ticked there.
    void setTicks(const PartTicks& ticks);
    /// Ticks all of a part, if it is there, and makes it the current row.
    void tick(const report::PartChoice& part);
    /// Whether what people changed is kept.
    void setKeeping(bool keeping);
    /// The part that can be chosen in that row; -1: none.
    [[nodiscard]] int partOf(int row) const;
    void toggle(int row);

    /// Everything that is to be seen, in one column.
    [[nodiscard]] QString plainText() const;
    [[nodiscard]] QString selectedText() const;
    /// The blocks in which something is selected, in order.
    [[nodiscard]] std::vector<int> selectedBlocks() const;
    void copy() const;
    void selectAll();
    /// Opened by a right click; not owned.
    void setMenu(QMenu* menu) { m_menu = menu; }
    /// How many rows are laid out now.
    [[nodiscard]] std::size_t laidOut() const { return m_laid.size(); }

Q_SIGNALS:
    void currentChanged();
    void ticksChanged();
    /// Enter, while parts are chosen.
    void accepted();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Line { ///< a row
        int block = 0;
        int height = 0;
        bool exact = false;
    };
    struct Mark { ///< one end of the selection
        int row = 0;
        RowPlace place;
    };
    void takeStyle();
    void rebuild(int topBlock, int offset);
    void guessHeights();
    void addUp();
    void layVisible();
    int layFrom(int row, int y);
    const DiffRow& laid(int row);
    [[nodiscard]] DiffBlock blockToShow(int row) const;
    [[nodiscard]] Folding foldingOf(int block) const;
    [[nodiscard]] int rowOfBlock(int block) const;
    [[nodiscard]] int topOf(int row) const { return m_tops[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowAtContent(int y) const;
    [[nodiscard]] int changeOf(int row) const;
    void setCurrent(int row);
    void takeFirst();
    void bringIntoSight(int row);
    void stepRow(int by, bool selecting);
    void paintRow(QPainter& painter, int row, int y);
    void paintBox(QPainter& painter, const QRectF& rect, Qt::CheckState state) const;
    [[nodiscard]] std::optional<DiffRow::Selected> selectedIn(int row) const;
    [[nodiscard]] Mark markAt(const QPoint& at, std::optional<int> cell = {});
    void forgetSelection();

    std::shared_ptr<const DiffPlan> m_plan;
    DiffWish m_wish;
    DiffStyle m_style;
    RowShape m_shape;
    PartTicks m_ticks;
    std::vector<Line> m_rows;
    std::vector<int> m_tops;    ///< of the rows, and the end
    std::vector<int> m_changes; ///< rows that changes begin with
    std::unordered_map<int, std::unique_ptr<DiffRow>> m_laid;
    int m_current = -1;
    int m_currentChange = -1;
    std::optional<Mark> m_anchor, m_head;
    bool m_wholeRows = false; ///< rows are selected, not text in a column
    bool m_dragging = false;
    bool m_laying = false;
    QMenu* m_menu = nullptr;
};

} // namespace stemma::ui
