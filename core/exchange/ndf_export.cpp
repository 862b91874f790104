// SPDX-License-Identifier: MIT
#include "core/exchange/ndf_export.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/exchange/archive.h"
#include "core/exchange/archive_names.h"
#include "core/exchange/ndf_bundle.h"
#include "core/graph/graph_parts.h"
#include "core/json/python_format.h"
#include "core/json/utf8.h"

namespace stemma::exchange {

namespace {

using json::Value;

constexpr std::size_t shortestText = 10; ///< the format's program leaves a shorter CNL.md out

std::string trimmedText(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n\f\v");
    return begin == std::string::npos ? std::string()
                                      : text.substr(begin, text.find_last_not_of(" \t\r\n\f\v") - begin + 1);
}

void appendEscape(std::string& out, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
        out += digits[(unit >> shift) & 0xFU];
}

/// JSON in ASCII, as the format's program reads the manifest in the encoding of its system.
std::string asciiJson(const std::string& json) {
    std::string ascii;
    for (std::size_t at = 0; at < json.size();) {
        const std::size_t length =
            std::max<std::size_t>(json::sequenceLength(json, at, json::Surrogates::accepted), 1);
        if (length == 1) {
            ascii += json[at++];
            continue;
        }
        std::uint32_t code = static_cast<unsigned char>(json[at]) & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i)
            code = (code << 6U) | (static_cast<unsigned char>(json[at + i]) & 0x3FU);
        if (code >= 0x10000) {
            appendEscape(ascii, 0xD800 + ((code - 0x10000) >> 10U));
            code = 0xDC00 + ((code - 0x10000) & 0x3FFU);
        }
        appendEscape(ascii, code);
        at += length;
    }
    return ascii;
}

/// A type for each name that is used, in the order in which they are met.
template <class Make>
Value usedTypes(const Value& list, const char* key, const Make& make) {
    std::vector<Value> types;
    std::unordered_set<std::string> seen;
    for (const Value& item : list.items())
        if (const auto name = item.stringAt(key); name && !name->empty() && seen.insert(*name).second)
            types.push_back(make(*name, item));
    return Value::array(std::move(types));
}

Value nodeType(const std::string& name, const Value&) {
    return Value::object({{"name", Value::string(name)},
                          {"description", Value::string("")},
                          {"parent_types", Value::array()}});
}

Value relationType(const std::string& name, const Value&) {
    return Value::object({{"name", Value::string(name)},
                          {"description", Value::string("")},
                          {"symmetric", Value::boolean(false)},
                          {"transitive", Value::boolean(false)},
                          {"domain", Value::array()},
                          {"range", Value::array()}});
}

Value attributeType(const std::string& name, const Value& attribute) {
    const Value* unit = attribute.find("unit");
    return Value::object({{"name", Value::string(name)},
                          {"description", Value::string("")},
                          {"data_type", Value::string("string")},
                          {"unit", unit == nullptr ? Value() : *unit}});
}

/// What a node's own file and entry have that the composed one doesn't tell; null if nothing.
Value nodeHint(const graph::Node& node, const Value& file, const Value* entry) {
    Value hint = Value::object();
    if (node.id != node.innerId)
        hint.set("id", Value::string(node.id));
    for (const char* key : {"name", "role"}) {
        const Value* registered = entry == nullptr ? nullptr : entry->find(key);
        const Value* own = file.find(key);
        if (registered != nullptr && !(own == nullptr ? registered->isNull() : *registered == *own))
            hint.set(std::string("registered_") + key, *registered);
    }
    if (node.morphs.empty() || !node.morphs.front().implied)
        return hint.size() == 0 ? Value() : hint;
    hint.set("added_basic", Value::boolean(true));
    std::vector<Value> absent;
    for (const char* key : {"morphs", "nbh"})
        if (file.find(key) == nullptr)
            absent.push_back(Value::string(key));
    if (!absent.empty())
        hint.set("absent", Value::array(std::move(absent)));
    if (const Value* nbh = file.find("nbh");
        nbh != nullptr && (!node.activeMorph || node.activeMorph->empty()))
        hint.set("nbh", *nbh);
    return hint;
}

/// Why a file of a graph's folder can't be in an archive; empty if it can.
std::string whyLeftOut(const graph::UserFile& file, const std::string& graph, const std::string& name) {
    if (!file.read)
        return "it can't be read";
    if (name == "schema" || name.starts_with("schema/"))
        return "its place is taken by the types that the graph uses";
    const std::string why = ArchiveNames().add(graph + "/graph_data/" + name);
    return why.empty() ? why : "its name can't be in an archive: " + why;
}

class NdfMaking {
public:
    NdfMaking(const graph::UserFiles& files, const graph::GraphStore& store, const graph::Graph& graph,
              const NdfFacts& facts)
        : m_files(files)
        , m_store(store)
        , m_graph(graph)
        , m_facts(facts)
        , m_parts(graph::graphParts(store, graph, graph::transitionScope(files)))
        , m_polymorphic(graph::composeGraph(files, store, graph.id).polymorphic) {}

