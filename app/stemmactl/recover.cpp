// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/graph/graph_library.h"
#include "core/io/lock_holder.h"
#include "core/journal/file_transaction.h"
#include "core/journal/recovery.h"
#include "core/report/outline.h"

namespace stemma::ctl {

namespace {

using journal::RecoveryStep;

struct RecoverOptions {
    bool recordChanges = false;
};

/// The directories of all reports that are in their place.
Result<std::vector<std::string>> reportNames(io::Disk& disk, const std::string& root) {
    const auto folder = io::openDirectory(disk, io::joinPath(root, "by_id"));
    if (!folder)
        return folder.error().code == ErrorCode::notFound
                   ? Result<std::vector<std::string>>(std::vector<std::string>())
                   : fail(folder.error());
    const auto entries = disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    std::vector<std::string> names;
    for (const io::DirEntry& entry : *entries)
        if (entry.type == io::NodeType::directory || entry.type == io::NodeType::symlink)
            names.push_back(entry.name);
    std::sort(names.begin(), names.end());
    return names;
}

/// Tells a lock that nobody seems to hold any more, or sets it aside where the person asked for it.
Result<std::optional<RecoveryStep>> seeToLock(Context& context, const std::string& directory) {
    io::Disk& disk = context.disk();
    const auto folder = io::openDirectory(disk, directory);
    if (!folder) // a dangling link, or gone meanwhile: nothing is locked there
        return std::nullopt;
    const auto outline = disk.statAt(folder->get(), "outline.json");
    const std::string path = io::joinPath(directory, ".lock");
    const auto holder = io::lockHolder(disk, *folder, ".lock", outline ? outline->size : 0);
    if (!holder)
        return RecoveryStep{"lock", path, holder.error().detail + ". " + holder.error().advice, true};
    // One whose owner is gone is removed by whoever works there next: recovery does, or the next save.
    if (!*holder || !(*holder)->ownerAlive || !(*holder)->stale)
        return std::nullopt;
    if (!context.options().breakLock)
        return RecoveryStep{"lock", path,
                            "the report can't be written: its lock is held by " + (*holder)->text() +
                                " and looks abandoned; --break-lock sets it aside",
                            true};
    if (auto status = io::breakLock(disk, *folder, directory, ".lock", outline ? outline->size : 0); !status)
        return RecoveryStep{"lock", path, describe(status.error()), true};
    return RecoveryStep{"lock", path, "set aside an abandoned lock, held by " + (*holder)->text(), false};
}

Status seeToLocks(Context& context, const std::string& root, std::vector<RecoveryStep>& steps) {
    const auto names = reportNames(context.disk(), root);
    if (!names)
        return fail(names.error());
    for (const std::string& name : *names) {
        const auto step = seeToLock(context, io::joinPath(io::joinPath(root, "by_id"), name));
        if (!step)
            return fail(step.error());
        if (*step)
            steps.push_back(**step);
    }
    return {};
}

/// Whether the live outline is not what the last event left.
Result<bool> hasUnrecordedChange(Context& context, const std::string& directory) {
    const auto timeline = history::loadTimeline(context.disk(), directory, report::interpretOutline,
                                                history::Counts::leaveOut, {context.stop(), {}});
    if (!timeline)
        return fail(timeline.error());
    return !timeline->rows.empty() && timeline->rows.back().kind == history::RowKind::unrecordedChange;
}

Status recordChanges(Context& context, const report::Workspace& workspace, std::vector<RecoveryStep>& steps) {
    const auto names = reportNames(context.disk(), workspace.root);
    if (!names)
        return fail(names.error());
    for (const std::string& name : *names) {
        const std::string directory = io::joinPath(io::joinPath(workspace.root, "by_id"), name);
        const auto changed = hasUnrecordedChange(context, directory);
        if (!changed)
            return fail(changed.error());
        if (!*changed)
            continue;
        const auto saved = report::recordUnrecordedChange(workspace, ReportId(name));
        if (!saved)
            steps.push_back({"R9", directory, describe(saved.error()), true});
        else if (!saved->unchanged)
            steps.push_back({"R9", directory,
                             "wrote the event of a change that had none, " + saved->action.text(), false});
    }
    return {};
}

void addTransactionSteps(const journal::RecoveredTransactions& found, const std::string& folder,
                         std::vector<RecoveryStep>& steps) {
    for (const ActionId& action : found.finished)
        steps.push_back({"R1", folder, "finished the transaction " + action.text(), false});
    for (const ActionId& action : found.takenBack)
        steps.push_back({"R1", folder, "took the transaction " + action.text() + " back", false});
    for (const auto& stopped : found.stopped)
        for (const std::string& path : stopped.paths)
            steps.push_back({"R1", io::joinPath(folder, path),
                             "the transaction " + stopped.action.text() +
                                 " was cut off, and another program has changed this file since; all of its "
                                 "states are kept",
                             true});
    if (found.backupsPutBack > 0)
        steps.push_back({"R1", folder,
                         "put " + std::to_string(found.backupsPutBack) +
                             (found.backupsPutBack == 1 ? " backup" : " backups") +
                             " of an interrupted cleanup back",
                         false});
    for (const std::string& warning : found.warnings)
        steps.push_back({"R1", folder, warning, true});
}

/// The transactions of a graph library, user by user. One user who can't be helped hides no other.
Status recoverGraphs(Context& context, const std::string& root, std::vector<RecoveryStep>& steps) {
    if (!graph::looksLikeGraphLibrary(context.disk(), root))
        return {};
    const auto library = graph::scanGraphLibrary(context.disk(), root);
    if (!library)
        return fail(library.error());
    for (const graph::UserSummary& user : library->users) {
        if (!journal::needsTransactionRecovery(context.disk(), user.folder))
            continue;
        const auto found =
            journal::recoverTransactions(context.environment(), user.folder, context.lockOptions());
        if (found)
            addTransactionSteps(*found, user.folder, steps);
        else
            steps.push_back({"R1", user.folder, describe(found.error()), true});
    }
    return {};
}

int printSteps(Context& context, const std::vector<RecoveryStep>& steps) {
    const auto needsPerson = [](const RecoveryStep& step) { return step.needsPerson; };
    const bool left = std::any_of(steps.begin(), steps.end(), needsPerson);
    if (context.out.json()) {
        json::Value list = json::Value::array();
        for (const RecoveryStep& step : steps)
            list.appendItem(stepValue(step));
        context.out.value(json::Value::object({{"steps", std::move(list)}}));
        return left ? exitNo : exitDone;
    }
    for (const RecoveryStep& step : steps)
        context.out.line((step.needsPerson ? "left to you: " : "done: ") + printable(step.message) + " (" +
                         printable(step.path) + ")");
    if (steps.empty())
        context.out.line("Nothing to recover.");
    return left ? exitNo : exitDone;
}

int recover(Context& context, const RecoverOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    std::vector<RecoveryStep> steps;
    if (auto status = seeToLocks(context, workspace->root, steps); !status)
        return context.out.failure(status.error());
    const auto recovered =
        journal::recoverLibrary(context.environment(), workspace->root, context.lockOptions());
    if (!recovered)
        return context.out.failure(recovered.error());
    steps.insert(steps.end(), recovered->steps.begin(), recovered->steps.end());
    if (auto status = recoverGraphs(context, workspace->root, steps); !status)
        return context.out.failure(status.error());
    if (options.recordChanges)
        if (auto status = recordChanges(context, *workspace, steps); !status)
            return context.out.failure(status.error());
    return printSteps(context, steps);
}

} // namespace

void addRecover(const CommandSet& top) {
    addCommand<RecoverOptions>(
        top,
        {"recover", "finish or take back what an interrupted save left; exit 1 if something is left to you",
         "  stemmactl recover\n"
         "  stemmactl recover --break-lock            (sets abandoned locks aside, too)\n"
         "  stemmactl recover --record-changes        (writes an event for each change that has none)\n"},
        Writes::yes,
        [](CLI::App& command, RecoverOptions& options) {
            command.add_flag(
                "--record-changes", options.recordChanges,
                "write an event (manual_edit_detected) where the outline was changed without one");
        },
        recover);
}

} // namespace stemma::ctl
