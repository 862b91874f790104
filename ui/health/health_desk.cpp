// SPDX-License-Identifier: MIT
#include "ui/health/health_desk.h"

#include <algorithm>
#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QPointer>
#include <QStackedWidget>

#include "ui/health/finding_page.h"
#include "ui/health/finding_words.h"
#include "ui/health/fix_plan_page.h"
#include "ui/health/health_list.h"
#include "ui/health/health_model.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

HealthDesk::HealthDesk(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_model(std::make_unique<HealthModel>())
    , m_list(new HealthList(*m_model))
    , m_page(new QStackedWidget)
    , m_finding(new FindingPage(m_page))
    , m_plan(new FixPlanPage(m_page)) {
    m_page->addWidget(m_finding);
    m_page->addWidget(m_plan);
    connect(m_list, &HealthList::currentChanged, this, &HealthDesk::showCurrent);
    connect(m_list, &HealthList::filterChanged, this, &HealthDesk::updateTexts);
    connect(m_finding, &FindingPage::leaveRequested, this, &HealthDesk::focusList);
    connect(m_plan, &FixPlanPage::accepted, this, &HealthDesk::fixAll);
    connect(m_plan, &FixPlanPage::leaveRequested, this, &HealthDesk::leavePlan);
    updateTexts();
}

HealthDesk::~HealthDesk() = default;

void HealthDesk::open(HealthSession::Host host, std::function<HealthSession::Titles()> titles) {
    close();
    m_titles = std::move(titles);
    m_session = std::make_unique<HealthSession>(std::move(host));
    connectSession();
    updateTexts();
    Q_EMIT stateChanged();
}

void HealthDesk::connectSession() {
    HealthSession* session = m_session.get();
    connect(session, &HealthSession::stateChanged, this, [this] {
        updateTexts();
        Q_EMIT stateChanged();
    });
    connect(session, &HealthSession::rowsChanged, this, &HealthDesk::takeRows);
    connect(session, &HealthSession::fixingProgressed, m_plan, &FixPlanPage::setPercent);
    connect(session, &HealthSession::fixed, this, &HealthDesk::tellFixed);
    connect(session, &HealthSession::tookBack, this, [this](int fixes) {
        Q_EMIT done(fixes == 1 ? tr("Took the fix back.") : tr("Took %n fix(es) back.", nullptr, fixes), {});
    });
    connect(session, &HealthSession::failed, this, &HealthDesk::failed);
}

void HealthDesk::close() {
    if (!m_session)
        return;
    m_session.reset();
    m_titles = nullptr;
    m_stale = true;
    m_fixingAll = false;
    m_plan->offer({});
    m_page->setCurrentWidget(m_finding);
    m_list->clearFilter();
    m_list->showRows(nullptr);
    updateTexts();
    Q_EMIT countChanged(-1);
    Q_EMIT stateChanged();
}

void HealthDesk::look(HealthSession::Look how) {
    if (!m_session)
        return;
    m_stale = false;
    m_session->look(how, m_titles());
}

void HealthDesk::lookWhenIdle() {
    if (m_session && !m_session->isLooking() && !m_session->rows())
        look(HealthSession::Look::idle);
}

void HealthDesk::lookAgain() {
    look(HealthSession::Look::asked);
}

void HealthDesk::onLibraryChanged() {
    if (m_session && m_session->rows() && m_shown)
        m_session->lookSoon(m_titles());
    else
        m_stale = true;
}

void HealthDesk::setShown(bool shown) {
    if (m_shown == shown)
        return;
    m_shown = shown;
    if (shown && m_session && m_stale && !m_session->isLooking())
        look(m_session->rows() ? HealthSession::Look::quiet : HealthSession::Look::asked);
    Q_EMIT stateChanged();
}

void HealthDesk::takeRows() {
    const auto& rows = m_session->rows();
    m_list->showRows(rows);
    Q_EMIT countChanged(static_cast<int>(rows->toSee));
}

const HealthRow* HealthDesk::current() const {
    return m_model->rowAt(m_list->view()->currentIndex());
}

void HealthDesk::focusList() {
    m_list->focusTarget()->setFocus(Qt::OtherFocusReason);
}

void HealthDesk::showCurrent() {
    const HealthRow* row = current();
    if (row != nullptr)
        m_finding->showFinding(*row);
    else
        m_finding->showNothing({});
    if (m_list->view()->hasFocus() && m_plan->stage() != FixPlanPage::Stage::running)
        m_page->setCurrentWidget(m_finding); // the person goes on to another one
    Q_EMIT stateChanged();
}

void HealthDesk::updateTexts() {
    const auto rows = m_session ? m_session->rows() : nullptr;
    const bool looking = m_session && m_session->isLooking();
    const int percent = looking ? m_session->percent() : -1;
    const QString busy = percent < 0 ? tr("Looking through the library…")
                                     : tr("Looking through the library: %1 %").arg(percent);
    const auto failure = m_session ? m_session->failure() : std::nullopt;
    const QString again = tr("Press F5, or “Look Again”, to look through every report and backup.");
    QString looked = looking ? busy : QString();
    if (rows && !looking)
        looked = rows->users > 0
                     ? tr("Looked at the graphs of %n user(s) %1", nullptr, static_cast<int>(rows->users))
                           .arg(shortTime(isoText(rows->at), m_clock.now()))
                     : tr("Looked at %n report(s) %1", nullptr, static_cast<int>(rows->reports))
                           .arg(shortTime(isoText(rows->at), m_clock.now()));
    m_list->setSummary(!rows              ? QString()
                       : rows->toSee == 0 ? tr("all is well")
                                          : tr("%n to see to", nullptr, static_cast<int>(rows->toSee)),
                       rows ? looked : QString());
    m_list->setEmptyText(!rows ? looking   ? busy
                                 : failure ? tr("The look came to no end.") + QLatin1Char('\n') + again
                                           : tr("Nothing was looked at yet.") + QLatin1Char('\n') + again
                         : m_model->isFiltered()
                             ? tr("No finding is as asked. Take the filter away to see all.")
                             : tr("All is well: every file could be read, and every backup is what it was."));
}

HealthAbility HealthDesk::ability() const {
    HealthAbility ability;
    ability.shown = m_shown;
    if (!m_session)
        return ability;
    ability.busy = m_session->isFixing();
    ability.looking = m_session->isLooking();
    ability.fixable = m_session->rows() && m_session->rows()->fixable > 0;
    if (const HealthRow* row = m_page->currentWidget() == m_finding ? current() : nullptr) {
        ability.chosen = true;
        ability.fixText = fixCommandText(row->finding);
        ability.subject = !row->finding.subject.empty();
        ability.report = ability.subject && row->finding.kind != health::FindingKind::graphs &&
                         row->finding.kind != health::FindingKind::interruptedTransaction;
    }
    return ability;
}

void HealthDesk::fixCurrent() {
    const HealthRow* row = current();
    if (row == nullptr || row->finding.fix.empty() || m_session->isFixing())
        return;
    m_fixingWhere = whereText(*row);
    m_session->fix({{row->finding}});
}

void HealthDesk::offerFixAll() {
    if (!m_session || !m_session->rows() || m_session->isFixing())
        return;
    std::vector<health::Finding> findings;
    std::unordered_map<std::string, QString> names;
    for (const HealthRow& row : m_session->rows()->rows) {
        findings.push_back(row.finding);
        names.emplace(row.finding.subject, row.where);
    }
    std::vector<FixPlanModel::Row> rows;
    for (const health::RepairStep& step : health::repairSteps(findings))
        for (const health::Finding& finding : step)
            rows.push_back({{finding, names[finding.subject], {}}});
    m_plan->offer(std::move(rows));
    m_page->setCurrentWidget(m_plan);
    m_plan->setFocus(Qt::OtherFocusReason);
    Q_EMIT stateChanged();
}

void HealthDesk::fixAll() {
    std::vector<health::Finding> findings;
    for (const FixPlanModel::Row& row : m_plan->model()->rows())
        findings.push_back(row.finding.finding);
    if (findings.empty() || m_session->isFixing())
        return;
    m_fixingAll = true;
    m_plan->setRunning();
    m_session->fix(health::repairSteps(findings));
}

/// While it runs, it is stopped after the step that is under way, and tells what was done.
void HealthDesk::leavePlan() {
    if (m_plan->stage() == FixPlanPage::Stage::running) {
        m_session->stopFixing();
        return;
    }
    m_page->setCurrentWidget(m_finding);
    focusList();
    Q_EMIT stateChanged();
}

void HealthDesk::tellFixed(const std::vector<FixOutcome>& outcomes, bool canTakeBack) {
    std::function<void()> undo;
    if (canTakeBack)
        undo = [guard = QPointer(m_session.get())] {
            if (guard)
                guard->takeBack();
        };
    if (!std::exchange(m_fixingAll, false)) {
        if (!outcomes.empty())
            tellOne(outcomes.front(), undo);
        return;
    }
    m_plan->tell(outcomes);
    const auto count = std::count_if(outcomes.begin(), outcomes.end(), [](const FixOutcome& outcome) {
        return outcome.state == FixOutcome::State::done;
    });
    if (count == 0)
        return;
    const QString what = tr("Fixed %n finding(s).", nullptr, static_cast<int>(count));
    Q_EMIT done(undo ? what + QLatin1Char(' ') +
                           tr("Undo takes back the changes of reports and graphs among them.")
                     : what,
                undo);
}

void HealthDesk::tellOne(const FixOutcome& outcome, const std::function<void()>& undo) {
    switch (outcome.state) {
    case FixOutcome::State::done:
        Q_EMIT done(doneText(outcome, m_fixingWhere), undo);
        break;
    case FixOutcome::State::gone:
        Q_EMIT message({Message::Kind::warning,
                        tr("Nothing was done: “%1” was no longer as it had been looked at. Stemma has looked "
                           "again: see what is left of it.")
                            .arg(isolated(m_fixingWhere)),
                        {},
                        QStringLiteral("health")});
        break;
    case FixOutcome::State::failed:
        Q_EMIT message({Message::Kind::error,
                        outcome.error ? errorText(*outcome.error) : QString(),
                        {},
                        QStringLiteral("health")});
        break;
    case FixOutcome::State::left:
        break;
    }
}

void HealthDesk::copyPath() {
    if (const HealthRow* row = current())
        QGuiApplication::clipboard()->setText(fromUtf8(row->finding.path));
}

} // namespace stemma::ui
