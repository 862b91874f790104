// SPDX-License-Identifier: MIT
#include "app/stemmactl/saved.h"

#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/json/json_document.h"

namespace stemma::ctl {

int printSaved(Context& context, const std::string& done, const Result<report::Saved>& saved,
               const std::optional<std::vector<std::string>>& newIds) {
    if (!saved)
        return context.out.failure(saved.error());
    if (!saved->unchanged)
        context.out.markCommitted();
    for (const std::string& warning : saved->warnings)
        context.out.warning(printable(warning));
    if (context.out.json()) {
        json::Value value = savedValue(*saved);
        if (newIds)
            value.set("new_ids", textList(*newIds));
        context.out.value(value);
        return exitDone;
    }
    const std::string id = printable(saved->id.text());
    if (saved->unchanged) {
        context.out.line("Nothing to change in " + id + ".");
        return exitDone;
    }
    std::string text = done + ' ' + id;
    if (saved->outlineVersion > 0)
        text += ", version " + std::to_string(saved->outlineVersion);
    text += ", action " + saved->action.text();
    if (!saved->backup.empty())
        text += ", before it " + saved->backup;
    context.out.line(text + '.');
    for (const std::string& made : newIds.value_or(std::vector<std::string>()))
        context.out.line("  new: " + printable(made));
    return exitDone;
}

int writeReport(
    Context& context, const std::string& id, const std::string& done,
    const std::function<Result<report::Saved>(const report::Workspace&, const ReportId&)>& operation) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto found = findReport(context, workspace->root, id);
    if (!found)
        return context.out.failure(found.error());
    return printSaved(context, done, operation(*workspace, *found));
}

int printDryRun(Context& context, const std::string& bytes) {
    if (!context.out.json()) {
        context.out.bytes(bytes);
        return exitDone;
    }
    const auto value = json::parseFile(bytes, "outline.json");
    if (!value)
        return context.out.failure(value.error());
    context.out.value(*value);
    return exitDone;
}

} // namespace stemma::ctl
