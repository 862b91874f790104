// SPDX-License-Identifier: MIT
#include "core/exchange/ndf_bundle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/json/bounded_parse.h"
#include "core/json/utf8.h"
#include "core/yaml/yaml_text.h"

namespace stemma::exchange {

namespace {

using graph::ImportedPart;
using json::Value;

constexpr const char* reading = "read the exported graph";
/// Files of a graph's folder that are made anew from the rest, or that older versions left.
constexpr std::array<std::string_view, 7> derived = {
    "composed.json", "composed.yaml",    "polymorphic_composed.json", "parsed.json",
    "parsed.yaml",   "used_schema.yaml", "used_schema.json"};

class BundleReading {
public:
    BundleReading(const std::string& path, std::size_t values)
        : m_path(path)
        , m_values(values) {}

    Result<Bundle> read(std::vector<ArchiveFile> files);

private:
    Unexpected damaged(const std::string& why) const;
    Status sortFiles(std::vector<ArchiveFile> files);
    Result<Value> document(const std::string& name) const;
    Status readManifest();
    void readTexts();
    Status readParts();
    /// Stemma writes no bundle that is off there: what is, was damaged.
    [[nodiscard]] bool isOurs() const { return m_manifest.find("stemma") != nullptr; }
    void keepLastOfEachId(const char* what, std::vector<ImportedPart>& parts);
    Status addParts(const Value& whole, const char* key, const char* what, std::vector<ImportedPart>& parts);
    void noteRest();
    void applyHints(const Value& ours);
    void applyNodeHint(const Value& hint, ImportedPart& part) const;
    void applyIds(const Value* hints, std::vector<ImportedPart>& parts) const;
    Status addUnlisted(const Value& ours, const char* key, std::vector<ImportedPart>& parts) const;

