// SPDX-License-Identifier: MIT
#include "core/graph/import_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/graph/edit_operations.h"
#include "core/graph/edit_pieces.h"
#include "core/graph/import_same.h"
#include "core/json/python_format.h"

namespace stemma::graph {

namespace {

using json::Value;

/// The name to show of something.
std::string labelOf(const ImportedPart& part) {
    const std::string name = firstText({&part.file}, {"name", "base_name"});
    return name.empty() ? part.id : name;
}

/// What the registry of nodes says of one.
Value registered(const ImportedPart& part, const char* key) {
    const Value* own = part.entry.find(key);
    if (own == nullptr)
        own = part.file.find(key);
    return own == nullptr ? Value() : *own;
}

Value memberOr(const Value& file, const char* key, Value otherwise) {
    const Value* value = file.find(key);
    return value == nullptr ? std::move(otherwise) : *value;
}

/// Theirs in the registry: what only ours said must not live on in it.
Value takenEntry(const Value& file, const Value& ours) {
    Value entry = file;
    for (const char* key : {"graphs", "created_at"})
        if (const Value* kept = ours.find(key))
            entry.set(key, *kept);
    return entry;
}

} // namespace

Result<ImportPlan::Known> ImportPlan::knownOf(Registry registry) {
    const auto document = m_draft.editRegistry(registry);
    if (!document)
        return fail(document.error());
    Known known{registry, {}, *document};
    const auto& members = (*document)->members();
    for (std::size_t at = 0; at < members.size(); ++at)
        known.entries.insert_or_assign(members[at].key, at);
    return known;
}

ImportFate ImportPlan::fateOf(bool there, bool same) const {
    if (!there)
        return ImportFate::add;
    if (same)
        return ImportFate::same;
    switch (m_clash) {
    case Clash::refuse:
        return ImportFate::clash;
    case Clash::keepOurs:
        return ImportFate::keep;
    case Clash::takeTheirs:
        break;
    }
    return ImportFate::take;
}

/// What is only registered lacks what the import brings, so it isn't there, unless it says something else.
bool ImportPlan::isThere(const Known& known, const ImportedPart& part) const {
    if (m_draft.exists(*pathOfId(folderOf(known.registry), part.id)))
        return true;
    const auto found = known.entries.find(part.id);
    if (found == known.entries.end())
        return false;
    const Value& entry = known.document->members()[found->second].value;
    const auto differs = [&](const char* key) {
        const Value* ours = entry.find(key);
        const Value theirs = registered(part, key);
        return ours != nullptr && !ours->isNull() && !theirs.isNull() && *ours != theirs;
    };
    if (known.registry == Registry::nodes)
        return differs("name") || differs("role");
    return differs("name") || differs("source_id") || differs("target_id");
}

/// Of the file, else of the entry that stands for it.
std::string ImportPlan::digestOf(const std::string& path, const Value* entry) const {
    if (const UserFilePtr file = m_draft.files().find(path))
        return sha256(file->bytes);
    return entry == nullptr ? std::string() : sha256(json::pythonLine(*entry));
}

void ImportPlan::tell(Registry registry, const ImportedPart& part, const std::string& path, ImportFate fate) {
    ImportItem item{wordOf(registry), part.id, labelOf(part), fate, {}};
    if (fate == ImportFate::take)
        item.ours = digestOf(path, m_draft.exists(path) ? nullptr : m_draft.entry(registry, part.id));
    m_items.push_back(std::move(item));
}

void ImportPlan::joinGraph(Value& entry) {
    Value* graphs = entry.edit("graphs");
    if (graphs == nullptr || !graphs->isArray()) {
        entry.set("graphs", Value::array());
        graphs = entry.edit("graphs");
    }
    const auto& items = graphs->items();
    const Value graph = Value::string(m_draft.graph());
    if (std::find(items.begin(), items.end(), graph) == items.end())
        graphs->appendItem(graph);
}

/// Whether an entry needs no edit: looking for it to be edited takes long in a large registry.
bool ImportPlan::isMember(const Known& known, const std::string& id) const {
    const auto found = known.entries.find(id);
    const Value* graphs = found == known.entries.end()
                              ? nullptr
                              : known.document->members()[found->second].value.find("graphs");
    const auto isThis = [&](const Value& item) { return item.isString() && item.text() == m_draft.graph(); };
    return graphs != nullptr && std::any_of(graphs->items().begin(), graphs->items().end(), isThis);
}

void ImportPlan::touchGraphsOf(const Value& entry) {
    if (const Value* graphs = entry.find("graphs"))
        for (const Value& graph : graphs->items())
            if (graph.isString())
                m_draft.touchGraph(graph.text());
}

void ImportPlan::putNodeEntry(const Known& known, const ImportedPart& part, ImportFate fate) {
    const auto found = known.entries.find(part.id);
    if (found == known.entries.end()) {
        Value entry = Value::object({{"name", registered(part, "name")},
                                     {"role", registered(part, "role")},
                                     {"graphs", Value::array({Value::string(m_draft.graph())})},
                                     {"created_at", m_draft.secondsNow()},
                                     {"updated_at", m_draft.secondsNow()}});
        known.document->insertMember(known.document->members().size(), part.id, std::move(entry));
        return;
    }
    Value* entry = known.document->edit(part.id);
    if (!entry->isObject())
        *entry = Value::object();
    joinGraph(*entry);
    if (fate != ImportFate::take && fate != ImportFate::add)
        return;
    for (const char* key : {"name", "role"})
        if (const Value value = registered(part, key); !value.isNull())
            setMember(*entry, key, value);
    entry->set("updated_at", m_draft.secondsNow());
    touchGraphsOf(*entry);
}

void ImportPlan::importNodes(const Known& known) {
    for (const ImportedPart& part : m_imported.nodes) {
        const std::string path = *pathOfId("nodes", part.id);
        const Value* ours = m_draft.document(path);
        const ImportFate fate = fateOf(isThere(known, part), ours && sameNode(*ours, part.file));
        tell(Registry::nodes, part, path, fate);
        if (fate == ImportFate::keep)
            m_keptNodes.insert(part.id);
        if (fate == ImportFate::add || fate == ImportFate::take) {
            m_draft.put(path, part.file);
            m_draft.edited.nodes.push_back(part.id);
        }
        if (fate == ImportFate::add)
            m_draft.edited.newIds.push_back(part.id);
        const bool stays = fate == ImportFate::same || fate == ImportFate::keep;
        if (fate != ImportFate::clash && !(stays && isMember(known, part.id)))
            putNodeEntry(known, part, fate);
    }
}

void ImportPlan::putLinkEntry(const Known& known, const ImportedPart& part, ImportFate fate) {
    Value entry = Value::object({{"id", Value::string(part.id)}});
    for (const char* key : {"name", "source_id", "target_id", "morph_id"})
        if (const Value* value = part.file.find(key))
            entry.set(key, *value);
    if (!known.entries.contains(part.id)) {
        entry.set("graphs", Value::array({Value::string(m_draft.graph())}));
        entry.set("created_at", m_draft.isoNow());
        known.document->insertMember(known.document->members().size(), part.id, std::move(entry));
        return;
    }
    Value* present = known.document->edit(part.id);
    if (!present->isObject())
        *present = Value::object();
    joinGraph(*present);
    if (fate != ImportFate::take && fate != ImportFate::add)
        return;
    for (const json::Member& member : entry.members())
        if (member.key != "id" || present->find("id") == nullptr)
            setMember(*present, member.key, member.value);
    touchGraphsOf(*present);
}

void ImportPlan::importLinks(const Known& known, const std::vector<ImportedPart>& parts) {
    for (const ImportedPart& part : parts) {
        const std::string path = *pathOfId(folderOf(known.registry), part.id);
        const bool there = isThere(known, part);
        const Value* ours = m_draft.document(path);
        ImportFate fate = fateOf(there, ours && sameLink(*ours, part.file));
        if (!there && m_keptNodes.contains(textOf(memberOr(part.file, "source_id", Value()))))
            fate = ImportFate::leaveOut;
        tell(known.registry, part, path, fate);
        if (fate == ImportFate::add || fate == ImportFate::take)
            m_draft.put(path, part.file);
        const bool stays = fate == ImportFate::same || fate == ImportFate::keep;
        const bool out = fate == ImportFate::clash || fate == ImportFate::leaveOut;
        if (!out && !(stays && isMember(known, part.id)))
            putLinkEntry(known, part, fate);
    }
}

void ImportPlan::importTransition(const ImportedPart& part, Value& registry) {
    const std::string path = *pathOfId("transitions", part.id);
    const Value file = transitionFile(part.file);
    const Value* entry = m_draft.entry(Registry::transitions, part.id);
    const Value* ours = m_draft.document(path);
    if (ours == nullptr)
        ours = entry;
    const ImportFate fate =
        fateOf(ours != nullptr || m_draft.exists(path), ours && sameTransition(*ours, file));
    tell(Registry::transitions, part, path, fate);
    if (fate == ImportFate::clash)
        return;
    const bool isTheirs = fate == ImportFate::add || fate == ImportFate::take;
    // Putting the file ends what `ours` points to.
    const Value said = isTheirs || ours == nullptr ? file : transitionFile(*ours);
    if (isTheirs)
        m_draft.put(path, file);
    if (entry == nullptr && registry.isArray()) {
        registry.appendItem(said);
    } else if (entry == nullptr) {
        Value made = said;
        made.set("graphs", Value::array({Value::string(m_draft.graph())}));
        made.set("created_at", m_draft.isoNow());
        made.set("updated_at", m_draft.isoNow());
        registry.set(part.id, std::move(made));
    } else {
        Value* present = m_draft.editEntry(Registry::transitions, part.id);
        if (fate == ImportFate::take)
            *present = takenEntry(file, *present);
        if (fate == ImportFate::take && registry.isObject())
            present->set("updated_at", m_draft.isoNow());
        if (registry.isObject())
            joinGraph(*present);
        touchGraphsOf(*present);
    }
    if (registry.isArray())
        m_draft.touchAllGraphs();
}

Status ImportPlan::importTransitions() {
    if (m_imported.transitions.empty())
        return {};
    const auto registry = healedTransitions(m_draft);
    if (!registry)
        return fail(registry.error());
    for (const ImportedPart& part : m_imported.transitions)
        importTransition(part, **registry);
    return {};
}

/// Metadata and text of the graph.
void ImportPlan::importFiles() {
    const std::string folder = "graphs/" + m_draft.graph() + "/";
    const auto bring = [&](const char* what, const std::string& path,
                           const std::optional<std::string>& bytes) {
        if (!bytes)
            return;
        const std::string* ours = m_draft.text(path);
        // An empty text says nothing that could be lost.
        const bool there =
            m_draft.exists(path) && !(ours && ours->empty() && path != folder + "metadata.yaml");
        const ImportFate fate = fateOf(there, ours && *ours == *bytes);
        m_items.push_back({what, path.substr(folder.size()), path.substr(folder.size()), fate,
                           fate == ImportFate::take ? digestOf(path, nullptr) : std::string()});
        if (fate == ImportFate::add || fate == ImportFate::take)
            m_draft.putText(path, *bytes);
    };
    bring("metadata", folder + "metadata.yaml", m_imported.metadata);
    bring("text", textPath(m_draft.files(), m_draft.graph()), m_imported.text);
}

/// Relations that lead to nodes which are neither in the file nor here.
void ImportPlan::noteLooseEnds() {
    std::unordered_set<std::string> brought;
    for (const ImportedPart& part : m_imported.nodes)
        brought.insert(part.id);
    std::set<std::string> missing;
    for (const ImportedPart& part : m_imported.relations) {
        const std::string target = textOf(memberOr(part.file, "target_id", Value()));
        const auto path = pathOfId("nodes", target);
        if (!target.empty() && !brought.contains(target) && !(path && m_draft.exists(*path)))
            missing.insert(target);
    }
    if (!missing.empty())
        m_notes.push_back(std::to_string(missing.size()) +
                          (missing.size() == 1 ? " node to which relations lead is"
                                               : " nodes to which relations lead are") +
                          " neither in the file nor here (" + quotedId(*missing.begin()) +
                          (missing.size() == 1 ? ")." : " …)."));
}

Status ImportPlan::importAll(Registry registry, const std::vector<ImportedPart>& parts) {
    if (parts.empty())
        return {};
    const auto known = knownOf(registry);
    if (!known)
        return fail(known.error());
    if (registry == Registry::nodes)
        importNodes(*known);
    else
        importLinks(*known, parts);
    return {};
}

Status ImportPlan::run() {
    m_draft.touchGraph(m_draft.graph());
    importFiles();
    noteLooseEnds();
    if (auto done = importAll(Registry::nodes, m_imported.nodes); !done)
        return done;
    if (auto done = importAll(Registry::relations, m_imported.relations); !done)
        return done;
    if (auto done = importAll(Registry::attributes, m_imported.attributes); !done)
        return done;
    return importTransitions();
}

} // namespace stemma::graph
