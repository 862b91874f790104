// SPDX-License-Identifier: MIT
// Forms of relations and attributes.
#include <algorithm>

#include <QCoreApplication>

#include "core/json/json_document.h"
#include "ui/graph/edit_forms.h"
#include "ui/graph/edit_words.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditForms)
};

const QString nameKey = QStringLiteral("name");
const QString targetKey = QStringLiteral("target");
const QString adverbKey = QStringLiteral("adverb");
const QString modalityKey = QStringLiteral("modality");
const QString valueKey = QStringLiteral("value");
const QString kindKey = QStringLiteral("kind");
const QString unitKey = QStringLiteral("unit");

const QString automatic = QStringLiteral("automatic");
const QString asText = QStringLiteral("text");
const QString asNumber = QStringLiteral("number");
const QString asTruth = QStringLiteral("truth");

QStringList sorted(QStringList words) {
    words.removeAll(QString());
    words.removeDuplicates();
    words.sort(Qt::CaseInsensitive);
    return words;
}

template <class Link>
QStringList namesOf(const std::vector<Link>& links) {
    QStringList words;
    for (const Link& link : links)
        words << fromUtf8(link.name);
    return sorted(std::move(words));
}

template <class Link, class Part>
QStringList usedWords(const std::vector<Link>& links, Part part) {
    QStringList words;
    for (const Link& link : links)
        words << fromUtf8((link.*part).value_or(""));
    return sorted(std::move(words));
}

FormField line(const QString& key, const QString& label, const QString& value, const QStringList& words) {
    FormField field{key, label, FormField::Kind::line, value};
    field.words = words;
    return field;
}

std::optional<std::string> morphIn(const std::string& morph) {
    return morph.empty() ? std::nullopt : std::optional(morph);
}

// --- relations

struct RelationNames {
    GraphsPtr graphs;
    NodeNames nodes;
    std::string source;
};

std::vector<FormField> relationFields(const RelationNames& names, const graph::Relation& shown) {
    const auto& relations = names.graphs->store.relations;
    return {line(nameKey, Words::tr("&Type:"), fromUtf8(shown.name), namesOf(relations)),
            line(targetKey, Words::tr("&Leads to:"),
                 shown.target.empty() ? QString() : names.nodes.textOf(shown.target), names.nodes.texts),
            line(adverbKey, Words::tr("&Adverb:"), fromUtf8(shown.adverb.value_or("")),
                 usedWords(relations, &graph::Relation::adverb)),
            line(modalityKey, Words::tr("&Modality:"), fromUtf8(shown.modality.value_or("")),
                 usedWords(relations, &graph::Relation::modality))};
}

std::string relationIdIn(const RelationNames& names, const FormValues& values) {
    return graph::relationId(names.source, toUtf8(values.line(adverbKey)), toUtf8(values.line(nameKey)),
                             names.nodes.idOf(values.line(targetKey)), toUtf8(values.line(modalityKey)));
}

/// `own`: the relation that is edited; empty: a new one.
FormNotes relationNotes(const RelationNames& names, const FormValues& values, const std::string& own) {
    FormNotes notes;
    if (values.line(nameKey).isEmpty())
        notes[nameKey] = {Words::tr("A relation needs a type."), true};
    const std::string target = names.nodes.idOf(values.line(targetKey));
    if (target.empty())
        notes[targetKey] = {Words::tr("Say which node it leads to."), true};
    else if (!names.graphs->store.node(target)) {
        const Status usable = graph::checkNewId(target, "node");
        notes[targetKey] =
            usable ? FormNote{Words::tr("There is no such node: it is made, and is called so."), false}
                   : FormNote{fromUtf8(usable.error().detail), true};
    }
    const std::string id = relationIdIn(names, values);
    if (notes.empty() && id != own && names.graphs->store.relation(id))
        notes[QString()] = {Words::tr("This relation is there already."), true};
    return notes;
}

FormEdits addedRelation(const RelationNames& names, const FormValues& values, const std::string& morph) {
    const graph::AddRelation edit{names.source,
                                  toUtf8(values.line(nameKey)),
                                  names.nodes.idOf(values.line(targetKey)),
                                  toUtf8(values.line(adverbKey)),
                                  toUtf8(values.line(modalityKey)),
                                  morphIn(morph)};
    return {{edit}, editWords(edit, names.graphs->store)};
}

