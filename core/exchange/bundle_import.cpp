// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/sha256.h"
#include "core/exchange/report_bundle.h"
#include "core/history/backups.h"
#include "core/json/jsonl.h"
#include "core/report/report_making.h"

namespace stemma::exchange {

namespace {

using json::Value;

constexpr const char* importing = "import the report";

Result<report::Saved> importAsItWas(const report::Workspace& workspace, const ReportBundle& bundle) {
    const std::string id = bundle.manifest.report.text();
    const Status made = journal::createDirectory(workspace.environment, workspace.root,
                                                 io::joinPath(workspace.root, "by_id"), id, bundle.files, {});
    if (!made && made.error().code == ErrorCode::conflict)
        return fail(ErrorCode::conflict, importing, made.error().path, "the library has that report already",
                    "Nothing was imported. Import it as a copy, under a title of its own.");
    if (!made)
        return fail(made.error());
    report::Saved saved;
    saved.id = bundle.manifest.report;
    if (const std::string* outline = bundle.find("outline.json"))
        saved.sha256 = sha256(*outline);
    if (!bundle.verdict.peerReads) {
        saved.warnings.push_back("The report is imported as it was: its outline is damaged.");
        return saved;
    }
    saved.outlineVersion = report::outlineHead(bundle.verdict.document).outlineVersion;
    report::indexNewReport(workspace, bundle.verdict.document, id, saved);
    return saved;
}

/// The lines of a log, without their newlines; a torn last one too.
std::vector<std::string> linesOf(const std::string& log) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < log.size();) {
        const std::size_t end = std::min(log.find('\n', begin), log.size());
        if (end > begin)
            lines.push_back(log.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// A name for one more backup, later than those that are there.
std::string newBackupName(const ReportBundle& bundle, Timestamp now) {
    for (Timestamp moment = now;; ++moment.micros) {
        std::string name = history::backupFileName(moment);
        if (bundle.find("backups/" + name) == nullptr)
            return name;
    }
}

Result<report::Saved> importCopy(const report::Workspace& workspace, const ReportBundle& bundle,
                                 const std::string& title) {
    const std::string* outline = bundle.find("outline.json");
    if (outline == nullptr || !bundle.verdict.peerReads)
        return fail(ErrorCode::damaged, importing, bundle.manifest.report.text(), "its outline is damaged",
                    "Nothing was imported. Import it as the report that it was.");
    if (title.empty())
        return fail(ErrorCode::usage, importing, bundle.manifest.report.text(), "a title must not be empty");
    const Timestamp now = workspace.environment.clock.now();
    report::NewReport copy;
    copy.id = newUuid();
    copy.style = report::Style::keep;
    copy.document = bundle.verdict.document;
    copy.version = report::outlineHead(copy.document).outlineVersion + 1;
    report::makeForkOf(copy.document, copy.id, title, now, std::to_string(copy.version));
    copy.eventType = "fork";
    copy.payload = Value::object({{"source_report_id", Value::string(bundle.manifest.report.text())},
                                  {"new_title", Value::string(title)}});
    for (const journal::NewFile& file : bundle.files) {
        if (file.name == "audit.jsonl")
            copy.earlierEvents = linesOf(file.bytes);
        else if (file.name != "outline.json")
            copy.files.push_back(file);
    }
    copy.backupName = newBackupName(bundle, now);
    copy.replacedSha256 = sha256(*outline);
    copy.payload.set("backup_filename", Value::string(copy.backupName));
    copy.files.push_back({"backups/" + copy.backupName, *outline});
    return report::makeReport(workspace, copy, now);
}

} // namespace

Result<report::Saved> importReportBundle(const report::Workspace& workspace, const ReportBundle& bundle,
                                         const std::optional<std::string>& copyTitle) {
    return copyTitle ? importCopy(workspace, bundle, *copyTitle) : importAsItWas(workspace, bundle);
}

} // namespace stemma::exchange
