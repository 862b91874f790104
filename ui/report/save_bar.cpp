// SPDX-License-Identifier: MIT
#include "ui/report/save_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include "ui/shell/theme.h"

namespace stemma::ui {

SaveBar::SaveBar(QWidget* parent)
    : QWidget(parent)
    , m_note(new QLineEdit(this)) {
    auto* label = new QLabel(tr("&Why:"), this);
    label->setBuddy(m_note);
    m_note->setPlaceholderText(tr("A note that the history keeps with this save"));
    m_note->setAccessibleName(tr("Note on why, kept in the history"));
    setFocusProxy(m_note);
    auto* save = new QPushButton(themeIcon(IconName::save), tr("Save"), this);
    auto* close = new QToolButton(this);
    close->setIcon(themeIcon(IconName::close));
    close->setToolTip(tr("Close without saving"));
    close->setAccessibleName(close->toolTip());
    close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(label);
    layout->addWidget(m_note, 1);
    layout->addWidget(save);
    layout->addWidget(close);
    connect(save, &QPushButton::clicked, this, &SaveBar::save);
    connect(close, &QToolButton::clicked, this, &SaveBar::close);
    hide();
}

void SaveBar::open() {
    show();
    m_note->setFocus(Qt::ShortcutFocusReason);
    m_note->selectAll();
}

void SaveBar::save() {
    const QString note = m_note->text();
    m_note->clear();
    close();
    Q_EMIT saveRequested(note);
}

void SaveBar::close() {
    hide();
    Q_EMIT closed();
}

void SaveBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        save();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
