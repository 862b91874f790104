// SPDX-License-Identifier: MIT
#include "app/stemmactl/report_undo.h"

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_conflicts.h"
#include "app/stemmactl/report_restore_parts.h"
#include "app/stemmactl/saved.h"
#include "core/report/undo_changes.h"

namespace stemma::ctl {

namespace {

struct UndoOptions {
    std::string id;
    std::vector<std::string> actions;
    std::string request;
    std::string programsSince;
    std::string conflicts;
    bool dryRun = false;
    RestorePartsOptions parts = {}; ///< only these of what they did
};

/// What of the changes is meant, where not all of it is.
void declareUndoParts(CLI::App& command, RestorePartsOptions& parts) {
    const auto add = [&](const char* name, std::vector<std::string>& values, const char* text,
                         const char* type) {
        command.add_option(name, values, text)->expected(1)->take_all()->type_name(type);
    };
    add("--section", parts.sections, "only what they did to this section", "S");
    add("--insight", parts.insights, "only what they did to this insight", "I");
    add("--citation", parts.citations, "only what they did to this citation", "C");
    add("--field", parts.fields, "only this field of the named parts, or of the report if none is named",
        "NAME");
}

/// The changes that are meant: those that are named, those of a request, and those since a version.
Result<report::UndoRequest> requestOf(Context& context, const std::string& directory,
                                      const UndoOptions& options) {
    report::UndoRequest request{options.actions, {}, {}};
    if (options.parts.any())
        request.parts = partChoices(options.parts);
    if (options.conflicts == "now")
        request.others = diff::MergeSide::ours;
    else if (options.conflicts == "before")
        request.others = diff::MergeSide::theirs;
    if (options.request.empty() && options.programsSince.empty())
        return request;
    const auto timeline =
        history::loadTimeline(context.disk(), directory, report::interpretOutline, history::Counts::leaveOut,
                              context.progress("reading version"));
    if (!timeline)
        return fail(timeline.error());
    if (!options.request.empty()) {
        const auto actions = report::changesOfRequest(*timeline, options.request);
        if (actions.empty())
            return fail(ErrorCode::notFound, "undo the request", options.request,
                        "no change of this report has that request id");
        request.actions.insert(request.actions.end(), actions.begin(), actions.end());
    }
    if (!options.programsSince.empty()) {
        const auto actions = report::changesByProgramsSince(*timeline, options.programsSince);
        if (!actions)
            return fail(actions.error());
        request.actions.insert(request.actions.end(), actions->begin(), actions->end());
    }
    return request;
}

/// Conflicts are data: where they go, the outline doesn't.
int tellConflicts(Context& context, const report::UndoPreview& preview) {
    if (context.out.json())
        context.out.value(conflictsValue(preview.conflicts));
    else
        for (const report::MergeConflict& conflict : preview.conflicts)
            for (const std::string& line : conflictLines(conflict))
                context.out.line(line);
    return context.out.failure(ErrorCode::conflict, "undo the change", {},
                               "later changes overlap it in " + std::to_string(preview.conflicts.size()) +
                                   (preview.conflicts.size() == 1 ? " place" : " places"),
                               "Nothing was written. Choose with --conflicts now, or --conflicts before.");
}

int printPreview(Context& context, const report::UndoPreview& preview) {
    if (preview.unchanged)
        context.out.note("note: nothing of that is in the report any more; nothing would be written");
    return printDryRun(context, preview.bytes);
}

int undoReport(Context& context, const UndoOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto id = findReport(context, workspace->root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto directory = report::reportDirectory(context.disk(), workspace->root, *id);
    if (!directory)
        return context.out.failure(directory.error());
    const auto request = requestOf(context, *directory, options);
    if (!request)
        return context.out.failure(request.error());
    const auto preview = report::previewUndo(*workspace, *id, *request, context.progress("reading version"));
    if (!preview)
        return context.out.failure(preview.error());
    if (!preview->conflicts.empty())
        return tellConflicts(context, *preview);
    for (const report::MergeConflict& conflict : preview->resolved)
        context.out.note("note: decided: " + conflictLines(conflict).front());
    if (options.dryRun)
        return printPreview(context, *preview);
    return printSaved(context, "Took the change out of", report::undoChanges(*workspace, *id, *request));
}

} // namespace

int restoreButForPeople(Context& context, const KeepHumanOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto id = findReport(context, workspace->root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto directory = report::reportDirectory(context.disk(), workspace->root, *id);
    if (!directory)
        return context.out.failure(directory.error());
    const UndoOptions wanted{options.id, {}, {}, options.version, options.conflicts, options.dryRun};
    const auto request = requestOf(context, *directory, wanted);
    if (!request)
        return context.out.failure(request.error());
    if (!request->actions.empty())
        return undoReport(context, wanted);
    context.out.note("note: no program changed the report since");
    const auto same = report::previewRestore(*workspace, *id, "now");
    if (!same)
        return context.out.failure(same.error());
    if (options.dryRun)
        return printDryRun(context, same->bytes);
    return printSaved(context, {}, report::restoreVersion(*workspace, *id, "now", same->baseSha256));
}

void addReportUndo(const CommandSet& report) {
    addCommand<UndoOptions>(
        report,
        {"undo", "take changes out and keep the later ones; exit 4 where they overlap",
         "  stemmactl report undo 1b9d6bcd 4f0c --dry-run      (what would be written)\n"
         "  stemmactl report undo 1b9d6bcd 4f0c\n"
         "  stemmactl report undo 1b9d6bcd 4f0c 77ab --conflicts now\n"
         "  stemmactl report undo 1b9d6bcd --request nightly-17\n"
         "  stemmactl report undo 1b9d6bcd 4f0c --field title     (all else of the change stays)\n"
         "  stemmactl report undo 1b9d6bcd --programs-since before:4f0c     (keeps what people changed)\n"
         "  It is one new change, which `report undo` takes out too. In conflicts, base is what the change "
         "made,\n"
         "  ours what is there now, theirs what was there before it.\n"},
        Writes::yes,
        [](CLI::App& command, UndoOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command.add_option("ACTION", options.actions, "the changes: action ids, or beginnings of them")
                ->type_name("");
            command.add_option("--request", options.request, "all changes of that request")->type_name("R");
            command
                .add_option("--programs-since", options.programsSince,
                            "all changes after that version that no person made")
                ->type_name("VERSION");
            command
                .add_option("--conflicts", options.conflicts,
                            "what stands where later changes overlap: what is there now, or was before")
                ->check(CLI::IsMember({"now", "before"}))
                ->type_name("now|before");
            declareUndoParts(command, options.parts);
            command.add_flag("--dry-run", options.dryRun,
                             "print the outline that would be written, and write nothing");
        },
        undoReport);
}

} // namespace stemma::ctl
