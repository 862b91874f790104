// SPDX-License-Identifier: MIT
// The rows of the list: made on the pool, as a history may have thousands.
#include <utility>

#include <QToolButton>
#include <QTreeView>

#include "ui/history/history_pane.h"
#include "ui/history/part_scope_bar.h"
#include "ui/history/timeline_marks.h"
#include "ui/history/timeline_model.h"
#include "ui/session/version_marks.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr qsizetype titleLength = 60;

enum class Listing { all, marked };

/// What the rows are made of.
struct ListPlan {
    std::shared_ptr<const history::Timeline> timeline;
    std::shared_ptr<const report::PartHistory> part; ///< null: of the whole report
    report::PartQuestion question;
    SectionTitles sections;
    VersionMarks::Versions marks;
    Listing listing = Listing::all;
    bool partial = false;
};

TimelineItems itemsOf(const ListPlan& plan) {
    TimelineItems items =
        plan.part ? partItems(*plan.part, plan.question, plan.sections) : timelineItems(*plan.timeline);
    // The last group may go on in what isn't read yet.
    if (plan.partial && items.size() > 2)
        items.pop_back();
    putMarks(items, *plan.timeline, plan.marks);
    return plan.listing == Listing::marked ? onlyMarked(std::move(items)) : std::move(items);
}

SectionTitles titlesOf(const report::Outline& outline) {
    SectionTitles titles;
    for (const report::Section& section : outline.sections)
        titles.emplace(section.id.text(), oneLine(fromUtf8(section.title), titleLength));
    return titles;
}

} // namespace

struct HistoryPane::Listed {
    std::shared_ptr<const history::Timeline> timeline;
    ComparedVersions versions;
    TimelineItems items;
};

void HistoryPane::list(std::function<void()> then) {
    if (then)
        m_afterList.push_back(std::move(then));
    showListNote();
    const bool whole = !m_scopeBar->scope();
    if (!m_session || !m_session->timeline() || (!whole && !m_part)) {
        if (!m_listing)
            afterList({});
        return;
    }
    ListPlan plan;
    if (whole) {
        plan.timeline = m_session->timeline();
        plan.partial = m_session->timelineIsPartial();
    } else {
        plan.part = {m_part, &m_part->history};
        plan.timeline = {m_part, &m_part->history.timeline};
        plan.question = m_part->scope.question;
        if (const auto report = m_session->report())
            plan.sections = titlesOf(report->outline);
    }
    if (m_marks)
        plan.marks = m_marks->versions();
    plan.listing = m_markedOnly->isChecked() ? Listing::marked : Listing::all;
    m_listing = true;
    m_session->library().runner().run(
        this,
        [plan = std::move(plan)] {
            return Listed{plan.timeline, comparedVersions(*plan.timeline), itemsOf(plan)};
        },
        [this, generation = ++m_listGeneration](Listed listed) {
            if (generation == m_listGeneration)
                takeRows(std::move(listed));
        });
}

void HistoryPane::takeRows(Listed listed) {
    const bool chosen = !selectedEntries().empty();
    m_listing = false;
    m_shown = std::move(listed.timeline);
    m_versions = std::move(listed.versions);
    model()->setItems(std::move(listed.items));
    if (chosen)
        settleSelection();
    showListNote();
    afterList({});
}

/// What was chosen may be gone, or have become part of another group.
void HistoryPane::settleSelection() {
    if (selectedEntries().empty() && !m_other && model()->rowCount() > 0)
        chooseOnly(firstToShow());
}

void HistoryPane::afterList(std::function<void()> then) {
    if (then)
        m_afterList.push_back(std::move(then));
    if (m_listing)
        return;
    for (const auto& act : std::exchange(m_afterList, {}))
        act();
}

} // namespace stemma::ui
