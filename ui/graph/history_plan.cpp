// SPDX-License-Identifier: MIT
#include "ui/graph/history_plan.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <utility>

#include <QCoreApplication>

#include "ui/graph/part_names.h"
#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphDifference)
};

using diff::Change;
using diff::ChangeKind;

constexpr std::size_t mostFiles = 400;

/// The node that a change is told under; a word for what no node has.
std::string placeOf(const Change& change) {
    if (change.what == "node")
        return "node:" + change.id;
    if (change.what == "graph" || change.what == "transition")
        return change.what;
    return "node:" + change.parent;
}

bool saysNothing(const json::Value& value) {
    return value.isNull() || (value.isString() && value.text().empty()) ||
           (!value.isString() && !value.isNumber() && !value.isBoolean() && value.size() == 0);
}

using NodeKinds = std::unordered_map<std::string, ChangeKind>;

NodeKinds nodeKinds(const diff::Changes& changes) {
    NodeKinds nodes;
    for (const Change& change : changes)
        if (change.what == "node")
            nodes.emplace(change.id, change.kind);
    return nodes;
}

/// What a node that came or went had is told with it.
bool goesWithItsNode(const Change& change, const NodeKinds& nodes) {
    const auto node = nodes.find(change.parent);
    return change.what != "node" && node != nodes.end() && node->second == change.kind &&
           (change.kind == ChangeKind::added || change.kind == ChangeKind::removed);
}

/// Turns changes into blocks.
class GraphPlanner {
public:
    GraphPlanner(const GraphStates& states, Unchanged unchanged)
        : m_names(states)
        , m_unchanged(unchanged) {}

    DiffPlan plan(const diff::Changes& changes, const QString& remark) {
        if (!remark.isEmpty())
            note(remark);
        std::vector<std::pair<std::string, std::vector<const Change*>>> groups;
        std::unordered_map<std::string, std::size_t> known;
        const NodeKinds nodes = nodeKinds(changes);
        for (const Change& change : changes) {
            if (goesWithItsNode(change, nodes)) {
                m_parts[change.parent].push_back(&change);
                continue;
            }
            const std::string place = placeOf(change);
            const auto [at, isNew] = known.emplace(place, groups.size());
            if (isNew)
                groups.push_back({place, {}});
            groups[at->second].second.push_back(&change);
        }
        for (const auto& [place, members] : groups) {
            m_plan.blocks.push_back(
                {DiffBlock::Kind::heading, {{headingOf(place, *members.front()), DiffTone::strong}}});
            for (const Change* change : members)
                add(*change);
        }
        if (groups.empty())
            note(Words::tr("The two versions say the same."));
        return std::move(m_plan);
    }

private:
    [[nodiscard]] QString headingOf(const std::string& place, const Change& first) const {
        if (place == "graph")
            return Words::tr("Graph “%1”").arg(isolated(oneLine(fromUtf8(first.title), 90)));
        if (place == "transition")
            return Words::tr("Transitions");
        return Words::tr("Node “%1”").arg(isolated(m_names.nodeName(place.substr(5))));
    }
    void note(const QString& text) {
        m_plan.blocks.push_back({DiffBlock::Kind::note, {{text, DiffTone::muted}}});
    }

    void add(const Change& change) {
        const bool named = change.what != "graph" && change.what != "node";
        m_plan.blocks.push_back(changeBlock(change.kind, changeText(change.kind, change.what),
                                            named ? m_names.titleOf(change) : QString()));
        ++m_plan.changes;
        if (change.kind == ChangeKind::moved)
            addMove(change);
        else if (change.kind == ChangeKind::edited)
            for (const diff::FieldChange& field : change.fields)
                for (DiffBlock& block : fieldBlocks(m_names.readable(field), m_unchanged))
                    m_plan.blocks.push_back(std::move(block));
        else
            addWhole(change);
    }
    void addMove(const Change& change) {
        m_plan.blocks.push_back(
            {DiffBlock::Kind::field,
             {{Words::tr("from place %1 to place %2")
                   .arg(QString::number(change.oldPosition + 1), QString::number(change.newPosition + 1)),
               DiffTone::moved}}});
    }
    /// What came or went: its text in full, what else it says in a line, and what belongs to it in lines.
    void addWhole(const Change& change) {
        const bool added = change.kind == ChangeKind::added;
        const DiffTone tone = added ? DiffTone::added : DiffTone::removed;
        QStringList others;
        for (const diff::FieldChange& raw : change.fields) {
            const diff::FieldChange field = m_names.readable(raw);
            const json::Value& value = added ? field.after : field.before;
            if (saysNothing(value) || raw.name == "morphs")
                continue;
            if (value.isString() && (raw.name == "description" || raw.name == "text"))
                m_plan.blocks.push_back({DiffBlock::Kind::prose, {{fromUtf8(value.text()), tone}}});
            else
                others << Words::tr("%1: %2", "field: value")
                              .arg(fieldName(field.name), isolated(oneLine(fieldValue(value), 160)));
        }
        if (!others.isEmpty())
            m_plan.blocks.push_back(
                {DiffBlock::Kind::field, {{others.join(QStringLiteral(" · ")), DiffTone::muted}}});
        if (change.what == "node")
            addParts(change.id, tone);
    }
    void addParts(const std::string& node, DiffTone tone) {
        const auto parts = m_parts.find(node);
        if (parts == m_parts.end())
            return;
        const std::array<std::pair<const char*, QString>, 3> kinds{{
            {"morph", Words::tr("Morphs:")},
            {"relation", Words::tr("Relations:")},
            {"attribute", Words::tr("Attributes:")},
        }};
        for (const auto& [what, label] : kinds) {
            QStringList titles;
            for (const Change* part : parts->second)
                if (part->what == what)
                    titles << isolated(oneLine(m_names.titleOf(*part), 90));
            if (!titles.isEmpty())
                m_plan.blocks.push_back({DiffBlock::Kind::field,
                                         {{label + QLatin1Char(' '), DiffTone::muted},
                                          {titles.join(QStringLiteral(" · ")), tone}}});
        }
    }

