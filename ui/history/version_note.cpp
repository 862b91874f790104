// SPDX-License-Identifier: MIT
#include "ui/history/version_note.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int mostLines = 6;
constexpr int leastLines = 3; // while it is written
} // namespace

VersionNote::VersionNote(QWidget* parent)
    : QFrame(parent)
    , m_name(new QLabel(this))
    , m_text(new QPlainTextEdit(this)) {
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(tr("A note on this version"));
    m_text->installEventFilter(this);
    buildButtons();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(2);
    layout->addWidget(m_name);
    layout->addWidget(m_text);
    layout->addWidget(m_buttons);
    end();
}

void VersionNote::buildButtons() {
    m_buttons = new QWidget(this);
    m_keepButton = new QToolButton(m_buttons);
    m_keepButton->setText(tr("Keep Note"));
    m_keepButton->setToolTip(tr("Keep this note (Ctrl+Return)"));
    m_cancelButton = new QToolButton(m_buttons);
    m_cancelButton->setText(tr("Cancel"));
    m_cancelButton->setToolTip(tr("Leave the note as it was (Esc)"));
    for (QToolButton* button : {m_keepButton, m_cancelButton})
        button->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(m_keepButton);
    row->addWidget(m_cancelButton);
    connect(m_keepButton, &QToolButton::clicked, this, &VersionNote::keep);
    connect(m_cancelButton, &QToolButton::clicked, this, &VersionNote::cancel);
}

bool VersionNote::isEditing() const {
    return !m_text->isReadOnly();
}

QString VersionNote::nameText() const {
    return m_name->text();
}

void VersionNote::showNote(const QString& name, const QString& note) {
    m_shownName = name;
    m_shownNote = note;
    if (!isEditing())
        update(name, note);
}

void VersionNote::update(const QString& name, const QString& note) {
    m_name->setText(name);
    m_name->setVisible(!name.isEmpty());
    if (m_text->toPlainText() != note)
        m_text->setPlainText(note);
    m_text->setVisible(isEditing() || !note.isEmpty());
    fitHeight();
    setVisible(isEditing() || !name.isEmpty() || !note.isEmpty());
}

void VersionNote::fitHeight() {
    const int least = isEditing() ? leastLines : 1;
    const int lines = qBound(least, qMax(1, m_text->document()->blockCount()), mostLines);
    const auto margins = static_cast<int>(2 * m_text->document()->documentMargin());
    m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * lines + margins + 2 * m_text->frameWidth() +
                           4);
}

void VersionNote::edit() {
    m_text->setReadOnly(false);
    m_text->setFrameShape(QFrame::StyledPanel);
    m_text->setAccessibleName(tr("Note on the chosen version"));
    m_buttons->show();
    update(m_shownName, m_shownNote);
    m_text->setFocus(Qt::OtherFocusReason);
    m_text->moveCursor(QTextCursor::End);
}

void VersionNote::keep() {
    if (!isEditing())
        return;
    const QString note = m_text->toPlainText().trimmed();
    const bool another = note != m_shownNote;
    m_shownNote = note;
    end();
    if (another)
        Q_EMIT entered(note);
    Q_EMIT ended();
}

void VersionNote::cancel() {
    if (!isEditing())
        return;
    end();
    Q_EMIT ended();
}

void VersionNote::end() {
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Note on the chosen version, to be read"));
    m_buttons->hide();
    update(m_shownName, m_shownNote);
}

bool VersionNote::eventFilter(QObject* watched, QEvent* event) {
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_text || !isEditing() || !key)
        return QFrame::eventFilter(watched, event);
    const auto* pressed = static_cast<QKeyEvent*>(event);
    const bool toKeep = (pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter) &&
                        pressed->modifiers().testFlag(Qt::ControlModifier);
    if (!toKeep && pressed->key() != Qt::Key_Escape)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride)
        event->accept(); // Ctrl+Return adds an insight elsewhere
    else if (toKeep)
        keep();
    else
        cancel();
    return true;
}

} // namespace stemma::ui
