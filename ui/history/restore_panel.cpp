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

QString lostText(const std::vector<report::RestorePreview::Lost>& lost) {
    QStringList parts;
    for (const report::RestorePreview::Lost& one : lost)
        parts << Words::tr("%n by %1", "changes by somebody", static_cast<int>(one.changes))
                     .arg(actorText(one.actor));
    return parts.join(Words::tr(", ", "between items of a list"));
}

} // namespace

QString restoreText(const report::RestorePreview& preview) {
    QStringList lines;
    if (preview.unchanged)
        lines << Words::tr("The report has this content already: there is nothing to restore.");
    else
        lines << Words::tr("What it will change in the report is shown below.");
    if (!preview.lost.empty())
        lines << Words::tr(
                     "These later changes will no longer be in the report: %1. They stay in the history.")
                     .arg(lostText(preview.lost));
    for (const std::string& note : preview.notes)
        lines << fromUtf8(note);
    if (!preview.unchanged)
        lines << Words::tr("This can be undone.");
    return lines.join(QLatin1Char('\n'));
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

void RestorePanel::setOffer(std::shared_ptr<const RestoreOffer> offer, Made made) {
    m_offer = std::move(offer);
    m_question->setText(
        tr("Restore the version %1?", "… before “edited” by agent, 14:02").arg(m_offer->versionText));
    QString text = restoreText(m_offer->preview);
    if (made == Made::again)
        text = tr("The report was changed meanwhile: this preview is made anew.") + QLatin1Char('\n') + text;
    m_body->setText(text);
    setAccessibleName(m_question->text());
    setAccessibleDescription(text);
    setBusy(false);
}

void RestorePanel::setBusy(bool busy) {
    m_restore->setEnabled(!busy && m_offer && !m_offer->preview.unchanged);
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
