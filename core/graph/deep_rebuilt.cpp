// SPDX-License-Identifier: MIT
// What the file of a relation or attribute held, as far as that is certain.
#include <string_view>

#include "core/graph/deep_flaws.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr std::string_view separator = "::";

struct RelationParts {
    std::string source, name, target;
    std::optional<std::string> adverb, modality;
};

std::vector<std::string> splitId(const std::string& id) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end = id.find(separator); end != std::string::npos; end = id.find(separator, begin)) {
        parts.push_back(id.substr(begin, end - begin));
        begin = end + separator.size();
    }
    parts.push_back(id.substr(begin));
    return parts;
}

/// Adverb and modality stand before and behind the name and target, which are known. Where these occur more
/// than once, or not as they should, nothing is guessed.
void guessAround(const std::string& id, RelationParts& parts) {
    const std::string head = parts.source + std::string(separator);
    const std::string middle = parts.name + std::string(separator) + parts.target;
    if (!id.starts_with(head))
        return;
    const std::string rest = id.substr(head.size());
    std::size_t found = std::string::npos;
    for (std::size_t at = rest.find(middle); at != std::string::npos; at = rest.find(middle, at + 1)) {
        const std::string_view before = std::string_view(rest).substr(0, at);
        const std::string_view behind = std::string_view(rest).substr(at + middle.size());
        const bool begins =
            before.empty() || (before.ends_with(separator) && before.size() > separator.size());
        const bool ends =
            behind.empty() || (behind.starts_with(separator) && behind.size() > separator.size());
        if (!begins || !ends)
            continue;
        if (found != std::string::npos)
            return;
        found = at;
    }
    if (found == std::string::npos)
        return;
    if (found > 0)
        parts.adverb = rest.substr(0, found - separator.size());
    if (found + middle.size() < rest.size())
        parts.modality = rest.substr(found + middle.size() + separator.size());
}

/// From the id alone: only where the nodes that there are leave one way to read it.
std::optional<RelationParts> partsOfId(const DeepLook& look, const std::string& id) {
    const std::vector<std::string> parts = splitId(id);
    const auto isNode = [&](std::size_t at) { return look.store.nodeAt.contains(parts[at]); };
    if (parts.size() < 3 || parts.size() > 5 || !isNode(0))
        return std::nullopt;
    if (parts.size() == 3 && isNode(2))
        return RelationParts{parts[0], parts[1], parts[2], {}, {}};
    if (parts.size() == 5 && isNode(3))
        return RelationParts{parts[0], parts[2], parts[3], parts[1], parts[4]};
    if (parts.size() != 4 || isNode(2) == isNode(3))
        return std::nullopt;
    if (isNode(3))
        return RelationParts{parts[0], parts[2], parts[3], parts[1], {}};
    return RelationParts{parts[0], parts[1], parts[2], {}, parts[3]};
}

} // namespace

std::optional<Value> rebuiltRelation(const DeepLook& look, const Relation& relation) {
    const Value* entry = look.entry(Registry::relations, relation.id);
    if (!entry)
        return std::nullopt;
    const auto text = [&](std::initializer_list<std::string_view> keys) {
        return textAt(*entry, keys).value_or(std::string());
    };
    std::optional<RelationParts> parts =
        RelationParts{text({"source_id", "source"}), text({"name", "type"}), text({"target_id", "target"}),
                      textAt(*entry, {"adverb"}), textAt(*entry, {"modality"})};
    if (parts->source.empty() || parts->name.empty() || parts->target.empty())
        parts = partsOfId(look, relation.id);
    else if (!entry->find("adverb") && !entry->find("modality"))
        guessAround(relation.id, *parts);
    if (!parts)
        return std::nullopt;
    return Value::object({{"id", Value::string(relation.id)},
                          {"name", Value::string(parts->name)},
                          {"source_id", Value::string(parts->source)},
                          {"target_id", Value::string(parts->target)},
                          {"adverb", Value::stringOrNull(parts->adverb)},
                          {"modality", Value::stringOrNull(parts->modality)}});
}

std::optional<Value> rebuiltAttribute(const DeepLook& look, const Attribute& attribute) {
    const Value* entry = look.entry(Registry::attributes, attribute.id);
    if (!entry)
        return std::nullopt;
    std::string source = textAt(*entry, {"source_id", "node_id"}).value_or(std::string());
    std::string name = textAt(*entry, {"name"}).value_or(std::string());
    if (source.empty() || name.empty()) {
        const std::vector<std::string> parts = splitId(attribute.id);
        if (parts.size() != 3 || !look.store.nodeAt.contains(parts[0]))
            return std::nullopt;
        source = parts[0];
        name = parts[1];
    }
    const auto of = [&](const char* key) {
        const Value* value = entry->find(key);
        return value ? *value : Value();
    };
    return Value::object({{"id", Value::string(attribute.id)},
                          {"name", Value::string(name)},
                          {"source_id", Value::string(source)},
                          {"value", of("value")},
                          {"unit", of("unit")},
                          {"adverb", of("adverb")},
                          {"modality", of("modality")}});
}

} // namespace stemma::graph
