// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_saved.h"

#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/report_json.h"

namespace stemma::ctl {

namespace {

json::Value savedGraphValue(const std::string& graph, const graph::SavedGraph& saved) {
    json::Value value = json::Value::object({{"graph", json::Value::string(graph)},
                                             {"action_id", textOrNull(saved.action.text())},
                                             {"backup", textOrNull(saved.backup)},
                                             {"files", textList(saved.paths)},
                                             {"new_ids", textList(saved.newIds)}});
    if (saved.unchanged)
        value.set("unchanged", json::Value::boolean(true));
    if (!saved.warnings.empty())
        value.set("warnings", textList(saved.warnings));
    return value;
}

} // namespace

Result<graph::GraphWorkspace> graphWorkspace(const Context& context, const std::string& user,
                                             const std::string& note) {
    const auto folder = findGraphUser(context, user);
    if (!folder)
        return fail(folder.error());
    return graph::GraphWorkspace{context.environment(),   *folder,
                                 context.options().actor, context.options().requestId,
                                 context.lockOptions(),   note.empty() ? std::nullopt : std::optional(note)};
}

int printSavedGraph(Context& context, const std::string& done, const std::string& graph,
                    const Result<graph::SavedGraph>& saved) {
    if (!saved)
        return context.out.failure(saved.error());
    if (!saved->unchanged)
        context.out.markCommitted();
    for (const std::string& warning : saved->warnings)
        context.out.warning(printable(warning));
    if (context.out.json()) {
        context.out.value(savedGraphValue(graph, *saved));
        return exitDone;
    }
    if (saved->unchanged) {
        context.out.line("Nothing to change in " + printable(graph) + ".");
        return exitDone;
    }
    std::string text = done + ' ' + printable(graph) + ", action " + saved->action.text() + ", " +
                       std::to_string(saved->paths.size()) + (saved->paths.size() == 1 ? " file" : " files");
    if (!saved->backup.empty())
        text += ", before it backups/" + printable(saved->backup);
    context.out.line(text + '.');
    for (const std::string& made : saved->newIds)
        context.out.line("  new: " + printable(made));
    return exitDone;
}

} // namespace stemma::ctl
