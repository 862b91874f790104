// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_changes.h"
#include "app/stemmactl/graph_history_json.h"
#include "app/stemmactl/graph_saved.h"

namespace stemma::ctl {

namespace {

struct GraphRestoreOptions {
    std::string user, graph, version, note;
    std::vector<std::string> nodes;
    bool wholeUser = false;
    bool dryRun = false;
};

struct GraphUndoOptions {
    std::string user, graph, action, note;
    bool dryRun = false;
};

/// What would be written, compared with what is there.
int printGraphPreview(Context& context, const std::string& folder, const std::string& graph,
                      const Result<graph::RestorePreview>& preview) {
    if (!preview)
        return context.out.failure(preview.error());
    const auto now = graph::readUserFiles(context.disk(), folder, graph::ReadComposed::no);
    if (!now)
        return context.out.failure(now.error());
    const diff::Changes changes = graph::graphDifference(*now, preview->files, graph);
    if (context.out.json()) {
        context.out.value(graphPreviewValue(*preview, changes));
        return exitDone;
    }
    printGraphChanges(context.out, changes);
    for (const graph::FileDifference& each : preview->differences)
        context.out.line((!each.before ? "  make "
                          : each.after ? "  change "
                                       : "  remove ") +
                         printable(each.path));
    for (const graph::Finding& orphan : preview->orphans)
        context.out.note("note: " + printable(orphan.message));
    if (preview->differences.empty())
        context.out.note("note: the graph is like that already; nothing would be written");
    return exitDone;
}

int restoreGraphVersion(Context& context, const GraphRestoreOptions& options) {
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    if (options.wholeUser && !options.nodes.empty())
        return context.out.failure(ErrorCode::usage, "restore the version", options.version,
                                   "--node and --whole-user don't go together");
    const graph::RestoreScope scope{options.nodes, options.wholeUser, {}, {}, {}};
    if (options.dryRun)
        return printGraphPreview(context, workspace->userFolder, options.graph,
                                 graph::previewRestore(context.disk(), workspace->userFolder, options.graph,
                                                       options.version, scope));
    return printSavedGraph(context, "Restored", options.graph,
                           graph::restoreGraph(*workspace, options.graph, options.version, scope));
}

/// The transaction that an id, or the beginning of one, means.
Result<ActionId> findGraphAction(const Context& context, const std::string& folder,
                                 const GraphUndoOptions& options) {
    const auto timeline = graph::loadGraphTimeline(context.disk(), folder, options.graph,
                                                   graph::oldLogFolder(context.disk(), folder));
    if (!timeline)
        return fail(timeline.error());
    const auto version = graph::findGraphVersion(*timeline, "before:" + options.action);
    if (!version)
        return fail(version.error());
    if (version->at == graph::GraphVersion::At::backup)
        return fail(ErrorCode::usage, "undo the change", options.action,
                    "NDF Studio did it, and kept the registries alone",
                    "Restore them with graph restore backup:" + version->folder + ".");
    return version->action;
}

int undoGraphChange(Context& context, const GraphUndoOptions& options) {
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto action = findGraphAction(context, workspace->userFolder, options);
    if (!action)
        return context.out.failure(action.error());
    if (options.dryRun)
        return printGraphPreview(context, workspace->userFolder, options.graph,
                                 graph::previewUndo(context.disk(), workspace->userFolder, *action));
    return printSavedGraph(context, "Took the change out of", options.graph,
                           graph::undoTransaction(*workspace, *action));
}

template <class Options>
void declareGraphReturn(CLI::App& command, Options& options) {
    command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
        ->required()
        ->type_name("");
    command.add_option("GRAPH", options.graph, "the graph's id")->required()->type_name("");
    command.add_option("--note", options.note, "why: it is kept with the change")->type_name("WHY");
    command.add_flag("--dry-run", options.dryRun, "tell what would be written, and write nothing");
}

void declareGraphRestore(CLI::App& command, GraphRestoreOptions& options) {
    declareGraphReturn(command, options);
    command.add_option("VERSION", options.version, "before:ACTION, after:ACTION, backup:FOLDER or @N")
        ->required()
        ->type_name("");
    command
        .add_option("--node", options.nodes,
                    "only this node, with its relations and attributes; may be repeated")
        ->type_name("N")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_flag("--whole-user", options.wholeUser,
                     "all of the user's graphs; of an NDF Studio backup its three registries as they are");
}

} // namespace

void addGraphRestore(const CommandSet& graph) {
    addCommand<GraphRestoreOptions>(
        graph,
        {"restore", "make an old version of a graph current, as a change that can itself be undone",
         "  stemmactl graph restore 3f2a9c1e chemistry_basics before:4f0c --dry-run\n"
         "  stemmactl graph restore 3f2a9c1e chemistry_basics before:4f0c\n"
         "  stemmactl graph restore 3f2a9c1e chemistry_basics @3 --node oxygen --node water\n"
         "  stemmactl graph restore 3f2a9c1e india backup:india_20250628_100158_0b3510b0 --whole-user\n"
         "  A backup of NDF Studio has registries alone: without --whole-user it restores which nodes are "
         "in\n"
         "  the graph.\n"},
        Writes::yes, declareGraphRestore, restoreGraphVersion);
    addCommand<GraphUndoOptions>(
        graph,
        {"undo", "take one change out and keep the later ones; exit 4 where they overlap",
         "  stemmactl graph undo 3f2a9c1e chemistry_basics 4f0c --dry-run\n"
         "  stemmactl graph undo 3f2a9c1e chemistry_basics 4f0c\n"},
        Writes::yes,
        [](CLI::App& command, GraphUndoOptions& options) {
            declareGraphReturn(command, options);
            command.add_option("ACTION", options.action, "the change: its action id, or its beginning")
                ->required()
                ->type_name("");
        },
        undoGraphChange);
}

} // namespace stemma::ctl
