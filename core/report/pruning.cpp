// SPDX-License-Identifier: MIT
#include "core/report/pruning.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/sha256.h"
#include "core/journal/prune_unit.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using history::PrunedSet;
using history::PrunedState;
using history::RetentionPolicy;

constexpr const char* pruning = "move the backups to the trash";
constexpr const char* looking = "find what you marked";

Result<std::vector<ReportId>> reportsOf(io::Disk& disk, const std::string& root, const PruneScope& scope,
                                        const Progress& progress) {
    if (!scope.reports.empty())
        return scope.reports;
    const auto snapshot = scanLibrary(disk, root, nullptr, {progress.stop, {}});
    if (!snapshot)
        return fail(snapshot.error());
    std::vector<ReportId> ids;
    for (const ReportSummary& summary : (*snapshot)->reports)
        if (summary.state != ReportState::stub)
            ids.push_back(summary.id);
    return ids;
}

/// Work on one of several reports.
Progress partOf(const Progress& progress, std::size_t at, std::size_t count) {
    constexpr std::uint64_t share = 1000;
    Progress part{progress.stop, {}};
    if (progress.report)
        part.report = [report = progress.report, at, count](std::uint64_t done, std::uint64_t total) {
            report(at * share + (total == 0 ? 0 : done * share / total), count * share);
        };
    return part;
}

std::shared_ptr<const BackupCensus> unreadCensus(const ReportId& id, const Error& error) {
    BackupCensus census;
    census.id = id;
    census.damaged = true;
    census.unread = error;
    return std::make_shared<const BackupCensus>(std::move(census));
}

/// What was marked of a report's versions, in one text.
std::string marksText(const marks::ReportMarks& marks) {
    std::string text;
    for (const auto& [sha, mark] : marks.versions)
        if (mark.any())
            text += sha;
    return sha256(text);
}

Result<marks::ReportMarks> marksOf(marks::MarkStore* store, const ReportId& id) {
    if (store == nullptr)
        return marks::ReportMarks();
    marks::FoundMarks found = store->find(id);
    if (!found.problems.empty() && found.problems.front().refusal)
        return fail(ErrorCode::io, looking, found.problems.front().path, found.problems.front().message,
                    "Nothing was moved, as nobody knows what was pinned.");
    const auto lost = store->lost(id);
    if (!lost)
        return fail(lost.error());
    if (found.problems.empty() && lost->empty())
        return std::move(found.marks);
    return fail(ErrorCode::damaged, looking, lost->empty() ? found.problems.front().path : lost->front(),
                "what you had marked of the report " + id.text() +
                    " was damaged and set aside: nobody knows what was pinned",
                "Nothing was moved. Pin again what is to stay; then `stemmactl report lost-marks " +
                    id.text() + " --accept` lets its backups go by the rules again.");
}

history::RetentionHistory historyOf(const BackupCensus& census, const marks::ReportMarks& marks) {
    history::RetentionHistory history;
    history.damaged = census.damaged;
    for (const CensusRow& row : census.rows) {
        const auto mark = marks.versions.find(row.sha256);
        history::RetentionItem item;
        item.name = row.name;
        item.made = row.made.value_or(Timestamp());
        item.bytes = row.bytes;
        item.restorable = row.health == BackupHealth::restorable;
        item.marked = mark != marks.versions.end() && mark->second.any();
        item.beforeAgent = row.beforeAgent;
        item.replaced = row.replaced;
        item.overwritten = row.overwritten;
        history.backups.push_back(std::move(item));
    }
    return history;
}

std::string tokenOf(const PrunePreview& preview) {
    std::string text = retentionText(preview.policy) + '\n';
    for (const ReportPruning& report : preview.reports) {
        text += report.census->id.text() + '\n' + report.census->stamps + report.marks + '\n';
        for (std::size_t at = 0; at < report.decisions.size(); ++at)
            if (report.decisions[at].goes)
                text += "- " + report.census->rows[at].name + ' ' + report.census->rows[at].sha256 + '\n';
    }
    constexpr std::size_t digits = 32;
    return std::to_string(preview.now.micros) + '-' + sha256(text).substr(0, digits);
}

Unexpected stale(const std::string& path, const char* what) {
    return fail(ErrorCode::conflict, pruning, path, what, "Nothing was moved. Look again at what would go.");
}

