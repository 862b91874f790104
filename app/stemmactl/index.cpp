// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/report/report_index.h"

namespace stemma::ctl {

namespace {

struct IndexOptions {
    bool dryRun = false;
};

json::Value checkValue(const report::IndexCheck& check) {
    return json::Value::object({{"reports", numberValue(check.reports)},
                                {"damaged", numberValue(check.damaged)},
                                {"added", numberValue(check.added)},
                                {"removed", numberValue(check.removed)},
                                {"changed", numberValue(check.changed)}});
}

std::string countsText(const report::IndexCheck& check) {
    return std::to_string(check.added) + " added, " + std::to_string(check.removed) + " removed, " +
           std::to_string(check.changed) + " changed";
}

std::string reportsText(const report::IndexCheck& check) {
    std::string text = std::to_string(check.reports) + (check.reports == 1 ? " report" : " reports");
    if (check.damaged > 0)
        text +=
            ", " + std::to_string(check.damaged) + " more that can't be listed as damaged ones are left out";
    return text;
}

int checkIndex(Context& context, const IndexOptions&) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto check = report::checkIndex(context.disk(), *root, context.progress("reading report"));
    if (!check)
        return context.out.failure(check.error());
    if (context.out.json()) {
        json::Value value = checkValue(*check);
        json::Value findings = json::Value::array();
        for (const report::IndexFinding& finding : check->findings)
            findings.appendItem(findingValue(finding));
        value.set("findings", std::move(findings));
        context.out.value(value);
    } else {
        for (const report::IndexFinding& finding : check->findings)
            context.out.line(finding.kind + ": " + printable(finding.message) +
                             (finding.line == 0 ? "" : " (line " + std::to_string(finding.line) + ")"));
        context.out.line(check->findings.empty()
                             ? "The index agrees with the outlines: " + reportsText(*check) + "."
                             : "A rebuild would make it right: " + countsText(*check) + "; " +
                                   reportsText(*check) + ".");
    }
    return check->findings.empty() ? exitDone : exitNo;
}

int rebuildIndex(Context& context, const IndexOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto dryRun = options.dryRun ? report::DryRun::yes : report::DryRun::no;
    const auto check =
        report::rebuildIndex(context.disk(), *root, dryRun, context.progress("reading report"));
    if (!check)
        return context.out.failure(check.error());
    if (!options.dryRun)
        context.out.markCommitted();
    if (context.out.json())
        context.out.value(checkValue(*check));
    else
        context.out.line((options.dryRun ? "A rebuild would have " : "Rebuilt the index: ") +
                         reportsText(*check) + "; " + countsText(*check) + ".");
    return exitDone;
}

} // namespace

void addIndexCommands(const CommandSet& index) {
    addCommand<IndexOptions>(
        index,
        {"check", "compare index.jsonl with the outlines; exit 1 if they disagree",
         "  stemmactl index check\n  stemmactl index check --json | jq .findings\n"},
        Writes::no, [](CLI::App&, IndexOptions&) {}, checkIndex);
    addCommand<IndexOptions>(
        index,
        {"rebuild", "write index.jsonl anew from the outlines",
         "  stemmactl index rebuild --dry-run\n  stemmactl index rebuild\n"},
        Writes::no,
        [](CLI::App& command, IndexOptions& options) {
            command.add_flag("--dry-run", options.dryRun, "only say what would change");
        },
        rebuildIndex);
}

} // namespace stemma::ctl
