// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/report/blame.h"

namespace stemma::ctl {

namespace {

constexpr std::size_t blameTitleWidth = 48;

struct BlameOptions {
    std::string id;
    std::string version = "now";
    std::string actor;
    bool fields = false;
    bool neverHuman = false;
};

/// A row of the answer: a part, or one field of it.
struct BlameRow {
    const report::PartBlame* part = nullptr;
    const report::FieldBlame* field = nullptr;

    [[nodiscard]] const report::Origin& changed() const { return field ? field->changed : part->changed; }
    [[nodiscard]] bool human() const { return field ? field->human : part->human; }
};

/// "unknown" where the history tells no change, or none whose maker it knows.
std::string blamedActor(const history::Timeline& timeline, const report::Origin& origin) {
    const std::string actor = origin.row ? timeline.rows.at(*origin.row).actor : std::string();
    return actor.empty() ? "unknown" : actor;
}

std::vector<BlameRow> blameRows(const report::Blame& blame, const BlameOptions& options) {
    std::vector<BlameRow> rows;
    const auto add = [&](const BlameRow& row) {
        if (options.neverHuman && row.human())
            return;
        if (!options.actor.empty() && blamedActor(blame.timeline, row.changed()) != options.actor)
            return;
        rows.push_back(row);
    };
    for (const report::PartBlame& part : blame.parts) {
        if (!options.fields)
            add({&part, nullptr});
        else
            for (const report::FieldBlame& field : part.fields)
                add({&part, &field});
    }
    return rows;
}

std::string originText(const history::Timeline& timeline, const report::Origin& origin) {
    if (origin.row)
        return "@" + std::to_string(timeline.rows.at(*origin.row).n);
    return origin.beforeRow ? "before @" + std::to_string(timeline.rows.at(*origin.beforeRow).n) : "unknown";
}

void printBlame(Output& out, const history::Timeline& timeline, const std::vector<BlameRow>& rows) {
    Table table({"BY", "WHEN", "CHANGE", "MADE", "PERSON", "WHAT", "TITLE", "ID"});
    for (const BlameRow& row : rows) {
        const report::Origin& changed = row.changed();
        const std::string when = changed.row ? localTime(timeline.rows.at(*changed.row).ts) : "unknown";
        table.add({printable(blamedActor(timeline, changed)), when, originText(timeline, changed),
                   originText(timeline, row.part->made), row.human() ? "yes" : "no",
                   row.part->what + (row.field ? ' ' + printable(row.field->name) : ""),
                   shortened(printable(row.part->title), blameTitleWidth), printable(row.part->id)});
    }
    table.print(out);
}

int blameReport(Context& context, const BlameOptions& options) {
    const auto directory = findReportDirectory(context, options.id);
    if (!directory)
        return context.out.failure(directory.error());
    const auto blame =
        report::loadBlame(context.disk(), *directory, options.version, context.progress("reading version"));
    if (!blame)
        return context.out.failure(blame.error());
    const std::vector<BlameRow> rows = blameRows(*blame, options);
    if (context.out.json())
        for (const BlameRow& row : rows)
            context.out.value(blameValue(blame->timeline, *row.part, row.field));
    else if (!rows.empty())
        printBlame(context.out, blame->timeline, rows);
    for (const history::RowProblem& problem : blame->timeline.problems)
        context.out.note("note: " + printable(problem.message));
    return rows.empty() ? exitNo : exitDone;
}

} // namespace

void addReportBlame(const CommandSet& report) {
    addCommand<BlameOptions>(
        report,
        {"blame", "which change made every part of a report what it is, and whether a person ever touched it",
         "  stemmactl report blame 1b9d6bcd\n"
         "  stemmactl report blame 1b9d6bcd --never-human     (what no person has made or changed anything "
         "in)\n"
         "  stemmactl report blame 1b9d6bcd --fields --actor agent\n"
         "  stemmactl report blame 1b9d6bcd --version before:4f0c --json      (one object a line)\n"
         "  CHANGE and MADE are rows of `report log`: that which gave the part its present value, and that "
         "which\n"
         "  made it. “before @N”: the history doesn't reach back, or has a hole; it was so before row N. In "
         "JSON\n"
         "  that is before_row. Exit 1: no part is like that.\n"},
        Writes::no,
        [](CLI::App& command, BlameOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command
                .add_option("--version", options.version,
                            "now (default), before:ACTION, after:ACTION, backup:FILENAME, or @N")
                ->type_name("V");
            command.add_flag("--fields", options.fields, "a row a field, not a part");
            command.add_flag("--never-human", options.neverHuman,
                             "only what no person is known to have touched");
            command.add_option("--actor", options.actor, "only what has its value from that actor")
                ->check(CLI::IsMember({"human", "cli", "agent", "unknown"}))
                ->option_text("human|cli|agent|unknown");
        },
        blameReport);
}

} // namespace stemma::ctl
