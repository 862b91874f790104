// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPersistentModelIndex>
#include <QTimer>

class QAbstractItemView;

namespace stemma::ui {

/// Chooses the row of a list that something is held over for a moment while it is dragged, so that it can be
/// dropped in what is opened by that. Nothing is dropped on the list itself.
class DragOpener : public QObject {
    Q_OBJECT
public:
    /// `format`: the MIME type of what is dragged.
    DragOpener(QAbstractItemView& view, QString format);
    /// How long the drag is to be held.
    void setDelay(int milliseconds) { m_wait.setInterval(milliseconds); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void hold(const QModelIndex& row);

    QAbstractItemView& m_view;
    QString m_format;
    QPersistentModelIndex m_row;
    QTimer m_wait;
};

} // namespace stemma::ui