FormEdits editedRelation(const RelationNames& names, const FormValues& values,
                         const graph::Relation& relation) {
    graph::EditRelation edit{relation.id,
                             changedField(values, nameKey, relation.name),
                             {},
                             changedField(values, adverbKey, relation.adverb),
                             changedField(values, modalityKey, relation.modality)};
    if (values.isChanged(targetKey))
        edit.target = json::Value::string(names.nodes.idOf(values.line(targetKey)));
    return {{edit}, editWords(edit, names.graphs->store)};
}

// --- attributes

/// What is typed as a value; nothing if it is none of its kind.
std::optional<json::Value> valueIn(const FormValues& values) {
    const QString typed = values.text(valueKey);
    const QString kind = values.line(kindKey);
    const auto number = json::parse(toUtf8(typed.trimmed()));
    // JSON of Python knows Infinity and NaN, but nobody else does.
    const bool isNumber =
        number && number->isNumber() && number->text().find_first_of("IN") == std::string::npos;
    if (kind == asTruth) {
        const QString word = typed.trimmed().toLower();
        if (word == QLatin1String("true") || word == QLatin1String("false"))
            return json::Value::boolean(word == QLatin1String("true"));
        return std::nullopt;
    }
    if (kind == asNumber || (kind == automatic && isNumber))
        return isNumber ? std::optional(*number) : std::nullopt;
    return json::Value::string(toUtf8(typed));
}

QString kindOf(const json::Value& value) {
    if (value.isNumber())
        return asNumber;
    if (value.isBoolean())
        return asTruth;
    return value.isNull() ? automatic : asText;
}

QString typedText(const json::Value& value) {
    if (value.isString() || value.isNumber())
        return fromUtf8(value.text());
    return value.isNull() ? QString() : fromUtf8(json::bytesOf(value)).trimmed();
}

struct AttributeNames {
    GraphsPtr graphs;
    std::string source;
};

std::vector<FormField> attributeFields(const AttributeNames& names, const graph::Attribute& shown) {
    const auto& attributes = names.graphs->store.attributes;
    std::vector<FormField> fields{
        line(nameKey, Words::tr("&Name:"), fromUtf8(shown.name), namesOf(attributes)),
        {valueKey, Words::tr("&Value:"), FormField::Kind::line, typedText(shown.value)},
        {kindKey, Words::tr("&Kind:"), FormField::Kind::choice, kindOf(shown.value)},
        line(unitKey, Words::tr("&Unit:"), fromUtf8(shown.unit.value_or("")),
             usedWords(attributes, &graph::Attribute::unit)),
        line(adverbKey, Words::tr("&Adverb:"), fromUtf8(shown.adverb.value_or("")),
             usedWords(attributes, &graph::Attribute::adverb)),
        line(modalityKey, Words::tr("&Modality:"), fromUtf8(shown.modality.value_or("")),
             usedWords(attributes, &graph::Attribute::modality))};
    fields[2].choices = {{automatic, Words::tr("as it looks")},
                         {asText, Words::tr("text")},
                         {asNumber, Words::tr("number")},
                         {asTruth, Words::tr("true or false")}};
    return fields;
}

FormNotes attributeNotes(const AttributeNames& names, const FormValues& values, const std::string& own) {
    FormNotes notes;
    if (values.line(nameKey).isEmpty())
        notes[nameKey] = {Words::tr("An attribute needs a name."), true};
    const auto value = valueIn(values);
    if (!value)
        notes[valueKey] = {values.line(kindKey) == asTruth ? Words::tr("Type true or false.")
                                                           : Words::tr("This is no number."),
                           true};
    else if (values.text(valueKey).isEmpty())
        notes[valueKey] = {Words::tr("An attribute needs a value."), true};
    else if (values.line(kindKey) == automatic)
        notes[kindKey] = {value->isNumber() ? Words::tr("It is kept as a number.")
                                            : Words::tr("It is kept as a text."),
                          false};
    if (!value || values.line(nameKey).isEmpty())
        return notes;
    const std::string id =
        graph::attributeId(names.source, toUtf8(values.line(nameKey)), *value, toUtf8(values.line(unitKey)),
                           toUtf8(values.line(adverbKey)), toUtf8(values.line(modalityKey)));
    if (id != own && names.graphs->store.attribute(id))
        notes[QString()] = {Words::tr("This attribute is there already."), true};
    return notes;
}

