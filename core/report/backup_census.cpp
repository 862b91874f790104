// SPDX-License-Identifier: MIT
#include "core/report/backup_census.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/history/timeline_build.h"
#include "core/json/json_value.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using history::BackupState;
using history::RowKind;

constexpr const char* counting = "look through the backups";

const history::Version* versionOf(const history::Timeline& timeline, const std::string& backup) {
    const auto found = std::find_if(timeline.versions.begin(), timeline.versions.end(),
                                    [&](const history::Version& one) { return one.file == backup; });
    return found == timeline.versions.end() ? nullptr : &*found;
}

std::string backupProblem(const history::TimelineRow& row) {
    for (const history::RowProblem& problem : row.problems)
        if (problem.rule.starts_with("backup-"))
            return problem.message;
    return {};
}

BackupHealth healthOf(BackupState state) {
    switch (state) {
    case BackupState::unsafe:
        return BackupHealth::unsafe;
    case BackupState::pruned:
        return BackupHealth::pruned;
    default:
        return BackupHealth::missing;
    }
}

/// One that was pruned and can come back must be what was pruned.
JudgedBackup judgeAbsent(io::Disk& disk, const std::string& directory, const history::Timeline& timeline,
                         const history::TimelineRow& row) {
    const auto pruned = timeline.pruned.find(row.backup);
    if (row.backupState == BackupState::pruned && pruned != timeline.pruned.end() &&
        !history::isGoneForGood(pruned->second.state)) {
        const auto whole = history::isPrunedWhole(disk, directory, row.backup, pruned->second);
        if (!whole)
            return {BackupHealth::missing, describe(whole.error()), {}};
        if (!*whole)
            return {BackupHealth::missing,
                    "It was pruned, and what lies in the trash no longer holds the bytes that were pruned.",
                    {}};
    }
    return {healthOf(row.backupState), backupProblem(row), {}};
}

/// Whether the event says that it made an older state, or all without a change, current again.
bool isReturn(const history::AuditEvent& event) {
    const json::Value* ours = event.payload.find("stemma");
    return event.type == "revert" ||
           (ours != nullptr && (ours->find("undoes") != nullptr || ours->find("restored") != nullptr));
}

/// A row that changes the content, as far as is known.
bool isChange(const history::TimelineRow& row) {
    return !row.backup.empty() || row.kind != RowKind::change || history::beganFromNothing(row) ||
           (row.event && history::changesWithoutBackup(*row.event));
}

/// Goes through the history of a report once.
class CensusTaker {
public:
    CensusTaker(io::Disk& disk, const std::string& directory, const history::Timeline& timeline,
                const LiveOutline& live, const ReportId& id)
        : m_disk(disk)
        , m_directory(directory)
        , m_timeline(timeline)
        , m_ancestry(ancestryOf(live, timeline, id)) {
        m_census.id = id;
        const json::Value& document = live.document();
        m_census.title = document.isObject() ? document.stringAt("title").value_or("") : "";
        m_census.damaged = !live.verdict.peerReads;
        m_contents.insert(live.sha256);
    }

    Result<BackupCensus> run(const BackupFolder& folder, const Progress& progress) {
        std::size_t done = 0;
        for (const history::TimelineRow& row : m_timeline.rows) {
            if (progress.cancelled())
                return fail(ErrorCode::cancelled, counting, m_directory, "it was cancelled");
            progress.tell(m_timeline.rows.size() + done++, 2 * m_timeline.rows.size());
            if (!row.backup.empty() && m_seen.insert(row.backup).second)
                addBackup(row, folder);
            if (isChange(row)) {
                m_byPerson = row.actor != "agent";
                m_above = row.kind == RowKind::unnamedBackup ? row.backup : std::string();
            }
        }
        addOthers(folder);
        holdEvidence();
        return std::move(m_census);
    }

private:
    void addBackup(const history::TimelineRow& row, const BackupFolder& folder) {
        JudgedBackup judged = judgeBackup(m_disk, m_directory, m_timeline, m_ancestry, row);
        CensusRow made;
        made.name = row.backup;
        made.made = history::backupTime(row.backup);
        made.health = judged.health;
        made.message = std::move(judged.message);
        made.sha256 = std::move(judged.sha256);
        if (row.event) {
            made.action = row.event->action.text();
            made.beforeAgent = row.actor == "agent" && m_byPerson;
            if (made.beforeAgent) // without that one it would seem to come after the agent's own
                m_beforeAgent.insert(m_above);
            made.replaced = isReturn(*row.event);
        }
        for (const history::RowProblem& problem : row.problems) {
            if (problem.rule != "lost-update")
                continue;
            made.overwritten = true;
            for (const auto& shows : {row.after, problem.nearer})
                if (shows)
                    m_overwritten.insert(m_timeline.versions[*shows].file);
        }
        addFile(std::move(made), folder);
    }

