// SPDX-License-Identifier: MIT
// A log and an index of any bytes: every line is told of, none hides its neighbours, none is written.
#include <string>

#include "core/history/audit_log.h"
#include "core/history/timeline.h"
#include "core/journal/audit_file.h"
#include "core/json/jsonl.h"
#include "core/report/outline.h"
#include "core/report/report_index.h"
#include "core/report/report_operations.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/small_report.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

void fuzz::auditLog(std::string_view bytes) {
    const json::JsonLines lines = json::readJsonLines(bytes);
    std::size_t end = 0;
    for (const json::JsonLine& line : lines.lines) {
        require(line.offset >= end && line.offset + line.length <= bytes.size(),
                "lines lie one after the other");
        end = line.offset + line.length;
        const auto again = json::parse(bytes.substr(line.offset, line.length));
        require(again && *again == line.value, "a line says the same by itself");
    }
    const history::AuditLog log = history::readAuditLog(bytes);
    require(log.events.size() + log.repeated.size() <= lines.lines.size(), "no event is doubled");
    require(log.events.size() + log.repeated.size() + log.problems.size() >= lines.lines.size(),
            "no line is passed over");
    for (const history::LoggedEvent& logged : log.events) {
        require(logged.acceptedByPeer || !logged.peerObjection.empty(), "an objection has a reason");
        const std::string line = history::auditLine(logged.event);
        require(line.find('\n') == std::string::npos, "an event is one line");
        const history::AuditLog again = history::readAuditLog(line + '\n');
        require(again.events.size() == 1 && history::auditLine(again.events.front().event) == line,
                "an event that is written is read");
        require(journal::isEventLine(line, logged.event.action.text()), "recovery knows it again");
    }
    static_cast<void>(journal::loggedActions(bytes));
}

/// The log of a report that has two backups.
void fuzz::timeline(std::string_view bytes) {
    SmallReport report;
    report.disk.plant(report.directory + "/audit.jsonl", bytes);
    const auto before = report.disk.files();
    const auto timeline = history::loadTimeline(report.disk, report.directory,
                                                stemma::report::interpretOutline, history::Counts::compute);
    require(timeline.has_value(), "any log gives a history");
    require(timeline->live.has_value(), "the outline is a version");
    std::size_t n = 0;
    for (const history::TimelineRow& row : timeline->rows) {
        require(row.n == ++n, "rows are numbered");
        require(!row.before || *row.before < timeline->versions.size(), "a version before");
        require(!row.after || *row.after < timeline->versions.size(), "a version after");
    }
    for (const history::Version& version : timeline->versions)
        require(!version.readable || history::readVersion(report.disk, report.directory, version).has_value(),
                "what is readable can be read");
    static_cast<void>(history::findVersion(*timeline, "@1"));
    require(stemma::report::verifyReport(report.disk, report.root, report.id).has_value(),
            "any log can be verified");
    require(report.disk.files() == before, "looking writes nothing");
}

void fuzz::index(std::string_view bytes) {
    SmallReport report;
    report.disk.plant(report.root + "/index.jsonl", bytes);
    const auto index = stemma::report::readIndex(report.disk, report.root);
    require(index.has_value(), "any index can be read");
    for (const stemma::report::IndexEntry& entry : index->entries)
        require(stemma::report::indexLine(entry).find('\n') == std::string::npos, "an entry is one line");
    const auto check = stemma::report::checkIndex(report.disk, report.root);
    require(check && check->reports == 1, "any index can be compared");
    const auto rebuilt = stemma::report::rebuildIndex(report.disk, report.root, stemma::report::DryRun::no);
    require(rebuilt.has_value(), "any index can be rebuilt");
    const auto again = stemma::report::checkIndex(report.disk, report.root);
    require(again && again->findings.empty(), "a rebuilt index is right");
}
