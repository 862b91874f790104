// SPDX-License-Identifier: MIT
#include "core/history/timeline_build.h"

#include <utility>

#include "core/base/ids.h"

namespace stemma::history {

namespace {

/// Strings the states of a report together. An event that names a backup shows the state before it; what it
/// produced is seen at the next state that is known. Between two sightings the rows wait in m_open; a
/// sighting that contradicts them is a change that nobody recorded.
class Chain {
public:
    Chain(const AuditLog& log, const Contents& contents, const std::string& ownId)
        : m_log(log)
        , m_contents(contents)
        , m_ownId(ownId) {}

    std::vector<TimelineRow> run(const std::vector<TimelineItem>& items) {
        for (const TimelineItem& item : items) {
            switch (item.kind) {
            case TimelineItem::Kind::event:
                addEvent(m_log.events[item.index]);
                break;
            case TimelineItem::Kind::line:
                addLine(m_log.problems[item.index]);
                break;
            case TimelineItem::Kind::backup:
                addBackup(item.index);
                break;
            }
        }
        if (m_contents.live)
            sightLive(*m_contents.live);
        else
            loseSight();
        return std::move(m_rows);
    }

private:
    /// Rows (by index) that wait for the next state to be seen.
    struct Open {
        std::optional<std::size_t> base;  ///< the state that was seen last, if nothing changed it since
        std::optional<std::size_t> maker; ///< the change whose result is not seen yet
        std::vector<std::size_t>
            overtaken;                    ///< changes after which another came that shows no state before it
        std::vector<std::size_t> passing; ///< events that change nothing
        std::vector<std::size_t> lines;   ///< unreadable lines, which may have been changes
    };

    [[nodiscard]] const Version& version(std::size_t index) const { return m_contents.versions[index]; }
    TimelineRow& row(std::size_t index) { return m_rows[index]; }

    std::size_t addRow(RowKind kind) {
        TimelineRow row;
        row.kind = kind;
        m_rows.push_back(std::move(row));
        return m_rows.size() - 1;
    }

    void addEvent(const LoggedEvent& logged) {
        const AuditEvent& event = logged.event;
        const bool own = event.report.empty() || event.report.text() == m_ownId;
        const auto name = event.backupName();
        if (name)
            sightBackupOf(logged, *name);
        const std::size_t index = addRow(own ? RowKind::change : RowKind::inherited);
        row(index).event = event;
        row(index).ts = event.ts;
        row(index).actor = event.actor;
        if (!logged.acceptedByPeer)
            row(index).problems.push_back({"log-line-rejected",
                                           "igloo-mcp passes over this line: " + logged.peerObjection,
                                           logged.line});
        if (logged.seal == Seal::broken)
            row(index).problems.push_back(
                {"log-line-altered", "this line of the log is not as Stemma wrote it", logged.line});
        if (name) {
            describeBackup(index, *name);
            m_open.base.reset();
            m_open.maker = index;
        } else if (changesWithoutBackup(event)) {
            overtake(index, event);
        } else {
            row(index).before = m_open.base;
            m_open.passing.push_back(index);
        }
    }

    /// Sees the state before an event in the backup that it names.
    void sightBackupOf(const LoggedEvent& logged, const std::string& name) {
        const FoundBackup& found = m_contents.backups.at(name);
        m_before = std::nullopt;
        m_outOfPlace = false;
        if (found.version && !found.problem.empty() && version(*found.version).sha256.empty()) {
            m_before = found.version; // there, but the system doesn't let us read it
            overtakeMaker();
            return;
        }
        if (found.version) {
            const Version& seen = version(*found.version);
            const bool foreign = !seen.reportId.empty() && seen.reportId != m_ownId &&
                                 seen.reportId != logged.event.report.text();
            m_before = found.version;
            m_outOfPlace = foreign && verdict(*found.version) != Verdict::certain;
            if (!m_outOfPlace) {
                sight(*found.version, Sight::backup);
                return;
            }
        } else if (m_open.base) {
            m_before = m_open.base;
        } else if (const auto hash = recordedHash(logged.event, "before_sha256")) {
            m_before = versionOf(*hash);
        }
        overtakeMaker();
    }