    void addFile(CensusRow row, const BackupFolder& folder) {
        const auto file = std::find_if(folder.files.begin(), folder.files.end(),
                                       [&](const history::BackupFile& one) { return one.name == row.name; });
        if (file != folder.files.end() && row.isThere())
            row.bytes = file->stamp.size;
        row.shared = !row.sha256.empty() && !m_contents.insert(row.sha256).second;
        m_census.rows.push_back(std::move(row));
    }

    /// What shows that another one must be held has to stay with it: the next look finds it by that.
    void holdEvidence() {
        for (CensusRow& row : m_census.rows) {
            row.overwritten = row.overwritten || m_overwritten.contains(row.name);
            row.beforeAgent = row.beforeAgent || m_beforeAgent.contains(row.name);
        }
    }

    /// What the history passes over, as it can't be read.
    void addOthers(const BackupFolder& folder) {
        for (const history::BackupFile& file : folder.files) {
            if (m_seen.contains(file.name))
                continue;
            CensusRow row;
            row.name = file.name;
            row.made = file.made;
            row.health = BackupHealth::damaged;
            row.message = "nothing in the history is known of it";
            addFile(std::move(row), folder);
        }
    }

    io::Disk& m_disk;
    const std::string& m_directory;
    const history::Timeline& m_timeline;
    Ancestry m_ancestry;
    std::set<std::string> m_seen;
    std::set<std::string> m_contents;
    std::set<std::string> m_overwritten; ///< names of what shows that something was
    std::set<std::string> m_beforeAgent;
    std::string m_above;    ///< the last change is a backup that no event names: its name
    bool m_byPerson = true; ///< who made the state before the row; what nobody knows counts as a person's
    BackupCensus m_census;
};

Result<std::shared_ptr<const BackupCensus>> readCensus(io::Disk& disk, const std::string& directory,
                                                       const ReportId& id, const BackupFolder& folder,
                                                       const Progress& progress) {
    Progress half{progress.stop, {}};
    half.report = [&progress](std::uint64_t done, std::uint64_t total) { progress.tell(done, 2 * total); };
    const auto timeline =
        history::loadTimeline(disk, directory, interpretOutline, history::Counts::leaveOut, half);
    if (!timeline)
        return fail(timeline.error());
    if (timeline->refusal) // what the system refuses to read is neither good nor bad
        return fail(*timeline->refusal);
    const auto live = readLiveOutline(disk, directory);
    if (!live)
        return fail(live.error());
    auto census = CensusTaker(disk, directory, *timeline, *live, id).run(folder, progress);
    auto pruned = census ? history::listPruned(disk, directory) : fail(census.error());
    if (!pruned)
        return fail(std::move(pruned.error()));
    census->pruned = std::move(*pruned);
    census->stamps = folder.stamps;
    return std::make_shared<const BackupCensus>(std::move(*census));
}

std::string stampText(const std::string& name, const io::FileStamp& stamp) {
    std::string text = name;
    for (const std::uint64_t number :
         {stamp.inode, stamp.size, static_cast<std::uint64_t>(stamp.mtimeNs),
          static_cast<std::uint64_t>(stamp.ctimeNs), static_cast<std::uint64_t>(stamp.type)})
        text += ' ' + std::to_string(number);
    return text + '\n';
}

} // namespace

const char* backupHealthWord(BackupHealth health) {
    switch (health) {
    case BackupHealth::restorable:
        return "restorable";
    case BackupHealth::damaged:
        return "damaged";
    case BackupHealth::mismatch:
        return "mismatch";
    case BackupHealth::foreign:
        return "foreign";
    case BackupHealth::missing:
        return "missing";
    case BackupHealth::unsafe:
        return "unsafe";
    case BackupHealth::pruned:
        return "pruned";
    }
    return "damaged";
}

