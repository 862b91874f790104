// SPDX-License-Identifier: MIT
#include "ui/report/replace_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include "ui/report/prose_editor.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

ReplaceBar::ReplaceBar(QWidget* parent)
    : QWidget(parent)
    , m_needle(new QLineEdit(this))
    , m_by(new QLineEdit(this))
    , m_told(new QLabel(this)) {
    m_needle->setPlaceholderText(tr("Find in this text"));
    m_needle->setAccessibleName(m_needle->placeholderText());
    m_by->setPlaceholderText(tr("Replace by"));
    m_by->setAccessibleName(m_by->placeholderText());
    setFocusProxy(m_needle);
    auto* one = new QPushButton(tr("&Replace"), this);
    auto* all = new QPushButton(tr("Replace &All"), this);
    auto* close = new QToolButton(this);
    close->setIcon(themeIcon(IconName::close));
    close->setToolTip(tr("Close the replace bar"));
    close->setAccessibleName(close->toolTip());
    close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_needle, 1);
    layout->addWidget(m_by, 1);
    for (QWidget* widget : {static_cast<QWidget*>(one), static_cast<QWidget*>(all),
                            static_cast<QWidget*>(m_told), static_cast<QWidget*>(close)})
        layout->addWidget(widget);
    connect(one, &QPushButton::clicked, this, &ReplaceBar::replaceNext);
    connect(all, &QPushButton::clicked, this, &ReplaceBar::replaceAll);
    connect(close, &QToolButton::clicked, this, &ReplaceBar::close);
    hide();
}

void ReplaceBar::open(ProseEditor* prose) {
    m_prose = prose;
    const QString chosen = prose->text()->textCursor().selectedText();
    if (!chosen.isEmpty() && !chosen.contains(QChar::ParagraphSeparator))
        m_needle->setText(chosen);
    m_told->clear();
    show();
    m_needle->setFocus(Qt::ShortcutFocusReason);
    m_needle->selectAll();
}

void ReplaceBar::close() {
    hide();
    if (m_prose)
        m_prose->focusContent();
}

void ReplaceBar::replaceNext() {
    if (m_prose && !m_needle->text().isEmpty())
        m_told->setText(m_prose->replaceNext(m_needle->text(), m_by->text()) ? QString() : tr("Not found"));
}

void ReplaceBar::replaceAll() {
    if (m_prose && !m_needle->text().isEmpty())
        m_told->setText(
            tr("%n place(s) replaced", nullptr, m_prose->replaceAll(m_needle->text(), m_by->text())));
}

void ReplaceBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        replaceNext();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
