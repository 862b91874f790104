// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/graph/legend_entries.h"

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
    std::vector<LegendEntry> m_entries;
};

} // namespace stemma::ui
