// SPDX-License-Identifier: MIT
#include "core/health/repair.h"

#include <algorithm>
#include <array>
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
constexpr const char* takingBack = "take the fix back";
constexpr const char* nothingLeft = "nothing was left to do";

Repaired onlyDone(std::string words) {
    return {std::move(words), {}, {}};
}

Result<Repaired> rebuildIndexOf(const report::Workspace& workspace, const Progress& progress) {
    const auto rebuilt =
        report::rebuildIndex(workspace.environment.disk, workspace.root, report::DryRun::no, progress);
    if (!rebuilt)
        return fail(rebuilt.error());
    return onlyDone("wrote the index anew: " + std::to_string(rebuilt->added) + " added, " +
                    std::to_string(rebuilt->removed) + " removed, " + std::to_string(rebuilt->changed) +
                    " changed");
}

Result<Repaired> finishSave(const report::Workspace& workspace, const Finding& finding) {
    const auto recovered = journal::recoverReport(workspace.environment, finding.path, workspace.lock);
    if (!recovered)
        return fail(recovered.error());
    std::string done, left;
    for (const journal::RecoveryStep& step : recovered->steps) {
        std::string& words = step.needsPerson ? left : done;
        words += (words.empty() ? "" : "; ") + step.message;
    }
    if (!left.empty())
        return fail(ErrorCode::conflict, repairing, finding.path,
                    left + (done.empty() ? "" : "; but this was done: " + done), "It is left to you.");
    return onlyDone(done.empty() ? nothingLeft : std::move(done));
}

Result<Repaired> restoreNewest(const report::Workspace& workspace, const Finding& finding) {
    const auto saved =
        report::restoreVersion(workspace, ReportId(finding.subject), finding.version, finding.base);
    if (!saved)
        return fail(saved.error());
    return Repaired{"restored " + finding.version + ", change " + saved->action.text(), *saved, {}};
}

Result<Repaired> recordChange(const report::Workspace& workspace, const Finding& finding) {
    const auto saved = report::recordUnrecordedChange(workspace, ReportId(finding.subject));
    if (!saved)
        return fail(saved.error());
    return saved->unchanged ? onlyDone("another program has written the event meanwhile")
                            : Repaired{"wrote the event " + saved->action.text(), *saved, {}};
}

Result<Repaired> endTransactions(const report::Workspace& workspace, const Finding& finding) {
    const auto recovered = journal::recoverTransactions(workspace.environment, finding.path, workspace.lock);
    if (!recovered)
        return fail(recovered.error());
    if (!recovered->stopped.empty())
        return fail(ErrorCode::conflict, repairing, finding.path,
                    "another program has changed a file of the transaction since; all of its states are kept",
                    "`recover` names the files.");
    return onlyDone("finished " + std::to_string(recovered->finished.size()) + ", took back " +
                    std::to_string(recovered->takenBack.size()));
}

Result<graph::GraphWorkspace> graphsOf(const report::Workspace& workspace, const std::string& user) {
    auto folder = graph::userFolder(workspace.environment.disk, workspace.root, user);
    if (!folder)
        return fail(std::move(folder.error()));
    return graph::GraphWorkspace{workspace.environment, std::move(*folder), workspace.actor,
                                 workspace.requestId,   workspace.lock,     std::nullopt};
}

Result<Repaired> repairGraphs(const report::Workspace& workspace, const RepairStep& step) {
    const auto graphs = graphsOf(workspace, step.front().subject);
    if (!graphs)
        return fail(graphs.error());
    std::vector<std::string> rules;
    for (const Finding& finding : step)
        rules.push_back(finding.rule);
    std::vector<std::string> done;
    std::vector<graph::Finding> left;
    const auto saved = graph::repairUser(*graphs, rules, done, left);
    if (!saved)
        return fail(saved.error());
    std::string text;
    for (const std::string& sentence : done)
        text += (text.empty() ? "" : "; ") + sentence;
    if (done.empty() && !left.empty())
        return fail(ErrorCode::conflict, repairing, step.front().path,
                    "nothing of it was fixed: " + left.front().message, "Try again later, or look at it.");
    return Repaired{
        text.empty() ? nothingLeft : std::move(text), {}, saved->unchanged ? ActionId() : saved->action};
}

} // namespace

Result<Repaired> repair(const report::Workspace& workspace, const Finding& finding,
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
        return onlyDone("set the lock aside");
    case FindingKind::damagedOutline:
        return restoreNewest(workspace, finding);
    case FindingKind::unrecordedChange:
        return recordChange(workspace, finding);
    case FindingKind::graphs:
        return repairGraphs(workspace, {finding});
    case FindingKind::interruptedTransaction:
        return endTransactions(workspace, finding);
    case FindingKind::outlineProblem:
    case FindingKind::damagedHistory:
    case FindingKind::library:
        break;
    }
    return fail(ErrorCode::usage, repairing, finding.path, finding.message, "It is left to you.");
}

std::vector<RepairStep> repairSteps(const std::vector<Finding>& findings) {
    constexpr std::array order{FindingKind::interruptedSave,
                               FindingKind::interruptedTransaction,
                               FindingKind::abandonedLock,
                               FindingKind::damagedOutline,
                               FindingKind::unrecordedChange,
                               FindingKind::graphs,
                               FindingKind::index};
    std::vector<RepairStep> steps;
    for (const FindingKind kind : order) {
        for (const Finding& finding : findings) {
            if (finding.kind != kind || finding.fix.empty())
                continue;
            const auto same = std::find_if(steps.begin(), steps.end(), [&](const RepairStep& step) {
                return kind == FindingKind::graphs && step.front().kind == kind &&
                       step.front().subject == finding.subject;
            });
            if (same != steps.end())
                same->push_back(finding);
            else
                steps.push_back({finding});
        }
    }
    return steps;
}

Result<Repaired> repair(const report::Workspace& workspace, const RepairStep& step,
                        const Progress& progress) {
    if (step.size() == 1)
        return repair(workspace, step.front(), progress);
    if (step.empty())
        return fail(ErrorCode::usage, repairing, workspace.root, "nothing was chosen", {});
    return repairGraphs(workspace, step);
}

bool canTakeBack(const Finding& finding) {
    return !finding.fix.empty() && (finding.kind == FindingKind::graphs ||
                                    // one that was gone can't be put back
                                    (finding.kind == FindingKind::damagedOutline && !finding.base.empty()));
}

Result<Repaired> takeBack(const report::Workspace& workspace, const Finding& finding,
                          const Repaired& repaired) {
    if (finding.kind == FindingKind::graphs && !repaired.change.empty()) {
        const auto graphs = graphsOf(workspace, finding.subject);
        if (!graphs)
            return fail(graphs.error());
        const auto undone = graph::undoTransaction(*graphs, repaired.change);
        if (!undone)
            return fail(undone.error());
        return Repaired{"took the change of the graphs out again", {}, undone->action};
    }
    if (canTakeBack(finding) && repaired.saved) {
        auto back = report::putBack(workspace, ReportId(finding.subject), *repaired.saved, finding.base);
        if (!back)
            return fail(std::move(back.error()));
        return Repaired{"put the damaged outline back", std::move(*back), {}};
    }
    return fail(ErrorCode::usage, takingBack, finding.path, "this fix can't be taken back", {});
}

} // namespace stemma::health
