// SPDX-License-Identifier: MIT
// Forms of morphs and of what is in them.
#include <algorithm>

#include <QCoreApplication>

#include "ui/graph/edit_forms.h"
#include "ui/graph/edit_words.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditForms)
};

const QString nameKey = QStringLiteral("name");
const QString modeKey = QStringLiteral("mode");
const QString morphKey = QStringLiteral("morph");
const QString membersKey = QStringLiteral("members");
const QString copyTo = QStringLiteral("copy");
const QString moveTo = QStringLiteral("move");
const QString takeOut = QStringLiteral("unlist");

const graph::Morph* find(const graph::Node& node, const std::string& id) {
    const auto found = std::find_if(node.morphs.begin(), node.morphs.end(),
                                    [&](const graph::Morph& morph) { return morph.id == id; });
    return found == node.morphs.end() ? nullptr : &*found;
}

QString titleOf(const graph::Morph& morph) {
    return fromUtf8(morph.name.empty() ? morph.id : morph.name);
}

/// `own`: the morph that is renamed.
FormNotes nameNotes(const graph::Node& node, const QString& name, const std::string& own) {
    if (name.isEmpty())
        return {{nameKey, {Words::tr("A morph needs a name."), true}}};
    for (const graph::Morph& morph : node.morphs)
        if (morph.id != own && !morph.implied && morph.name == toUtf8(name))
            return {{nameKey, {Words::tr("The node has a morph of that name already."), true}}};
    if (own.empty() && find(node, graph::morphId(toUtf8(name), node.id)))
        return {{nameKey,
                 {Words::tr("The node has a morph already that was called so when it was made."), true}}};
    return {};
}

/// The relations and attributes that the morph lists, with what they say.
std::vector<std::pair<QString, QString>> membersOf(const UserGraphs& graphs, const graph::Morph& morph) {
    std::vector<std::pair<QString, QString>> members;
    for (const std::string& id : morph.attributes) {
        const graph::Attribute* attribute = graphs.store.attribute(id);
        members.emplace_back(QStringLiteral("a:") + fromUtf8(id),
                             attribute ? Words::tr("%1: %2", "attribute, value")
                                             .arg(fromUtf8(attribute->name),
                                                  oneLine(fromUtf8(graph::pythonStr(attribute->value)), 60))
                                       : fromUtf8(id));
    }
    for (const std::string& id : morph.relations) {
        const graph::Relation* relation = graphs.store.relation(id);
        const graph::Node* target = relation ? graphs.store.node(relation->target) : nullptr;
        members.emplace_back(QStringLiteral("r:") + fromUtf8(id),
                             relation ? Words::tr("%1 → %2", "relation, node")
                                            .arg(fromUtf8(relation->name),
                                                 fromUtf8(target ? target->label() : relation->target))
                                      : fromUtf8(id));
    }
    return members;
}

FormEdits assigned(const GraphsPtr& graphs, const std::string& morph, const FormValues& values) {
    graph::AssignMorph edit;
    const QString mode = values.line(modeKey);
    edit.morph = mode == takeOut ? morph : toUtf8(values.line(morphKey));
    edit.mode = mode == takeOut  ? graph::AssignMorph::Mode::unlist
                : mode == moveTo ? graph::AssignMorph::Mode::move
                                 : graph::AssignMorph::Mode::copy;
    for (const QString& member : values.list(membersKey)) {
        auto& list = member.startsWith(QLatin1String("r:")) ? edit.relations : edit.attributes;
        list.push_back(toUtf8(member.mid(2)));
    }
    return {{edit}, editWords(edit, graphs->store)};
}

} // namespace

FormSpec newMorphForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Node& node = *graphs->store.node(id);
    FormSpec form;
    form.title = Words::tr("New morph of %1").arg(nodeWords(graphs->store, id));
    form.submit = Words::tr("Add");
    form.fields = {{nameKey, Words::tr("&Name:")}};
    form.check = [graphs, &node](const FormValues& values) {
        return nameNotes(node, values.line(nameKey), {});
    };
    form.edits = [graphs, id](const FormValues& values) {
        const graph::AddMorph edit{id, toUtf8(values.line(nameKey)), {}};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

FormSpec morphForm(const GraphsPtr& graphs, const std::string& id, const std::string& morphId) {
    const graph::Node& node = *graphs->store.node(id);
    const graph::Morph* morph = find(node, morphId);
    FormSpec form;
    form.title = Words::tr("Rename a morph of %1").arg(nodeWords(graphs->store, id));
    form.submit = Words::tr("Apply");
    form.fields = {
        {nameKey, Words::tr("&Name:"), FormField::Kind::line, morph ? titleOf(*morph) : QString()}};
    form.check = [graphs, &node, morphId](const FormValues& values) {
        return nameNotes(node, values.line(nameKey), morphId);
    };
    form.edits = [graphs, id, morphId](const FormValues& values) {
        const graph::EditMorph edit{id, morphId, toUtf8(values.line(nameKey))};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

FormSpec membersForm(const GraphsPtr& graphs, const std::string& id, const std::string& morphId) {
    const graph::Node& node = *graphs->store.node(id);
    const graph::Morph* morph = find(node, morphId);
    FormSpec form;
    form.title = Words::tr("Relations and attributes of morph “%1”")
                     .arg(isolated(morph ? titleOf(*morph) : fromUtf8(morphId)));
    form.submit = Words::tr("Apply");
    FormField members{membersKey, Words::tr("&Which:"), FormField::Kind::members};
    if (morph)
        members.choices = membersOf(*graphs, *morph);
    FormField mode{modeKey, Words::tr("&Do:"), FormField::Kind::choice, copyTo};
    mode.choices = {{copyTo, Words::tr("copy to another morph")},
                    {moveTo, Words::tr("move to another morph")},
                    {takeOut, Words::tr("take out of this morph")}};
    FormField target{morphKey, Words::tr("&Morph:"), FormField::Kind::choice};
    for (const graph::Morph& each : node.morphs)
        if (each.id != morphId)
            target.choices.emplace_back(fromUtf8(each.id), titleOf(each));
    form.fields = {members, mode, target};
    form.check = [](const FormValues& values) -> FormNotes {
        if (values.list(membersKey).isEmpty())
            return {{membersKey, {Words::tr("Choose at least one."), true}}};
        if (values.line(modeKey) != takeOut && values.line(morphKey).isEmpty())
            return {{morphKey, {Words::tr("The node has no other morph: add one first."), true}}};
        if (values.line(modeKey) == takeOut)
            return {{QString(),
                     {Words::tr("They stay in the other morphs that list them. What no morph lists is "
                                "no longer shown."),
                      false}}};
        return {};
    };
    form.edits = [graphs, morphId](const FormValues& values) { return assigned(graphs, morphId, values); };
    return form;
}

} // namespace stemma::ui
