// SPDX-License-Identifier: MIT
#include "library_program.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "core/history/audit_log.h"
#include "core/history/backups.h"
#include "core/json/json_document.h"
#include "core/json/jsonl.h"
#include "core/report/outline_edit.h"
#include "core/report/report_index.h"

namespace stemma::test {

namespace {

constexpr std::int64_t second = 1'000'000;

/// Later for each program, so that none repeats a moment.
Timestamp nextStart() {
    static std::int64_t last = 1'746'000'000'000'000;
    last += 1000 * second + 1;
    return {last};
}

decltype(journal::Environment::trace) traceOf(std::function<void()> committed) {
    if (!committed)
        return {};
    return [committed = std::move(committed)](const ActionId&, const std::string& step, const std::string&) {
        if (step == "committed")
            committed();
    };
}

/// `report_id title updated_at` of every outline in by_id, by its folder.
std::map<std::string, std::string> reportsOnDisk(const CrashDisk& disk) {
    std::map<std::string, std::string> reports;
    const std::string below = std::string(LibraryProgram::root) + "/by_id/";
    const std::string name = "/outline.json";
    for (const auto& [path, bytes] : disk.files()) {
        if (!path.starts_with(below) || !path.ends_with(name))
            continue;
        const std::string folder = path.substr(below.size(), path.size() - below.size() - name.size());
        const auto document = json::parse(bytes);
        reports[folder] = document->stringAt("report_id").value_or("") + " " +
                          document->stringAt("title").value_or("") + " " +
                          document->stringAt("updated_at").value_or("");
    }
    return reports;
}

/// A test has no use for a library that can't be made.
template <class T>
T made(Result<T> result) {
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

} // namespace

LibraryProgram::LibraryProgram(CrashDisk& disk, std::function<void()> committed)
    : m_disk(disk)
    , m_clock(nextStart(), second + 1)
    , m_environment{disk, m_clock, m_locks, traceOf(std::move(committed))}
    , m_workspace{m_environment, root, history::Actor::human, {}, {}} {
    m_workspace.lock.timeout = std::chrono::milliseconds(200);
}

void LibraryProgram::endLinger() {
    for (const char* place : {"/by_id", "/.trash"}) {
        const auto folder = io::openDirectory(m_disk, std::string(root) + place);
        const auto entries = folder ? m_disk.list(folder->get()) : Result<std::vector<io::DirEntry>>();
        for (const io::DirEntry& entry : folder&& entries ? *entries : std::vector<io::DirEntry>()) {
            const auto stamp = m_disk.statAt(folder->get(), entry.name);
            auto lock = stamp ? m_locks.take(*stamp) : std::nullopt;
            if (lock)
                lock->release();
        }
    }
}

std::vector<std::string> LibraryProgram::backups(const ReportId& id) const {
    std::vector<std::string> names;
    const std::string below = pathOf(id, "backups/");
    for (const auto& [path, bytes] : m_disk.files()) {
        if (path.starts_with(below) && history::backupTime(path.substr(below.size())))
            names.push_back(path.substr(below.size()));
    }
    return names;
}

std::string LibraryProgram::lastAction(const ReportId& id) const {
    const auto log = history::readAuditLog(m_disk.bytesOf(pathOf(id, "audit.jsonl")).value_or(""));
    return log.events.empty() ? std::string() : log.events.back().event.action.text();
}

PlantedLibrary plantLibrary(CrashDisk& disk) {
    disk.plantDirectory(std::string(LibraryProgram::root) + "/by_id");
    LibraryProgram program(disk);
    const report::Workspace& workspace = program.workspace();
    PlantedLibrary planted;
    planted.first = made(report::newReport(workspace, "First", {"one"})).id;
    planted.second = made(report::newReport(workspace, "Second", {})).id;
    made(report::renameReport(workspace, planted.first, "First, renamed"));
    made(report::tagReport(workspace, planted.first, {"two"}, {}));
    made(
        report::restoreVersion(workspace, planted.first, "backup:" + program.backups(planted.first).front()));
    program.endLinger();
    disk.plant(LibraryProgram::pathOf(planted.first, "report_files/chart.png"), std::string(3000, 'p'));
    planted.backups = program.backups(planted.first);
    planted.action = program.lastAction(planted.first);
    return planted;
}

json::Value editList() {
    return made(json::parseFile(
        R"([{"op": "add-section", "section": {"section_id": "a0ffee00-1234-4abc-8def-000000000001",)"
        R"( "title": "By hand", "content": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}},)"
        R"( {"op": "add-insight", "section_id": "a0ffee00-1234-4abc-8def-000000000001", "insight": {"insight_id":)"
        R"( "b0ffee00-1234-4abc-8def-000000000001", "summary": "Seen", "citations": [{"source": "query",)"
        R"( "execution_id": "e"}]}}, {"op": "tag", "add": ["by hand"], "remove": []}])",
        {}));
}

std::string editedOutline(const std::string& bytes) {
    json::Value document = made(json::parseFile(bytes, {}));
    made(report::applyEdits(document, editList(), Timestamp{1'746'000'000'000'000}));
    return json::bytesOf(document);
}

std::string wrongWithIndex(CrashDisk& disk) {
    const std::string root = LibraryProgram::root;
    const auto rebuilt = report::rebuildIndex(disk, root, report::DryRun::no);
    if (!rebuilt)
        return "the index can't be rebuilt: " + describe(rebuilt.error());
    const auto check = report::checkIndex(disk, root);
    if (!check || !check->findings.empty())
        return "the rebuilt index has findings";
    std::map<std::string, std::string> listed;
    for (const json::JsonLine& line :
         json::readJsonLines(disk.bytesOf(root + "/index.jsonl").value_or("")).lines) {
        const std::string path = line.value.stringAt("path").value_or("");
        listed[path.substr(path.find('/') + 1)] = line.value.stringAt("report_id").value_or("") + " " +
                                                  line.value.stringAt("current_title").value_or("") + " " +
                                                  line.value.stringAt("updated_at").value_or("");
    }
    return listed == reportsOnDisk(disk) ? "" : "the rebuilt index is not what the outlines say";
}

} // namespace stemma::test