FormEdits addedAttribute(const AttributeNames& names, const FormValues& values, const std::string& morph) {
    graph::AddAttribute edit;
    edit.source = names.source;
    edit.name = toUtf8(values.line(nameKey));
    edit.value = valueIn(values).value_or(json::Value());
    edit.unit = toUtf8(values.line(unitKey));
    edit.adverb = toUtf8(values.line(adverbKey));
    edit.modality = toUtf8(values.line(modalityKey));
    edit.morph = morphIn(morph);
    return {{edit}, editWords(edit, names.graphs->store)};
}

FormEdits editedAttribute(const AttributeNames& names, const FormValues& values,
                          const graph::Attribute& attribute) {
    graph::EditAttribute edit{attribute.id,
                              changedField(values, nameKey, attribute.name),
                              {},
                              changedField(values, unitKey, attribute.unit),
                              changedField(values, adverbKey, attribute.adverb),
                              changedField(values, modalityKey, attribute.modality)};
    const bool changed = values.isChanged(valueKey) || values.isChanged(kindKey);
    if (const auto value = valueIn(values); value && changed && *value != attribute.value)
        edit.value = *value;
    const auto now = [](const graph::Field& field, const std::optional<std::string>& was) {
        return field ? (field->isString() ? field->text() : std::string()) : was.value_or("");
    };
    // Its id is made of all of it, and the element of the picture is called by that.
    const std::string id =
        graph::attributeId(attribute.source, now(edit.name, attribute.name),
                           edit.value.value_or(attribute.value), now(edit.unit, attribute.unit),
                           now(edit.adverb, attribute.adverb), now(edit.modality, attribute.modality));
    return {{edit}, editWords(edit, names.graphs->store), "attrval_" + id, "attrval_" + attribute.id};
}

} // namespace

FormSpec newRelationForm(const GraphsPtr& graphs, const std::string& source, const std::string& morph,
                         const std::string& target) {
    const auto names =
        std::make_shared<const RelationNames>(RelationNames{graphs, nodeNames(graphs->store), source});
    graph::Relation empty;
    empty.target = target;
    FormSpec form;
    form.title = Words::tr("New relation from %1").arg(nodeWords(graphs->store, source));
    form.submit = Words::tr("Add");
    form.fields = relationFields(*names, empty);
    form.check = [names](const FormValues& values) { return relationNotes(*names, values, {}); };
    form.edits = [names, morph](const FormValues& values) { return addedRelation(*names, values, morph); };
    return form;
}

FormSpec relationForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Relation& relation = *graphs->store.relation(id);
    const auto names = std::make_shared<const RelationNames>(
        RelationNames{graphs, nodeNames(graphs->store), relation.source});
    FormSpec form;
    form.title = Words::tr("Relation from %1").arg(nodeWords(graphs->store, relation.source));
    form.submit = Words::tr("Apply");
    form.fields = relationFields(*names, relation);
    form.check = [names, id](const FormValues& values) { return relationNotes(*names, values, id); };
    form.edits = [names, &relation](const FormValues& values) {
        return editedRelation(*names, values, relation);
    };
    form.remove = Words::tr("Delete");
    form.removal = [graphs, id] {
        const graph::DeleteRelation edit{id};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

FormSpec newAttributeForm(const GraphsPtr& graphs, const std::string& node, const std::string& morph) {
    const AttributeNames names{graphs, node};
    FormSpec form;
    form.title = Words::tr("New attribute of %1").arg(nodeWords(graphs->store, node));
    form.submit = Words::tr("Add");
    form.fields = attributeFields(names, {});
    form.check = [names](const FormValues& values) { return attributeNotes(names, values, {}); };
    form.edits = [names, morph](const FormValues& values) { return addedAttribute(names, values, morph); };
    return form;
}

FormSpec attributeForm(const GraphsPtr& graphs, const std::string& id) {
    const graph::Attribute& attribute = *graphs->store.attribute(id);
    const AttributeNames names{graphs, attribute.source};
    FormSpec form;
    form.title = Words::tr("Attribute of %1").arg(nodeWords(graphs->store, attribute.source));
    form.submit = Words::tr("Apply");
    form.fields = attributeFields(names, attribute);
    form.focus = valueKey;
    form.check = [names, id](const FormValues& values) { return attributeNotes(names, values, id); };
    form.edits = [names, &attribute](const FormValues& values) {
        return editedAttribute(names, values, attribute);
    };
    form.remove = Words::tr("Delete");
    form.removal = [graphs, id] {
        const graph::DeleteAttribute edit{id};
        return FormEdits{{edit}, editWords(edit, graphs->store)};
    };
    return form;
}

} // namespace stemma::ui