/// Whether everything of a report is still what was looked at.
Status checkUnchanged(const Workspace& workspace, const ReportPruning& report, marks::MarkStore* store) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, report.census->id);
    if (!directory && directory.error().code == ErrorCode::notFound)
        return stale(report.census->id.text(), "the report is no longer there");
    if (!directory)
        return fail(directory.error());
    const auto now = lookAtBackups(workspace.environment.disk, *directory, workspace.environment.clock.now());
    if (!now)
        return fail(now.error());
    if (now->stamps != report.census->stamps)
        return stale(*directory, "the report or its backups were changed after they were looked at");
    const auto marks = marksOf(store, report.census->id);
    if (!marks)
        return fail(marks.error());
    if (marksText(*marks) != report.marks)
        return stale(*directory, "a version was pinned, named or noted after the backups were looked at");
    return {};
}

PrunedSet setOf(const Workspace& workspace, const PrunePreview& preview, const ReportPruning& report) {
    PrunedSet set;
    set.ts = isoText(workspace.environment.clock.now());
    set.actor = history::actorWord(workspace.actor);
    set.rule = retentionText(preview.policy);
    for (std::size_t at = 0; at < report.decisions.size(); ++at) {
        const CensusRow& row = report.census->rows[at];
        if (report.decisions[at].goes)
            set.backups.push_back({row.name, row.sha256, row.bytes});
    }
    return set;
}

PrunedReport pruneOne(const Workspace& workspace, const PrunePreview& preview, const ReportPruning& report,
                      marks::MarkStore* store) {
    PrunedReport done{report.census->id, {}, {}, {}};
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, done.id);
    auto result = directory ? journal::pruneBackups(
                                  workspace.environment, *directory,
                                  [&]() -> Result<PrunedSet> {
                                      Status same = checkUnchanged(workspace, report, store);
                                      if (!same)
                                          return fail(std::move(same.error()));
                                      return setOf(workspace, preview, report);
                                  },
                                  workspace.lock)
                            : fail(directory.error());
    if (!result) {
        done.refused = std::move(result.error());
        return done;
    }
    done.set = std::move(result->set);
    done.warnings = std::move(result->warnings);
    return done;
}

Result<PrunedReport> told(const ReportId& id, Result<journal::PruneResult> result) {
    if (!result)
        return fail(std::move(result.error()));
    return PrunedReport{id, std::move(result->set), {}, std::move(result->warnings)};
}

} // namespace

std::size_t ReportPruning::going() const {
    return static_cast<std::size_t>(std::count_if(decisions.begin(), decisions.end(),
                                                  [](const auto& decision) { return decision.goes; }));
}

std::uint64_t ReportPruning::goingBytes() const {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < decisions.size(); ++at)
        sum += decisions[at].goes ? census->rows[at].bytes : 0;
    return sum;
}

Result<std::vector<std::shared_ptr<const BackupCensus>>> takeCensuses(io::Disk& disk, const std::string& root,
                                                                      const PruneScope& scope,
                                                                      CensusCache* cache, Timestamp now,
                                                                      const Progress& progress) {
    const auto ids = reportsOf(disk, root, scope, progress);
    if (!ids)
        return fail(ids.error());
    std::vector<std::shared_ptr<const BackupCensus>> censuses;
    for (const ReportId& id : *ids) {
        auto census = takeCensus(disk, root, id, cache, now, partOf(progress, censuses.size(), ids->size()));
        if (!census && (!scope.reports.empty() || census.error().code == ErrorCode::cancelled))
            return fail(std::move(census.error()));
        if (census)
            censuses.push_back(std::move(*census));
        else if (census.error().code != ErrorCode::notFound)
            censuses.push_back(unreadCensus(id, census.error()));
    }
    return censuses;
}

bool areStillSo(io::Disk& disk, const std::string& root,
                const std::vector<std::shared_ptr<const BackupCensus>>& censuses, Timestamp now) {
    return std::all_of(censuses.begin(), censuses.end(), [&](const auto& census) {
        if (census->unread)
            return true;
        const auto directory = reportDirectory(disk, root, census->id);
        const auto folder = directory ? lookAtBackups(disk, *directory, now) : fail(directory.error());
        return folder && folder->stamps == census->stamps;
    });
}

