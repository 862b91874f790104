// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>

class QPainter;

namespace stemma::ui {

/// An importance of 0 to 10 as its number and a bar. A number out of that range is shown, the bar full or
/// empty.
/// `text`: the colour of the number, `bar`: that of the bar's filled part.
void paintImportance(QPainter& painter, const QRect& area, int importance, const QColor& text,
                     const QColor& bar);

/// The column of importances in the outline tree.
class ImportanceDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The same as a widget of its own.
class ImportanceBar : public QWidget {
    Q_OBJECT
public:
    explicit ImportanceBar(QWidget* parent = nullptr);
    void setImportance(int importance);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_importance = 0;
};

} // namespace stemma::ui
