// SPDX-License-Identifier: MIT
// What is asked of the history of a report: which change brought a text or took it away, and whether it is
// still what it was.
#include <utility>

#include <QToolButton>
#include <QTreeView>

#include "ui/history/diff_view.h"
#include "ui/history/history_finder.h"
#include "ui/history/history_pane.h"
#include "ui/history/timeline_model.h"
#include "ui/history/trust_line.h"
#include "ui/session/trust_check.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// The row of the timeline that is that of the hit: the history may have grown since it was searched.
std::optional<std::size_t> rowOf(const history::Timeline& timeline, const report::HistoryHit& hit) {
    for (std::size_t row = 0; row < timeline.rows.size(); ++row) {
        const history::TimelineRow& one = timeline.rows[row];
        if (hit.action.empty() ? !one.event && one.ts == hit.ts && one.actor == hit.actor
                               : one.event && one.event->action.text() == hit.action)
            return row;
    }
    return std::nullopt;
}

} // namespace

void HistoryPane::buildFinding() {
    m_finder = new HistoryFinder;
    addRow(m_finder);
    auto* open = new QToolButton;
    open->setIcon(themeIcon(IconName::find));
    open->setAccessibleName(tr("Find in history"));
    open->setToolTip(tr("Find which change brought a text, or took it away"));
    connect(open, &QToolButton::clicked, this, &HistoryPane::findInHistory);
    addHeadTool(open);
    connect(m_finder, &HistoryFinder::chosen, this, &HistoryPane::showHit);
    connect(m_finder, &HistoryFinder::entered, this, [this] { diffView()->setFocus(Qt::OtherFocusReason); });
    connect(m_finder, &HistoryFinder::closed, this,
            [this] { timelineView()->setFocus(Qt::OtherFocusReason); });
    connect(m_finder, &HistoryFinder::failed, this, &HistoryPane::failed);
}

void HistoryPane::buildTrust() {
    m_trustLine = new TrustLine;
    addRow(m_trustLine);
    connect(m_trustLine, &TrustLine::placeWanted, this, &HistoryPane::showAltered);
}

void HistoryPane::setTrust(TrustCheck* trust) {
    m_trust = trust;
    m_trustLine->setCheck(trust);
    if (trust != nullptr)
        trust->setSession(m_session);
}

/// An action id, a backup's name, or the report itself.
void HistoryPane::showAltered(const std::string& place) {
    if (!m_session || !m_session->timeline())
        return;
    const history::Timeline& timeline = *m_session->timeline();
    std::string key = "now";
    for (const history::TimelineRow& row : timeline.rows)
        if ((row.event && row.event->action.text() == place) || (!row.backup.empty() && row.backup == place))
            key = timelineKey(timeline, row);
    showChange(key);
}

void HistoryPane::findInHistory() {
    m_finder->open();
}

void HistoryPane::showHit(const report::HistoryHit& hit) {
    m_hit = hit;
    chooseHit();
}

/// As soon as the history is read as far as the change; of what is told by numbers of rows, all of it.
void HistoryPane::chooseHit() {
    if (!m_hit || !m_session || !m_session->timeline())
        return;
    const history::Timeline& timeline = *m_session->timeline();
    const bool partial = m_session->timelineIsPartial();
    const auto row = partial && !m_hit->exact ? std::nullopt : rowOf(timeline, *m_hit);
    if (!row && partial)
        return; // onTimeline() comes again
    if (!row) {
        m_hit.reset();
        return m_finder->tellOutdated();
    }
    setComparedWithNow(false);
    const std::string key = timelineKey(timeline, timeline.rows[*row]);
    // Of what lies between, versions are lost: what is known before it and after it is compared.
    const bool between = !m_hit->exact && m_hit->since > 0 && m_hit->since <= *row;
    const std::string since =
        between ? timelineKey(timeline, timeline.rows[m_hit->since - 1]) : std::string();
    goToChange(key);
    afterList([this, key, since] { showChosenHit(key, since); });
}

void HistoryPane::showChosenHit(const std::string& key, const std::string& since) {
    const QModelIndex index = model()->indexOf(key);
    if (!m_hit || (!index.isValid() && m_session && m_session->timelineIsPartial()))
        return;
    const report::HistoryHit hit = *std::exchange(m_hit, std::nullopt);
    if (!index.isValid()) {
        m_wantedChange.clear();
        return m_finder->tellOutdated();
    }
    if (const QModelIndex older = model()->indexOf(since); older.isValid())
        timelineView()->selectionModel()->select(older,
                                                 QItemSelectionModel::Select | QItemSelectionModel::Rows);
    favourDifference();
    timelineView()->scrollTo(index);
    m_place = DiffPlace{hit.found.what, hit.found.id,
                        hit.found.excerpts.empty() ? QString() : fromUtf8(hit.found.excerpts.front().match)};
    if (m_compared == m_comparing)
        showPlace();
}

void HistoryPane::showPlace() {
    if (const auto place = std::exchange(m_place, std::nullopt))
        diffView()->reveal(*place);
}

} // namespace stemma::ui
