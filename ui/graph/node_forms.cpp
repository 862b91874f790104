// SPDX-License-Identifier: MIT
// Forms of nodes.
#include <algorithm>

#include <QCoreApplication>

#include "ui/graph/edit_forms.h"
#include "ui/graph/edit_words.h"
#include "ui/report/line_ends.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditForms)
};

const QString baseKey = QStringLiteral("base_name");
const QString nameKey = QStringLiteral("name");
const QString adjectiveKey = QStringLiteral("adjective");
const QString quantifierKey = QStringLiteral("quantifier");
const QString roleKey = QStringLiteral("role");
const QString descriptionKey = QStringLiteral("description");
const QString nodeKey = QStringLiteral("node");

template <class Part>
QStringList usedWords(const std::vector<graph::Node>& nodes, Part part) {
    QStringList words;
    for (const graph::Node& node : nodes)
        if (const auto& word = node.*part; word && !word->empty())
            words << fromUtf8(*word);
    words.removeDuplicates();
    words.sort(Qt::CaseInsensitive);
    return words;
}

QStringList usedRoles(const std::vector<graph::Node>& nodes) {
    QStringList roles = usedWords(nodes, &graph::Node::role) +
                        QStringList{QStringLiteral("individual"), QStringLiteral("class")};
    roles.removeDuplicates();
    return roles;
}

FormField textField(const QString& key, const QString& label, const std::optional<std::string>& value,
                    const QStringList& words = {}) {
    FormField field{key, label, FormField::Kind::line, fromUtf8(value.value_or(""))};
    field.words = words;
    return field;
}

FormField descriptionField(const std::optional<std::string>& value) {
    return {descriptionKey, Words::tr("&Description:"), FormField::Kind::text, fromUtf8(value.value_or(""))};
}

graph::NodeName nameIn(const FormValues& values) {
    return {toUtf8(values.line(baseKey)), toUtf8(values.line(adjectiveKey)),
            toUtf8(values.line(quantifierKey))};
}

FormNotes newNodeNotes(const UserGraphs& graphs, const FormValues& values, graph::NodeIdRule rule) {
    if (values.line(baseKey).isEmpty())
        return {{baseKey, {Words::tr("A node needs a base name."), true}}};
    const std::string id = graph::nodeId(nameIn(values), rule);
    if (graphs.store.node(id))
        return {{baseKey,
                 {Words::tr("There is a node with the id “%1” already. It can be added to this graph as it "
                            "is, or be told apart by an adjective.")
                      .arg(isolated(fromUtf8(id))),
                  true}}};
    if (const Status usable = graph::checkNewId(id, "node"); !usable)
        return {{baseKey, {fromUtf8(usable.error().detail), true}}};
    return {{QString(), {Words::tr("Its id will be “%1”.").arg(isolated(fromUtf8(id))), false}}};
}

graph::Field given(const FormValues& values, const QString& key) {
    const QString text = values.line(key);
    return text.isEmpty() ? graph::Field() : graph::Field(json::Value::string(toUtf8(text)));
}

/// Another node that goes by the name.
const graph::Node* namesake(const graph::GraphStore& store, const std::string& name, const std::string& id) {
    const auto found = std::find_if(store.nodes.begin(), store.nodes.end(), [&](const graph::Node& node) {
        return node.id != id && node.label() == name;
    });
    return found == store.nodes.end() ? nullptr : &*found;
}

FormNotes nodeNotes(const UserGraphs& graphs, const graph::Node& node, const FormValues& values) {
    FormNotes notes;
    const QString name = values.line(nameKey);
    if (name.isEmpty() && node.name && !node.name->empty())
        notes[nameKey] = {Words::tr("A node needs a name."), true};
    else if (const graph::Node* other = namesake(graphs.store, toUtf8(name), node.id); other)
        notes[nameKey] = {
            Words::tr("The node with the id “%1” has the same name.").arg(isolated(fromUtf8(other->id))),
            false};
    if (values.line(baseKey).isEmpty() && node.baseName && !node.baseName->empty())
        notes[baseKey] = {Words::tr("A node needs a base name."), true};
    const bool renamed = values.line(baseKey) != fromUtf8(node.baseName.value_or("")) ||
                         values.line(adjectiveKey) != fromUtf8(node.adjective.value_or("")) ||
                         values.line(quantifierKey) != fromUtf8(node.quantifier.value_or(""));
    if (renamed)
        notes[QString()] = {Words::tr("Its id stays “%1”.").arg(isolated(fromUtf8(node.id))), false};
    return notes;
}

} // namespace

