// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_restore_parts.h"
#include "app/stemmactl/report_undo.h"
#include "app/stemmactl/saved.h"

namespace stemma::ctl {

namespace {

struct RestoreOptions {
    std::string id;
    std::string version;
    RestorePartsOptions parts;
    std::string conflicts;
    bool keepHuman = false;
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

/// Options that can't stand together, as the parser can't tell.
const char* misfitOf(const RestoreOptions& options) {
    if (options.keepHuman && (options.parts.any() || !options.parts.from.empty()))
        return "--keep-human is for the whole report";
    if (!options.conflicts.empty() && !options.keepHuman)
        return "--conflicts is for --keep-human";
    if (!options.parts.any() && (!options.parts.from.empty() || !options.parts.into.empty()))
        return "--from and --into are for parts: name a --section, --insight, --citation or --field";
    return nullptr;
}

int restoreReport(Context& context, const RestoreOptions& options) {
    if (const char* misfit = misfitOf(options))
        return context.out.failure(ErrorCode::usage, "restore the version", options.version, misfit,
                                   "`--help` shows examples.");
    if (options.keepHuman)
        return restoreButForPeople(context, {options.id, options.version, options.conflicts, options.dryRun});
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto id = findReport(context, workspace->root, options.id);
    if (!id)
        return context.out.failure(id.error());
    if (options.parts.any())
        return restoreReportParts(context, *workspace, *id, options.version, options.parts,
                                  options.dryRun ? Run::dry : Run::act);
    const auto preview = report::previewRestore(*workspace, *id, options.version);
    if (!preview)
        return context.out.failure(preview.error());
    tellPreview(context, *preview);
    if (options.dryRun)
        return printDryRun(context, preview->bytes);
    return printSaved(context, "Restored", report::restoreVersion(*workspace, *id, options.version));
}

int trashReport(Context& context, const TrashOptions& options) {
    return writeReport(context, options.name, "Moved to the trash:", report::trashReport);
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

void declareRestore(CLI::App& command, RestoreOptions& options) {
    command.add_option("ID", options.id, "the report")->required()->type_name("");
    command
        .add_option("VERSION", options.version, "before:ACTION, after:ACTION, backup:FILENAME, @N, or a file")
        ->required()
        ->type_name("");
    declareRestoreParts(command, options.parts);
    command.add_flag("--keep-human", options.keepHuman,
                     "take out only what programs changed since; exit 4 where people's changes overlap");
    command
        .add_option("--conflicts", options.conflicts,
                    "what stands where they overlap: what is there now, or was before")
        ->check(CLI::IsMember({"now", "before"}))
        ->type_name("now|before");
    command.add_flag("--dry-run", options.dryRun,
                     "print the outline that would be written, and write nothing");
}

constexpr const char* restoreExamples =
    "  stemmactl report restore 1b9d6bcd before:4f0c --dry-run      (what would be written)\n"
    "  stemmactl report restore 1b9d6bcd before:4f0c\n"
    "  stemmactl report restore 1b9d6bcd backup:outline.json.20250311T101202_743707.bak\n"
    "  stemmactl report restore 1b9d6bcd ~/old/outline.json\n"
    "  stemmactl report restore 1b9d6bcd @7 --keep-human            (but for what people changed since)\n"
    "  stemmactl report restore 1b9d6bcd @7 --field title           (and nothing else)\n"
    "  stemmactl report restore 1b9d6bcd @7 --insight 09ab77c0-31e6-4d0f-9d39-5b3f6f9a2e11 --field summary\n"
    "  stemmactl report restore 1b9d6bcd now --from 77aa0c1e-5f0e-4f6c-8d57-b0b6c5a1f3d2 \\\n"
    "      --section 6c1f52aa-0b8e-4a5d-8b1c-1f4f7f3f2a90           (out of the trash)\n"
    "  Parts are named by their whole ids, as `report diff ID VERSION now --json` has them.\n"
    "  The version before a restore is its own undo: restore before:<the action that was printed>.\n";

} // namespace

void addReportRestore(const CommandSet& report) {
    addCommand<RestoreOptions>(
        report,
        {"restore", "make an old version, or parts of it, current, as a new change that can be undone",
         restoreExamples},
        Writes::yes, declareRestore, restoreReport);
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