    Result<std::string> make();

private:
    void add(const std::string& name, std::string bytes);
    void addFolder();
    void addTypes();
    [[nodiscard]] const Value* fileOf(const graph::Known& known) const;
    [[nodiscard]] Value nodeHints() const;
    template <class Part>
    [[nodiscard]] Value linkHints(const std::vector<const Part*>& parts,
                                  std::vector<std::string> graph::Morph::*members, const char* key,
                                  std::vector<Value>& unlisted) const;
    [[nodiscard]] Value hints() const;
    [[nodiscard]] Value manifest() const;

    const graph::UserFiles& m_files;
    const graph::GraphStore& m_store;
    const graph::Graph& m_graph;
    const NdfFacts& m_facts;
    graph::GraphParts m_parts;
    Value m_polymorphic;
    std::optional<std::string> m_shortText;
    std::vector<ArchiveFile> m_archive;
};

void NdfMaking::add(const std::string& name, std::string bytes) {
    m_archive.push_back({m_graph.id + "/" + name, std::move(bytes)});
}

void NdfMaking::addFolder() {
    graph::UserFiles fresh = m_files;
    graph::putComposed(fresh, m_graph.id);
    const std::string folder = "graphs/" + m_graph.id;
    for (const std::string& path : fresh.below(folder)) {
        const graph::UserFilePtr file = fresh.find(path);
        const std::string name = path.substr(folder.size() + 1);
        if (!whyLeftOut(*file, m_graph.id, name).empty())
            continue;
        if (name == "CNL.md" && trimmedText(file->bytes).size() < shortestText &&
            json::firstBadByte(file->bytes, json::Surrogates::refused) == std::string::npos) {
            m_shortText = file->bytes;
            continue;
        }
        // The one on the disk may be right in another order, and hints go by positions.
        const bool isWhole = name == "polymorphic_composed.json";
        add("graph_data/" + name, isWhole ? json::pythonText(m_polymorphic) : file->bytes);
    }
}

void NdfMaking::addTypes() {
    const auto addOf = [&](const char* name, const char* list, const char* key, auto type) {
        const Value* used = m_polymorphic.find(list);
        const Value types = used == nullptr ? Value::array() : usedTypes(*used, key, type);
        if (types.size() > 0)
            add(std::string("graph_data/schema/") + name, json::pythonText(types));
    };
    addOf("node_types.json", "nodes", "role", nodeType);
    addOf("attribute_types.json", "attributes", "name", attributeType);
    addOf("relation_types.json", "relations", "name", relationType);
}

/// What composing takes: a file that can be read and says something.
const Value* NdfMaking::fileOf(const graph::Known& known) const {
    return known.hasFile && known.readable && !known.stub ? m_files.document(known.path) : nullptr;
}

Value NdfMaking::nodeHints() const {
    std::unordered_map<std::string_view, const Value*> entries;
    if (const Value* registry = m_files.document("node_registry.json"))
        for (const json::Member& member : registry->members())
            entries[member.key] = &member.value;
    Value hints = Value::object();
    std::size_t at = 0;
    for (const graph::Node* node : m_parts.nodes)
        if (const Value* file = fileOf(node->known)) {
            const auto entry = entries.find(node->id);
            Value hint = nodeHint(*node, *file, entry == entries.end() ? nullptr : entry->second);
            if (!hint.isNull())
                hints.insertMember(hints.members().size(), std::to_string(at), std::move(hint));
            ++at;
        }
    return hints;
}

/// Of those that some morph lists, ids that their files don't say, by position; the others go to `unlisted`.
template <class Part>
Value NdfMaking::linkHints(const std::vector<const Part*>& parts,
                           std::vector<std::string> graph::Morph::*members, const char* key,
                           std::vector<Value>& unlisted) const {
    std::unordered_set<std::string> listed;
    for (const graph::Node* node : m_parts.nodes)
        if (fileOf(node->known) != nullptr)
            for (const graph::Morph& morph : node->morphs)
                listed.insert((morph.*members).begin(), (morph.*members).end());
    Value ids = Value::object();
    std::size_t at = 0;
    for (const Part* part : parts) {
        const Value* file = fileOf(part->known);
        if (file == nullptr)
            continue;
        if (!listed.contains(part->id)) {
            unlisted.push_back(Value::object({{"id", Value::string(part->id)}, {"file", *file}}));
            continue;
        }
        if (file->stringAt("id") != part->id)
            ids.insertMember(ids.members().size(), std::to_string(at), Value::string(part->id));
        ++at;
    }
    const Value* composed = m_polymorphic.find(key);
    // Positions that don't fit would be worse than none.
    return composed != nullptr && composed->size() == at ? ids : Value::object();
}

Value NdfMaking::hints() const {
    std::vector<Value> relations, attributes;
    Value hints = Value::object({{"version", Value::integer(1)}});
    const auto set = [&](const char* key, Value value) {
        if (value.size() > 0)
            hints.set(key, std::move(value));
    };
    set("nodes", nodeHints());
    set("relations", linkHints(m_parts.relations, &graph::Morph::relations, "relations", relations));
    set("attributes", linkHints(m_parts.attributes, &graph::Morph::attributes, "attributes", attributes));
    Value unlisted = Value::object();
    if (!relations.empty())
        unlisted.set("relations", Value::array(std::move(relations)));
    if (!attributes.empty())
        unlisted.set("attributes", Value::array(std::move(attributes)));
    set("unlisted", std::move(unlisted));
    if (m_shortText)
        hints.set("text", Value::string(*m_shortText));
    return hints;
}

Value NdfMaking::manifest() const {
    std::string time = isoText(m_facts.now);
    time.resize(time.size() - std::string_view("+00:00").size());
    time += 'Z';
    std::vector<Value> names;
    for (const ArchiveFile& file : m_archive)
        names.push_back(Value::string(file.name.substr(m_graph.id.size() + 1)));
    const Value user = Value::string(m_facts.user);
    return Value::object(
        {{"exported_at", Value::string(time)},
         {"exported_by", user},
         {"graph_id", Value::string(m_graph.id)},
         {"graph_name", Value::string(m_graph.id)},
         {"source_host", Value::string("")},
         {"file_count", Value::integer(static_cast<std::int64_t>(names.size()))},
         {"files", Value::array(std::move(names))},
         {"mimetype", Value::string("application/x-ndf")},
         {"recommended_application", Value::string("NodeBook")},
         {"provenance",
          Value::object({{"created_by", user}, {"exported_by", user}, {"exported_at", Value::string(time)}})},
         {"manifest_version", Value::integer(1)},
         {"stemma", hints()}});
}

Result<std::string> NdfMaking::make() {
    addFolder();
    addTypes();
    m_archive.insert(m_archive.begin(),
                     {m_graph.id + "/manifest.json", asciiJson(json::pythonText(manifest()))});
    if (const std::string why = ArchiveNames().add(m_archive.front().name); !why.empty())
        return fail(ErrorCode::unsafe, "export the graph", m_graph.id,
                    "its id can't be the name of a folder in an archive: " + why,
                    "Export it in another format.");
    auto archive = writeArchive(m_archive, m_facts.now, {}, isReadFromBundle);
    if (!archive)
        return fail(archive.error());
    return std::string(ndfMark) + *archive;
}

} // namespace

Result<std::string> ndfBytes(const graph::UserFiles& files, const graph::GraphStore& store,
                             const std::string& graph, const NdfFacts& facts) {
    const graph::Graph* found = store.graph(graph);
    if (found == nullptr)
        return fail(ErrorCode::notFound, "export the graph", graph, "there is no graph of that name");
    return NdfMaking(files, store, *found, facts).make();
}

std::vector<std::string> leftOutOfNdf(const graph::UserFiles& files, const std::string& graph) {
    std::vector<std::string> sentences;
    const std::string folder = "graphs/" + graph;
    for (const std::string& path : files.below(folder))
        if (const std::string why = whyLeftOut(*files.find(path), graph, path.substr(folder.size() + 1));
            !why.empty())
            sentences.push_back(path + ": " + why);
    return sentences;
}

} // namespace stemma::exchange
