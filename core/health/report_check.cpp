// SPDX-License-Identifier: MIT
#include "core/health/report_check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/journal/recovery.h"
#include "core/report/lock_state.h"

namespace stemma::health {

namespace {

using report::ReportState;

/// Looks at one report, from the things that hinder everything else on.
class ReportCheck {
public:
    ReportCheck(const report::Workspace& workspace, const report::ReportSummary& summary,
                const Progress& progress)
        : m_workspace(workspace)
        , m_disk(workspace.environment.disk)
        , m_summary(summary)
        , m_directory(io::joinPath(io::joinPath(workspace.root, "by_id"), summary.id.text()))
        , m_stop{progress.stop, {}} {}

    Result<std::vector<Finding>> run() {
        addInterruptedSave();
        addLock();
        addOutline();
        if (auto status = addHistory(); !status)
            return fail(std::move(status.error()));
        return std::move(m_findings);
    }

private:
    Finding& add(FindingKind kind, Severity severity, const std::string& about, std::string message) {
        Finding finding;
        finding.kind = kind;
        finding.severity = severity;
        finding.id = std::string(findingKindWord(kind)) + ':' + m_summary.id.text() +
                     (about.empty() ? "" : ':' + about);
        finding.subject = m_summary.id.text();
        finding.path = m_directory;
        finding.message = std::move(message);
        m_findings.push_back(std::move(finding));
        return m_findings.back();
    }

    void addInterruptedSave() {
        const auto needed = journal::needsRecovery(m_disk, m_directory);
        if (!needed || !*needed) // what can't be read is told with the outline
            return;
        add(FindingKind::interruptedSave, Severity::warning, {},
            "a save was cut off here, and is neither finished nor taken back")
            .fix = "finishes it where all of it is there, else takes it back; what isn't surely ours is kept "
                   "in backups/";
    }

    void addLock() {
        const auto holder = report::reportLock(m_disk, m_workspace.root, m_summary.id);
        if (!holder) {
            add(FindingKind::abandonedLock, Severity::warning, {}, describe(holder.error()));
        } else if (*holder && (*holder)->stale) {
            Finding& finding = add(FindingKind::abandonedLock, Severity::warning, {},
                                   "nobody can write the report: its lock looks abandoned");
            finding.evidence.push_back("held by " + (*holder)->text());
            finding.fix = "sets the lock aside, if nobody turns out to hold it";
        }
    }

    [[nodiscard]] bool isLost() const {
        return m_summary.state == ReportState::damaged || m_summary.state == ReportState::missing;
    }

    void addOutline() {
        const bool lost = isLost();
        if (lost)
            addDamagedOutline();
        for (const Problem& problem : m_summary.problems) {
            if (lost && problem.severity == Severity::error)
                continue; // it is the evidence above
            if (problem.rule.starts_with("log-") || problem.rule == "stale-lock")
                continue; // the history and the lock are looked at by themselves
            if (problem.rule == "leftover-audit-tmp") {
                add(FindingKind::interruptedSave, problem.severity, "audit.tmp", problem.message).fix =
                    "takes the events in it over into the log, each once";
                continue;
            }
            add(FindingKind::outlineProblem, problem.severity,
                problem.rule + (problem.line == 0 ? "" : '@' + std::to_string(problem.line)), problem.message)
                .evidence =
                problem.fix.empty() ? std::vector<std::string>() : std::vector<std::string>{problem.fix};
        }
    }

    void addDamagedOutline() {
        Finding& finding = add(FindingKind::damagedOutline, Severity::error, {},
                               m_summary.refused ? "the report can't be read for now"
                               : m_summary.state == ReportState::missing
                                   ? "the outline is gone; its history is there"
                                   : "the outline is damaged: igloo-mcp can't read it");
        for (const Problem& problem : m_summary.problems)
            if (problem.severity == Severity::error)
                finding.evidence.push_back(problem.message);
        if (!m_summary.refused)
            findNewestGood(finding);
    }

