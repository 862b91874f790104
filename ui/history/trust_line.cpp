// SPDX-License-Identifier: MIT
#include "ui/history/trust_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/report/elided_label.h"
#include "ui/session/trust_check.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

using State = TrustCheck::State;
using Verdict = history::ChainVerdict;

/// What any verdict leaves open.
QString limitsText() {
    return TrustLine::tr(
        "This compares the log, the versions and the report with what Stemma remembers of them on this "
        "machine. "
        "It can't show what was altered before Stemma began to remember, nor by somebody who can write to "
        "Stemma’s own folder too; nor who it was, or whether an entry tells the truth.");
}

QString placeText(const std::string& place) {
    return place == "outline.json" ? TrustLine::tr("the report as it is now") : isolated(fromUtf8(place));
}

/// What the core says of it begins in the middle of a sentence.
QString sentence(const QString& text) {
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1) + QLatin1Char('.');
}

} // namespace

TrustLine::TrustLine(QWidget* parent)
    : QWidget(parent) {
    build();
    hide();
}

void TrustLine::build() {
    m_icon = new QLabel(this);
    m_text = new ElidedLabel(this);
    m_why = new QLabel(this);
    m_details = new QLabel(limitsText(), this);
    for (QLabel* label : {m_why, m_details}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_about = new QToolButton(this);
    m_about->setIcon(themeIcon(IconName::information));
    m_about->setAutoRaise(true);
    m_about->setCheckable(true);
    m_about->setAccessibleName(tr("What is checked, and what that can't show"));
    m_about->setToolTip(m_about->accessibleName());
    m_check = new QPushButton(tr("&Verify"), this);
    m_check->setToolTip(tr("Compare all versions with what is remembered of them"));
    m_show = new QPushButton(tr("&Show"), this);
    m_show->setToolTip(tr("Choose it in the history"));
    m_accept = new QPushButton(tr("&Accept…"), this);
    m_accept->setToolTip(tr("Remember what is there now, from now on"));
    m_sure = new QPushButton(tr("&Accept What Is There"), this);
    m_back = new QPushButton(tr("Cancel"), this);
    fill();
    connect(m_about, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_trust)
            m_trust->check();
    });
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (m_trust && m_trust->verdict())
            Q_EMIT placeWanted(m_trust->verdict()->at);
    });
    connect(m_accept, &QPushButton::clicked, this, [this] { askAgain(true); });
    connect(m_back, &QPushButton::clicked, this, [this] { askAgain(false); });
    connect(m_sure, &QPushButton::clicked, this, [this] {
        m_asking = false;
        if (m_trust)
            m_trust->accept();
    });
}

void TrustLine::fill() {
    auto* first = new QHBoxLayout;
    first->addWidget(m_icon);
    first->addWidget(m_text, 1);
    first->addWidget(m_check);
    first->addWidget(m_about);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_show, m_accept, m_sure, m_back})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(3);
    layout->addLayout(first);
    layout->addWidget(m_why);
    layout->addWidget(m_details);
    layout->addLayout(buttons);
    m_why->hide();
    m_details->hide();
    for (QPushButton* button : {m_check, m_show, m_accept, m_sure, m_back})
        button->hide();
}

void TrustLine::setCheck(TrustCheck* check) {
    if (m_trust)
        disconnect(m_trust, nullptr, this, nullptr);
    m_trust = check;
    if (check != nullptr)
        connect(check, &TrustCheck::changed, this, &TrustLine::showState);
    showState();
}

void TrustLine::showState() {
    const State state = m_trust ? m_trust->state() : State::none;
    setVisible(state != State::none);
    m_asking = m_asking && state == State::done;
    m_check->setVisible(state == State::asked || state == State::failed);
    const bool broken = state == State::done && m_trust->verdict()->state == Verdict::State::broken;
    m_show->setVisible(broken && !m_asking && !m_trust->verdict()->at.empty());
    m_accept->setVisible(broken && !m_asking);
    m_sure->setVisible(broken && m_asking);
    m_back->setVisible(broken && m_asking);
    switch (state) {
    case State::none:
        break;
    case State::asked:
        say(tr("Not verified yet: the history is long."));
        break;
    case State::running:
        say(tr("Verifying …"));
        break;
    case State::done:
        showVerdict();
        break;
    case State::failed:
        say(tr("The history could not be verified."), errorText(*m_trust->error()));
        break;
    }
}

void TrustLine::showVerdict() {
    const Verdict& verdict = *m_trust->verdict();
    const Timestamp now = m_trust->now();
    const auto links = static_cast<int>(verdict.links + verdict.added);
    if (verdict.state == Verdict::State::broken)
        say(verdict.at.empty()
                ? tr("Altered: what is remembered of it does not hold.")
                : tr("Altered: %1", "what of a history was altered").arg(placeText(verdict.at)),
            m_asking
                ? tr("From now on, what is there now counts as right. What was remembered until now is kept "
                     "aside. Nothing in the library is changed.")
                : sentence(fromUtf8(verdict.message)));
    else if (verdict.state == Verdict::State::begun)
        say(tr("Remembered from now on: %n change(s).", nullptr, links));
    else if (m_trust->upTo().empty())
        say(tr("Verified: unaltered."));
    else
        say(tr("Verified up to %1: %n change(s) unaltered.", nullptr, links)
                .arg(shortTime(m_trust->upTo(), now)));
}

void TrustLine::say(const QString& text, const QString& wrong) {
    const bool bad = !wrong.isEmpty();
    const int size = fontMetrics().height();
    m_icon->setPixmap((bad ? toneIcon(IconName::warning, Tone::bad) : toneIcon(IconName::ok, Tone::good))
                          .pixmap(QSize(size, size), devicePixelRatioF()));
    m_icon->setVisible(bad || (m_trust && m_trust->state() == State::done));
    QPalette toned = parentWidget() != nullptr ? parentWidget()->palette() : palette();
    toned.setColor(QPalette::WindowText, bad ? toneColor(Tone::bad, toned) : quietText(toned));
    m_text->setPalette(toned);
    m_text->setFullText(text);
    m_why->setText(wrong);
    m_why->setVisible(bad);
}

void TrustLine::askAgain(bool ask) {
    m_asking = ask;
    showState();
    (ask ? m_back : m_accept)->setFocus(Qt::OtherFocusReason);
}

QString TrustLine::text() const {
    return m_text->fullText();
}

QString TrustLine::details() const {
    return QStringList{m_why->text(), m_details->text()}.join(QLatin1Char('\n'));
}

void TrustLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_trust)
        showState();
}

} // namespace stemma::ui
