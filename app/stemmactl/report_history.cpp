// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/counts_text.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/report_json.h"
#include "app/stemmactl/report_versions.h"
#include "core/report/outline.h"

namespace stemma::ctl {

namespace {

using history::Timeline;
using history::TimelineRow;

struct LogOptions {
    std::string id;
    std::string section;
    std::string insight;

    [[nodiscard]] bool filtered() const { return !section.empty() || !insight.empty(); }
};

/// Whether a change is one of the section (or of what stands in it) or the insight that was asked for.
bool concerns(const diff::Change& change, const LogOptions& options) {
    const auto is = [](const std::string& asked, const std::string& id) {
        return !asked.empty() && asked == id;
    };
    if (change.what == "section")
        return is(options.section, change.id);
    if (change.what == "insight")
        return is(options.insight, change.id) || is(options.section, change.parent) ||
               is(options.section, change.oldParent);
    return is(options.insight, change.parent);
}

/// Keeps the rows that touch what was asked for; those whose versions can't be compared stay, as they may.
class RowFilter {
public:
    RowFilter(ReportVersions& versions, const Timeline& timeline, const LogOptions& options)
        : m_versions(versions)
        , m_timeline(timeline)
        , m_options(options) {}

    [[nodiscard]] bool keeps(const TimelineRow& row) {
        if (!m_options.filtered())
            return true;
        if (!row.after)
            return row.kind == history::RowKind::unreadableLine || row.beforeIsHole;
        const json::Value empty = json::Value::object();
        const auto after = m_versions.document(m_timeline.versions.at(*row.after));
        const auto before = row.before ? m_versions.document(m_timeline.versions.at(*row.before))
                                       : Result<json::Value>(empty);
        if (!after || !before || row.beforeIsHole)
            return true;
        const auto changes = report::outlineDifference(*before, *after);
        return std::any_of(changes.begin(), changes.end(),
                           [this](const diff::Change& change) { return concerns(change, m_options); });
    }

private:
    ReportVersions& m_versions;
    const Timeline& m_timeline;
    const LogOptions& m_options;
};

std::string backupText(const TimelineRow& row) {
    if (row.backupState == history::BackupState::none)
        return "no backup";
    return std::string("backup ") + history::backupStateWord(row.backupState);
}

/// What the person noted on the version that a change made.
marks::VersionMark markOf(const marks::ReportMarks& marks, const Timeline& timeline, const TimelineRow& row) {
    const auto found =
        row.after ? marks.versions.find(timeline.versions.at(*row.after).sha256) : marks.versions.end();
    return found == marks.versions.end() ? marks::VersionMark() : found->second;
}

void printRows(Output& out, const Timeline& timeline, const marks::ReportMarks& marks,
               const std::vector<const TimelineRow*>& rows) {
    Table table({"N", "WHEN", "BY", "WHAT", "CHANGES", "BACKUP", "ACTION"});
    for (const TimelineRow* row : rows) {
        const bool named = row->event && row->kind == history::RowKind::change;
        table.add(
            {"@" + std::to_string(row->n), localTime(row->ts), printable(row->actor),
             printable(named ? row->event->type : history::rowKindWord(row->kind)), countsText(row->counts),
             backupText(*row),
             (row->event ? printable(row->event->action.text()) : "") + (row->current ? "  <- now" : "")});
    }
    table.print(out);
    for (const TimelineRow* row : rows) {
        const std::string at = "  @" + std::to_string(row->n) + ": ";
        if (const auto mark = markOf(marks, timeline, *row); mark.any())
            out.line(at + markText(mark));
        for (const history::RowProblem& problem : row->problems)
            out.line(at + printable(problem.message));
    }
}

int printLog(Context& context, ReportVersions& versions, const Timeline& timeline,
             const marks::ReportMarks& marks, const LogOptions& options) {
    RowFilter filter(versions, timeline, options);
    std::vector<const TimelineRow*> rows;
    for (const TimelineRow& row : timeline.rows)
        if (filter.keeps(row))
            rows.push_back(&row);
    if (context.out.json())
        for (const TimelineRow* row : rows) {
            json::Value value = rowValue(timeline, *row);
            addMark(value, markOf(marks, timeline, *row));
            context.out.value(value);
        }
    else if (!rows.empty())
        printRows(context.out, timeline, marks, rows);
    for (const history::RowProblem& problem : timeline.problems)
        context.out.note("note: " + printable(problem.message));
    return rows.empty() && options.filtered() ? exitNo : exitDone;
}

/// None where no place for them is known: the history is what was asked for.
marks::ReportMarks marksOf(const Context& context, const ReportId& id) {
    const auto own = personMarks(context);
    if (!own)
        return {};
    marks::FoundMarks found = (*own)->marks.find(id);
    warnOf(context, found.problems);
    return std::move(found.marks);
}

int logReport(Context& context, const LogOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto id = findReport(context, *root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto directory = report::reportDirectory(context.disk(), *root, *id);
    if (!directory)
        return context.out.failure(directory.error());
    const auto timeline =
        history::loadTimeline(context.disk(), *directory, report::interpretOutline, history::Counts::compute,
                              context.progress("reading version"));
    if (!timeline)
        return context.out.failure(timeline.error());
    ReportVersions versions(context, *directory);
    return printLog(context, versions, *timeline, marksOf(context, *id), options);
}

} // namespace

void addReportHistory(const CommandSet& report) {
    addCommand<LogOptions>(
        report,
        {"log", "every change of a report, oldest first, with what is wrong in its history",
         "  stemmactl report log 1b9d6bcd\n"
         "  stemmactl report log 1b9d6bcd --json | jq -r 'select(.actor==\"agent\").action_id'   (one object "
         "a line)\n"
         "  CHANGES counts sections, insights and the report itself: + added, ~ edited, > moved, - removed.\n"
         "  In JSON, before and after are the SHA-256 of the outline before and after the change, and name, "
         "note\n"
         "  and pinned what `report name`, `note` and `pin` marked of the version after it.\n"},
        Writes::no,
        [](CLI::App& command, LogOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command
                .add_option("--section", options.section,
                            "only changes of this section and what stands in it")
                ->type_name("S");
            command.add_option("--insight", options.insight, "only changes of this insight")->type_name("I");
        },
        logReport);
}

} // namespace stemma::ctl
