// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <utility>

#include "core/report/backup_census.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"
#include "core/report/restore_target.h"

namespace stemma::report {

namespace {

using history::RowKind;

/// Goes through the history of one report and writes down what it is worth.
class Verification {
public:
    Verification(io::Disk& disk, std::string directory, const ReportId& id)
        : m_disk(disk)
        , m_directory(std::move(directory))
        , m_id(id) {}

    Result<std::vector<VerifyRow>> run(const Progress& progress) {
        auto timeline =
            history::loadTimeline(m_disk, m_directory, interpretOutline, history::Counts::leaveOut, progress);
        if (!timeline)
            return tl::unexpected(timeline.error());
        m_timeline = std::move(*timeline);
        const auto live = readLiveOutline(m_disk, m_directory);
        if (!live)
            return tl::unexpected(live.error());
        m_ancestry = ancestryOf(*live, m_timeline, m_id);
        addOutline(*live);
        for (const history::RowProblem& problem : m_timeline.problems) {
            if (problem.rule != "outline-missing")
                add("log", problem.rule, problem.rule == "log-missing" ? "missing" : "damaged",
                    problem.message);
        }
        if (isLogEmptied())
            add("log", "audit.jsonl", "damaged",
                "the log is empty, though there are older versions: its events are gone");
        for (const history::TimelineRow& row : m_timeline.rows) {
            if (progress.cancelled())
                return fail(ErrorCode::cancelled, "verify the report", m_directory, "cancelled");
            addRow(row);
        }
        return std::move(m_rows);
    }

private:
    void add(const char* what, std::string name, std::string state, std::string message = {}) {
        m_rows.push_back({m_id.text(), what, std::move(name), std::move(state), std::move(message), false});
    }

    void addOutline(const LiveOutline& live) {
        const auto error =
            std::find_if(live.verdict.problems.begin(), live.verdict.problems.end(),
                         [](const Problem& problem) { return problem.severity == Severity::error; });
        const std::string message = error == live.verdict.problems.end() ? std::string() : error->message;
        add("outline", "outline.json",
            live.verdict.peerReads                                                     ? "ok"
            : error != live.verdict.problems.end() && error->rule == "outline-missing" ? "missing"
                                                                                       : "damaged",
            message);
    }

    /// Every report has an event from the day on which it was made.
    [[nodiscard]] bool isLogEmptied() const {
        const bool told = std::any_of(m_timeline.problems.begin(), m_timeline.problems.end(),
                                      [](const auto& problem) { return problem.rule == "log-missing"; });
        const auto& rows = m_timeline.rows;
        return !told && std::none_of(rows.begin(), rows.end(), [](const auto& row) {
            return row.event || row.kind == RowKind::unreadableLine;
        }) && std::any_of(rows.begin(), rows.end(), [](const auto& row) { return !row.backup.empty(); });
    }

    void addRow(const history::TimelineRow& row) {
        if (row.kind == RowKind::unreadableLine)
            add("log", "line " + std::to_string(row.problems.empty() ? 0 : row.problems.front().line),
                "damaged", row.problems.empty() ? "" : row.problems.front().message);
        if (row.kind == RowKind::unrecordedChange)
            add("log", row.after && m_timeline.versions[*row.after].live ? "outline.json" : "", "mismatch",
                "the content was changed and no event says so");
        if (row.event)
            addEvent(row);
        if (!row.backup.empty() && m_seen.insert(row.backup).second)
            addBackup(row);
    }

    void addEvent(const history::TimelineRow& row) {
        const auto told =
            std::find_if(row.problems.begin(), row.problems.end(), [](const history::RowProblem& problem) {
                return problem.rule == "log-line-rejected" || problem.rule == "log-line-altered" ||
                       problem.rule == "lost-update";
            });
        if (told != row.problems.end())
            add("log", row.event->action.text(), "mismatch", told->message);
        else
            add("log", row.event->action.text(), "ok");
    }

    void addBackup(const history::TimelineRow& row) {
        JudgedBackup judged = judgeBackup(m_disk, m_directory, m_timeline, m_ancestry, row);
        add("backup", row.backup, backupHealthWord(judged.health), std::move(judged.message));
        m_rows.back().keptDamage = judged.keptDamage;
    }

    io::Disk& m_disk;
    std::string m_directory;
    const ReportId& m_id;
    history::Timeline m_timeline;
    Ancestry m_ancestry;
    std::set<std::string> m_seen;
    std::vector<VerifyRow> m_rows;
};

} // namespace

Result<std::vector<VerifyRow>> verifyReport(io::Disk& disk, const std::string& root, const ReportId& id,
                                            const Progress& progress) {
    auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    return Verification(disk, std::move(*directory), id).run(progress);
}

} // namespace stemma::report