Result<PrunePreview> planPruning(const std::vector<std::shared_ptr<const BackupCensus>>& censuses,
                                 const RetentionPolicy& policy, marks::MarkStore* marks, Timestamp now) {
    PrunePreview preview;
    preview.policy = policy;
    preview.now = now;
    std::vector<history::RetentionHistory> histories;
    for (const auto& census : censuses) {
        const auto own = marksOf(marks, census->id);
        if (!own)
            return fail(own.error());
        histories.push_back(historyOf(*census, *own));
        preview.reports.push_back({census, {}, marksText(*own)});
    }
    preview.plan = planRetention(policy, histories, now);
    for (std::size_t at = 0; at < preview.reports.size(); ++at)
        preview.reports[at].decisions = std::move(preview.plan.reports[at]);
    preview.plan.reports.clear();
    preview.token = tokenOf(preview);
    return preview;
}

Result<PrunePreview> previewPrune(io::Disk& disk, const std::string& root, const PruneScope& scope,
                                  const RetentionPolicy& policy, const PruneSources& sources, Timestamp now,
                                  const Progress& progress) {
    const auto censuses = takeCensuses(disk, root, scope, sources.cache, now, progress);
    if (!censuses)
        return fail(censuses.error());
    return planPruning(*censuses, policy, sources.marks, now);
}

std::optional<Timestamp> momentOfToken(const std::string& token) {
    Timestamp moment;
    const char* end = token.data() + token.size();
    const auto [rest, error] = std::from_chars(token.data(), end, moment.micros);
    if (error != std::errc() || rest == end || *rest != '-')
        return std::nullopt;
    return moment;
}

Result<std::vector<PrunedReport>> prune(const Workspace& workspace, const PrunePreview& preview,
                                        marks::MarkStore* marks, const Progress& progress) {
    if (workspace.environment.clock.now() < preview.now)
        return stale(workspace.root, "the clock says that they were looked at in the future");
    for (const ReportPruning& report : preview.reports) {
        const Status same = report.census->unread ? Status() : checkUnchanged(workspace, report, marks);
        if (!same)
            return fail(same.error());
    }
    std::vector<PrunedReport> all;
    std::size_t done = 0;
    for (const ReportPruning& report : preview.reports) {
        progress.tell(done++, preview.reports.size());
        if (report.going() == 0)
            continue;
        if (progress.cancelled()) {
            if (all.empty())
                return fail(ErrorCode::cancelled, pruning, workspace.root, "it was cancelled");
            break;
        }
        all.push_back(pruneOne(workspace, preview, report, marks));
    }
    return all;
}

Result<std::vector<PrunedEntry>> prunedEntries(io::Disk& disk, const std::string& root,
                                               const PruneScope& scope, const Progress& progress,
                                               const TellUnread& unread) {
    const auto ids = reportsOf(disk, root, scope, progress);
    if (!ids)
        return fail(ids.error());
    std::vector<PrunedEntry> entries;
    for (const ReportId& id : *ids) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "list the pruned backups", root, "it was cancelled");
        const auto directory = reportDirectory(disk, root, id);
        const auto sets = directory ? history::listPruned(disk, *directory) : fail(directory.error());
        if (!sets && !scope.reports.empty())
            return fail(sets.error());
        if (!sets && sets.error().code != ErrorCode::notFound && unread)
            unread(id, sets.error());
        if (!sets || sets->empty())
            continue;
        const auto live = readLiveOutline(disk, *directory);
        const std::string title =
            live && live->document().isObject() ? live->document().stringAt("title").value_or("") : "";
        for (const PrunedSet& set : *sets)
            entries.push_back({id, title, set});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const PrunedEntry& a, const PrunedEntry& b) { return a.set.ts > b.set.ts; });
    return entries;
}

Result<PrunedReport> bringBack(const Workspace& workspace, const ReportId& id, const std::string& set) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    return told(id, journal::bringBackPruned(workspace.environment, *directory, set, workspace.lock));
}

Result<PrunedReport> emptyPruned(const Workspace& workspace, const ReportId& id, const std::string& set) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    return told(id, journal::emptyPruned(workspace.environment, *directory, set, workspace.lock));
}

} // namespace stemma::report