    /// The newest version that a restore would take.
    void findNewestGood(Finding& finding) {
        const auto timeline = history::loadTimeline(m_disk, m_directory, report::interpretOutline,
                                                    history::Counts::leaveOut, m_stop);
        if (!timeline)
            return;
        for (auto row = timeline->rows.rbegin(); row != timeline->rows.rend(); ++row) {
            for (const auto side : {row->after, row->before}) {
                const history::Version* version = side ? &timeline->versions[*side] : nullptr;
                if (version == nullptr || !version->readable || version->file.empty())
                    continue;
                const std::string name = "backup:" + version->file;
                const auto preview = report::previewRestore(m_workspace, m_summary.id, name);
                if (!preview)
                    continue;
                finding.title = version->title;
                finding.version = name;
                finding.versionAt = version->updatedAt;
                finding.base = preview->baseSha256;
                finding.fix =
                    "restores the newest version that can be read, of " + version->updatedAt + " (" +
                    version->file + "), as a new change" +
                    (m_summary.state == ReportState::damaged ? "; the damaged bytes are kept as a backup"
                                                             : "");
                return;
            }
        }
    }

    Status addHistory() {
        const auto rows = report::verifyReport(m_disk, m_workspace.root, m_summary.id, m_stop);
        if (!rows && rows.error().code == ErrorCode::cancelled)
            return fail(rows.error());
        if (!rows) {
            add(FindingKind::damagedHistory, Severity::error, {}, describe(rows.error()));
            return {};
        }
        for (const report::VerifyRow& row : *rows) {
            if (row.state == "ok" || row.state == "restorable" || row.state == "pruned" ||
                row.what == "outline")
                continue;
            if (row.what == "log" && row.name.empty())
                continue; // a change without event: what can be done about the last one is told below
            if (row.what == "log" && row.name == "outline.json") {
                if (auto status = addUnrecorded(row); !status)
                    return status;
                continue;
            }
            addHistoryRow(row);
        }
        return {};
    }

    void addHistoryRow(const report::VerifyRow& row) {
        const std::string about = row.what + ':' + row.name;
        const std::string shown = row.what + ' ' + row.name;
        if (row.keptDamage) { // it is worth what it was worth when it was kept
            add(FindingKind::damagedHistory, Severity::info, about,
                "the outline was damaged when a change replaced it; this backup keeps those bytes")
                .evidence = {shown + ": " + row.state, row.message};
            return;
        }
        std::string message = row.message.empty() ? shown + " is " + row.state : row.message;
        if (row.what == "backup" && !row.message.empty())
            message = "a backup is " + row.state + ": " + row.message;
        add(FindingKind::damagedHistory, Severity::warning, about, std::move(message))
            .evidence.push_back(shown + ": " + row.state);
    }

    /// The live content has no event. That of the last row can be written; by the whole history, as whoever
    /// writes it goes by that.
    Status addUnrecorded(const report::VerifyRow& row) {
        if (isLost())
            return {}; // the damage is that change
        const auto timeline = history::loadTimeline(m_disk, m_directory, report::interpretOutline,
                                                    history::Counts::leaveOut, m_stop);
        if (!timeline && timeline.error().code == ErrorCode::cancelled)
            return fail(timeline.error());
        if (!timeline || m_summary.state != ReportState::ok || timeline->rows.empty() ||
            timeline->rows.back().kind != history::RowKind::unrecordedChange) {
            addHistoryRow(row);
            return {};
        }
        add(FindingKind::unrecordedChange, Severity::warning, {},
            "the content was changed, and no event says by whom")
            .fix = "writes an event that says so (manual_edit_detected); the content stays";
        return {};
    }

    const report::Workspace& m_workspace;
    io::Disk& m_disk;
    const report::ReportSummary& m_summary;
    std::string m_directory;
    Progress m_stop;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> reportFindings(const report::Workspace& workspace,
                                            const report::ReportSummary& summary, const Progress& progress) {
    return ReportCheck(workspace, summary, progress).run();
}

} // namespace stemma::health
