// SPDX-License-Identifier: MIT
#include "ui/library/drag_opener.h"

#include <QAbstractItemView>
#include <QDragMoveEvent>
#include <QMimeData>

namespace stemma::ui {

namespace {
constexpr int holdMs = 600; // longer than passing over it takes
} // namespace

DragOpener::DragOpener(QAbstractItemView& view, QString format)
    : QObject(&view)
    , m_view(view)
    , m_format(std::move(format)) {
    m_wait.setSingleShot(true);
    m_wait.setInterval(holdMs);
    connect(&m_wait, &QTimer::timeout, this, [this] {
        if (m_row.isValid())
            m_view.setCurrentIndex(m_row);
    });
    view.viewport()->setAcceptDrops(true);
    view.viewport()->installEventFilter(this);
}

void DragOpener::hold(const QModelIndex& row) {
    if (row == m_row)
        return;
    m_row = row;
    if (row.isValid())
        m_wait.start();
    else
        m_wait.stop();
}

bool DragOpener::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::DragEnter: {
        auto* enter = static_cast<QDragEnterEvent*>(event);
        // Without that no moves would be heard of.
        enter->setAccepted(enter->mimeData()->hasFormat(m_format));
        return true;
    }
    case QEvent::DragMove: {
        auto* move = static_cast<QDragMoveEvent*>(event);
        hold(m_view.indexAt(move->position().toPoint()));
        move->ignore();
        return true;
    }
    case QEvent::DragLeave:
    case QEvent::Drop:
        hold({});
        return true;
    default:
        return QObject::eventFilter(watched, event);
    }
}

} // namespace stemma::ui
