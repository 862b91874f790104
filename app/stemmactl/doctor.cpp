// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/health/check.h"
#include "core/health/repair.h"

namespace stemma::ctl {

namespace {

using health::Finding;

struct DoctorOptions {
    bool fix = false;
    std::vector<std::string> findings;
    bool dryRun = false;
};

/// What became of a finding.
struct Treated {
    const Finding& finding;
    const char* outcome; ///< "found", "would-fix", "fixed", "failed", "left"
    std::string done;    ///< what was done, or why it failed

    [[nodiscard]] bool remains() const {
        return finding.severity != Severity::info && std::string_view(outcome) != "fixed";
    }
};

json::Value treatedValue(const Treated& treated) {
    const Finding& finding = treated.finding;
    return json::Value::object({{"id", json::Value::string(finding.id)},
                                {"kind", json::Value::string(health::findingKindWord(finding.kind))},
                                {"severity", json::Value::string(severityWord(finding.severity))},
                                {"subject", textOrNull(finding.subject)},
                                {"path", json::Value::string(finding.path)},
                                {"message", json::Value::string(finding.message)},
                                {"evidence", textList(finding.evidence)},
                                {"fix", textOrNull(finding.fix)},
                                {"outcome", json::Value::string(treated.outcome)},
                                {"done", textOrNull(treated.done)}});
}

void printTreated(Output& out, const Treated& treated) {
    const Finding& finding = treated.finding;
    out.line(std::string(severityWord(finding.severity)) + "  " + printable(finding.id));
    out.line("  " + printable(finding.message));
    for (const std::string& evidence : finding.evidence)
        out.line("  - " + printable(evidence));
    const std::string outcome = treated.outcome;
    if (outcome == "fixed")
        out.line("  Fixed: " + printable(treated.done) + '.');
    else if (outcome == "failed")
        out.line("  Not fixed: " + printable(treated.done));
    else if (finding.fix.empty())
        out.line("  Nothing that Stemma can do without you.");
    else
        out.line(std::string(outcome == "would-fix" ? "  Would fix: " : "  Fix: ") + printable(finding.fix) +
                 '.');
}

/// The findings that are to be fixed: all, or those that are named. An error names one that isn't there.
Result<std::vector<bool>> chosenFindings(const health::Checkup& checkup, const DoctorOptions& options) {
    std::vector<bool> chosen(checkup.findings.size(), options.fix && options.findings.empty());
    for (const std::string& id : options.findings) {
        const auto found = std::find_if(checkup.findings.begin(), checkup.findings.end(),
                                        [&](const Finding& finding) { return finding.id == id; });
        if (found == checkup.findings.end())
            return fail(ErrorCode::notFound, "fix the finding", id, "the library has no such finding",
                        "`doctor` lists their ids.");
        chosen[static_cast<std::size_t>(found - checkup.findings.begin())] = true;
    }
    return chosen;
}

Result<Treated> treat(Context& context, const report::Workspace& workspace, const Finding& finding,
                      bool chosen, const DoctorOptions& options) {
    if (!chosen)
        return Treated{finding, "found", {}};
    if (finding.fix.empty())
        return Treated{finding, "left", {}};
    if (options.dryRun)
        return Treated{finding, "would-fix", {}};
    auto done = health::repair(workspace, finding, context.progress("fixing"));
    if (!done && done.error().code == ErrorCode::cancelled)
        return fail(done.error());
    if (!done)
        return Treated{finding, "failed", describe(done.error())};
    context.out.markCommitted();
    return Treated{finding, "fixed", std::move(done->done)};
}

void sumUp(Output& out, const health::Checkup& checkup, std::size_t remaining) {
    std::string text =
        "Looked at " + std::to_string(checkup.reports) + (checkup.reports == 1 ? " report" : " reports");
    if (checkup.users > 0)
        text +=
            " and the graphs of " + std::to_string(checkup.users) + (checkup.users == 1 ? " user" : " users");
    out.line(text + ": " +
             (checkup.findings.empty() ? "all is well."
                                       : std::to_string(checkup.findings.size()) +
                                             (checkup.findings.size() == 1 ? " finding, " : " findings, ") +
                                             std::to_string(remaining) + " to see to."));
}

int runDoctor(Context& context, const DoctorOptions& options) {
    if (!options.fix && (!options.findings.empty() || options.dryRun))
        return context.out.failure(ErrorCode::usage, "understand the command line", {},
                                   "findings and --dry-run are for --fix",
                                   "Write doctor --fix, or nothing behind doctor.");
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto checkup = health::examine(*workspace, context.progress("looking at"));
    if (!checkup)
        return context.out.failure(checkup.error());
    const auto chosen = chosenFindings(*checkup, options);
    if (!chosen)
        return context.out.failure(chosen.error());
    std::size_t remaining = 0;
    for (std::size_t i = 0; i < checkup->findings.size(); ++i) {
        const auto treated = treat(context, *workspace, checkup->findings[i], (*chosen)[i], options);
        if (!treated)
            return context.out.failure(treated.error());
        remaining += treated->remains() ? 1 : 0;
        if (context.out.json())
            context.out.value(treatedValue(*treated));
        else
            printTreated(context.out, *treated);
    }
    if (!context.out.json())
        sumUp(context.out, *checkup, remaining);
    return remaining == 0 ? exitDone : exitNo;
}

} // namespace

void addDoctor(const CommandSet& top) {
    addCommand<DoctorOptions>(
        top,
        {"doctor",
         "look for all that is wrong in a library, and fix what can be fixed; exit 1 if something is left",
         "  stemmactl doctor\n"
         "  stemmactl doctor --json | jq 'select(.fix)'     (one object a line)\n"
         "  stemmactl doctor --fix --dry-run                (what would be done)\n"
         "  stemmactl doctor --fix index interrupted-save:1b9d6bcd-…\n"
         "  stemmactl doctor --fix                          (all that can be)\n"
         "  What is restored or recorded is a change like any other: `report undo` takes it back. Remarks "
         "(info)\n"
         "  don't count for the exit code.\n"},
        Writes::yes,
        [](CLI::App& command, DoctorOptions& options) {
            command.add_flag("--fix", options.fix,
                             "do what the findings' fixes say: of all, or of those named");
            command.add_option("FINDING", options.findings, "ids of findings to fix")->type_name("");
            command.add_flag("--dry-run", options.dryRun, "only say what would be done");
        },
        runDoctor);
}

} // namespace stemma::ctl
