// SPDX-License-Identifier: MIT
#include "ui/history/restore_panel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::RestorePanel)
};

} // namespace

QString changesBy(const std::string& actor, std::size_t changes) {
    return Words::tr("%n by %1", "changes by somebody", static_cast<int>(changes)).arg(actorText(actor));
}

RestorePanel::RestorePanel(QWidget* parent)
    : QFrame(parent)
    , m_question(new QLabel(this))
    , m_body(new QLabel(this))
    , m_restore(new QPushButton(tr("Restore"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this)) {
    setFrameShape(QFrame::StyledPanel);
    QFont bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);
    for (QLabel* label : {m_question, m_body}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_restore->setAutoDefault(true); // Return presses the button that has the focus
    m_cancel->setAutoDefault(true);
    m_restore->setIcon(themeIcon(IconName::restore));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_restore);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_question);
    layout->addWidget(m_body);
    layout->addLayout(buttons);
    connect(m_restore, &QPushButton::clicked, this, &RestorePanel::accepted);
    connect(m_cancel, &QPushButton::clicked, this, &RestorePanel::rejected);
    hide();
}

void RestorePanel::ask(const RestoreQuestion& question) {
    m_possible = question.possible;
    m_question->setText(question.question);
    m_body->setText(question.body);
    m_restore->setText(question.act.isEmpty() ? tr("Restore") : question.act);
    setAccessibleName(question.question);
    setAccessibleDescription(question.body);
    setBusy(false);
}

void RestorePanel::setBusy(bool busy) {
    m_restore->setEnabled(!busy && m_possible);
}

QString RestorePanel::bodyText() const {
    return m_body->text();
}

void RestorePanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT rejected();
    else
        QFrame::keyPressEvent(event);
}

void RestorePanel::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    (m_restore->isEnabled() ? m_restore : m_cancel)->setFocus(Qt::OtherFocusReason);
}

} // namespace stemma::ui
