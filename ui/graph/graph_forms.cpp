// SPDX-License-Identifier: MIT
// Forms of graphs and transitions.
#include <algorithm>

#include <QCoreApplication>

#include "core/json/utf8.h"
#include "ui/graph/edit_forms.h"
#include "ui/graph/edit_words.h"
#include "ui/report/line_ends.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditForms)
};

const QString titleKey = QStringLiteral("title");
const QString folderKey = QStringLiteral("folder");
const QString descriptionKey = QStringLiteral("description");
const QString textKey = QStringLiteral("text");
const QString nameKey = QStringLiteral("name");
const QString adjectiveKey = QStringLiteral("adjective");
const QString tenseKey = QStringLiteral("tense");
const QString inputsKey = QStringLiteral("inputs");
const QString outputsKey = QStringLiteral("outputs");
constexpr QChar tab = u'\t';

// --- transitions

struct TransitionNames {
    GraphsPtr graphs;
    NodeNames nodes;
};
using TransitionNamesPtr = std::shared_ptr<const TransitionNames>;

FormField endsField(const TransitionNames& names, const QString& key, const QString& label,
                    const std::vector<graph::TransitionEnd>& ends) {
    FormField field{key, label, FormField::Kind::ends};
    field.words = names.nodes.texts;
    for (const graph::TransitionEnd& end : ends)
        field.list << names.nodes.textOf(end.node) + tab + fromUtf8(end.morph.value_or(""));
    for (const graph::Node& node : names.graphs->store.nodes)
        for (const graph::Morph& morph : node.morphs)
            field.choices.emplace_back(names.nodes.textOf(node.id) + tab + fromUtf8(morph.id),
                                       fromUtf8(morph.name.empty() ? morph.id : morph.name));
    return field;
}

std::vector<FormField> transitionFields(const TransitionNames& names, const graph::Transition& shown) {
    const auto text = [](const std::optional<std::string>& value) { return fromUtf8(value.value_or("")); };
    FormField tense{tenseKey, Words::tr("&Tense:"), FormField::Kind::line, text(shown.tense)};
    tense.words = {QStringLiteral("past"), QStringLiteral("present"), QStringLiteral("future")};
    return {{nameKey, Words::tr("&Name:"), FormField::Kind::line, text(shown.name)},
            endsField(names, inputsKey, Words::tr("&Begins with:"), shown.inputs),
            endsField(names, outputsKey, Words::tr("&Ends with:"), shown.outputs),
            {adjectiveKey, Words::tr("&Adjective:"), FormField::Kind::line, text(shown.adjective)},
            tense,
            {descriptionKey, Words::tr("&Description:"), FormField::Kind::text, text(shown.description)}};
}

FormNotes transitionNotes(const TransitionNames& names, const FormValues& values, const QStringList& known) {
    FormNotes notes;
    if (values.line(nameKey).isEmpty())
        notes[nameKey] = {Words::tr("A transition needs a name."), true};
    for (const QString& key : {inputsKey, outputsKey})
        for (const QString& end : values.list(key)) {
            const QString node = end.section(tab, 0, 0);
            if (!names.graphs->store.node(names.nodes.idOf(node)) && !known.contains(end))
                notes[key] = {Words::tr("There is no node “%1”.").arg(isolated(node)), true};
        }
    return notes;
}

json::Value endsIn(const TransitionNames& names, const QStringList& ends) {
    std::vector<json::Value> list;
    for (const QString& end : ends) {
        const QString morph = end.section(tab, 1);
        list.push_back(json::Value::object(
            {{"id", json::Value::string(names.nodes.idOf(end.section(tab, 0, 0)))},
             {"nbh", morph.isEmpty() ? json::Value() : json::Value::string(toUtf8(morph))}}));
    }
    return json::Value::array(std::move(list));
}

/// `was`: what the lists were.
json::Value fieldsIn(const TransitionNames& names, const FormValues& values, const graph::Transition& was,
                     const std::map<QString, QStringList>& lists) {
    json::Value fields = json::Value::object();
    const std::pair<const QString*, const std::optional<std::string>*> texts[] = {
        {&nameKey, &was.name},
        {&adjectiveKey, &was.adjective},
        {&tenseKey, &was.tense},
        {&descriptionKey, &was.description}};
    for (const auto& [key, before] : texts)
        if (const graph::Field field = changedField(values, *key, *before))
            fields.set(toUtf8(*key), *field);
    for (const QString& key : {inputsKey, outputsKey})
        if (lists.at(key) != values.list(key))
            fields.set(toUtf8(key), endsIn(names, values.list(key)));
    return fields;
}

/// An id that no transition has: of the name, as the format's program makes ids of names.
std::string freeTransitionId(const graph::GraphStore& store, const QString& name) {
    QString plain = name.toLower();
    for (QChar& letter : plain)
        if (!letter.isLetterOrNumber())
            letter = u'_';
    std::string id = toUtf8(plain.left(60));
    for (int n = 2; store.transition(id); ++n)
        id = toUtf8(plain.left(60)) + '_' + std::to_string(n);
    return id;
}

std::map<QString, QStringList> listsOf(const std::vector<FormField>& fields) {
    std::map<QString, QStringList> lists{{inputsKey, {}}, {outputsKey, {}}};
    for (const FormField& field : fields)
        if (field.kind == FormField::Kind::ends)
            lists[field.key] = field.list;
    return lists;
}

} // namespace

