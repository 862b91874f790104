// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace stemma::ui {

/// One line of plain text that never asks for more room than there is: the end is cut with an ellipsis, and
/// the tool tip has the whole.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    [[nodiscard]] const QString& fullText() const { return m_full; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_full;
};

} // namespace stemma::ui
