// SPDX-License-Identifier: MIT
#include <unistd.h>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "app/stemmactl/report_versions.h"
#include "core/diff/text_diff.h"
#include "core/diff/unified_diff.h"
#include "core/json/python_format.h"
#include "core/report/outline.h"

namespace stemma::ctl {

namespace {

struct DiffOptions {
    std::string id;
    std::string before;
    std::string after;
    std::string format;
};

/// How removed and added words are marked: in colour on a terminal, else as `[-…-]` and `{+…+}`.
struct Marks {
    const char* removed;
    const char* removedEnd;
    const char* added;
    const char* addedEnd;
};

Marks chooseMarks() {
    if (isatty(STDOUT_FILENO) != 0)
        return {"\033[31;9m", "\033[0m", "\033[32;4m", "\033[0m"};
    return {"[-", "-]", "{+", "+}"};
}

std::string fieldText(const json::Value& value, bool there) {
    if (!there)
        return "(absent)";
    return value.isString() ? value.text() : json::pythonLine(value);
}

std::string markedText(const diff::FieldChange& field, const Marks& marks) {
    std::string out;
    const auto segments = diff::wordDifference(fieldText(field.before, field.hadBefore),
                                               fieldText(field.after, field.hasAfter));
    for (const diff::Segment& segment : segments) {
        const std::string text = printableLines(segment.text);
        if (segment.kind == diff::SegmentKind::same)
            out += text;
        else if (segment.kind == diff::SegmentKind::removed)
            out += marks.removed + text + marks.removedEnd;
        else
            out += marks.added + text + marks.addedEnd;
    }
    return out;
}

void printIndented(Output& out, const std::string& name, const std::string& text) {
    const std::string lead = "    " + printable(name) + ": ";
    std::size_t from = 0;
    for (bool first = true; from <= text.size(); first = false) {
        const std::size_t end = std::min(text.size(), text.find('\n', from));
        out.line((first ? lead : std::string(6, ' ')) + text.substr(from, end - from));
        from = end + 1;
    }
}

void printChange(Output& out, const diff::Change& change, const Marks& marks) {
    std::string line = std::string(diff::changeKindWord(change.kind)) + ' ' + change.what;
    if (change.what != "report" && change.what != "citation")
        line += ' ' + printable(change.id);
    if (!change.title.empty())
        line += ": " + printable(change.title);
    if (change.kind == diff::ChangeKind::moved)
        line += " (from place " + std::to_string(change.oldPosition + 1) +
                (change.oldParent != change.parent ? " of section " + printable(change.oldParent) : "") +
                " to " + std::to_string(change.newPosition + 1) +
                (change.oldParent != change.parent ? " of section " + printable(change.parent) : "") + ")";
    out.line(line);
    if (change.kind == diff::ChangeKind::edited)
        for (const diff::FieldChange& field : change.fields)
            printIndented(out, field.name, markedText(field, marks));
}

int printPatch(Context& context, ReportVersions& versions, const DiffOptions& options) {
    const auto before = versions.bytes(options.before);
    if (!before)
        return context.out.failure(before.error());
    const auto after = versions.bytes(options.after);
    if (!after)
        return context.out.failure(after.error());
    const std::string patch =
        diff::unifiedDifference(*before, *after, "outline.json\t" + printable(options.before),
                                "outline.json\t" + printable(options.after));
    if (context.out.json())
        context.out.value(json::Value::string(patch));
    else
        context.out.bytes(patch);
    return patch.empty() ? exitDone : exitNo;
}

int diffReport(Context& context, const DiffOptions& options) {
    const auto directory = findReportDirectory(context, options.id);
    if (!directory)
        return context.out.failure(directory.error());
    ReportVersions versions(context, *directory);
    if (options.format == "patch")
        return printPatch(context, versions, options);
    const auto before = versions.document(options.before);
    if (!before)
        return context.out.failure(before.error());
    const auto after = versions.document(options.after);
    if (!after)
        return context.out.failure(after.error());
    const diff::Changes changes = report::outlineDifference(*before, *after);
    const bool asJson = options.format == "json" || (options.format.empty() && context.out.json());
    if (asJson) {
        context.out.value(changesValue(changes));
    } else {
        const Marks marks = chooseMarks();
        for (const diff::Change& change : changes)
            printChange(context.out, change, marks);
    }
    return changes.empty() ? exitDone : exitNo;
}

} // namespace

void addReportDiff(const CommandSet& report) {
    addCommand<DiffOptions>(
        report,
        {"diff", "what differs between two versions, by meaning; exit 0 same, 1 differs",
         "  stemmactl report diff 1b9d6bcd before:4f0c now\n"
         "  stemmactl report diff 1b9d6bcd @1 @4 --format json\n"
         "  stemmactl report diff 1b9d6bcd @1 now --format patch > change.patch\n"
         "  stemmactl report diff 1b9d6bcd now /backup/outline.json\n"
         "  The times and the version number that every save changes are no difference (but for patch).\n"},
        Writes::no,
        [](CLI::App& command, DiffOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command
                .add_option("A", options.before,
                            "a version: now, before:ACTION, after:ACTION, backup:FILENAME, @N, a file")
                ->required()
                ->type_name("");
            command.add_option("B", options.after, "another")->required()->type_name("");
            command
                .add_option("--format", options.format,
                            "text (default): words marked; json; patch: lines of the files")
                ->check(CLI::IsMember({"text", "json", "patch"}))
                ->option_text("text|json|patch");
        },
        diffReport);
}

} // namespace stemma::ctl
