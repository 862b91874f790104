// SPDX-License-Identifier: MIT
#include "ui/graph/history_entries.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphHistory)
};

using graph::GraphRow;
using graph::GraphRowKind;
using graph::GraphVersion;

constexpr std::array<std::pair<std::string_view, const char*>, 38> operations{{
    {"add_node", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "added a node")},
    {"edit_node", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited a node")},
    {"delete_node", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted a node")},
    {"add_morph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "added a morph")},
    {"edit_morph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "renamed a morph")},
    {"delete_morph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted a morph")},
    {"activate_morph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "activated a morph")},
    {"assign_morph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "changed what a morph holds")},
    {"add_relation", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "added a relation")},
    {"edit_relation", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited a relation")},
    {"delete_relation", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted a relation")},
    {"add_attribute", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "added an attribute")},
    {"edit_attribute", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited an attribute")},
    {"delete_attribute", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted an attribute")},
    {"add_to_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "took a node into the graph")},
    {"remove_from_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "took a node out of the graph")},
    {"add_transition", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "added a transition")},
    {"edit_transition", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited a transition")},
    {"delete_transition", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted a transition")},
    {"set_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited the graph's title or description")},
    {"set_text", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited the graph's text")},
    {"edit_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited")},
    {"create_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "created the graph")},
    {"new_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "created the graph")},
    {"delete_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted the graph")},
    {"compose", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "made the composed files anew")},
    {"repair", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "repaired findings")},
    {"cleanup", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "cleaned old backups up")},
    {"restore_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "restored the graph")},
    {"restore_nodes", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "restored nodes")},
    {"restore_parts", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "restored parts")},
    {"restore_user", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "restored all graphs")},
    {"undo", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "took a change out")},
    {"import_graph", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "imported the graph")},
    {"import", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "imported")},
    {"evolve", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "edited")},
    {"create", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "created")},
    {"delete", QT_TRANSLATE_NOOP("stemma::ui::GraphHistory", "deleted")},
}};

/// What changes a graph's course is never hidden in a fold.
bool standsAlone(const GraphRow& row) {
    return row.kind == GraphRowKind::unrecorded || row.kind == GraphRowKind::unreadableLine ||
           row.type == "create" || row.type == "delete" || row.type == "revert";
}

bool belongTogether(const GraphRow& older, const GraphRow& newer) {
    if (standsAlone(older) || standsAlone(newer) || older.kind != newer.kind || older.actor != newer.actor)
        return false;
    if (older.requestId && !older.requestId->empty() && older.requestId == newer.requestId)
        return true;
    return areNear(older.ts, newer.ts);
}

std::string keyOf(const GraphRow& row) {
    switch (row.kind) {
    case GraphRowKind::transaction:
        return "change:" + row.action.text();
    case GraphRowKind::oldBackup:
        return "backup:" + row.backup;
    case GraphRowKind::unrecorded:
        return "unrecorded:" + std::to_string(row.done);
    case GraphRowKind::unreadableLine:
        break;
    }
    return "line:" + std::to_string(row.problems.empty() ? 0 : row.problems.front().line);
}

class Entries {
public:
    Entries(const graph::GraphTimeline& timeline, const PastScope& scope)
        : m_timeline(timeline)
        , m_scope(scope) {
        readTransactions();
        m_live = stateAt(m_timeline.done);
        m_past.compared.live = m_live;
    }