    /// What the row of an event says of its backup.
    void describeBackup(std::size_t index, const std::string& name) {
        TimelineRow& r = row(index);
        const FoundBackup& found = m_contents.backups.at(name);
        r.backup = name;
        r.backupState = found.state;
        r.before = m_before;
        r.beforeIsHole = !m_before;
        if (found.state == BackupState::ok && version(*found.version).reportId != m_ownId)
            r.backupState = BackupState::foreign;
        switch (r.backupState) {
        case BackupState::missing:
            r.problems.push_back({"backup-missing", "The backup " + name + " is not there."});
            break;
        case BackupState::pruned:
            r.problems.push_back({"backup-pruned", found.problem});
            break;
        case BackupState::damaged:
            r.problems.push_back(
                {"backup-damaged", "The backup " + name + " can't be read: " + found.problem});
            break;
        case BackupState::unsafe:
            r.problems.push_back({"backup-unsafe", "The backup's name leads out of the report: " + name});
            break;
        case BackupState::foreign:
            if (m_outOfPlace)
                r.problems.push_back({"backup-foreign", "The backup " + name + " holds another report, " +
                                                            version(*found.version).reportId + '.'});
            break;
        case BackupState::none:
        case BackupState::ok:
            break;
        }
    }

    /// A change that shows no state before it.
    void overtake(std::size_t index, const AuditEvent& event) {
        TimelineRow& r = row(index);
        if (event.type != "create") {
            r.before = m_open.base;
            if (!r.before)
                if (const auto hash = recordedHash(event, "before_sha256"))
                    r.before = versionOf(*hash);
        }
        overtakeMaker();
        m_open.maker = index;
    }

    /// Another change follows and the state between is not seen: only a sighting that proves it can still
    /// tell what the earlier one made.
    void overtakeMaker() {
        Open next;
        next.overtaken = std::move(m_open.overtaken);
        if (m_open.maker)
            next.overtaken.push_back(*m_open.maker);
        for (const std::size_t passing : m_open.passing)
            row(passing).after = row(passing).before;
        m_open = std::move(next);
    }

    void addLine(const json::LineProblem& problem) {
        const std::size_t index = addRow(RowKind::unreadableLine);
        row(index).problems.push_back({"log-line-unreadable", problem.message, problem.line});
        row(index).before = m_open.base;
        m_open.lines.push_back(index);
    }

    void addBackup(std::size_t index) {
        const Version& seen = version(index);
        const std::size_t at = addRow(RowKind::unnamedBackup);
        TimelineRow& r = row(at);
        r.backup = seen.file;
        r.backupState = m_contents.backups.at(seen.file).state;
        if (r.backupState == BackupState::ok && seen.reportId != m_ownId)
            r.backupState = BackupState::foreign;
        if (const auto time = backupTime(seen.file))
            r.ts = isoText(*time);
        if (r.backupState == BackupState::damaged) {
            // Nobody is bound to it, so it needn't be a state that the report had.
            r.after = index;
            r.problems.push_back(
                {"backup-damaged", "The backup " + seen.file + " can't be read: " + seen.problem});
            return;
        }
        sight(index, Sight::unnamed, at);
        row(at).after = index;
        if (!row(at).before)
            row(at).before = m_lost;
    }

    void sightLive(std::size_t live) {
        const bool explained = m_open.maker || m_open.base || !m_open.lines.empty();
        if (explained) {
            sight(live, Sight::live);
        } else {
            addUnrecorded(std::nullopt, live);
        }
    }

    enum class Sight { backup, unnamed, live };

    [[nodiscard]] Verdict verdict(std::size_t seen) const {
        if (m_open.maker && m_rows[*m_open.maker].event)
            return verdictOn(*m_rows[*m_open.maker].event, version(seen), m_contents);
        if (m_open.base)
            return version(*m_open.base).sha256 == version(seen).sha256 ? Verdict::certain : Verdict::no;
        return Verdict::possible;
    }

