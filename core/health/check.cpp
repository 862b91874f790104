// SPDX-License-Identifier: MIT
#include "core/health/check.h"

#include <algorithm>
#include <utility>

#include "core/graph/graph_library.h"
#include "core/graph/graph_validation.h"
#include "core/health/report_check.h"
#include "core/journal/file_transaction.h"
#include "core/report/report_library.h"

namespace stemma::health {

namespace {

std::string numbered(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

Result<std::vector<Finding>> indexFindings(const report::Workspace& workspace, const Progress& progress) {
    const auto check = report::checkIndex(workspace.environment.disk, workspace.root, {progress.stop, {}});
    if (!check)
        return fail(check.error());
    if (check->findings.empty())
        return std::vector<Finding>();
    Finding finding;
    finding.kind = FindingKind::index;
    finding.id = findingKindWord(FindingKind::index);
    finding.path = io::joinPath(workspace.root, report::indexName);
    finding.message = "igloo-mcp's list of the reports doesn't agree with them: it may show old titles, "
                      "miss reports, or be set aside by it";
    for (const report::IndexFinding& each : check->findings)
        finding.evidence.push_back(each.message +
                                   (each.line == 0 ? "" : " (line " + std::to_string(each.line) + ")"));
    finding.fix = "writes it anew from the outlines: " + numbered(check->added, "line", "lines") +
                  " added, " + std::to_string(check->removed) + " removed, " +
                  std::to_string(check->changed) + " changed";
    return std::vector<Finding>{std::move(finding)};
}

Finding libraryFinding(const report::LibrarySnapshot& snapshot, const Problem& problem) {
    Finding finding;
    finding.severity = problem.severity;
    finding.id = std::string(findingKindWord(finding.kind)) + ':' + problem.rule;
    finding.path = snapshot.root;
    finding.message = problem.message;
    return finding;
}

Status examineReports(const report::Workspace& workspace, Checkup& checkup, const Progress& progress) {
    const auto snapshot =
        report::scanLibrary(workspace.environment.disk, workspace.root, nullptr, {progress.stop, {}});
    if (!snapshot)
        return fail(snapshot.error());
    if (!(*snapshot)->looksLikeLibrary)
        return {};
    auto index = indexFindings(workspace, progress);
    if (!index)
        return fail(std::move(index.error()));
    checkup.findings = std::move(*index);
    for (const Problem& problem : (*snapshot)->problems)
        if (problem.rule.find("index") == std::string::npos) // the index was looked at by itself
            checkup.findings.push_back(libraryFinding(**snapshot, problem));
    std::size_t done = 0;
    for (const report::ReportSummary& summary : (*snapshot)->reports) {
        progress.tell(done++, (*snapshot)->reports.size());
        if (summary.state == report::ReportState::stub)
            continue;
        auto findings = reportFindings(workspace, summary, progress);
        if (!findings)
            return fail(std::move(findings.error()));
        ++checkup.reports;
        checkup.findings.insert(checkup.findings.end(), std::make_move_iterator(findings->begin()),
                                std::make_move_iterator(findings->end()));
    }
    return {};
}

Finding graphFinding(const graph::UserSummary& user, const graph::Finding& found) {
    Finding finding;
    finding.kind = FindingKind::graphs;
    finding.severity = found.severity;
    finding.id = std::string(findingKindWord(finding.kind)) + ':' + user.id + ':' + found.id;
    finding.subject = user.id;
    finding.path = found.path.empty() ? user.folder : io::joinPath(user.folder, found.path);
    finding.message = found.message;
    finding.fix = found.repair;
    finding.rule = found.id;
    finding.element = found.what;
    return finding;
}

Finding refusedUser(const graph::UserSummary& user, const Error& why) {
    Finding finding;
    finding.kind = FindingKind::graphs;
    finding.severity = Severity::error;
    finding.id = std::string(findingKindWord(finding.kind)) + ':' + user.id;
    finding.subject = user.id;
    finding.path = user.folder;
    finding.message = describe(why);
    return finding;
}

Finding interruptedTransaction(const graph::UserSummary& user) {
    Finding finding;
    finding.kind = FindingKind::interruptedTransaction;
    finding.id = std::string(findingKindWord(finding.kind)) + ':' + user.id;
    finding.subject = user.id;
    finding.path = user.folder;
    finding.message = "a change of these graphs was cut off: the files may be half old and half new";
    finding.fix = "finishes it, or takes it back as a whole";
    return finding;
}

Status examineUser(const report::Workspace& workspace, const graph::UserSummary& user, Checkup& checkup,
                   const Progress& progress) {
    io::Disk& disk = workspace.environment.disk;
    ++checkup.users;
    if (journal::needsTransactionRecovery(disk, user.folder))
        checkup.findings.push_back(interruptedTransaction(user));
    const auto files =
        graph::readUserFiles(disk, user.folder, graph::ReadComposed::yes, nullptr, {progress.stop, {}});
    if (!files && files.error().code == ErrorCode::cancelled)
        return fail(files.error());
    if (!files) {
        checkup.findings.push_back(refusedUser(user, files.error()));
        return {};
    }
    for (const graph::Finding& found : graph::deepFindings(*files, graph::readGraphStore(*files)))
        checkup.findings.push_back(graphFinding(user, found));
    return {};
}

Status examineGraphs(const report::Workspace& workspace, Checkup& checkup, const Progress& progress) {
    if (!graph::looksLikeGraphLibrary(workspace.environment.disk, workspace.root))
        return {};
    const auto library =
        graph::scanGraphLibrary(workspace.environment.disk, workspace.root, {progress.stop, {}});
    if (!library)
        return fail(library.error());
    std::size_t done = 0;
    for (const graph::UserSummary& user : library->users) {
        progress.tell(done++, library->users.size());
        if (auto status = examineUser(workspace, user, checkup, progress); !status)
            return status;
    }
    return {};
}

} // namespace

const char* findingKindWord(FindingKind kind) {
    switch (kind) {
    case FindingKind::index:
        return "index";
    case FindingKind::interruptedSave:
        return "interrupted-save";
    case FindingKind::abandonedLock:
        return "abandoned-lock";
    case FindingKind::damagedOutline:
        return "damaged-outline";
    case FindingKind::outlineProblem:
        return "outline";
    case FindingKind::unrecordedChange:
        return "unrecorded-change";
    case FindingKind::damagedHistory:
        return "history";
    case FindingKind::library:
        return "library";
    case FindingKind::graphs:
        return "graphs";
    case FindingKind::interruptedTransaction:
        return "interrupted-transaction";
    }
    return "";
}

Result<Checkup> examine(const report::Workspace& workspace, const Progress& progress) {
    Checkup checkup;
    if (auto status = examineReports(workspace, checkup, progress); !status)
        return fail(std::move(status.error()));
    if (auto status = examineGraphs(workspace, checkup, progress); !status)
        return fail(std::move(status.error()));
    return checkup;
}

} // namespace stemma::health