    PastEntries make() {
        TimelineItems rows;
        for (std::size_t at = m_timeline.rows.size(); at-- > 0;) {
            const GraphRow& row = m_timeline.rows[at];
            if (graph::rowConcerns(row, m_scope.graph, m_scope.node))
                rows.push_back({keyOf(row), entryOf(at), {}});
        }
        if (!rows.empty() && rows.front().data.after == m_live)
            rows.front().data.current = true;
        m_past.items =
            folded(std::move(rows), [this](const TimelineEntry& older, const TimelineEntry& newer) {
                return belongTogether(m_timeline.rows[older.row], m_timeline.rows[newer.row]);
            });
        m_past.items.insert(m_past.items.begin(), nowItem());
        return std::move(m_past);
    }

private:
    /// Which transactions there are, which touched the scope, which can be gone back through, and which were
    /// taken out again.
    void readTransactions() {
        m_actions.resize(m_timeline.done);
        m_lastTouch.resize(m_timeline.done + 1);
        std::vector<bool> touches(m_timeline.done, false);
        for (const GraphRow& row : m_timeline.rows) {
            if (row.kind != GraphRowKind::transaction || row.done == 0 || row.done > m_timeline.done)
                continue;
            m_actions[row.done - 1] = row.action;
            touches[row.done - 1] = graph::rowConcerns(row, m_scope.graph, m_scope.node);
            if (row.backupState != history::BackupState::ok)
                m_firstReachable = std::max(m_firstReachable, row.done);
        }
        for (std::size_t done = 1; done <= m_timeline.done; ++done)
            m_lastTouch[done] = touches[done - 1] ? done : m_lastTouch[done - 1];
        for (auto row = m_timeline.rows.rbegin(); row != m_timeline.rows.rend(); ++row)
            if (!row->undoes.empty() && !m_undone.contains(row->action))
                m_undone.insert(row->undoes);
    }

    std::size_t version(const std::string& key, const std::string& content, const GraphVersion& made) {
        const auto [at, isNew] = m_known.emplace(key, m_past.versions.size());
        if (isNew) {
            m_past.versions.push_back(made);
            m_past.compared.all.push_back({content, !content.empty()});
        }
        return at->second;
    }
    /// What there was after so many transactions.
    std::size_t stateAt(std::size_t done) {
        GraphVersion made;
        if (done < m_timeline.done)
            made = {GraphVersion::At::before, m_actions[done], {}};
        const std::string name = "state:" + std::to_string(done);
        const bool reachable = done >= m_firstReachable || done == m_timeline.done;
        return version(name, reachable ? "state:" + std::to_string(m_lastTouch[done]) : std::string(), made);
    }
    std::size_t backupOf(const GraphRow& row) {
        const std::string name = "backup:" + row.backup;
        return version(name, row.backupState == history::BackupState::ok ? name : std::string(),
                       {GraphVersion::At::backup, {}, row.backup});
    }
    /// Of the old program only what its next backup holds tells what an operation made.
    std::optional<std::size_t> afterBackup(std::size_t at) {
        const GraphRow& row = m_timeline.rows[at];
        if (at + 1 == m_timeline.rows.size())
            return row.done == m_timeline.done ? std::optional(m_live) : std::nullopt;
        const GraphRow& next = m_timeline.rows[at + 1];
        return next.kind == GraphRowKind::oldBackup ? std::optional(backupOf(next)) : std::nullopt;
    }

    TimelineEntry entryOf(std::size_t at) {
        const GraphRow& row = m_timeline.rows[at];
        TimelineEntry entry;
        entry.row = at;
        entry.actor = row.actor;
        entry.actionType = row.operation.empty() ? row.type : row.operation;
        entry.ts = row.ts;
        entry.remarks = remarksOf(row);
        entry.counts = m_scope.node.empty() ? row.counts : std::nullopt;
        switch (row.kind) {
        case GraphRowKind::transaction:
            entry.action = operationText(entry.actionType);
            entry.before = stateAt(row.done - 1);
            entry.after = stateAt(row.done);
            entry.hole = m_past.compared.all[*entry.before].content.empty();
            entry.damagedBackup = row.backupState == history::BackupState::damaged;
            entry.undone = m_undone.contains(row.action);
            break;
        case GraphRowKind::oldBackup:
            entry.kind = EntryKind::oldBackup;
            entry.actor = oldProgram;
            entry.action = row.operation.empty() ? Words::tr("an operation")
                                                 : fromUtf8(row.operation).replace(u'_', u' ');
            entry.before = backupOf(row);
            entry.after = afterBackup(at);
            entry.registryOnly = true;
            entry.damagedBackup = row.backupState != history::BackupState::ok;
            break;
        case GraphRowKind::unrecorded:
            entry.kind = EntryKind::unrecorded;
            entry.after = stateAt(row.done);
            break;
        case GraphRowKind::unreadableLine:
            entry.kind = EntryKind::unreadable;
            break;
        }
        return entry;
    }

