// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QTreeView>

namespace stemma::ui {

class OutlineModel;

/// The tree of an outline, which parts and citations are dragged in and into. Within a report a drag moves,
/// and copies with Ctrl; from another report it copies, and moves with Shift. What comes from another program
/// is always copied. The cursor shows which, and so do words beside it.
class OutlineTree : public QTreeView {
    Q_OBJECT
public:
    explicit OutlineTree(OutlineModel& model, QWidget* parent = nullptr);

    /// What is dragged onto that widget counts as dragged onto the tree, below all rows: it stands in its
    /// place while there are none.
    void setStandIn(QWidget& widget);
    /// What a drop would do now, as the words beside the cursor have it; empty if nothing.
    [[nodiscard]] const QString& dropText() const { return m_dropText; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] Qt::DropAction actionFor(const QDropEvent& event) const;
    void tell(const QString& text, const QPoint& at);

    OutlineModel& m_model;
    const QObject* m_standIn = nullptr;
    QString m_dropText;
    QPoint m_dropAt;
};

} // namespace stemma::ui