graph::Field changedField(const FormValues& values, const QString& key,
                          const std::optional<std::string>& was) {
    if (!values.isChanged(key))
        return {};
    const QString text = key == descriptionKey ? withLineEndsOf(fromUtf8(was.value_or("")), values.text(key))
                                               : values.line(key);
    return text.isEmpty() ? json::Value() : json::Value::string(toUtf8(text));
}

FormSpec newNodeForm(const GraphsPtr& graphs) {
    const auto& nodes = graphs->store.nodes;
    const graph::NodeIdRule rule = graph::nodeIdRule(graphs->files);
    FormSpec form;
    form.title = Words::tr("New node");
    form.submit = Words::tr("Add");
    form.fields = {
        textField(baseKey, Words::tr("&Base name:"), {}),
        textField(adjectiveKey, Words::tr("&Adjective:"), {}, usedWords(nodes, &graph::Node::adjective)),
        textField(quantifierKey, Words::tr("&Quantifier:"), {}, usedWords(nodes, &graph::Node::quantifier)),
        textField(roleKey, Words::tr("&Role:"), "individual", usedRoles(nodes)), descriptionField({})};
    form.check = [graphs, rule](const FormValues& values) { return newNodeNotes(*graphs, values, rule); };
    form.edits = [graphs, rule](const FormValues& values) {
        graph::AddNode edit;
        const graph::NodeName name = nameIn(values);
        edit.baseName = name.baseName;
        edit.adjective = name.adjective;
        edit.quantifier = name.quantifier;
        edit.role = given(values, roleKey);
        if (const QString text = values.text(descriptionKey); !text.isEmpty())
            edit.description = json::Value::string(toUtf8(text));
        return FormEdits{{edit}, editWords(edit, graphs->store), graph::nodeId(name, rule)};
    };
    return form;
}

FormSpec nodeForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Node& node = *graphs->store.node(id);
    const auto& nodes = graphs->store.nodes;
    FormSpec form;
    form.title = Words::tr("Node “%1”").arg(isolated(oneLine(fromUtf8(node.label()), 60)));
    form.submit = Words::tr("Apply");
    form.fields = {textField(nameKey, Words::tr("&Name:"), node.name),
                   textField(roleKey, Words::tr("&Role:"), node.role, usedRoles(nodes)),
                   descriptionField(node.description),
                   textField(baseKey, Words::tr("&Base name:"), node.baseName),
                   textField(adjectiveKey, Words::tr("&Adjective:"), node.adjective,
                             usedWords(nodes, &graph::Node::adjective)),
                   textField(quantifierKey, Words::tr("&Quantifier:"), node.quantifier,
                             usedWords(nodes, &graph::Node::quantifier))};
    form.check = [graphs, &node](const FormValues& values) { return nodeNotes(*graphs, node, values); };
    form.edits = [graphs, &node](const FormValues& values) {
        graph::EditNode edit{node.id,
                             changedField(values, nameKey, node.name),
                             changedField(values, roleKey, node.role),
                             changedField(values, descriptionKey, node.description),
                             changedField(values, baseKey, node.baseName),
                             changedField(values, adjectiveKey, node.adjective),
                             changedField(values, quantifierKey, node.quantifier)};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

FormSpec existingNodeForm(const GraphsPtr& graphs, const std::string& graph) {
    const auto names = std::make_shared<const NodeNames>(nodeNames(graphs->store));
    QStringList outside;
    for (const QString& text : names->texts) {
        const graph::Node* node = graphs->store.node(names->idOf(text));
        if (node && std::find(node->graphs.begin(), node->graphs.end(), graph) == node->graphs.end())
            outside << text;
    }
    FormSpec form;
    form.title = Words::tr("Add an existing node to this graph");
    form.submit = Words::tr("Add");
    form.fields = {{nodeKey, Words::tr("&Node:"), FormField::Kind::line, {}, Words::tr("Name or id")}};
    form.fields.front().words = outside;
    form.check = [graphs, names, graph](const FormValues& values) -> FormNotes {
        const QString text = values.line(nodeKey);
        const graph::Node* node = graphs->store.node(names->idOf(text));
        if (text.isEmpty())
            return {{nodeKey, {Words::tr("Say which node."), true}}};
        if (!node)
            return {{nodeKey, {Words::tr("There is no such node."), true}}};
        if (std::find(node->graphs.begin(), node->graphs.end(), graph) != node->graphs.end())
            return {{nodeKey, {Words::tr("It is in this graph already."), true}}};
        return {};
    };
    form.edits = [graphs, names](const FormValues& values) {
        const graph::AddToGraph edit{names->idOf(values.line(nodeKey))};
        return FormEdits{{edit}, editWords(edit, graphs->store), edit.node};
    };
    return form;
}

} // namespace stemma::ui