    QStringList remarksOf(const GraphRow& row) const {
        QStringList remarks;
        if (!m_scope.node.empty())
            remarks << touchedOf(row);
        if (row.note && !row.note->empty())
            remarks << Words::tr("Note: %1").arg(isolated(fromUtf8(*row.note)));
        if (m_scope.graph.empty() && !row.graph.empty())
            remarks << Words::tr("graph %1").arg(isolated(fromUtf8(row.graph)));
        for (const history::RowProblem& problem : row.problems)
            remarks << fromUtf8(problem.message);
        return remarks;
    }
    /// What of the node a row touched.
    QStringList touchedOf(const GraphRow& row) const {
        int relations = 0, attributes = 0;
        bool node = false;
        for (const std::string& path : row.paths) {
            node = node || path == "nodes/" + m_scope.node + ".json";
            relations += path.starts_with("relationNodes/" + m_scope.node + "::") ? 1 : 0;
            attributes += path.starts_with("attributeNodes/" + m_scope.node + "::") ? 1 : 0;
        }
        QStringList touched;
        if (node)
            touched << Words::tr("the node itself");
        if (relations > 0)
            touched << Words::tr("%n relation(s)", nullptr, relations);
        if (attributes > 0)
            touched << Words::tr("%n attribute(s)", nullptr, attributes);
        if (touched.isEmpty() && row.kind == GraphRowKind::transaction)
            touched << Words::tr("how it is registered");
        return touched;
    }

    TimelineItem nowItem() const {
        TimelineItem item;
        item.key = "now";
        item.data.kind = EntryKind::now;
        item.data.after = m_live;
        item.data.current = true;
        item.data.row = m_timeline.rows.empty() ? 0 : m_timeline.rows.size() - 1;
        item.data.action = !m_scope.node.empty()    ? Words::tr("the node as it is")
                           : !m_scope.graph.empty() ? Words::tr("the graph as it is")
                                                    : Words::tr("all graphs as they are");
        for (const history::RowProblem& problem : m_timeline.problems)
            item.data.remarks << fromUtf8(problem.message);
        return item;
    }

    const graph::GraphTimeline& m_timeline;
    const PastScope& m_scope;
    PastEntries m_past;
    std::map<std::string, std::size_t> m_known;
    std::vector<ActionId> m_actions;      ///< of the transactions in their order
    std::vector<std::size_t> m_lastTouch; ///< by how many were made: the last of them that touched the scope
    std::set<ActionId> m_undone;
    std::size_t m_firstReachable = 0; ///< before that, before-images are lost
    std::size_t m_live = 0;
};

} // namespace

PastEntries pastEntries(const graph::GraphTimeline& timeline, const PastScope& scope) {
    return Entries(timeline, scope).make();
}

std::map<std::string, std::size_t> changesSince(const graph::GraphTimeline& timeline, const PastScope& scope,
                                                const GraphVersion& version) {
    std::map<std::string, std::size_t> found;
    if (version.at == GraphVersion::At::now)
        return found;
    const bool backup = version.at == GraphVersion::At::backup;
    bool later = false;
    for (const GraphRow& row : timeline.rows) {
        const bool here = backup ? row.backup == version.folder : row.action == version.action;
        later = later || (here && version.at != GraphVersion::At::after);
        if (later && row.kind != GraphRowKind::unreadableLine &&
            graph::rowConcerns(row, scope.graph, scope.node))
            ++found[row.kind == GraphRowKind::oldBackup ? oldProgram : row.actor];
        later = later || here;
    }
    return found;
}

QString operationText(const std::string& operation) {
    for (const auto& [name, text] : operations)
        if (name == operation)
            return Words::tr(text);
    return isolated(fromUtf8(operation));
}

} // namespace stemma::ui