FormSpec newTransitionForm(const GraphsPtr& graphs) {
    const auto names =
        std::make_shared<const TransitionNames>(TransitionNames{graphs, nodeNames(graphs->store)});
    FormSpec form;
    form.title = Words::tr("New transition");
    form.submit = Words::tr("Add");
    form.fields = transitionFields(*names, {});
    form.check = [names](const FormValues& values) { return transitionNotes(*names, values, {}); };
    form.edits = [names](const FormValues& values) {
        const graph::AddTransition edit{freeTransitionId(names->graphs->store, values.line(nameKey)),
                                        fieldsIn(*names, values, {}, {{inputsKey, {}}, {outputsKey, {}}})};
        return FormEdits{{edit}, editWords(edit, names->graphs->store), "transition_" + edit.id};
    };
    return form;
}

FormSpec transitionForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Transition& transition = *graphs->store.transition(id);
    const auto names =
        std::make_shared<const TransitionNames>(TransitionNames{graphs, nodeNames(graphs->store)});
    FormSpec form;
    form.title =
        Words::tr("Transition “%1”").arg(isolated(oneLine(fromUtf8(transition.name.value_or(id)), 60)));
    form.submit = Words::tr("Apply");
    form.fields = transitionFields(*names, transition);
    const auto lists = listsOf(form.fields);
    const QStringList known = lists.at(inputsKey) + lists.at(outputsKey);
    form.check = [names, known](const FormValues& values) { return transitionNotes(*names, values, known); };
    form.edits = [names, &transition, lists](const FormValues& values) {
        const graph::EditTransition edit{transition.id, fieldsIn(*names, values, transition, lists)};
        return FormEdits{{edit}, editWords(edit, names->graphs->store)};
    };
    form.remove = Words::tr("Delete");
    form.removal = [graphs, id] {
        const graph::DeleteTransition edit{id};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

// --- graphs

FormSpec graphForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Graph& graph = *graphs->store.graph(id);
    FormSpec form;
    form.title = Words::tr("Graph “%1”").arg(isolated(oneLine(fromUtf8(graph.title), 60)));
    form.submit = Words::tr("Apply");
    form.fields = {{titleKey, Words::tr("&Title:"), FormField::Kind::line, fromUtf8(graph.title)},
                   {descriptionKey, Words::tr("&Description:"), FormField::Kind::text,
                    fromUtf8(graph.description.value_or(""))}};
    form.check = [graphs, id](const FormValues& values) -> FormNotes {
        if (values.line(titleKey).isEmpty())
            return {{titleKey, {Words::tr("A graph needs a title."), true}}};
        for (const graph::Graph& other : graphs->store.graphs)
            if (other.id != id && other.title == toUtf8(values.line(titleKey)))
                return {{titleKey, {Words::tr("Another graph has the same title."), false}}};
        return {};
    };
    form.edits = [graphs, &graph](const FormValues& values) {
        graph::SetGraph edit;
        if (values.isChanged(titleKey))
            edit.title = toUtf8(values.line(titleKey));
        if (values.isChanged(descriptionKey))
            edit.description =
                toUtf8(withLineEndsOf(fromUtf8(graph.description.value_or("")), values.text(descriptionKey)));
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

FormSpec graphTextForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Graph& graph = *graphs->store.graph(id);
    FormSpec form;
    form.title = Words::tr("Text of “%1”").arg(isolated(oneLine(fromUtf8(graph.title), 60)));
    form.submit = Words::tr("Apply");
    form.fields = {{textKey, Words::tr("&Text:"), FormField::Kind::text, fromUtf8(graph.text)}};
    form.check = [graphs, &graph](const FormValues&) -> FormNotes {
        // What is shown of it isn't what lies there.
        if (json::firstBadByte(graph.text, json::Surrogates::refused) == std::string::npos)
            return {};
        return {{QString(),
                 {Words::tr("The text in %1 isn’t UTF-8, and can’t be edited here. Restore an "
                            "older version of it first.")
                      .arg(isolated(fromUtf8(graph.textPath))),
                  true}}};
    };
    form.edits = [graphs, &graph](const FormValues& values) {
        const graph::SetText edit{toUtf8(withLineEndsOf(fromUtf8(graph.text), values.text(textKey)))};
        return values.isChanged(textKey) ? FormEdits{{edit}, editWords(edit, graphs->store)} : FormEdits();
    };
    return form;
}

FormSpec newGraphForm(const GraphsPtr& graphs) {
    FormSpec form;
    form.title = Words::tr("New graph");
    form.submit = Words::tr("Create");
    form.fields = {{titleKey, Words::tr("&Title:")},
                   {folderKey, Words::tr("&Folder:"), FormField::Kind::line, {}, Words::tr("as the title")},
                   {descriptionKey, Words::tr("&Description:"), FormField::Kind::text, {}}};
    form.check = [graphs](const FormValues& values) -> FormNotes {
        if (values.line(titleKey).isEmpty())
            return {{titleKey, {Words::tr("A graph needs a title."), true}}};
        const bool own = !values.line(folderKey).isEmpty();
        const QString& key = own ? folderKey : titleKey;
        const std::string folder = toUtf8(values.line(key));
        if (const Status usable = graph::checkNewId(folder, "graph"); !usable)
            return {{key, {fromUtf8(usable.error().detail), true}}};
        const auto& taken = graphs->files.graphFolders();
        if (std::find(taken.begin(), taken.end(), folder) != taken.end())
            return {{key, {Words::tr("There is a graph in a folder of that name already."), true}}};
        return {};
    };
    form.edits = [](const FormValues&) { return FormEdits(); };
    return form;
}

} // namespace stemma::ui
