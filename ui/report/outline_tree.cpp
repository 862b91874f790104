// SPDX-License-Identifier: MIT
#include "ui/report/outline_tree.h"

#include <QDragEnterEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/report/outline_model.h"

namespace stemma::ui {

namespace {
constexpr int besideCursor = 18; // pixels: clear of the cursor and its sign
constexpr int textMargin = 5;
} // namespace

OutlineTree::OutlineTree(OutlineModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model) {
    setModel(&model);
}

void OutlineTree::setStandIn(QWidget& widget) {
    m_standIn = &widget;
    widget.setAcceptDrops(true);
    widget.installEventFilter(this);
}

bool OutlineTree::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_standIn)
        return QTreeView::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::DragEnter:
        dragEnterEvent(static_cast<QDragEnterEvent*>(event));
        return true;
    case QEvent::DragMove:
        dragMoveEvent(static_cast<QDragMoveEvent*>(event));
        return true;
    case QEvent::DragLeave:
        dragLeaveEvent(static_cast<QDragLeaveEvent*>(event));
        return true;
    case QEvent::Drop:
        dropEvent(static_cast<QDropEvent*>(event));
        return true;
    default:
        return false;
    }
}

Qt::DropAction OutlineTree::actionFor(const QDropEvent& event) const {
    const OutlineModel::Origin origin = m_model.originOf(*event.mimeData());
    const bool canMove =
        event.possibleActions().testFlag(Qt::MoveAction) && origin != OutlineModel::Origin::elsewhere;
    const bool canCopy = event.possibleActions().testFlag(Qt::CopyAction);
    const Qt::KeyboardModifiers keys = event.modifiers();
    bool move = origin == OutlineModel::Origin::thisReport;
    if (keys.testFlag(Qt::ControlModifier) != keys.testFlag(Qt::ShiftModifier))
        move = keys.testFlag(Qt::ShiftModifier);
    return canMove && (move || !canCopy) ? Qt::MoveAction : Qt::CopyAction;
}

void OutlineTree::tell(const QString& text, const QPoint& at) {
    m_dropText = text;
    m_dropAt = at;
    viewport()->update();
}

void OutlineTree::dragEnterEvent(QDragEnterEvent* event) {
    m_model.setDragged(event->mimeData());
    QTreeView::dragEnterEvent(event);
    if (event->isAccepted())
        event->setDropAction(actionFor(*event));
}

void OutlineTree::dragMoveEvent(QDragMoveEvent* event) {
    const Qt::DropAction action = actionFor(*event);
    event->setDropAction(action); // what is dropped on itself depends on it
    QTreeView::dragMoveEvent(event);
    event->setDropAction(action);
    const bool other = m_model.originOf(*event->mimeData()) == OutlineModel::Origin::otherReport;
    if (!event->isAccepted())
        tell({}, {});
    else if (action == Qt::CopyAction)
        tell(other ? tr("Copy here (Shift: move)") : tr("Copy here"), event->position().toPoint());
    else
        tell(other ? tr("Move here from the other report") : tr("Move here"), event->position().toPoint());
}

void OutlineTree::dragLeaveEvent(QDragLeaveEvent* event) {
    tell({}, {});
    m_model.setDragged(nullptr);
    QTreeView::dragLeaveEvent(event);
}

void OutlineTree::dropEvent(QDropEvent* event) {
    tell({}, {});
    m_model.setDragged(event->mimeData());
    const Qt::DropAction action = actionFor(*event);
    event->setDropAction(action);
    QTreeView::dropEvent(event);
    event->setDropAction(action);
    m_model.setDragged(nullptr);
}

void OutlineTree::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (m_dropText.isEmpty())
        return;
    QPainter painter(viewport());
    const QRect text = fontMetrics().boundingRect(m_dropText);
    QRect box(m_dropAt + QPoint(besideCursor, besideCursor),
              text.size() + QSize(2 * textMargin, 2 * textMargin));
    box.moveRight(std::min(box.right(), viewport()->width() - 1));
    box.moveBottom(std::min(box.bottom(), viewport()->height() - 1));
    const QPalette colours = QToolTip::palette();
    painter.setPen(colours.color(QPalette::ToolTipText));
    painter.setBrush(colours.color(QPalette::ToolTipBase));
    painter.drawRect(box);
    painter.drawText(box, Qt::AlignCenter, m_dropText);
}

} // namespace stemma::ui
