// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/graph/picture_painter.h"

namespace stemma::ui {

/// What the shapes and lines of a picture mean. One row, as wide as it needs; only what is in the picture.
class PictureLegend : public QWidget {
    Q_OBJECT
public:
    explicit PictureLegend(QWidget* parent = nullptr);

    void setPicture(const graph::Picture& picture);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Entry {
        QString text;
        bool line = false; ///< an edge; else a shape
        graph::EdgeKind edge = graph::EdgeKind::relation;
        graph::ElementKind element = graph::ElementKind::node;
        bool foreign = false;
    };
    std::vector<Entry> m_entries;
};

} // namespace stemma::ui
