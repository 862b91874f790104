// SPDX-License-Identifier: MIT
// The history of one part of a report alone.
#include <utility>

#include <QLabel>
#include <QScrollBar>
#include <QToolButton>
#include <QTreeView>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/part_scope_bar.h"
#include "ui/history/timeline_model.h"

namespace stemma::ui {

namespace {

/// For the pool.
std::vector<HistoryPart> touchedParts(const Comparison& comparison) {
    const auto before = json::parse(comparison.beforeBytes);
    const auto after = json::parse(comparison.afterBytes);
    if (!before || !after || !before->isObject() || !after->isObject())
        return {};
    return partsIn(report::outlineDifference(*before, *after));
}

} // namespace

void HistoryPane::buildScope() {
    m_scopeBar = new PartScopeBar;
    addRow(m_scopeBar);
    connect(m_scopeBar, &PartScopeBar::scopeChanged, this, &HistoryPane::takeScope);
}

void HistoryPane::setChosenPart(HistoryPart part) {
    m_scopeBar->setChosen(std::move(part));
    showMarks();
}

void HistoryPane::showPart(const HistoryPart& part) {
    m_scopeBar->setScope(part);
    timelineView()->setFocus(Qt::ShortcutFocusReason);
}

bool HistoryPane::leaveScope() {
    if (!m_scopeBar->scope())
        return false;
    m_scopeBar->setScope(std::nullopt);
    timelineView()->setFocus(Qt::OtherFocusReason);
    return true;
}

void HistoryPane::showChange(const std::string& key) {
    goToChange(key);
    timelineView()->setFocus(Qt::OtherFocusReason);
}

void HistoryPane::goToChange(const std::string& key) {
    if (isAsking())
        closePanel();
    m_whole.reset(); // the change is shown, and not what was chosen before
    if (m_scopeBar->scope())
        m_scopeBar->setScope(std::nullopt);
    m_markedOnly->setChecked(false);
    m_wantedChange = key;
    afterList([this] { showWantedChange(); });
}

void HistoryPane::showWantedChange() {
    const QModelIndex index = model()->indexOf(m_wantedChange);
    if (m_wantedChange.empty() || !index.isValid())
        return;
    m_wantedChange.clear();
    chooseOnly(index);
    timelineView()->scrollTo(index);
}

void HistoryPane::takeScope() {
    ++m_partGeneration;
    if (m_partJob)
        m_partJob->cancel();
    if (!m_session)
        return;
    if (m_scopeBar->scope()) {
        if (!m_whole)
            rememberWhole();
        readPart();
        list();
        return;
    }
    m_part.reset();
    list([this] {
        restoreWhole();
        if (m_shown && std::exchange(m_fresh, false))
            chooseOnly(firstToShow());
        showWantedChange();
        choose();
    });
}

void HistoryPane::readPart() {
    const auto report = m_session->report();
    if (!report)
        return; // onTimeline() comes again
    if (m_partJob)
        m_partJob->cancel();
    const HistoryPart scope = *m_scopeBar->scope();
    TaskRunner& runner = m_session->library().runner();
    m_partJob = runner.runJob(
        this, tr("Reading the history of %1", "a part of a report").arg(partText(scope)),
        [&disk = m_session->library().environment().disk, directory = report->directory,
         question = scope.question](const Progress& progress) {
            return report::loadPartHistory(disk, directory, question, progress);
        },
        [this, scope, generation = ++m_partGeneration](Result<report::PartHistory> read) {
            if (generation == m_partGeneration && m_session)
                takePart(std::move(read), scope);
        });
}

void HistoryPane::takePart(Result<report::PartHistory> read, const HistoryPart& scope) {
    if (!read) {
        m_scopeBar->setScope(std::nullopt);
        Q_EMIT failed(read.error());
        return;
    }
    const bool another = !m_part || !(m_part->scope == scope);
    m_part = m_session->library().runner().share(ReadPart{scope, std::move(*read)});
    list([this, another] {
        if (another) {
            chooseOnly(model()->index(model()->rowCount() > 1 ? 1 : 0, 0));
            timelineView()->scrollToTop();
        }
        choose();
    });
}

void HistoryPane::rememberWhole() {
    Whole whole;
    for (const QModelIndex& index : timelineView()->selectionModel()->selectedIndexes())
        whole.selected.push_back(model()->keyOf(index));
    for (int row = 0; row < model()->rowCount(); ++row)
        if (const QModelIndex index = model()->index(row, 0); timelineView()->isExpanded(index))
            whole.unfolded.push_back(model()->keyOf(index));
    whole.scroll = timelineView()->verticalScrollBar()->value();
    m_whole = std::move(whole);
}

void HistoryPane::restoreWhole() {
    const std::optional<Whole> whole = std::exchange(m_whole, std::nullopt);
    if (!whole)
        return;
    for (const std::string& key : whole->unfolded)
        timelineView()->expand(model()->indexOf(key));
    QItemSelection rows;
    for (const std::string& key : whole->selected)
        if (const QModelIndex index = model()->indexOf(key); index.isValid())
            rows.select(index, index);
    QItemSelectionModel& selection = *timelineView()->selectionModel();
    if (!rows.isEmpty())
        selection.setCurrentIndex(rows.indexes().front(), QItemSelectionModel::NoUpdate);
    selection.select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    timelineView()->verticalScrollBar()->setValue(whole->scroll);
}

/// What the versions that are compared differ in can be asked for too: also what is gone by now.
void HistoryPane::showTouched(const std::shared_ptr<const Comparison>& comparison) {
    m_session->library().runner().run(
        this, [comparison] { return touchedParts(*comparison); },
        [this, generation = ++m_touchedGeneration](std::vector<HistoryPart> parts) {
            if (generation == m_touchedGeneration)
                m_scopeBar->setTouched(std::move(parts));
        });
}

void HistoryPane::showListNote() {
    QString text;
    const auto& scope = m_scopeBar->scope();
    if (scope && (!m_part || !(m_part->scope == *scope)))
        text = tr("Reading the history of %1 …", "a part of a report").arg(partText(*scope));
    else if (m_markedOnly->isChecked() && model()->rowCount() <= 1)
        text = tr("No version has a name or a pin yet. Choose one and press F2 to name it.");
    else if (scope && model()->rowCount() <= 1)
        text = tr("The history has no change of %1.", "a part of a report").arg(partText(*scope));
    else if (!scope && m_session && m_session->timelineIsPartial())
        text = tr("Reading older changes …");
    else if (scope)
        text = tr("Only changes of this part. Esc shows all changes again.");
    m_listNote->setText(text);
    m_listNote->setVisible(!text.isEmpty());
}

} // namespace stemma::ui
