// SPDX-License-Identifier: MIT
#include "ui/graph/part_names.h"

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphDifference)
};

using diff::ChangeKind;

QString addedText(const std::string& what) {
    return what == "node"         ? Words::tr("Added node")
           : what == "morph"      ? Words::tr("Added morph")
           : what == "relation"   ? Words::tr("Added relation")
           : what == "attribute"  ? Words::tr("Added attribute")
           : what == "transition" ? Words::tr("Added transition")
                                  : Words::tr("Added graph");
}

QString removedText(const std::string& what) {
    return what == "node"         ? Words::tr("Removed node")
           : what == "morph"      ? Words::tr("Removed morph")
           : what == "relation"   ? Words::tr("Removed relation")
           : what == "attribute"  ? Words::tr("Removed attribute")
           : what == "transition" ? Words::tr("Removed transition")
                                  : Words::tr("Removed graph");
}

QString editedText(const std::string& what) {
    return what == "node"         ? Words::tr("Edited node")
           : what == "morph"      ? Words::tr("Edited morph")
           : what == "relation"   ? Words::tr("Edited relation")
           : what == "attribute"  ? Words::tr("Edited attribute")
           : what == "transition" ? Words::tr("Edited transition")
                                  : Words::tr("Edited graph");
}

QString movedText(const std::string& what) {
    return what == "node"         ? Words::tr("Moved node")
           : what == "morph"      ? Words::tr("Moved morph")
           : what == "relation"   ? Words::tr("Moved relation")
           : what == "attribute"  ? Words::tr("Moved attribute")
           : what == "transition" ? Words::tr("Moved transition")
                                  : Words::tr("Moved");
}

/// The end of an attribute's identity `source::adverb::name`.
std::string attributeName(const diff::Change& change) {
    std::string name = change.id;
    if (name.starts_with(change.parent + "::"))
        name.erase(0, change.parent.size() + 2);
    return name;
}

} // namespace

QString changeText(ChangeKind kind, const std::string& what) {
    switch (kind) {
    case ChangeKind::added:
        return addedText(what);
    case ChangeKind::removed:
        return removedText(what);
    case ChangeKind::moved:
        return movedText(what);
    case ChangeKind::edited:
        break;
    }
    return editedText(what);
}

PartNames::PartNames(const GraphStates& states)
    : m_states(states) {
    for (const graph::GraphStore* store : {&states.afterStore, &states.beforeStore})
        for (const graph::Node& node : store->nodes)
            for (const graph::Morph& morph : node.morphs)
                m_morphs.emplace(morph.id, morph.name);
}

QString PartNames::nodeName(const std::string& id) const {
    for (const graph::GraphStore* store : {&m_states.afterStore, &m_states.beforeStore})
        if (const graph::Node* node = store->node(id))
            return oneLine(fromUtf8(node->label()), 90);
    return fromUtf8(id);
}

QString PartNames::morphName(const std::string& id) const {
    const auto found = m_morphs.find(id);
    return oneLine(fromUtf8(found == m_morphs.end() || found->second.empty() ? id : found->second), 90);
}

QString PartNames::titleOf(const diff::Change& change) const {
    if (change.what == "relation") {
        const graph::Relation* relation = m_states.afterStore.relation(change.id);
        if (!relation)
            relation = m_states.beforeStore.relation(change.id);
        if (relation)
            return fromUtf8(relation->name) + QStringLiteral(" → ") + nodeName(relation->target);
    }
    if (change.what == "node")
        return nodeName(change.id);
    if (change.what == "attribute" && change.kind != ChangeKind::added && change.kind != ChangeKind::removed)
        return fromUtf8(attributeName(change));
    return oneLine(fromUtf8(change.title), 90);
}

json::Value PartNames::readableValue(const std::string& field, const json::Value& value) const {
    const auto named = [](const QString& name) { return json::Value::string(toUtf8(name)); };
    if (field == "target" && value.isString())
        return named(nodeName(value.text()));
    if (field == "active_morph" && value.isString())
        return named(morphName(value.text()));
    if (!value.isArray() || (field != "morphs" && field != "inputs" && field != "outputs"))
        return value;
    std::vector<json::Value> items;
    for (const json::Value& item : value.items()) {
        if (item.isString()) {
            items.push_back(named(morphName(item.text())));
            continue;
        }
        const QString node = nodeName(item.stringAt("id").value_or(std::string()));
        const auto morph = item.stringAt("nbh");
        items.push_back(
            named(morph ? Words::tr("%1 as %2", "node as morph").arg(node, morphName(*morph)) : node));
    }
    return json::Value::array(std::move(items));
}

diff::FieldChange PartNames::readable(const diff::FieldChange& field) const {
    diff::FieldChange changed = field;
    changed.before = readableValue(field.name, field.before);
    changed.after = readableValue(field.name, field.after);
    return changed;
}

} // namespace stemma::ui
