// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/graph/backup_nodes.h"
#include "core/graph/store_fields.h"
#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

std::size_t countOfKey(const json::Value& counts, std::string_view key) {
    const json::Value* value = counts.find(key);
    const auto number = value ? value->asInteger() : std::nullopt;
    return number && *number > 0 ? static_cast<std::size_t>(*number) : 0;
}

void addOurs(const json::Value& ours, GraphRow& row) {
    row.note = ours.stringAt("note");
    row.undoes = ActionId(ours.stringAt("undoes").value_or(std::string()));
    row.restored = textsIn(ours.find("restored_nodes"));
}

void addRowPayload(const json::Value& payload, GraphRow& row) {
    row.operation = payload.stringAt("operation").value_or(std::string());
    row.graph = payload.stringAt("graph").value_or(row.graph);
    row.graphs = textsIn(payload.find("graphs"));
    row.paths = textsIn(payload.find("files"));
    row.nodes = textsIn(payload.find("nodes"));
    row.backup = payload.stringAt("backup").value_or(std::string());
    if (const json::Value* counts = payload.find("counts"); counts && counts->isObject())
        row.counts = history::ChangeCounts{countOfKey(*counts, "added"), countOfKey(*counts, "edited"),
                                           countOfKey(*counts, "moved"), countOfKey(*counts, "removed")};
    if (const json::Value* stemma = payload.find("stemma"))
        addOurs(*stemma, row);
}

void addRowManifest(const UserTransaction& transaction, GraphRow& row) {
    if (!transaction.past) {
        const bool missing = transaction.problem->code == ErrorCode::notFound;
        row.backupState = missing ? history::BackupState::missing : history::BackupState::damaged;
        row.problems.push_back({missing ? "images-missing" : "images-damaged",
                                "What the change replaced can't be had: " + describe(*transaction.problem),
                                transaction.event.line});
        return;
    }
    row.backupState = history::BackupState::ok;
    row.paths.clear();
    for (const journal::PastChange& change : transaction.past->changes)
        if (isUserData(change.path))
            row.paths.push_back(change.path);
}

GraphRow rowOf(const UserTransaction& transaction) {
    const history::AuditEvent& event = transaction.event.event;
    GraphRow row;
    row.action = transaction.action;
    row.type = event.type;
    row.actor = event.actor;
    row.ts = event.ts;
    row.requestId = event.requestId;
    row.graph = event.report.text();
    addRowPayload(event.payload, row);
    addRowManifest(transaction, row);
    if (transaction.event.seal == history::Seal::broken)
        row.problems.push_back({"log-line-altered", "This line of the log was altered since it was written.",
                                transaction.event.line});
    if (!transaction.logged)
        row.problems.push_back(
            {"log-line-missing", "The log doesn't have this change; what it replaced is there.", 0});
    for (const std::string& path : row.paths)
        if (const std::string graph = graphOfPath(path);
            !graph.empty() && std::find(row.graphs.begin(), row.graphs.end(), graph) == row.graphs.end())
            row.graphs.push_back(graph);
    return row;
}

GraphRow rowOf(const OldBackup& backup) {
    GraphRow row;
    row.kind = GraphRowKind::oldBackup;
    row.action = ActionId(backup.transaction);
    row.operation = backup.operation;
    row.ts = isoText(timeOf(backup));
    row.graph = backup.graph;
    row.graphs = {backup.graph};
    row.backup = backup.folder;
    row.backupState = backup.problems.empty() ? history::BackupState::ok : history::BackupState::damaged;
    for (const Problem& problem : backup.problems)
        row.problems.push_back({problem.rule, problem.message, 0});
    return row;
}

/// A file that others changed after transaction `last` and before transaction `next` (or now).
struct ForeignChange {
    std::string path;
    std::size_t last = 0, next = 0;
};

/// Builds the rows of all of a user's history.
class TimelineBuilder {
public:
    TimelineBuilder(io::Disk& disk, const std::string& userFolder, const UserHistory& history)
        : m_disk(disk)
        , m_userFolder(userFolder)
        , m_history(history) {}

    void addTransactions() {
        for (const UserTransaction& transaction : m_history.transactions) {
            m_rows.push_back(rowOf(transaction));
            m_rows.back().done = m_rows.size();
        }
    }
    /// Those that aren't of our own making.
    void addBackups(const std::vector<OldBackup>& backups);
    void addUnreadableLines();
    void addForeignChanges();
    std::vector<GraphRow> take() { return std::move(m_rows); }

private:
    [[nodiscard]] std::vector<ForeignChange> foreignChanges();
    void compareWithNow(std::vector<ForeignChange>& found);
    void insertUnrecorded(std::size_t next, std::vector<std::string> paths);