    /// A state is seen: what waits gets it as its result, unless it can't be that.
    void sight(std::size_t seen, Sight how, std::optional<std::size_t> seer = {}) {
        Verdict verdictHere = verdict(seen);
        for (const std::size_t maker : m_open.overtaken) {
            const bool certain = verdictOn(*row(maker).event, version(seen), m_contents) == Verdict::certain;
            if (certain && verdictHere == Verdict::no)
                verdictHere = Verdict::possible; // the change that came after it changed nothing
            row(maker).after = certain ? std::optional(seen) : recordedResult(maker);
        }
        // A backup that is damaged shows nothing; that it should have shown the state is all that is known.
        if (how == Sight::backup && !version(seen).readable && verdictHere == Verdict::no)
            verdictHere = m_open.maker ? Verdict::possible : Verdict::certain;
        m_lost = std::nullopt;
        if (verdictHere == Verdict::no)
            contradict(seen, how, seer);
        else
            confirm(seen);
        m_open = {};
        m_open.base = seen;
    }

    void confirm(std::size_t seen) {
        // A damaged backup shows nothing of it where the change's own event tells which bytes it made.
        if (m_open.maker)
            row(*m_open.maker).after =
                version(seen).readable ? seen : recordedResult(*m_open.maker).value_or(seen);
        for (const std::size_t passing : m_open.passing)
            row(passing).before = row(passing).after = seen;
        for (const std::size_t line : m_open.lines)
            row(line).before = row(line).after = seen;
        m_lost = seen;
    }

    void contradict(std::size_t seen, Sight how, std::optional<std::size_t> seer) {
        m_lost = m_open.base;
        if (m_open.maker) {
            m_lost = recordedResult(*m_open.maker);
            row(*m_open.maker).after = m_lost;
        }
        for (const std::size_t passing : m_open.passing)
            row(passing).before = row(passing).after = m_lost;
        if (!m_open.lines.empty()) {
            row(m_open.lines.front()).before = m_lost;
            row(m_open.lines.back()).after = seen;
        } else if (how == Sight::unnamed && seer) {
            row(*seer).before = m_lost;
            if (!m_log.events.empty())
                row(*seer).problems.push_back(
                    {"unrecorded-change", "No event says how the content came to be this."});
        } else {
            addUnrecorded(m_lost, seen);
        }
    }

    /// Nothing is known of the state here: what waits goes without, but for what its own event recorded.
    void loseSight() {
        for (const std::size_t maker : m_open.overtaken)
            row(maker).after = recordedResult(maker);
        if (m_open.maker)
            row(*m_open.maker).after = recordedResult(*m_open.maker);
        for (const std::size_t passing : m_open.passing)
            row(passing).after = row(passing).before;
        m_open = {};
    }

    void addUnrecorded(std::optional<std::size_t> before, std::size_t after) {
        const std::size_t index = addRow(RowKind::unrecordedChange);
        TimelineRow& r = row(index);
        r.before = before;
        r.after = after;
        if (const auto time = m_contents.modified[after])
            r.ts = isoText(*time);
        if (!version(after).readable)
            r.problems.push_back({"outline-unreadable", version(after).problem});
    }

    [[nodiscard]] std::optional<std::size_t> recordedResult(std::size_t maker) const {
        const auto hash = recordedHash(*m_rows[maker].event, "after_sha256");
        return hash ? versionOf(*hash) : std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> versionOf(const std::string& sha256) const {
        for (std::size_t i = 0; i < m_contents.versions.size(); ++i)
            if (version(i).sha256 == sha256)
                return i;
        return std::nullopt;
    }

    const AuditLog& m_log;
    const Contents& m_contents;
    const std::string& m_ownId;
    std::vector<TimelineRow> m_rows;
    Open m_open;
    std::optional<std::size_t> m_before; ///< the state before the event that is being added
    bool m_outOfPlace = false;           ///< its backup holds another report's outline
    std::optional<std::size_t> m_lost;   ///< the state before the last sighting
};

} // namespace

std::vector<TimelineRow> buildRows(const AuditLog& log, const Contents& contents,
                                   const std::vector<TimelineItem>& items, const std::string& ownId) {
    return Chain(log, contents, ownId).run(items);
}

} // namespace stemma::history
