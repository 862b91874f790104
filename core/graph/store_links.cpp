// SPDX-License-Identifier: MIT
// Relations and attributes: the file counts, then the registry, then what the id says.
#include <string_view>

#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

constexpr std::string_view separator = "::";

std::vector<std::string_view> partsOf(std::string_view id) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = id.find(separator);
        parts.push_back(id.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        id.remove_prefix(end + separator.size());
    }
}

/// A file of version 3 that lost everything but the hint which morph it belongs to.
bool isStub(const json::Value* file) {
    return file && file->size() == 1 && file->find("morph_id");
}

void setIfEmpty(std::string& field, std::string_view value) {
    if (field.empty())
        field = value;
}

/// The whole of source, adverb, name, target, modality: 4 parts can mean either of the two that may be
/// missing, and the nodes that there are decide.
void guessEnds(const GraphStore& store, Relation& relation) {
    const std::vector<std::string_view> parts = partsOf(relation.id);
    if (parts.size() < 3)
        return;
    const bool lastIsNode = store.nodeAt.contains(std::string(parts.back()));
    const bool thirdIsNode = store.nodeAt.contains(std::string(parts[2]));
    const bool adverb = parts.size() == 5 || (parts.size() == 4 && (lastIsNode || !thirdIsNode));
    const std::size_t name = adverb ? 2 : 1;
    const bool modality = parts.size() == 5 || (parts.size() == 4 && !adverb);
    const std::size_t target = parts.size() > 5 ? parts.size() - 1 : name + 1;
    setIfEmpty(relation.source, parts.front());
    setIfEmpty(relation.name, parts[name]);
    setIfEmpty(relation.target, parts[target]);
    if (adverb && !relation.adverb)
        relation.adverb = std::string(parts[1]);
    if (modality && !relation.modality)
        relation.modality = std::string(parts.back());
    relation.guessed = true;
}

/// What the id holds before and behind the name and target, which are known.
void guessAdverbs(Relation& relation) {
    const std::string head = relation.source + std::string(separator);
    const std::string middle = relation.name + std::string(separator) + relation.target;
    if (!relation.id.starts_with(head))
        return;
    const std::string_view rest = std::string_view(relation.id).substr(head.size());
    const std::size_t at = rest.find(middle);
    if (at == std::string_view::npos)
        return;
    const std::string_view behind = rest.substr(at + middle.size());
    if (at > separator.size())
        relation.adverb = std::string(rest.substr(0, at - separator.size()));
    if (behind.size() > separator.size())
        relation.modality = std::string(behind.substr(separator.size()));
    relation.guessed = true;
}

Relation relationOf(const GraphStore& store, const Element& element) {
    Relation relation;
    relation.id = element.id;
    relation.known = element.known;
    relation.known.stub = isStub(element.file);
    const auto text = [&](std::initializer_list<std::string_view> keys) {
        return textAt({element.file, element.entry}, keys);
    };
    relation.name = text({"name", "type"}).value_or(std::string());
    relation.source = text({"source_id", "source"}).value_or(std::string());
    relation.target = text({"target_id", "target"}).value_or(std::string());
    relation.adverb = text({"adverb"});
    relation.modality = text({"modality"});
    relation.morphIds = textsIn(element.file ? element.file->find("morph_id") : nullptr);
    relation.graphs = textsIn(element.entry ? element.entry->find("graphs") : nullptr);
    // A registry of the second version has names but no ends.
    if (relation.source.empty() || relation.target.empty() || relation.name.empty())
        guessEnds(store, relation);
    else if (relation.known.stub || !element.file)
        guessAdverbs(relation);
    return relation;
}

/// `source::name::hash`, where both may hold `::`; the source is the longest node that there is.
void guessOwner(const GraphStore& store, Attribute& attribute) {
    const std::string_view id = attribute.id;
    const std::size_t hash = id.rfind(separator);
    if (hash == std::string_view::npos)
        return;
    std::size_t end = std::string_view::npos;
    for (std::size_t at = id.find(separator); at != std::string_view::npos && at < hash;
         at = id.find(separator, at + 1))
        if (end == std::string_view::npos || store.nodeAt.contains(std::string(id.substr(0, at))))
            end = at;
    attribute.guessed = true;
    if (end == std::string_view::npos) { // before there was a hash
        setIfEmpty(attribute.source, id.substr(0, hash));
        return setIfEmpty(attribute.name, id.substr(hash + separator.size()));
    }
    setIfEmpty(attribute.source, id.substr(0, end));
    setIfEmpty(attribute.name, id.substr(end + separator.size(), hash - end - separator.size()));
}

json::Value valueOf(const Element& element) {
    for (const json::Value* object : {element.file, element.entry})
        if (const json::Value* value = object ? object->find("value") : nullptr)
            return *value;
    return {};
}

Attribute attributeOf(const GraphStore& store, const Element& element) {
    Attribute attribute;
    attribute.id = element.id;
    attribute.known = element.known;
    attribute.known.stub = isStub(element.file);
    const auto text = [&](std::initializer_list<std::string_view> keys) {
        return textAt({element.file, element.entry}, keys);
    };
    attribute.name = text({"name"}).value_or(std::string());
    attribute.source = text({"source_id", "node_id"}).value_or(std::string());
    attribute.value = valueOf(element);
    attribute.unit = text({"unit"});
    attribute.adverb = text({"adverb"});
    attribute.modality = text({"modality"});
    attribute.morphIds = textsIn(element.file ? element.file->find("morph_id") : nullptr);
    attribute.graphs = textsIn(element.entry ? element.entry->find("graphs") : nullptr);
    if (attribute.source.empty() || attribute.name.empty())
        guessOwner(store, attribute);
    return attribute;
}

} // namespace

void readRelations(const UserFiles& files, GraphStore& store) {
    const Elements elements(files, "relation_registry.json", "relationNodes", store.problems);
    store.relations.reserve(elements.all().size());
    for (const Element& element : elements.all()) {
        store.relationAt.emplace(element.id, store.relations.size());
        store.relations.push_back(relationOf(store, element));
    }
}

void readAttributes(const UserFiles& files, GraphStore& store) {
    const Elements elements(files, "attribute_registry.json", "attributeNodes", store.problems);
    store.attributes.reserve(elements.all().size());
    for (const Element& element : elements.all()) {
        store.attributeAt.emplace(element.id, store.attributes.size());
        store.attributes.push_back(attributeOf(store, element));
    }
}

} // namespace stemma::graph
