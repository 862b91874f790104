// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/saved.h"
#include "core/json/json_document.h"

namespace stemma::ctl {

namespace {

struct RestoreOptions {
    std::string id;
    std::string version;
    bool dryRun = false;
};

struct TrashOptions {
    std::string name;
};

void tellPreview(const Context& context, const report::RestorePreview& preview) {
    for (const std::string& note : preview.notes)
        context.out.note("note: " + printable(note));
    for (const auto& lost : preview.lost)
        context.out.note("note: the result is without " + std::to_string(lost.changes) +
                         (lost.changes == 1 ? " later change by " : " later changes by ") +
                         (lost.actor.empty() ? "somebody unknown" : printable(lost.actor)));
    if (preview.unchanged)
        context.out.note("note: the report has that content already; nothing would be written");
}

int dryRun(Context& context, const report::RestorePreview& preview) {
    if (!context.out.json()) {
        context.out.bytes(preview.bytes);
        return exitDone;
    }
    const auto value = json::parseFile(preview.bytes, "outline.json");
    if (!value)
        return context.out.failure(value.error());
    context.out.value(*value);
    return exitDone;
}

int restoreReport(Context& context, const RestoreOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto id = findReport(context, workspace->root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto preview = report::previewRestore(*workspace, *id, options.version);
    if (!preview)
        return context.out.failure(preview.error());
    tellPreview(context, *preview);
    if (options.dryRun)
        return dryRun(context, *preview);
    return printSaved(context, "Restored", report::restoreVersion(*workspace, *id, options.version));
}

int trashReport(Context& context, const TrashOptions& options) {
    return writeReport(context, options.name, "Moved to the trash:", report::trashReport);
}

/// The folder in the trash that is meant: its name, or the id of a report that is there once.
Result<std::string> findTrashed(const Context& context, const std::string& root, const std::string& given) {
    const auto snapshot =
        report::scanLibrary(context.disk(), root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return fail(snapshot.error());
    std::vector<std::string> ofId;
    for (const report::TrashedReport& each : (*snapshot)->trash) {
        if (each.name == given)
            return given;
        if (each.id.text() == given)
            ofId.push_back(each.name);
    }
    if (ofId.size() == 1)
        return ofId.front();
    if (ofId.size() > 1)
        return fail(ErrorCode::usage, "take the report out of the trash", given, "it is there more than once",
                    "Give the name that `report list --trash` shows.");
    return given; // the operation says what is wrong with it
}

int untrashReport(Context& context, const TrashOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto name = findTrashed(context, workspace->root, options.name);
    if (!name)
        return context.out.failure(name.error());
    return printSaved(context, "Took out of the trash:", report::untrashReport(*workspace, *name));
}

} // namespace

void addReportRestore(const CommandSet& report) {
    addCommand<RestoreOptions>(
        report,
        {"restore", "make an old version current, as a new change that can itself be undone",
         "  stemmactl report restore 1b9d6bcd before:4f0c --dry-run      (what would be written)\n"
         "  stemmactl report restore 1b9d6bcd before:4f0c\n"
         "  stemmactl report restore 1b9d6bcd backup:outline.json.20250311T101202_743707.bak\n"
         "  stemmactl report restore 1b9d6bcd ~/old/outline.json\n"
         "  The version before a restore is its own undo: restore before:<the action that was printed>.\n"},
        Writes::yes,
        [](CLI::App& command, RestoreOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command
                .add_option("VERSION", options.version,
                            "before:ACTION, after:ACTION, backup:FILENAME, @N, or a file")
                ->required()
                ->type_name("");
            command.add_flag("--dry-run", options.dryRun,
                             "print the outline that would be written, and write nothing");
        },
        restoreReport);
    addCommand<TrashOptions>(
        report,
        {"trash", "move a report to the trash; nothing is deleted", "  stemmactl report trash 1b9d6bcd\n"},
        Writes::yes,
        [](CLI::App& command, TrashOptions& options) {
            command.add_option("ID", options.name, "the report")->required()->type_name("");
        },
        trashReport);
    addCommand<TrashOptions>(
        report,
        {"untrash", "move a report out of the trash",
         "  stemmactl report list --trash\n"
         "  stemmactl report untrash 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed_20250311T101202\n"},
        Writes::yes,
        [](CLI::App& command, TrashOptions& options) {
            command.add_option("NAME", options.name, "its folder in .trash, or its id if it is there once")
                ->required()
                ->type_name("");
        },
        untrashReport);
}

} // namespace stemma::ctl