    io::Disk& m_disk;
    const std::string& m_userFolder;
    const UserHistory& m_history;
    std::vector<GraphRow> m_rows;
    struct LastState {
        std::size_t transaction = 0;
        std::optional<std::string> sha256;
    };
    std::map<std::string, LastState> m_last;
    std::int64_t m_newest = 0; ///< of the files that differ now, in nanoseconds
};

void TimelineBuilder::addBackups(const std::vector<OldBackup>& backups) {
    std::set<std::string> ours;
    for (const GraphRow& row : m_rows)
        ours.insert(row.backup);
    const std::vector<GraphRow> transactions = std::move(m_rows);
    m_rows.clear();
    std::size_t done = 0;
    for (const OldBackup& backup : backups) {
        if (ours.contains(backup.folder))
            continue;
        const Timestamp moment = timeOf(backup);
        while (done < transactions.size()) {
            const auto other = parseIso(transactions[done].ts);
            if (other && *other > moment)
                break;
            m_rows.push_back(transactions[done++]);
        }
        m_rows.push_back(rowOf(backup));
        m_rows.back().done = done;
    }
    m_rows.insert(m_rows.end(), transactions.begin() + static_cast<std::ptrdiff_t>(done), transactions.end());
}

void TimelineBuilder::addUnreadableLines() {
    for (const json::LineProblem& problem : m_history.log.problems) {
        GraphRow row;
        row.kind = GraphRowKind::unreadableLine;
        row.problems.push_back(
            {"log-line-unreadable",
             "Line " + std::to_string(problem.line) + " of the log can't be read: " + problem.message,
             problem.line});
        std::size_t place = 0;
        for (std::size_t at = 0; at < m_rows.size(); ++at) {
            if (m_rows[at].kind != GraphRowKind::transaction)
                continue;
            const UserTransaction& transaction = m_history.transactions[m_rows[at].done - 1];
            if (transaction.logged && transaction.event.line < problem.line) {
                place = at + 1;
                row.done = m_rows[at].done;
            }
        }
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(place), std::move(row));
    }
}

void TimelineBuilder::compareWithNow(std::vector<ForeignChange>& found) {
    for (const auto& [path, state] : m_last) {
        const auto content = io::readFile(m_disk, io::joinPath(m_userFolder, path));
        if (!content && content.error().code != ErrorCode::notFound)
            continue; // what can't be read is told where the files are read
        const std::optional<std::string> now = content ? std::optional(sha256(content->bytes)) : std::nullopt;
        if (now == state.sha256)
            continue;
        found.push_back({path, state.transaction, m_history.transactions.size()});
        if (content)
            m_newest = std::max(m_newest, content->stamp.mtimeNs);
    }
}

std::vector<ForeignChange> TimelineBuilder::foreignChanges() {
    std::vector<ForeignChange> found;
    for (std::size_t at = 0; at < m_history.transactions.size(); ++at) {
        const UserTransaction& transaction = m_history.transactions[at];
        if (!transaction.past) { // nothing is known of what it left
            for (const std::string& path : textsIn(transaction.event.event.payload.find("files")))
                m_last.erase(path);
            continue;
        }
        for (const journal::PastChange& change : transaction.past->changes) {
            if (!isUserData(change.path) || isStrayName(change.path))
                continue;
            const auto last = m_last.find(change.path);
            if (last != m_last.end() && last->second.sha256 != change.oldSha256)
                found.push_back({change.path, last->second.transaction, at});
            m_last[change.path] = {at, change.newSha256};
        }
    }
    compareWithNow(found);
    return found;
}

void TimelineBuilder::insertUnrecorded(std::size_t next, std::vector<std::string> paths) {
    GraphRow row;
    row.kind = GraphRowKind::unrecorded;
    row.done = next;
    row.paths = std::move(paths);
    for (const std::string& path : row.paths)
        if (const std::string graph = graphOfPath(path);
            !graph.empty() && (row.graphs.empty() || row.graphs.back() != graph))
            row.graphs.push_back(graph);
    if (next == m_history.transactions.size() && m_newest > 0)
        row.ts = isoText({m_newest / 1000});
    const auto place = std::find_if(m_rows.begin(), m_rows.end(), [&](const GraphRow& other) {
        return other.kind == GraphRowKind::transaction && other.done == next + 1;
    });
    m_rows.insert(place, std::move(row));
}

