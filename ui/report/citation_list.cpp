// SPDX-License-Identifier: MIT
#include "ui/report/citation_list.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/report/citation_form.h"
#include "ui/report/outline_plans.h"
#include "ui/report/outline_rows.h"
#include "ui/report/part_facts.h"
#include "ui/session/edit_session.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;
constexpr int shownRows = 4;

Value at(int row) {
    return Value::integer(row);
}

} // namespace

CitationList::CitationList(QWidget* parent)
    : QWidget(parent)
    , m_heading(formHeading({}, this))
    , m_list(new QListWidget(this))
    , m_form(new CitationForm(this)) {
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    buildButtons();
    for (QToolButton* button : {m_add, m_remove, m_up, m_down})
        top->addWidget(button);
    m_list->setAccessibleName(tr("Citations of the insight"));
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_list);
    layout->addWidget(m_form);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        if (!m_filling)
            showOpen();
    });
}

QToolButton* CitationList::button(IconName icon, const QString& text) {
    auto* button = new QToolButton(this);
    button->setIcon(themeIcon(icon));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

void CitationList::buildButtons() {
    m_add = button(IconName::plus, tr("Add a citation"));
    m_add->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_add);
    for (const std::string& source : citationSources())
        connect(menu->addAction(sourceText(source)), &QAction::triggered, this,
                [this, source] { add(source); });
    m_add->setMenu(menu);
    m_remove = button(IconName::minus, tr("Delete the citation"));
    m_up = button(IconName::up, tr("Move the citation up"));
    m_down = button(IconName::down, tr("Move the citation down"));
    connect(m_remove, &QToolButton::clicked, this, &CitationList::remove);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
}

void CitationList::setSession(EditSession* session) {
    m_session = session;
    m_insight.clear();
    m_shown.reset();
    m_wanted.reset();
    m_form->setSession(session);
}

/// The chosen row in a newer list: that of the same citation.
int CitationList::rowIn(const ShownCitations& now) const {
    const int row = m_list->currentRow();
    if (!m_shown || m_shown->insight != now.insight || row < 0)
        return -1;
    const auto place = m_shown->placeOf(static_cast<std::size_t>(row), now.citations);
    return place ? static_cast<int>(*place) : row;
}

void CitationList::showCitations(const report::Insight& insight, std::optional<std::size_t> open) {
    auto shown = std::make_shared<const ShownCitations>(ShownCitations{insight.id.text(), insight.citations});
    const int before = rowIn(*shown);
    m_insight = insight.id.text();
    m_shown = std::move(shown);
    const std::vector<report::Citation>& citations = m_shown->citations;
    m_heading->setText(citations.empty() ? tr("No citations")
                                         : tr("%n citation(s)", nullptr, static_cast<int>(citations.size())));
    m_filling = true;
    const auto count = static_cast<int>(citations.size());
    while (m_list->count() > count)
        delete m_list->takeItem(m_list->count() - 1);
    for (int row = 0; row < count; ++row) {
        const QString line = citationLine(citations[static_cast<std::size_t>(row)]);
        if (row >= m_list->count())
            m_list->addItem(QString());
        m_list->item(row)->setText(line);
        m_list->item(row)->setToolTip(plainTip(line));
    }
    const bool arrived = m_wanted && *m_wanted < count;
    const int wanted = arrived ? *m_wanted : open ? static_cast<int>(*open) : before;
    m_list->setCurrentRow(std::min(wanted, count - 1));
    m_list->setVisible(count > 0);
    m_list->setFixedHeight((fontMetrics().height() + 4) * std::clamp(count, 1, shownRows) + 6);
    m_filling = false;
    showOpen();
    if (arrived) {
        m_wanted.reset();
        m_form->focusFirst();
    }
}

void CitationList::showOpen() {
    const int row = m_list->currentRow();
    const bool any = row >= 0 && m_shown && row < static_cast<int>(m_shown->citations.size());
    m_form->setVisible(any);
    m_remove->setEnabled(any);
    m_up->setEnabled(any && row > 0);
    m_down->setEnabled(any && row + 1 < m_list->count());
    if (any)
        m_form->showCitation(m_shown, static_cast<std::size_t>(row));
}

void CitationList::add(const std::string& source) {
    if (m_session == nullptr || m_insight.empty())
        return;
    m_wanted = m_list->count();
    m_session->apply(Value::array(
        {editOp("add-citation", {{"insight_id", Value::string(m_insight)},
                                 {"citation", Value::object({{"source", Value::string(source)}})}})}));
}

void CitationList::remove() {
    const int row = m_list->currentRow();
    if (m_session == nullptr || !m_shown || row < 0)
        return;
    m_session->apply([shown = m_shown, row](const report::LoadedReport& report) {
        const auto place = shown->placeOf(static_cast<std::size_t>(row), report);
        if (!place)
            return Value::array();
        return Value::array({editOp("delete-citation", {{"insight_id", Value::string(shown->insight)},
                                                        {"at", at(static_cast<int>(*place))}})});
    });
}

void CitationList::move(int by) {
    const int from = m_list->currentRow();
    const int to = from + by;
    if (m_session == nullptr || !m_shown || from < 0 || to < 0 || to >= m_list->count())
        return;
    m_wanted.reset();
    m_session->apply(
        [shown = m_shown, from, to](const report::LoadedReport& report) {
            const auto place = shown->placeOf(static_cast<std::size_t>(from), report);
            const auto target = shown->placeOf(static_cast<std::size_t>(to), report);
            return place && target ? moveCitationEdits(report, shown->insight, *place, *target)
                                   : Value::array();
        },
        {},
        [guard = QPointer(this), to](const Status& status) {
            if (guard && status)
                guard->m_list->setCurrentRow(to);
        });
}

bool CitationList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool moving = key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (key->key() == Qt::Key_Delete)
        remove();
    else if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
        m_form->focusFirst();
    else if (moving && key->key() == Qt::Key_Up)
        move(-1);
    else if (moving && key->key() == Qt::Key_Down)
        move(1);
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

} // namespace stemma::ui
