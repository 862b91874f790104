// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QList>
#include <QWidget>

namespace stemma::ui {

/// Short words in rounded boxes in a row, as many as there is room for; the rest is counted. The tool tip and
/// the accessible name have all of them.
class ChipRow : public QWidget {
    Q_OBJECT
public:
    enum class Tone { plain, warning, error };
    struct Chip {
        QString text;
        Tone tone = Tone::plain;
    };
    explicit ChipRow(QWidget* parent = nullptr);

    void setChips(const QList<Chip>& chips);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int widthOf(const QString& text) const;

    QList<Chip> m_chips;
};

} // namespace stemma::ui
