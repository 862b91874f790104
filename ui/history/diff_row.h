// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QPointF>
#include <QRectF>
#include <QTextLayout>

#include "ui/history/diff_cells.h"
#include "ui/history/diff_document.h"

class QPainter;

namespace stemma::ui {

/// What the rows of a difference have in common.
struct RowShape {
    DiffColumns columns = DiffColumns::one;
    qreal width = 0;
    bool boxes = false; ///< there is room for check boxes
    friend bool operator==(const RowShape&, const RowShape&) = default;
};

/// A place in the text of a row.
struct RowPlace {
    int cell = 0;
    int position = 0;
};

/// One block of a difference, laid out. All places are relative to its upper left corner.
class DiffRow {
public:
    DiffRow(const DiffBlock& block, const DiffStyle& style, const RowShape& shape, Folding folding);

    [[nodiscard]] qreal height() const { return m_height; }
    [[nodiscard]] const BlockCells& cells() const { return m_cells; }
    /// A stretch of one cell, or of all.
    struct Selected {
        static constexpr int allCells = -1;
        int cell = 0, from = 0, to = 0;
    };
    void draw(QPainter& painter, const QPointF& at, const std::optional<Selected>& selected,
              const QPalette& palette) const;
    /// The nearest place in the text; in `cell`, if one is given.
    [[nodiscard]] RowPlace placeAt(const QPointF& point, std::optional<int> cell = {}) const;
    /// Whether a mark for folded text is there.
    [[nodiscard]] bool isFoldAt(const QPointF& point) const;
    [[nodiscard]] QRectF boxRect() const;
    /// Where the line that holds a character begins, measured from the top.
    [[nodiscard]] qreal lineTop(const RowPlace& place) const;
    /// Where the first line ends, measured from the top.
    [[nodiscard]] qreal firstLine() const { return m_firstLine; }

    /// How high it may be, without laying it out.
    [[nodiscard]] static int guessedHeight(const DiffBlock& block, const DiffStyle& style,
                                           const RowShape& shape, Folding folding);

private:
    struct Laid {
        std::unique_ptr<QTextLayout> layout;
        qreal left = 0;
        qreal width = 0;
        std::vector<int> starts; ///< of its lines
    };
    void lay(Laid& laid, const CellText& cell, const DiffStyle& style);
    void place();

    DiffBlock::Kind m_kind;
    RowShape m_shape;
    BlockCells m_cells;
    std::vector<Laid> m_laid;
    QColor m_ground;
    qreal m_boxLeft = 0;
    qreal m_height = 0;
    qreal m_firstLine = 0;
};

} // namespace stemma::ui