    const std::string& m_path;
    std::size_t m_values;                       ///< that a document may hold
    std::map<std::string, std::string> m_files; ///< by path below the root folder
    Value m_manifest;
    Bundle m_bundle;
};

Unexpected BundleReading::damaged(const std::string& why) const {
    return fail(ErrorCode::damaged, reading, m_path, why,
                "Nothing was imported. Ask for it again where it came from.");
}

/// All lie in one folder, which is named as the graph.
Status BundleReading::sortFiles(std::vector<ArchiveFile> files) {
    for (ArchiveFile& file : files) {
        const std::size_t slash = file.name.find('/');
        if (slash == std::string::npos)
            return damaged("‘" + file.name + "’ in it lies in no folder, where the graph's folder should be");
        const std::string root = file.name.substr(0, slash);
        if (m_bundle.graph.id.empty())
            m_bundle.graph.id = root;
        if (root != m_bundle.graph.id)
            return damaged("it holds more than one graph: ‘" + m_bundle.graph.id + "’ and ‘" + root + "’");
        m_files.emplace(file.name.substr(slash + 1), std::move(file.bytes));
    }
    return m_files.empty() ? damaged("it holds nothing") : Status();
}

Result<Value> BundleReading::document(const std::string& name) const {
    const auto found = m_files.find(name);
    if (found == m_files.end())
        return damaged(name + " is missing in it");
    const auto parsed = json::parseBounded(found->second, m_values);
    if (!parsed)
        return damaged(name + " in it, line " + std::to_string(parsed.error().line) + ", column " +
                       std::to_string(parsed.error().column) + ": " + parsed.error().message);
    return *parsed;
}

Status BundleReading::readManifest() {
    auto manifest = document("manifest.json");
    if (!manifest)
        return fail(manifest.error());
    if (!manifest->isObject())
        return damaged("manifest.json in it is no JSON object");
    m_manifest = std::move(*manifest);
    m_bundle.exportedBy = m_manifest.stringAt("exported_by").value_or("");
    m_bundle.exportedAt = m_manifest.stringAt("exported_at").value_or("");
    return {};
}

void BundleReading::readTexts() {
    const auto bytesOf = [&](const char* name) -> std::optional<std::string> {
        const auto found = m_files.find(std::string("graph_data/") + name);
        if (found == m_files.end())
            return std::nullopt;
        if (json::firstBadByte(found->second, json::Surrogates::refused) == std::string::npos)
            return found->second;
        m_bundle.notes.push_back(std::string("‘") + name + "’ is left out: it is no valid text (UTF-8).");
        return std::nullopt;
    };
    if (const auto metadata = bytesOf("metadata.yaml")) {
        const auto parsed = yaml::parse(*metadata, "metadata.yaml");
        if (!parsed)
            m_bundle.notes.push_back("‘metadata.yaml’ is left out: " + parsed.error().detail);
        else if (parsed->find("title") != nullptr || parsed->find("name") != nullptr)
            m_bundle.graph.metadata = metadata;
    }
    m_bundle.graph.text = bytesOf("CNL.md");
    const auto older = bytesOf("cnl.md");
    if (m_bundle.graph.text && older && *older != *m_bundle.graph.text)
        m_bundle.notes.push_back("Of its two texts CNL.md and cnl.md, which differ, the first is taken.");
    if (!m_bundle.graph.text)
        m_bundle.graph.text = older;
}

std::string partsText(std::size_t count, const char* what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// Other programs write a part several times; they read the last.
void BundleReading::keepLastOfEachId(const char* what, std::vector<ImportedPart>& parts) {
    std::unordered_set<std::string> seen;
    std::vector<ImportedPart> kept;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        if (seen.insert(part->id).second)
            kept.push_back(std::move(*part));
    std::reverse(kept.begin(), kept.end());
    if (kept.size() < parts.size())
        m_bundle.notes.push_back(partsText(parts.size() - kept.size(), what) +
                                 " left out, as another with the same id comes later.");
    parts = std::move(kept);
}

Status BundleReading::addParts(const Value& whole, const char* key, const char* what,
                               std::vector<ImportedPart>& parts) {
    const Value* list = whole.find(key);
    if (list == nullptr || (list->isObject() && list->size() == 0))
        return {};
    if (!list->isArray())
        return damaged(std::string("“") + key + "” of polymorphic_composed.json in it is no list");
    std::size_t number = 0, without = 0;
    for (const Value& item : list->items()) {
        ++number;
        std::string id = item.stringAt("id").value_or(item.stringAt("node_id").value_or(""));
        if (item.isObject() && !id.empty())
            parts.push_back({std::move(id), item, Value::object()});
        else if (isOurs())
            return damaged(std::string("a ") + what + " in it, number " + std::to_string(number) +
                           ", has no id");
        else
            ++without;
    }
    if (without > 0)
        m_bundle.notes.push_back(partsText(without, what) + " without id: left out.");
    if (!isOurs())
        keepLastOfEachId(what, parts);
    return {};
}

Status BundleReading::readParts() {
    if (!m_files.contains("graph_data/polymorphic_composed.json")) {
        m_bundle.notes.push_back("It holds no polymorphic_composed.json, so no nodes.");
        return {};
    }
    const auto whole = document("graph_data/polymorphic_composed.json");
    if (!whole)
        return fail(whole.error());
    if (whole->isArray() && whole->size() == 0)
        return {};
    if (!whole->isObject())
        return damaged("polymorphic_composed.json in it is no JSON object");
    graph::ImportedGraph& into = m_bundle.graph;
    const char* nodes = whole->find("nodes") == nullptr ? "polynodes" : "nodes";
    if (auto added = addParts(*whole, nodes, "node", into.nodes); !added)
        return added;
    if (auto added = addParts(*whole, "relations", "relation", into.relations); !added)
        return added;
    if (auto added = addParts(*whole, "attributes", "attribute", into.attributes); !added)
        return added;
    return addParts(*whole, "transitions", "transition", into.transitions);
}

void BundleReading::noteRest() {
    for (const auto& [name, bytes] : m_files) {
        if (name == "manifest.json" || name.starts_with("graph_data/schema/"))
            continue;
        const std::string own = name.starts_with("graph_data/") ? name.substr(11) : std::string();
        const bool known = own == "metadata.yaml" || own == "CNL.md" || own == "cnl.md" ||
                           std::find(derived.begin(), derived.end(), own) != derived.end();
        if (!known)
            m_bundle.notes.push_back("‘" + name + "’ is left out: it is no part of a graph.");
    }
}

/// The members of an object whose keys are positions as Stemma writes them, in their order, each once.
template <class Apply>
void forPositions(const Value* hints, std::size_t size, const Apply& apply) {
    if (hints == nullptr)
        return;
    std::unordered_set<std::size_t> seen;
    for (const json::Member& member : hints->members()) {
        std::size_t at = 0;
        const char* end = member.key.data() + member.key.size();
        const auto read = std::from_chars(member.key.data(), end, at);
        if (read.ec == std::errc() && read.ptr == end && at < size && std::to_string(at) == member.key &&
            seen.insert(at).second)
            apply(at, member.value);
    }
}

/// The node as its file was, before the morph was added that every version adds in memory.
void BundleReading::applyNodeHint(const Value& hint, ImportedPart& part) const {
    if (const auto id = hint.stringAt("id"))
        part.id = *id;
    for (const char* key : {"name", "role"})
        if (const Value* registered = hint.find(std::string("registered_") + key))
            part.entry.set(key, *registered);
    Value* morphs = part.file.edit("morphs");
    const Value* added = hint.find("added_basic");
    const bool strip = added != nullptr && added->isBoolean() && added->asBoolean();
    if (strip && morphs != nullptr && morphs->isArray() && morphs->size() > 0 &&
        morphs->items()[0].stringAt("name") == "basic")
        morphs->removeItem(0);
    if (const Value* nbh = hint.find("nbh"))
        part.file.set("nbh", *nbh);
    const Value* absent = hint.find("absent");
    for (const char* key : {"nbh", "morphs"}) {
        const auto isKey = [&](const Value& item) { return item.isString() && item.text() == key; };
        if (absent != nullptr && std::any_of(absent->items().begin(), absent->items().end(), isKey))
            part.file.remove(key);
    }
}

void BundleReading::applyIds(const Value* hints, std::vector<ImportedPart>& parts) const {
    forPositions(hints, parts.size(), [&](std::size_t at, const Value& id) {
        if (id.isString())
            parts[at].id = id.text();
    });
}

Status BundleReading::addUnlisted(const Value& ours, const char* key,
                                  std::vector<ImportedPart>& parts) const {
    const Value* unlisted = ours.find("unlisted");
    const Value* list = unlisted == nullptr ? nullptr : unlisted->find(key);
    if (list == nullptr)
        return {};
    for (const Value& item : list->items()) {
        const auto id = item.stringAt("id");
        const Value* file = item.find("file");
        if (!id || file == nullptr || !file->isObject())
            return damaged(std::string("“unlisted” of manifest.json in it is off at “") + key + "”");
        parts.push_back({*id, *file, Value::object()});
    }
    return {};
}

/// What Stemma notes in the manifest where the rest can't tell it.
void BundleReading::applyHints(const Value& ours) {
    graph::ImportedGraph& into = m_bundle.graph;
    forPositions(ours.find("nodes"), into.nodes.size(),
                 [&](std::size_t at, const Value& hint) { applyNodeHint(hint, into.nodes[at]); });
    applyIds(ours.find("relations"), into.relations);
    applyIds(ours.find("attributes"), into.attributes);
    applyIds(ours.find("transitions"), into.transitions);
    if (!into.text)
        into.text = ours.stringAt("text");
}

Result<Bundle> BundleReading::read(std::vector<ArchiveFile> files) {
    if (auto sorted = sortFiles(std::move(files)); !sorted)
        return fail(sorted.error());
    if (auto done = readManifest(); !done)
        return fail(done.error());
    readTexts();
    if (auto done = readParts(); !done)
        return fail(done.error());
    if (const Value* ours = m_manifest.find("stemma")) {
        applyHints(*ours);
        if (auto added = addUnlisted(*ours, "relations", m_bundle.graph.relations); !added)
            return fail(added.error());
        if (auto added = addUnlisted(*ours, "attributes", m_bundle.graph.attributes); !added)
            return fail(added.error());
    }
    noteRest();
    return std::move(m_bundle);
}

} // namespace

bool isReadFromBundle(std::string_view name) {
    const std::size_t slash = name.find('/');
    constexpr std::string_view folder = "graph_data/";
    const std::string_view rest = slash == std::string_view::npos ? name : name.substr(slash + 1);
    if (!rest.starts_with(folder))
        return true;
    const std::string_view own = rest.substr(folder.size());
    return own == "polymorphic_composed.json" ||
           (!own.starts_with("schema/") && std::find(derived.begin(), derived.end(), own) == derived.end());
}

Result<Bundle> readBundle(std::string_view bytes, const std::string& path, const ArchiveLimits& limits,
                          const Progress& progress) {
    if (!bytes.starts_with(ndfMark))
        return fail(ErrorCode::damaged, reading, path, "it is no .ndf file: it doesn't begin with NDFX",
                    "Choose a file that NDF Studio or Stemma exported.");
    auto files = readArchive(bytes.substr(ndfMark.size()), path, limits, progress, isReadFromBundle);
    if (!files)
        return fail(files.error());
    return BundleReading(path, limits.values).read(std::move(*files));
}

} // namespace stemma::exchange
