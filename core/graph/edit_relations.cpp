// SPDX-License-Identifier: MIT
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/edit_pieces.h"

namespace stemma::graph {

namespace {

using json::Value;

/// What is known of a relation: its file's word counts, then the registry's, then what its id tells.
struct RelationParts {
    std::string source, adverb, name, target, modality;
};

constexpr std::string_view joint = "::";

/// Adverb and modality of a stub: what stands in the id around the parts that are known.
void takeFromId(const std::string& id, RelationParts& parts) {
    const std::string middle = std::string(joint) + parts.name + std::string(joint) + parts.target;
    const std::size_t at = id.starts_with(parts.source) ? id.find(middle, parts.source.size()) : id.npos;
    if (at == id.npos)
        return;
    if (at > parts.source.size() + joint.size())
        parts.adverb = id.substr(parts.source.size() + joint.size(), at - parts.source.size() - joint.size());
    if (id.size() > at + middle.size() + joint.size())
        parts.modality = id.substr(at + middle.size() + joint.size());
}

RelationParts relationParts(const EditDraft& draft, const std::string& id, const Value& file) {
    const Value* entry = draft.entry(Registry::relations, id);
    RelationParts parts{firstText({&file, entry}, {"source_id", "source"}), firstText({&file}, {"adverb"}),
                        firstText({&file, entry}, {"name", "type"}),
                        firstText({&file, entry}, {"target_id", "target"}), firstText({&file}, {"modality"})};
    if (file.find("name") == nullptr && file.find("type") == nullptr && !parts.source.empty() &&
        !parts.name.empty() && !parts.target.empty())
        takeFromId(id, parts);
    return parts;
}

Status checkParts(const RelationParts& parts) {
    if (parts.name.empty())
        return graphUsage("the name of a relation can't be empty");
    if (parts.target.empty())
        return graphUsage("a relation needs a target");
    for (const std::string* part : {&parts.adverb, &parts.name, &parts.target, &parts.modality})
        if (auto checked = checkText(*part, "relation"); !checked)
            return checked;
    return {};
}

std::string idOf(const RelationParts& parts) {
    return relationId(parts.source, parts.adverb, parts.name, parts.target, parts.modality);
}

Value fileWith(const std::string& id, const RelationParts& parts) {
    return Value::object({{"id", Value::string(id)},
                          {"name", Value::string(parts.name)},
                          {"source_id", Value::string(parts.source)},
                          {"target_id", Value::string(parts.target)},
                          {"adverb", textOrNull(parts.adverb)},
                          {"modality", textOrNull(parts.modality)}});
}

std::string_view keyIn(const Value& file, std::string_view key, std::string_view older) {
    return file.find(key) == nullptr && file.find(older) != nullptr ? older : key;
}

/// A stub of version 3 gets all its parts back, before what it has; any other file what differs.
void writeParts(Value& file, const std::string& id, const RelationParts& parts) {
    if (file.find("name") == nullptr && file.find("type") == nullptr) {
        completeStub(file, fileWith(id, parts));
        return;
    }
    setMember(file, keyIn(file, "name", "type"), Value::string(parts.name));
    setMember(file, keyIn(file, "target_id", "target"), Value::string(parts.target));
    setText(file, "adverb", parts.adverb);
    setText(file, "modality", parts.modality);
}

void followInRegistry(EditDraft& draft, const std::string& id, const RelationParts& parts) {
    const Value* present = draft.entry(Registry::relations, id);
    if (present == nullptr)
        return;
    Value changed = *present;
    bool differs = false;
    const std::pair<const char*, const std::string*> fields[] = {
        {"name", &parts.name},     {"type", &parts.name},     {"target_id", &parts.target},
        {"target", &parts.target}, {"adverb", &parts.adverb}, {"modality", &parts.modality}};
    for (const auto& [key, text] : fields)
        if (changed.find(key) != nullptr)
            differs = setText(changed, key, *text) || differs;
    if (differs)
        *draft.editEntry(Registry::relations, id) = std::move(changed);
}

Status checkFields(const EditRelation& edit) {
    const std::pair<const Field*, const char*> fields[] = {{&edit.name, "name"},
                                                           {&edit.target, "target"},
                                                           {&edit.adverb, "adverb"},
                                                           {&edit.modality, "modality"}};
    for (const auto& [field, what] : fields)
        if (auto checked = checkTextOrNull(*field, what); !checked)
            return checked;
    return {};
}

} // namespace

Ends endsOf(const EditDraft& draft, const std::string& relation) {
    return endsOf(draft, relation, draft.entry(Registry::relations, relation));
}

Ends endsOf(const EditDraft& draft, const std::string& relation, const Value* entry) {
    const Value* file = fileOf(draft, Registry::relations, relation);
    Ends ends{firstText({file, entry}, {"source_id", "source"}),
              firstText({file, entry}, {"target_id", "target"})};
    const std::size_t first = relation.find(joint);
    const std::size_t last = relation.rfind(joint);
    if (ends.source.empty() && first != relation.npos)
        ends.source = relation.substr(0, first);
    // Of three parts the last is the target; of more it can't be told from a modality.
    const bool three = first != last && relation.find(joint, first + joint.size()) == last;
    if (ends.target.empty() && three)
        ends.target = relation.substr(last + joint.size());
    return ends;
}

Status applyTo(EditDraft& draft, const AddRelation& edit) {
    const RelationParts parts{edit.source, edit.adverb, edit.name, edit.target, edit.modality};
    if (auto checked = checkParts(parts); !checked)
        return checked;
    if (auto source = nodeDocument(draft, edit.source); !source)
        return fail(source.error());
    if (auto made = makeMissingTarget(draft, edit.target); !made)
        return made;
    return addLink(draft, Registry::relations, idOf(parts), fileWith(idOf(parts), parts), edit.morph);
}

Status applyTo(EditDraft& draft, const EditRelation& edit) {
    if (auto checked = checkFields(edit); !checked)
        return checked;
    if (!draft.known(Registry::relations, edit.id))
        return graphUsage("there is no relation " + quotedId(edit.id));
    const auto path = draft.pathOf(Registry::relations, edit.id);
    const auto file = path ? draft.object(*path, "relation " + quotedId(edit.id)) : fail(path.error());
    if (!file)
        return fail(file.error());
    const RelationParts before = relationParts(draft, edit.id, **file);
    RelationParts after = before;
    const std::pair<const Field*, std::string*> fields[] = {{&edit.name, &after.name},
                                                            {&edit.target, &after.target},
                                                            {&edit.adverb, &after.adverb},
                                                            {&edit.modality, &after.modality}};
    for (const auto& [field, part] : fields)
        if (*field)
            *part = textOf(**field);
    if (before.source.empty())
        return graphDamaged(*path, "the source of the relation isn't known", "Delete it and add it anew.");
    const bool same = before.name == after.name && before.target == after.target &&
                      before.adverb == after.adverb && before.modality == after.modality;
    if (same)
        return {};
    if (auto checked = checkParts(after); !checked)
        return checked;
    if (after.target != before.target)
        if (auto made = makeMissingTarget(draft, after.target); !made)
            return made;
    writeParts(*draft.edit(*path), edit.id, after);
    followInRegistry(draft, edit.id, after);
    touchHolders(draft, Registry::relations, edit.id);
    return renameLink(draft, Registry::relations, edit.id, idOf(after));
}

Status applyTo(EditDraft& draft, const DeleteRelation& edit) {
    if (!draft.known(Registry::relations, edit.id) &&
        morphsHolding(draft, Registry::relations, edit.id).empty())
        return graphUsage("there is no relation " + quotedId(edit.id));
    return removeLinks(draft, Registry::relations, {edit.id});
}

} // namespace stemma::graph