    PartNames m_names;
    Unchanged m_unchanged;
    DiffPlan m_plan;
    std::unordered_map<std::string, std::vector<const Change*>> m_parts; ///< of nodes that came or went
};

/// Whether a node's history tells of a change: of what is its own, and of relations that lead to it.
bool touchesNode(const Change& change, const std::string& node) {
    if (change.what == "node" ? change.id == node : change.parent == node)
        return true;
    return change.what == "relation" && change.id.ends_with("::" + node);
}

std::vector<std::string> graphsOf(const GraphStates& states, const PastScope& scope) {
    if (!scope.graph.empty())
        return {scope.graph};
    std::set<std::string> graphs(states.before.graphFolders().begin(), states.before.graphFolders().end());
    graphs.insert(states.after.graphFolders().begin(), states.after.graphFolders().end());
    return {graphs.begin(), graphs.end()};
}

bool isOfScope(const std::string& path, const PastScope& scope) {
    const std::string composed[] = {"/composed.json", "/composed.yaml", "/polymorphic_composed.json"};
    if (std::any_of(std::begin(composed), std::end(composed),
                    [&](const std::string& name) { return path.ends_with(name); }))
        return false;
    if (!scope.node.empty())
        return path == "nodes/" + scope.node + ".json" ||
               path.find("Nodes/" + scope.node + "::") != std::string::npos ||
               path.find('/') == std::string::npos;
    return scope.graph.empty() || !path.starts_with("graphs/") ||
           path.starts_with("graphs/" + scope.graph + "/");
}

} // namespace

diff::Changes scopeChanges(const GraphStates& states, const PastScope& scope) {
    diff::Changes found;
    std::set<std::pair<std::string, int>> told;
    for (const std::string& graph : graphsOf(states, scope)) {
        for (Change& change : diff::difference(graph::graphTree(states.beforeStore, graph),
                                               graph::graphTree(states.afterStore, graph))) {
            if (!scope.node.empty() && !touchesNode(change, scope.node))
                continue;
            if (told.emplace(change.what + ':' + change.id, static_cast<int>(change.kind)).second)
                found.push_back(std::move(change));
        }
    }
    return found;
}

diff::Changes shownChanges(const GraphStates& states, const PastScope& scope) {
    diff::Changes changes = scopeChanges(states, scope);
    const NodeKinds nodes = nodeKinds(changes);
    std::erase_if(changes, [&](const Change& change) { return goesWithItsNode(change, nodes); });
    return changes;
}

DiffPlan planGraphDifference(const GraphStates& states, const PastScope& scope, const QString& remark,
                             Unchanged unchanged) {
    return GraphPlanner(states, unchanged).plan(scopeChanges(states, scope), remark);
}

DiffPlan planFileDifference(const GraphStates& states, const PastScope& scope, Unchanged unchanged) {
    DiffPlan plan;
    std::size_t files = 0;
    for (const graph::FileDifference& each : graph::differences(states.before, states.after)) {
        if (!isOfScope(each.path, scope))
            continue;
        if (++files > mostFiles) {
            plan.blocks.push_back(
                {DiffBlock::Kind::note,
                 {{Words::tr("There are more files that differ than can be shown."), DiffTone::strong}}});
            break;
        }
        plan.blocks.push_back({DiffBlock::Kind::heading, {{fromUtf8(each.path), DiffTone::strong}}});
        appendPlan(plan, planRawDifference(each.before ? each.before->bytes : std::string(),
                                           each.after ? each.after->bytes : std::string(), unchanged));
    }
    if (files == 0)
        plan.blocks.push_back({DiffBlock::Kind::note,
                               {{Words::tr("The files are the same, byte for byte, but for composed ones."),
                                 DiffTone::muted}}});
    return plan;
}

} // namespace stemma::ui
