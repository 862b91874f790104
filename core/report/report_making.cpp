// SPDX-License-Identifier: MIT
#include "core/report/report_making.h"

#include <iterator>
#include <utility>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::report {

namespace {

using json::Value;

/// A folder's regular files; anything else is told as not copied.
void copyFiles(io::Disk& disk, const io::Open& source, const char* folder, NewReport& report) {
    const auto opened = io::openDirectoryAt(disk, source, folder);
    if (!opened && opened.error().code == ErrorCode::notFound)
        return;
    const auto entries =
        opened ? disk.list(opened->get()) : Result<std::vector<io::DirEntry>>(fail(opened.error()));
    if (!entries) {
        report.warnings.push_back(std::string(folder) + " was not copied: " + entries.error().detail);
        return;
    }
    for (const io::DirEntry& entry : *entries) {
        const std::string name = std::string(folder) + '/' + entry.name;
        auto content = io::readFile(disk, *opened, entry.name);
        if (content)
            report.files.push_back({name, std::move(content->bytes)});
        else
            report.warnings.push_back(name + " was not copied: " + content.error().detail);
    }
}

} // namespace

void indexNewReport(const Workspace& workspace, const Value& document, const std::string& id, Saved& saved) {
    const auto index = readIndex(workspace.environment.disk, workspace.root);
    if (!index || index->exists)
        return refreshIndex(workspace, document, id, saved);
    const auto opened = io::openDirectory(workspace.environment.disk, io::joinPath(workspace.root, "by_id"));
    const auto entries =
        opened ? workspace.environment.disk.list(opened->get()) : Result<std::vector<io::DirEntry>>();
    if (!opened || !entries || entries->size() != 1)
        return;
    if (const auto built = rebuildIndex(workspace.environment.disk, workspace.root, DryRun::no); !built)
        saved.warnings.push_back("The report is made, but the index could not be. " +
                                 describe(built.error()));
}

Result<Saved> makeReport(const Workspace& workspace, NewReport& report, Timestamp now) {
    if (const std::string why = whyNotWritable(report.document); !why.empty())
        return fail(ErrorCode::damaged, makingReport, io::joinPath(workspace.root, report.id),
                    "the outline can't be written: " + why,
                    "Nothing was written. Correct the outline first.");
    const std::string bytes =
        report.style == Style::keep ? json::bytesOf(report.document) : json::pythonText(report.document);
    Saved saved;
    saved.id = ReportId(report.id);
    saved.action = ActionId(newUuid());
    saved.backup = report.backupName;
    saved.outlineVersion = report.version;
    saved.sha256 = sha256(bytes);
    saved.warnings = std::move(report.warnings);
    report.payload.set("outline_version", Value::integer(report.version));
    addHashes(report.payload, report.replacedSha256, saved.sha256);
    std::string log;
    for (const std::string& line : report.earlierEvents)
        log.append(line).append("\n");
    log += eventLine(workspace, {saved.action, report.id, now, report.eventType}, report.payload) + '\n';
    std::vector<journal::NewFile> files{{"outline.json", bytes}, {"audit.jsonl", std::move(log)}};
    std::move(report.files.begin(), report.files.end(), std::back_inserter(files));
    const Status done =
        journal::createDirectory(workspace.environment, workspace.root, io::joinPath(workspace.root, "by_id"),
                                 report.id, files, {"backups"});
    if (!done)
        return tl::unexpected(done.error());
    indexNewReport(workspace, report.document, report.id, saved);
    return saved;
}

void copyData(io::Disk& disk, const std::string& directory, NewReport& report) {
    const auto source = io::openDirectory(disk, directory);
    if (!source) {
        report.warnings.push_back("The report's files were not copied: " + source.error().detail);
        return;
    }
    copyFiles(disk, *source, "report_files", report);
    auto content = io::readFile(disk, *source, "dataset_sources.json");
    if (content)
        report.files.push_back({"dataset_sources.json", std::move(content->bytes)});
    else if (content.error().code != ErrorCode::notFound)
        report.warnings.push_back("dataset_sources.json was not copied: " + content.error().detail);
}

} // namespace stemma::report
