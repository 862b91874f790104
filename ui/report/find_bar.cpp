// SPDX-License-Identifier: MIT
#include "ui/report/find_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"

namespace stemma::ui {
namespace {

constexpr std::size_t matchLimit = 10'000;
constexpr int typingDelayMs = 120;

QToolButton* button(QWidget* parent, IconName icon, const QString& text) {
    auto* button = new QToolButton(parent);
    button->setIcon(themeIcon(icon));
    button->setText(text);
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

std::vector<int> findAll(const QString& text, const QString& needle, std::size_t limit) {
    std::vector<int> places;
    if (needle.isEmpty())
        return places;
    qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive);
    while (at >= 0 && places.size() < limit) {
        places.push_back(static_cast<int>(at));
        at = text.indexOf(needle, at + needle.size(), Qt::CaseInsensitive);
    }
    return places;
}

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_delay(new QTimer(this)) {
    m_previous = button(this, IconName::up, tr("Find previous"));
    m_next = button(this, IconName::down, tr("Find next"));
    QToolButton* close = button(this, IconName::close, tr("Close the find bar"));
    m_text->setPlaceholderText(tr("Find in this page"));
    m_text->setAccessibleName(tr("Find in this page"));
    m_text->setClearButtonEnabled(true);
    setFocusProxy(m_text);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_count);
    layout->addWidget(close);
    m_delay->setSingleShot(true);
    m_delay->setInterval(typingDelayMs);
    connect(m_delay, &QTimer::timeout, this, [this] { search(Reveal::yes); });
    connect(m_text, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previous);
    connect(m_next, &QToolButton::clicked, this, &FindBar::next);
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    hide();
    showCount();
}

void FindBar::setTarget(Findable* target, TaskRunner* runner) {
    m_target = target;
    m_runner = runner;
    contentChanged();
}

void FindBar::open() {
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    search(Reveal::no);
}

void FindBar::close() {
    hide();
    if (m_target != nullptr)
        m_target->focusContent();
}

void FindBar::contentChanged() {
    if (isVisibleTo(parentWidget()))
        search(Reveal::no);
}

void FindBar::search(Reveal reveal) {
    m_delay->stop();
    const quint64 generation = ++m_generation;
    if (m_target == nullptr || m_runner == nullptr || m_text->text().isEmpty()) {
        take({}, Reveal::no);
        return;
    }
    m_runner->run(
        this,
        [text = m_target->findableText(), needle = m_text->text()] {
            return findAll(text, needle, matchLimit);
        },
        [this, generation, reveal](std::vector<int> matches) {
            if (generation == m_generation)
                take(std::move(matches), reveal);
        });
}

void FindBar::take(std::vector<int> matches, Reveal reveal) {
    m_matches = std::move(matches);
    m_current = -1;
    if (!m_matches.empty() && m_target != nullptr) {
        const auto first = std::lower_bound(m_matches.begin(), m_matches.end(), m_target->findOrigin());
        const int at = first == m_matches.end() ? 0 : static_cast<int>(first - m_matches.begin());
        if (reveal == Reveal::yes)
            step(at + 1);
        else
            m_current = at - 1;
    }
    showCount();
}

void FindBar::step(int by) {
    const int count = matchCount();
    if (count == 0 || m_target == nullptr)
        return;
    m_current = ((m_current + by) % count + count) % count;
    m_target->showFound(m_matches[static_cast<std::size_t>(m_current)],
                        static_cast<int>(m_text->text().size()));
    showCount();
}

void FindBar::next() {
    if (m_delay->isActive())
        search(Reveal::yes);
    else
        step(1);
}

void FindBar::previous() {
    step(m_current < 0 ? 0 : -1);
}

void FindBar::showCount() {
    const bool any = !m_matches.empty();
    m_previous->setEnabled(any);
    m_next->setEnabled(any);
    if (m_text->text().isEmpty())
        m_count->clear();
    else if (!any)
        m_count->setText(tr("Not found"));
    else if (m_matches.size() >= matchLimit)
        m_count->setText(tr("more than %n place(s)", nullptr, matchCount()));
    else if (m_current >= 0)
        m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(matchCount()));
    else
        m_count->setText(tr("%n place(s)", nullptr, matchCount()));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            previous();
        else
            next();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace stemma::ui
