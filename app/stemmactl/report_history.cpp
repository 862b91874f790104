// SPDX-License-Identifier: MIT
#include <utility>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/counts_text.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/report_json.h"
#include "core/report/outline.h"

namespace stemma::ctl {

namespace {

using history::Timeline;
using history::TimelineRow;

struct LogOptions {
    std::string id;
    std::string section;
    std::string insight;
    std::string citation;
    std::string field;
    bool itself = false;

    [[nodiscard]] bool ofPart() const {
        return !section.empty() || !insight.empty() || !citation.empty() || !field.empty() || itself;
    }
    [[nodiscard]] report::PartQuestion part() const {
        report::PartQuestion part;
        const std::pair<const char*, const std::string&> kinds[] = {
            {"section", section}, {"insight", insight}, {"citation", citation}};
        for (const auto& [what, name] : kinds)
            if (!name.empty())
                part = {what, name, {}, {}};
        part.field = field;
        part.contents = itself ? report::PartContents::leaveOut : report::PartContents::include;
        return part;
    }
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

/// A history with what the person noted on it.
struct MarkedLog {
    const Timeline& timeline;
    const marks::ReportMarks& marks;

    [[nodiscard]] marks::VersionMark mark(const TimelineRow& row) const {
        return markOf(marks, timeline, row);
    }
};

void addLogRow(Table& table, const TimelineRow& row, const std::string& changes) {
    const bool named = row.event && row.kind == history::RowKind::change;
    table.add({"@" + std::to_string(row.n), localTime(row.ts), printable(row.actor),
               printable(named ? row.event->type : history::rowKindWord(row.kind)), changes, backupText(row),
               (row.event ? printable(row.event->action.text()) : "") + (row.current ? "  <- now" : "")});
}

Table logTable() {
    return Table({"N", "WHEN", "BY", "WHAT", "CHANGES", "BACKUP", "ACTION"});
}

std::string logLead(const TimelineRow& row) {
    return "  @" + std::to_string(row.n) + ": ";
}

void printRemarks(Output& out, const MarkedLog& log, const TimelineRow& row) {
    if (const auto mark = log.mark(row); mark.any())
        out.line(logLead(row) + markText(mark));
    for (const history::RowProblem& problem : row.problems)
        out.line(logLead(row) + printable(problem.message));
}

void printLog(Output& out, const MarkedLog& log) {
    const auto& rows = log.timeline.rows;
    if (out.json()) {
        for (const TimelineRow& row : rows) {
            json::Value value = rowValue(log.timeline, row);
            addMark(value, log.mark(row));
            out.value(value);
        }
        return;
    }
    if (rows.empty())
        return;
    Table table = logTable();
    for (const TimelineRow& row : rows)
        addLogRow(table, row, countsText(row.counts));
    table.print(out);
    for (const TimelineRow& row : rows)
        printRemarks(out, log, row);
}

/// "edited insight 77…: summary, importance"
std::string changeText(const diff::Change& change) {
    std::string text = std::string(diff::changeKindWord(change.kind)) + ' ' + change.what;
    if (change.what != "report")
        text += ' ' + printable(change.id);
    if (change.kind == diff::ChangeKind::edited)
        for (const diff::FieldChange& field : change.fields)
            text += (&field == &change.fields.front() ? ": " : ", ") + printable(field.name);
    return text;
}

void printPartRow(Output& out, const MarkedLog& log, const report::PartRow& part) {
    const TimelineRow& row = log.timeline.rows.at(part.row);
    if (!part.certain)
        out.line(logLead(row) + "it may have changed here; what was before or after is lost");
    for (const diff::Change& change : part.changes)
        out.line(logLead(row) + (part.certain ? "" : "by then: ") + changeText(change));
    printRemarks(out, log, row);
}

void printPartLog(Output& out, const MarkedLog& log, const std::vector<report::PartRow>& rows) {
    if (out.json()) {
        for (const report::PartRow& part : rows) {
            json::Value value = partRowValue(log.timeline, part);
            addMark(value, log.mark(log.timeline.rows.at(part.row)));
            out.value(value);
        }
        return;
    }
    if (rows.empty())
        return;
    Table table = logTable();
    for (const report::PartRow& part : rows)
        addLogRow(table, log.timeline.rows.at(part.row), part.certain ? countsText(part.counts) : "?");
    table.print(out);
    for (const report::PartRow& part : rows)
        printPartRow(out, log, part);
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
    const auto noteProblems = [&context](const Timeline& timeline) {
        for (const history::RowProblem& problem : timeline.problems)
            context.out.note("note: " + printable(problem.message));
    };
    if (!options.ofPart()) {
        const auto timeline =
            history::loadTimeline(context.disk(), *directory, report::interpretOutline,
                                  history::Counts::compute, context.progress("reading version"));
        if (!timeline)
            return context.out.failure(timeline.error());
        printLog(context.out, {*timeline, marksOf(context, *id)});
        noteProblems(*timeline);
        return exitDone;
    }
    const auto history = report::loadPartHistory(context.disk(), *directory, options.part(),
                                                 context.progress("reading version"));
    if (!history)
        return context.out.failure(history.error());
    printPartLog(context.out, {history->timeline, marksOf(context, *id)}, history->rows);
    noteProblems(history->timeline);
    return history->rows.empty() ? exitNo : exitDone;
}

} // namespace

void addReportHistory(const CommandSet& report) {
    addCommand<LogOptions>(
        report,
        {"log", "every change of a report, oldest first, with what is wrong in its history",
         "  stemmactl report log 1b9d6bcd\n"
         "  stemmactl report log 1b9d6bcd --json | jq -r 'select(.actor==\"agent\").action_id'   (one object "
         "a line)\n"
         "  stemmactl report log 1b9d6bcd --section 4f0c77ab-… --field content\n"
         "  stemmactl report log 1b9d6bcd --field title             (of the report)\n"
         "  CHANGES counts sections, insights and the report itself: + added, ~ edited, > moved, - removed.\n"
         "  In JSON, before and after are the SHA-256 of the outline before and after the change, and name, "
         "note\n"
         "  and pinned what `report name`, `note` and `pin` marked of the version after it. Of a part,\n"
         "  `changes` are its own, as `report diff --format json` has them; `certain` is false where a "
         "version\n"
         "  is lost and it may have changed in any of several rows. Exit 1: it was never there.\n"},
        Writes::no,
        [](CLI::App& command, LogOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            CLI::Option* section = command
                                       .add_option("--section", options.section,
                                                   "only changes of this section and what stands in it")
                                       ->type_name("S");
            CLI::Option* insight = command
                                       .add_option("--insight", options.insight,
                                                   "only changes of this insight and its citations")
                                       ->type_name("I")
                                       ->excludes(section);
            command
                .add_option("--citation", options.citation,
                            "only changes of this citation, by its id in `report diff` or `report blame`")
                ->type_name("C")
                ->excludes(section)
                ->excludes(insight);
            command
                .add_option("--field", options.field,
                            "only changes of this field of the part, or of the report")
                ->type_name("F");
            command.add_flag("--itself", options.itself,
                             "only changes of the part itself, or of the report, not of what stands in it");
        },
        logReport);
}

} // namespace stemma::ctl
