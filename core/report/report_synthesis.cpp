// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/json/python_format.h"
#include "core/report/report_event.h"
#include "core/report/report_library.h"
#include "core/report/report_making.h"
#include "core/report/synthesis.h"
#include "core/report/templates.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* puttingTogether = "put the reports together";

Status checkSources(const std::string& title, const std::vector<ReportId>& sources) {
    if (title.empty())
        return fail(ErrorCode::usage, puttingTogether, {}, "a title must not be empty");
    if (sources.size() < 2)
        return fail(ErrorCode::usage, puttingTogether, {}, "fewer than two reports were named",
                    "A copy of a single report is a fork.");
    const std::set<ReportId> distinct(sources.begin(), sources.end());
    for (const ReportId& source : distinct)
        if (std::count(sources.begin(), sources.end(), source) > 1)
            return fail(ErrorCode::usage, puttingTogether, source.text(), "this report is named twice",
                        "Name each report once.");
    return {};
}

void copyFile(io::Disk& disk, const std::string& directory, const ChartFile& file, NewReport& report) {
    const std::string name = "report_files/" + file.name;
    auto content = io::readFile(disk, io::joinPath(directory, name));
    if (content)
        report.files.push_back({"report_files/" + file.newName, std::move(content->bytes)});
    else
        report.warnings.push_back(name + " was not copied: " + content.error().detail);
}

Status addSource(const Workspace& workspace, const ReportId& source, Synthesis& synthesis,
                 NewReport& report) {
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, source);
    if (!directory)
        return tl::unexpected(directory.error());
    const auto live = readLiveOutline(disk, *directory);
    if (!live)
        return tl::unexpected(live.error());
    if (!live->verdict.peerReads)
        return tl::unexpected(damagedError(puttingTogether, *directory, *live));
    for (const ChartFile& file : synthesis.add(live->document()))
        copyFile(disk, *directory, file, report);
    return {};
}

/// Puts what identifies the new report before its content.
Value outlineOf(const NewReport& report, const std::string& title, Timestamp created, Timestamp updated,
                std::int64_t version, const Value& content) {
    Value outline = Value::object({{"report_id", Value::string(report.id)},
                                   {"title", Value::string(title)},
                                   {"created_at", Value::string(isoText(created))},
                                   {"updated_at", Value::string(isoText(updated))},
                                   {"version", Value::string("1.0")},
                                   {"outline_version", Value::integer(version)}});
    for (const char* key : {"sections", "insights", "metadata"})
        outline.set(key, *content.find(key));
    return outline;
}

/// igloo-mcp makes the report first and fills it then; so its history begins with an empty one.
void addBeginning(const Workspace& workspace, NewReport& report, const std::string& title, Timestamp now) {
    Value content = templateOutline(Template::empty, {"synthesized"});
    content.edit("metadata")->set("template", Value::string(templateWord(Template::standard)));
    const Value outline = outlineOf(report, title, now, now, 1, content);
    const std::string bytes = json::pythonText(outline);
    report.replacedSha256 = sha256(bytes);
    Value payload =
        Value::object({{"initial_title", Value::string(title)}, {"outline_version", Value::integer(1)}});
    addHashes(payload, {}, report.replacedSha256);
    report.earlierEvents.push_back(
        eventLine(workspace, {ActionId(newUuid()), report.id, now, "create"}, std::move(payload)));
    report.backupName = "outline.json." + backupStamp(now) + ".bak";
    report.files.push_back({"backups/" + report.backupName, bytes});
    report.payload = evolvePayload(outline, report.document);
    report.payload.set("backup_filename", Value::string(report.backupName));
}

} // namespace

Result<Saved> synthesizeReports(const Workspace& workspace, const std::string& title,
                                const std::vector<ReportId>& sources) {
    if (const Status good = checkSources(title, sources); !good)
        return tl::unexpected(good.error());
    NewReport report;
    Synthesis synthesis;
    for (const ReportId& source : sources)
        if (const Status added = addSource(workspace, source, synthesis, report); !added)
            return tl::unexpected(added.error());
    const Timestamp made = workspace.environment.clock.now();
    const Timestamp filled{made.micros + 1}; // each state has a time of its own
    report.id = newUuid();
    report.version = 2;
    report.eventType = "evolve";
    report.document = outlineOf(report, title, made, filled, 2, synthesis.outline());
    addBeginning(workspace, report, title, made);
    return makeReport(workspace, report, filled);
}

} // namespace stemma::report