/// Where the old program made a backup meanwhile, it was at work: the change is put down to what it did last.
void TimelineBuilder::addForeignChanges() {
    std::map<std::size_t, std::vector<std::string>> unrecorded;
    for (const ForeignChange& change : foreignChanges()) {
        const auto explains = [&](const GraphRow& row) {
            return row.kind == GraphRowKind::oldBackup && row.done > change.last && row.done <= change.next;
        };
        const auto row = std::find_if(m_rows.rbegin(), m_rows.rend(), explains);
        if (row != m_rows.rend())
            row->paths.push_back(change.path);
        else
            unrecorded[change.next].push_back(change.path);
    }
    for (auto& [next, paths] : unrecorded) {
        std::sort(paths.begin(), paths.end());
        insertUnrecorded(next, std::move(paths));
    }
}

void tellLogProblems(const UserHistory& history, GraphTimeline& timeline) {
    if (history.logProblem)
        timeline.problems.push_back({"log-unreadable", describe(*history.logProblem), 0});
    if (history.log.tornTail)
        timeline.problems.push_back(
            {"log-torn", "The log's last line has no end: a write was cut off there.", 0});
    for (const json::LineProblem& repeated : history.log.repeated)
        timeline.problems.push_back(
            {"log-line-repeated",
             "Line " + std::to_string(repeated.line) + " of the log: " + repeated.message, repeated.line});
}

} // namespace

bool rowConcerns(const GraphRow& row, const std::string& graph, const std::string& node) {
    if (row.kind == GraphRowKind::unreadableLine)
        return true;
    const bool named = std::find(row.graphs.begin(), row.graphs.end(), graph) != row.graphs.end();
    // A registry or a node may be any graph's.
    const bool open = row.kind == GraphRowKind::unrecorded &&
                      std::any_of(row.paths.begin(), row.paths.end(),
                                  [](const std::string& path) { return graphOfPath(path).empty(); });
    const bool concerned =
        graph.empty() || named || open || (row.kind != GraphRowKind::unrecorded && row.graph == graph);
    if (!concerned || node.empty())
        return concerned;
    if (std::find(row.nodes.begin(), row.nodes.end(), node) != row.nodes.end())
        return true;
    return row.kind != GraphRowKind::transaction &&
           std::any_of(row.paths.begin(), row.paths.end(), [&](const std::string& path) {
               return path == "nodes/" + node + ".json" || path.starts_with("relationNodes/" + node + "::") ||
                      path.starts_with("attributeNodes/" + node + "::");
           });
}

const char* graphRowKindWord(GraphRowKind kind) {
    switch (kind) {
    case GraphRowKind::transaction:
        return "change";
    case GraphRowKind::oldBackup:
        return "old-backup";
    case GraphRowKind::unrecorded:
        return "unrecorded-change";
    case GraphRowKind::unreadableLine:
        break;
    }
    return "unreadable-line";
}

Result<GraphTimeline> loadGraphTimeline(io::Disk& disk, const std::string& userFolder,
                                        const std::string& graph, const std::string& logFolder,
                                        const Progress& progress, NodesOfBackups nodes,
                                        const GraphTimeline* known) {
    const auto history = readUserHistory(disk, userFolder, progress);
    if (!history)
        return fail(history.error());
    GraphTimeline timeline;
    tellLogProblems(*history, timeline);
    std::vector<std::string> strange;
    const auto backups = readOldBackups(disk, userFolder, logFolder, strange);
    if (!backups)
        timeline.problems.push_back({"backups-unreadable", describe(backups.error()), 0});
    for (const std::string& name : strange)
        timeline.problems.push_back(
            {"backup-strange", "backups/" + name + " is no backup by its name, and is left alone.", 0});
    TimelineBuilder builder(disk, userFolder, *history);
    builder.addTransactions();
    if (backups)
        builder.addBackups(*backups);
    builder.addUnreadableLines();
    builder.addForeignChanges();
    timeline.done = history->transactions.size();
    std::vector<GraphRow> rows = builder.take();
    if (nodes == NodesOfBackups::named)
        if (auto named = addNodesOfBackups(disk, userFolder, *history, rows, known, progress); !named)
            return fail(named.error());
    for (GraphRow& row : rows) {
        if (!rowConcerns(row, graph))
            continue;
        row.n = timeline.rows.size() + 1;
        timeline.rows.push_back(std::move(row));
    }
    return timeline;
}

} // namespace stemma::graph