JudgedBackup judgeBackup(io::Disk& disk, const std::string& directory, const history::Timeline& timeline,
                         const Ancestry& ancestry, const history::TimelineRow& row) {
    const history::Version* version = versionOf(timeline, row.backup);
    if (row.backupState == BackupState::missing || row.backupState == BackupState::pruned ||
        row.backupState == BackupState::unsafe || version == nullptr)
        return judgeAbsent(disk, directory, timeline, row);
    const auto expected = row.event ? history::recordedHash(*row.event, "before_sha256") : std::nullopt;
    if (expected && *expected != version->sha256)
        return {BackupHealth::mismatch, "it no longer holds the bytes that were backed up", version->sha256};
    const auto target = findRestoreTarget(disk, directory, timeline, ancestry, "backup:" + row.backup);
    if (target)
        return {BackupHealth::restorable, target->notes.empty() ? "" : target->notes.front(),
                version->sha256};
    const bool foreign = version->readable && version->reportId != ancestry.own;
    return {foreign ? BackupHealth::foreign : BackupHealth::damaged, target.error().detail, version->sha256,
            !foreign && expected.has_value()};
}

bool CensusRow::isThere() const {
    return health == BackupHealth::restorable || health == BackupHealth::damaged ||
           health == BackupHealth::mismatch || health == BackupHealth::foreign;
}

std::size_t BackupCensus::count() const {
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const CensusRow& row) { return row.isThere(); }));
}

std::uint64_t BackupCensus::bytes() const {
    std::uint64_t sum = 0;
    for (const CensusRow& row : rows)
        sum += row.bytes;
    return sum;
}

std::uint64_t BackupCensus::sharedBytes() const {
    std::uint64_t sum = 0;
    for (const CensusRow& row : rows)
        sum += row.shared ? row.bytes : 0;
    return sum;
}

std::size_t BackupCensus::countOf(BackupHealth health) const {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [health](const CensusRow& row) { return row.health == health; }));
}

std::uint64_t BackupFolder::bytes() const {
    std::uint64_t sum = 0;
    for (const history::BackupFile& file : files)
        sum += file.stamp.size;
    return sum;
}

Result<BackupFolder> lookAtBackups(io::Disk& disk, const std::string& directory, Timestamp now) {
    BackupFolder folder;
    auto files = history::listBackups(disk, directory);
    const auto report = files ? io::openDirectory(disk, directory) : fail(files.error());
    if (!report)
        return fail(report.error());
    folder.files = std::move(*files);
    constexpr std::int64_t nanos = 1000;
    const auto add = [&](const std::string& name, const io::FileStamp& stamp) {
        folder.stamps += stampText(name, stamp);
        folder.fresh = folder.fresh || io::isFresh(stamp, now.micros * nanos);
    };
    for (const char* name : {"outline.json", "audit.jsonl", history::prunedHomeName}) {
        const auto stamp = disk.statAt(report->get(), name);
        if (stamp)
            add(name, *stamp);
        else if (stamp.error().code != ErrorCode::notFound)
            return fail(stamp.error());
    }
    for (const history::BackupFile& file : folder.files)
        add(file.name, file.stamp);
    return folder;
}

std::shared_ptr<const BackupCensus> CensusCache::find(const std::string& directory,
                                                      const std::string& stamps) const {
    const std::lock_guard guard(m_mutex);
    const auto known = m_known.find(directory);
    return known != m_known.end() && known->second->stamps == stamps ? known->second : nullptr;
}

void CensusCache::keep(const std::string& directory, std::shared_ptr<const BackupCensus> census) {
    const std::lock_guard guard(m_mutex);
    m_known[directory] = std::move(census);
}

Result<std::shared_ptr<const BackupCensus>> takeCensus(io::Disk& disk, const std::string& root,
                                                       const ReportId& id, CensusCache* cache, Timestamp now,
                                                       const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    constexpr int attempts = 3;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto before = lookAtBackups(disk, *directory, now);
        if (!before)
            return fail(before.error());
        if (auto known = cache != nullptr ? cache->find(*directory, before->stamps) : nullptr)
            return known;
        auto census = readCensus(disk, *directory, id, *before, progress);
        if (!census)
            return census;
        const auto after = lookAtBackups(disk, *directory, now);
        if (!after)
            return fail(after.error());
        if (after->stamps != before->stamps)
            continue; // somebody saved meanwhile
        if (cache != nullptr && !after->fresh)
            cache->keep(*directory, *census);
        return census;
    }
    return fail(ErrorCode::conflict, counting, *directory, "another program goes on writing to the report",
                "Try again.");
}

} // namespace stemma::report
