// SPDX-License-Identifier: MIT
#include "core/report/part_history.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/history/version_reader.h"
#include "core/report/outline.h"
#include "core/report/version_links.h"

namespace stemma::report {

namespace {

using diff::Change;
using history::Comparison;
using Kind = VersionLink::Kind;

/// The insights that stand in a section before or after a change.
std::unordered_set<std::string> insightsIn(const std::string& section, const Comparison& comparison) {
    std::unordered_set<std::string> insights;
    for (const diff::Tree* tree : {&comparison.beforeTree, &comparison.afterTree})
        for (const diff::Part& part : *tree)
            if (part.what == "insight" && part.parent == section)
                insights.insert(part.id);
    return insights;
}

bool isOrIsIn(const std::string& field, const std::string& chosen) {
    return field.starts_with(chosen) && (field.size() == chosen.size() || field[chosen.size()] == '.');
}

/// What of a difference belongs to a part.
class PartFilter {
public:
    explicit PartFilter(PartQuestion choice)
        : m_choice(std::move(choice)) {}

    [[nodiscard]] diff::Changes operator()(const Comparison& comparison) const {
        diff::Changes kept;
        std::unordered_set<std::string> insights;
        const bool cited = std::any_of(comparison.changes.begin(), comparison.changes.end(),
                                       [](const Change& change) { return change.what == "citation"; });
        if (cited && m_choice.what == "section" && withContents())
            insights = insightsIn(m_choice.id, comparison);
        for (const Change& change : comparison.changes) {
            if (isPart(change))
                keepOwn(change, kept);
            else if (withContents() && isInside(change, insights))
                kept.push_back(change);
        }
        return kept;
    }

private:
    [[nodiscard]] bool withContents() const {
        return m_choice.contents == PartContents::include && m_choice.field.empty();
    }

    [[nodiscard]] bool isPart(const Change& change) const {
        return change.what == m_choice.what && (change.what == "report" || change.id == m_choice.id);
    }

    [[nodiscard]] bool isInside(const Change& change, const std::unordered_set<std::string>& insights) const {
        if (m_choice.what == "report")
            return true;
        if (m_choice.what == "section" && change.what == "citation")
            return insights.contains(change.parent) || insights.contains(change.oldParent);
        const bool fits = (m_choice.what == "section" && change.what == "insight") ||
                          (m_choice.what == "insight" && change.what == "citation");
        return fits && (change.parent == m_choice.id || change.oldParent == m_choice.id);
    }

    void keepOwn(const Change& change, diff::Changes& kept) const {
        if (m_choice.field.empty()) {
            kept.push_back(change);
            return;
        }
        if (change.kind == diff::ChangeKind::moved)
            return;
        Change only = change;
        std::erase_if(only.fields, [this](const diff::FieldChange& field) {
            return !isOrIsIn(field.name, m_choice.field);
        });
        if (!only.fields.empty())
            kept.push_back(std::move(only));
    }

    PartQuestion m_choice;
};

/// The rows of a part, gathered from the newest on.
class Gathering {
public:
    Gathering(ComparedVersions<diff::Changes>& versions, const history::Timeline& timeline)
        : m_versions(versions)
        , m_timeline(timeline) {}

    Status add(const VersionLink& link) {
        const bool whole = link.kind == Kind::change || link.kind == Kind::beginning;
        if (!link.after) {
            addPerhaps(link, {});
            return {};
        }
        const auto changes = m_versions.between(m_timeline, link.before, *link.after);
        if (!changes)
            return fail(changes.error());
        if (*changes == nullptr)
            addPerhaps(link, {});
        else if ((*changes)->empty())
            return {};
        else if (whole)
            addRow(link.rows.front(), true, **changes);
        else // in the dark, the difference from nothing tells only that the part was there by then
            addPerhaps(link, link.kind == Kind::gap ? **changes : diff::Changes{});
        return {};
    }

    std::vector<PartRow> rows() {
        std::reverse(m_rows.begin(), m_rows.end());
        return std::move(m_rows);
    }

private:
    void addRow(std::size_t row, bool certain, diff::Changes changes) {
        const history::ChangeCounts counts = history::countChanges(changes);
        m_rows.push_back({row, certain, std::move(changes), counts});
    }
    void addPerhaps(const VersionLink& link, diff::Changes changes) {
        for (const std::size_t row : link.rows) {
            addRow(row, false, std::move(changes));
            changes.clear();
        }
    }

    ComparedVersions<diff::Changes>& m_versions;
    const history::Timeline& m_timeline;
    std::vector<PartRow> m_rows;
};

} // namespace

diff::Changes changesOfPart(const Comparison& comparison, const PartQuestion& choice) {
    return PartFilter(choice)(comparison);
}

Result<PartHistory> loadPartHistory(io::Disk& disk, const std::string& reportDirectory,
                                    const PartQuestion& choice, const Progress& progress) {
    ComparedVersions<diff::Changes> versions(disk, reportDirectory, PartFilter(choice));
    auto timeline = versions.load(interpretOutline, progress);
    if (!timeline)
        return fail(std::move(timeline.error()));
    Gathering gathering(versions, *timeline);
    std::optional<std::size_t> live = timeline->live;
    if (live && timeline->versions[*live].sha256.empty()) // the system refused to read it
        live.reset();
    for (const VersionLink& link : versionLinks(*timeline, timeline->rows.size(), live)) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read the history", reportDirectory, "cancelled");
        if (auto done = gathering.add(link); !done)
            return fail(std::move(done.error()));
    }
    return PartHistory{std::move(*timeline), gathering.rows()};
}

} // namespace stemma::report
