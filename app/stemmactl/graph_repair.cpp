// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_findings.h"
#include "app/stemmactl/graph_json.h"
#include "core/graph/graph_operations.h"

namespace stemma::ctl {

namespace {

struct GraphRepairOptions {
    std::string user;
    std::vector<std::string> findings;
    bool dryRun = false;
};

/// What a repair did, or would do.
struct RepairOutcome {
    std::vector<std::string> done;
    std::vector<graph::Finding> left;
    graph::SavedGraph saved;
};

Result<RepairOutcome> repairGraphs(const Context& context, const std::string& folder,
                                   const GraphRepairOptions& options) {
    const graph::GraphWorkspace workspace{context.environment(),   folder,
                                          context.options().actor, context.options().requestId,
                                          context.lockOptions(),   std::nullopt};
    RepairOutcome outcome;
    auto saved = graph::repairUser(workspace, options.findings, outcome.done, outcome.left);
    if (!saved)
        return fail(saved.error());
    outcome.saved = std::move(*saved);
    return outcome;
}

/// The same, without writing.
Result<RepairOutcome> planGraphRepair(const Context& context, const std::string& folder,
                                      const GraphRepairOptions& options) {
    auto plan = graph::previewRepair(context.disk(), folder, options.findings,
                                     context.environment().clock.now(), context.progress("reading file"));
    if (!plan)
        return fail(plan.error());
    noteUserFiles(context, plan->files);
    RepairOutcome outcome{std::move(plan->done), std::move(plan->left), {}};
    outcome.saved.unchanged = true;
    for (const graph::FileDifference& each : plan->differences)
        outcome.saved.paths.push_back(each.path);
    return outcome;
}

json::Value repairValue(const RepairOutcome& outcome, bool dryRun) {
    const graph::SavedGraph& saved = outcome.saved;
    return json::Value::object(
        {{"action_id", saved.unchanged ? json::Value() : json::Value::string(saved.action.text())},
         {"backup", saved.backup.empty() ? json::Value() : json::Value::string(saved.backup)},
         {"unchanged", json::Value::boolean(saved.unchanged)},
         {"dry_run", json::Value::boolean(dryRun)},
         {"done", graphTextsValue(outcome.done)},
         {"left", graphFindingsValue(outcome.left)},
         {"paths", graphTextsValue(saved.paths)},
         {"warnings", graphTextsValue(saved.warnings)}});
}

void printRepair(Output& out, const RepairOutcome& outcome, bool dryRun) {
    if (outcome.done.empty())
        out.line("Nothing to repair.");
    else
        out.line(dryRun ? "Would repair:" : "Repaired, action " + outcome.saved.action.text() + ':');
    for (const std::string& sentence : outcome.done)
        out.line("  " + printable(sentence));
    for (const std::string& path : outcome.saved.paths)
        out.line((dryRun ? "  would change " : "  changed ") + printable(path));
    if (!outcome.left.empty())
        out.line("Left to you:");
    printGraphFindings(out, outcome.left);
}

int runGraphRepair(Context& context, const GraphRepairOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const auto outcome =
        options.dryRun ? planGraphRepair(context, *folder, options) : repairGraphs(context, *folder, options);
    if (!outcome)
        return context.out.failure(outcome.error());
    if (!outcome->saved.unchanged)
        context.out.markCommitted();
    for (const std::string& warning : outcome->saved.warnings)
        context.out.warning(printable(warning));
    if (context.out.json())
        context.out.value(repairValue(*outcome, options.dryRun));
    else
        printRepair(context.out, *outcome, options.dryRun);
    return outcome->left.empty() ? exitDone : exitNo;
}

} // namespace

void addGraphRepair(const CommandSet& graph) {
    addCommand<GraphRepairOptions>(
        graph,
        {"repair", "mend what `validate --deep` found, as one change; exit 1 if something is left to you",
         "  stemmactl --library graph_data graph repair 3f2a9c1e --dry-run\n"
         "  stemmactl --library graph_data graph repair 3f2a9c1e\n"
         "  stemmactl --library graph_data graph repair 3f2a9c1e stale-composed:india phantom-node:cell\n"},
        Writes::yes,
        [](CLI::App& command, GraphRepairOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command
                .add_option(
                    "FINDING", options.findings,
                    "ids of findings, as `validate --deep` shows them; none: all that can be repaired")
                ->type_name("");
            command.add_flag("--dry-run", options.dryRun, "show what would be done, and write nothing");
        },
        runGraphRepair);
}

} // namespace stemma::ctl
