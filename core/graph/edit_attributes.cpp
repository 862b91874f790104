// SPDX-License-Identifier: MIT
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/edit_pieces.h"

namespace stemma::graph {

namespace {

using json::Value;

struct AttributeParts {
    std::string source, name;
    Value value;
    std::string unit, adverb, modality;
};

Status checkValue(const Value& value) {
    const bool scalar = value.isString() || value.isNumber() || value.isBoolean();
    if (!scalar)
        return graphUsage("the value of an attribute must be a text, a number, true or false");
    if (value.isString())
        return checkText(value.text(), "value");
    // Infinity and NaN: Python writes them, but no browser reads such a file.
    if (value.isNumber() && value.text().find_first_of("IN") != std::string::npos)
        return graphUsage("the value of an attribute must be a finite number");
    return {};
}

Status checkParts(const AttributeParts& parts) {
    if (parts.name.empty())
        return graphUsage("the name of an attribute can't be empty");
    for (const std::string* part : {&parts.name, &parts.unit, &parts.adverb, &parts.modality})
        if (auto checked = checkText(*part, "attribute"); !checked)
            return checked;
    return checkValue(parts.value);
}

std::string idOf(const AttributeParts& parts) {
    return attributeId(parts.source, parts.name, parts.value, parts.unit, parts.adverb, parts.modality);
}

Value fileWith(const std::string& id, const AttributeParts& parts) {
    return Value::object({{"id", Value::string(id)},
                          {"name", Value::string(parts.name)},
                          {"source_id", Value::string(parts.source)},
                          {"value", parts.value},
                          {"unit", textOrNull(parts.unit)},
                          {"adverb", textOrNull(parts.adverb)},
                          {"modality", textOrNull(parts.modality)}});
}

AttributeParts attributeParts(const EditDraft& draft, const std::string& id, const Value& file) {
    const Value* entry = draft.entry(Registry::attributes, id);
    const Value* value = firstOf({&file, entry}, "value");
    return {sourceOf(draft, id),
            firstText({&file, entry}, {"name"}),
            value == nullptr ? Value() : *value,
            firstText({&file, entry}, {"unit"}),
            firstText({&file, entry}, {"adverb"}),
            firstText({&file, entry}, {"modality"})};
}

bool isStub(const Value& file) {
    return file.find("name") == nullptr && file.find("value") == nullptr;
}

void writeParts(Value& file, const std::string& id, const AttributeParts& parts) {
    if (isStub(file)) {
        completeStub(file, fileWith(id, parts));
        return;
    }
    setMember(file, "name", Value::string(parts.name));
    setMember(file, "value", parts.value);
    setText(file, "unit", parts.unit);
    setText(file, "adverb", parts.adverb);
    setText(file, "modality", parts.modality);
}

/// Entries of some versions hold the whole attribute (A3, A4): what they hold is kept right.
void followInRegistry(EditDraft& draft, const std::string& id, const AttributeParts& parts) {
    const Value* present = draft.entry(Registry::attributes, id);
    if (present == nullptr)
        return;
    Value changed = *present;
    bool differs = false;
    if (changed.find("value") != nullptr)
        differs = setMember(changed, "value", parts.value);
    const std::pair<const char*, const std::string*> fields[] = {{"name", &parts.name},
                                                                 {"unit", &parts.unit},
                                                                 {"adverb", &parts.adverb},
                                                                 {"modality", &parts.modality}};
    for (const auto& [key, text] : fields)
        if (changed.find(key) != nullptr)
            differs = setText(changed, key, *text) || differs;
    if (differs)
        *draft.editEntry(Registry::attributes, id) = std::move(changed);
}

Status checkFields(const EditAttribute& edit) {
    const std::pair<const Field*, const char*> fields[] = {
        {&edit.name, "name"}, {&edit.unit, "unit"}, {&edit.adverb, "adverb"}, {&edit.modality, "modality"}};
    for (const auto& [field, what] : fields)
        if (auto checked = checkTextOrNull(*field, what); !checked)
            return checked;
    return edit.value ? checkValue(*edit.value) : Status();
}

AttributeParts changedBy(const EditAttribute& edit, AttributeParts parts) {
    const std::pair<const Field*, std::string*> fields[] = {{&edit.name, &parts.name},
                                                            {&edit.unit, &parts.unit},
                                                            {&edit.adverb, &parts.adverb},
                                                            {&edit.modality, &parts.modality}};
    for (const auto& [field, part] : fields)
        if (*field)
            *part = textOf(**field);
    if (edit.value)
        parts.value = *edit.value;
    return parts;
}

bool same(const AttributeParts& a, const AttributeParts& b) {
    return a.name == b.name && a.value == b.value && a.unit == b.unit && a.adverb == b.adverb &&
           a.modality == b.modality;
}

} // namespace

std::string sourceOf(const EditDraft& draft, const std::string& attribute) {
    return sourceOf(draft, attribute, draft.entry(Registry::attributes, attribute));
}

std::string sourceOf(const EditDraft& draft, const std::string& attribute, const Value* entry) {
    const Value* file = fileOf(draft, Registry::attributes, attribute);
    std::string source = firstText({file, entry}, {"source_id", "node_id"});
    return source.empty() ? attribute.substr(0, attribute.find("::")) : source;
}

Status applyTo(EditDraft& draft, const AddAttribute& edit) {
    const AttributeParts parts{edit.source, edit.name, edit.value, edit.unit, edit.adverb, edit.modality};
    if (auto checked = checkParts(parts); !checked)
        return checked;
    if (auto source = nodeDocument(draft, edit.source); !source)
        return fail(source.error());
    return addLink(draft, Registry::attributes, idOf(parts), fileWith(idOf(parts), parts), edit.morph);
}

Status applyTo(EditDraft& draft, const EditAttribute& edit) {
    if (auto checked = checkFields(edit); !checked)
        return checked;
    if (!draft.known(Registry::attributes, edit.id))
        return graphUsage("there is no attribute " + quotedId(edit.id));
    const auto path = draft.pathOf(Registry::attributes, edit.id);
    const auto file = path ? draft.object(*path, "attribute " + quotedId(edit.id)) : fail(path.error());
    if (!file)
        return fail(file.error());
    const AttributeParts before = attributeParts(draft, edit.id, **file);
    const AttributeParts after = changedBy(edit, before);
    if (same(before, after))
        return {};
    if (after.value.isNull())
        return graphUsage("the value of attribute " + quotedId(edit.id) + " was lost",
                          "Give it a value too.");
    if (auto checked = checkParts(after); !checked)
        return checked;
    writeParts(*draft.edit(*path), edit.id, after);
    followInRegistry(draft, edit.id, after);
    touchHolders(draft, Registry::attributes, edit.id);
    return renameLink(draft, Registry::attributes, edit.id, idOf(after));
}

Status applyTo(EditDraft& draft, const DeleteAttribute& edit) {
    if (!draft.known(Registry::attributes, edit.id) &&
        morphsHolding(draft, Registry::attributes, edit.id).empty())
        return graphUsage("there is no attribute " + quotedId(edit.id));
    return removeLinks(draft, Registry::attributes, {edit.id});
}

} // namespace stemma::graph
