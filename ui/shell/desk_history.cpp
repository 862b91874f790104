// SPDX-License-Identifier: MIT
// What of the desk concerns the history beside the page: what is noted on versions, and the history of the
// part that is chosen.
#include "core/report/outline.h"
#include "ui/history/history_pane.h"
#include "ui/history/part_scope_bar.h"
#include "ui/report/blame_margin.h"
#include "ui/report/outline_page.h"
#include "ui/report/outline_tree.h"
#include "ui/report/report_page.h"
#include "ui/session/version_marks.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// The id that differences know a citation by; empty if the insight hasn't so many.
std::string citationId(const json::Value& document, const std::string& insight, std::size_t citation) {
    const json::Value* part = documentPart(document, "insights", "insight_id", insight);
    if (part == nullptr)
        return {};
    const json::Value alone = json::Value::object({{"insights", json::Value::array({*part})}});
    for (const diff::Part& one : report::outlineTree(alone))
        if (one.what == "citation" && citation-- == 0)
            return one.id;
    return {};
}

/// What a row of the outline is to its history; the report itself for what has none.
HistoryPart partAt(const report::LoadedReport* report, const OutlineRow* row) {
    HistoryPart part;
    if (report == nullptr || row == nullptr)
        return part;
    std::string id = row->id;
    if (row->kind == OutlineKind::citation)
        id = citationId(report->document, row->id, row->citation);
    const bool known = row->kind == OutlineKind::section || row->kind == OutlineKind::insight ||
                       row->kind == OutlineKind::citation;
    if (!known || id.empty())
        return part;
    part.question.what = row->kind == OutlineKind::section   ? "section"
                         : row->kind == OutlineKind::insight ? "insight"
                                                             : "citation";
    part.question.id = std::move(id);
    part.title = oneLine(row->text, 60);
    return part;
}

} // namespace

void ReportDesk::connectParts() {
    connect(m_page->outlinePage()->tree()->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ReportDesk::tellChosenPart);
    connect(m_page, &ReportPage::shown, this, &ReportDesk::tellChosenPart);
    connect(m_history, &HistoryPane::failed, this, &ReportDesk::failed);
    connect(m_page->blame(), &BlameMargin::abilityChanged, this, &ReportDesk::stateChanged);
    connect(m_page->blame(), &BlameMargin::changeWanted, this, [this](const std::string& key) {
        setHistoryShown(true);
        m_history->showChange(key);
    });
}

void ReportDesk::tellChosenPart() {
    if (m_open.session)
        m_history->setChosenPart(partAt(m_page->shownReport().get(), m_page->outlinePage()->currentRow()));
}

void ReportDesk::showPartHistory() {
    const auto part = m_history->scopeBar()->chosen();
    if (!part)
        return;
    setHistoryShown(true);
    m_history->showPart(*part);
}

void ReportDesk::setMarks(marks::MarkStore& store, io::Disk& disk, TaskRunner& runner) {
    auto* marks = new VersionMarks(store, disk, runner, this);
    connect(marks, &VersionMarks::done, this, &ReportDesk::noted);
    connect(marks, &VersionMarks::failed, this, &ReportDesk::failed);
    connect(marks, &VersionMarks::lost, this, [this](const QString& text) {
        Q_EMIT message({Message::Kind::warning, text, {}, QStringLiteral("marks")});
    });
    m_history->setMarks(marks);
}

} // namespace stemma::ui
