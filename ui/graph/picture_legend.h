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

    /// `changes`: where two states are compared.
    void setPicture(const graph::Picture& picture, const graph::PictureChanges& changes = {});
    /// What is explained, in its order.
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    std::vector<LegendEntry> m_entries;
};

} // namespace stemma::ui
