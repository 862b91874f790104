// SPDX-License-Identifier: MIT
#include "core/health/repair.h"

#include <utility>

#include "core/graph/graph_library.h"
#include "core/graph/graph_operations.h"
#include "core/journal/file_transaction.h"
#include "core/journal/recovery.h"
#include "core/report/lock_state.h"
#include "core/report/report_library.h"

namespace stemma::health {

namespace {

constexpr const char* repairing = "fix what was found";

Result<std::string> rebuildIndexOf(const report::Workspace& workspace, const Progress& progress) {
    const auto rebuilt =
        report::rebuildIndex(workspace.environment.disk, workspace.root, report::DryRun::no, progress);
    if (!rebuilt)
        return fail(rebuilt.error());
    return "wrote the index anew: " + std::to_string(rebuilt->added) + " added, " +
           std::to_string(rebuilt->removed) + " removed, " + std::to_string(rebuilt->changed) + " changed";
}

Result<std::string> finishSave(const report::Workspace& workspace, const Finding& finding) {
    const auto recovered = journal::recoverReport(workspace.environment, finding.path, workspace.lock);
    if (!recovered)
        return fail(recovered.error());
    std::string done;
    for (const journal::RecoveryStep& step : recovered->steps)
        done += (done.empty() ? "" : "; ") + step.message;
    return done.empty() ? std::string("nothing was left to do") : done;
}

Result<std::string> restoreNewest(const report::Workspace& workspace, const Finding& finding) {
    const auto saved =
        report::restoreVersion(workspace, ReportId(finding.subject), finding.version, finding.base);
    if (!saved)
        return fail(saved.error());
    return "restored " + finding.version + ", change " + saved->action.text();
}

Result<std::string> recordChange(const report::Workspace& workspace, const Finding& finding) {
    const auto saved = report::recordUnrecordedChange(workspace, ReportId(finding.subject));
    if (!saved)
        return fail(saved.error());
    return saved->unchanged ? std::string("another program has written the event meanwhile")
                            : "wrote the event " + saved->action.text();
}

Result<std::string> endTransactions(const report::Workspace& workspace, const Finding& finding) {
    const auto recovered = journal::recoverTransactions(workspace.environment, finding.path, workspace.lock);
    if (!recovered)
        return fail(recovered.error());
    if (!recovered->stopped.empty())
        return fail(ErrorCode::conflict, repairing, finding.path,
                    "another program has changed a file of the transaction since; all of its states are kept",
                    "`recover` names the files.");
    return "finished " + std::to_string(recovered->finished.size()) + ", took back " +
           std::to_string(recovered->takenBack.size());
}

Result<std::string> repairGraphs(const report::Workspace& workspace, const Finding& finding) {
    const auto folder = graph::userFolder(workspace.environment.disk, workspace.root, finding.subject);
    if (!folder)
        return fail(folder.error());
    const graph::GraphWorkspace graphs{workspace.environment, *folder,        workspace.actor,
                                       workspace.requestId,   workspace.lock, std::nullopt};
    std::vector<std::string> done;
    std::vector<graph::Finding> left;
    const auto saved = graph::repairUser(graphs, {finding.rule}, done, left);
    if (!saved)
        return fail(saved.error());
    std::string text;
    for (const std::string& sentence : done)
        text += (text.empty() ? "" : "; ") + sentence;
    return text.empty() ? std::string("nothing was left to do") : text;
}

} // namespace

Result<std::string> repair(const report::Workspace& workspace, const Finding& finding,
                           const Progress& progress) {
    if (finding.fix.empty())
        return fail(ErrorCode::usage, repairing, finding.path, finding.message, "It is left to you.");
    switch (finding.kind) {
    case FindingKind::index:
        return rebuildIndexOf(workspace, progress);
    case FindingKind::interruptedSave:
        return finishSave(workspace, finding);
    case FindingKind::abandonedLock:
        if (auto status = report::breakReportLock(workspace.environment.disk, workspace.root,
                                                  ReportId(finding.subject));
            !status)
            return fail(std::move(status.error()));
        return std::string("set the lock aside");
    case FindingKind::damagedOutline:
        return restoreNewest(workspace, finding);
    case FindingKind::unrecordedChange:
        return recordChange(workspace, finding);
    case FindingKind::graphs:
        return repairGraphs(workspace, finding);
    case FindingKind::interruptedTransaction:
        return endTransactions(workspace, finding);
    case FindingKind::outlineProblem:
    case FindingKind::damagedHistory:
    case FindingKind::library:
        break;
    }
    return fail(ErrorCode::usage, repairing, finding.path, finding.message, "It is left to you.");
}

} // namespace stemma::health
