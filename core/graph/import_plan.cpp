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
    const Value* entry = known.entries.find(part.id);
    if (entry == nullptr)
        return false;
    const auto differs = [&](const char* key) {
        const Value* ours = entry->find(key);
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

void ImportPlan::tell(const Known& known, const ImportedPart& part, const std::string& path,
                      ImportFate fate) {
    ImportItem item{wordOf(known.registry), part.id, labelOf(part), fate, {}};
    if (fate == ImportFate::take)
        item.ours = digestOf(path, m_draft.exists(path) ? nullptr : known.entries.find(part.id));
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

/// Whether an entry needs no edit.
bool ImportPlan::isMember(const Known& known, const std::string& id) const {
    const Value* entry = known.entries.find(id);
    const Value* graphs = entry == nullptr ? nullptr : entry->find("graphs");
    const auto isThis = [&](const Value& item) { return item.isString() && item.text() == m_draft.graph(); };
    return graphs != nullptr && std::any_of(graphs->items().begin(), graphs->items().end(), isThis);
}

void ImportPlan::touchGraphsOf(const Value& entry) {
    if (const Value* graphs = entry.find("graphs"))
        for (const Value& graph : graphs->items())
            if (graph.isString())
                m_draft.touchGraph(graph.text());
}

void ImportPlan::putNodeEntry(Known& known, const ImportedPart& part, ImportFate fate) {
    Value* entry = known.entries.edit(part.id);
    if (entry == nullptr) {
        Value made = Value::object({{"name", registered(part, "name")},
                                    {"role", registered(part, "role")},
                                    {"graphs", Value::array({Value::string(m_draft.graph())})},
                                    {"created_at", m_draft.secondsNow()},
                                    {"updated_at", m_draft.secondsNow()}});
        known.entries.add(part.id, std::move(made));
        return;
    }
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

void ImportPlan::importNodes(Known& known) {
    for (const ImportedPart& part : m_imported.nodes) {
        const std::string path = *pathOfId("nodes", part.id);
        const Value* ours = m_draft.document(path);
        const ImportFate fate = fateOf(isThere(known, part), ours && sameNode(*ours, part.file));
        tell(known, part, path, fate);
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

void ImportPlan::putLinkEntry(Known& known, const ImportedPart& part, ImportFate fate) {
    Value entry = Value::object({{"id", Value::string(part.id)}});
    for (const char* key : {"name", "source_id", "target_id", "morph_id"})
        if (const Value* value = part.file.find(key))
            entry.set(key, *value);
    Value* present = known.entries.edit(part.id);
    if (present == nullptr) {
        entry.set("graphs", Value::array({Value::string(m_draft.graph())}));
        entry.set("created_at", m_draft.isoNow());
        known.entries.add(part.id, std::move(entry));
        return;
    }
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

void ImportPlan::importLinks(Known& known, const std::vector<ImportedPart>& parts) {
    for (const ImportedPart& part : parts) {
        const std::string path = *pathOfId(folderOf(known.registry), part.id);
        const bool there = isThere(known, part);
        const Value* ours = m_draft.document(path);
        ImportFate fate = fateOf(there, ours && sameLink(*ours, part.file));
        if (!there && m_keptNodes.contains(textOf(memberOr(part.file, "source_id", Value()))))
            fate = ImportFate::leaveOut;
        tell(known, part, path, fate);
        if (fate == ImportFate::add || fate == ImportFate::take)
            m_draft.put(path, part.file);
        const bool stays = fate == ImportFate::same || fate == ImportFate::keep;
        const bool out = fate == ImportFate::clash || fate == ImportFate::leaveOut;
        if (!out && !(stays && isMember(known, part.id)))
            putLinkEntry(known, part, fate);
    }
}

void ImportPlan::putTransitionEntry(Known& known, const ImportedPart& part, ImportFate fate, Value said) {
    Value* present = known.entries.edit(part.id);
    if (present == nullptr) {
        if (!known.entries.isList()) {
            said.set("graphs", Value::array({Value::string(m_draft.graph())}));
            said.set("created_at", m_draft.isoNow());
            said.set("updated_at", m_draft.isoNow());
        }
        known.entries.add(part.id, std::move(said));
        return;
    }
    if (fate == ImportFate::take)
        *present = takenEntry(said, *present);
    if (!known.entries.isList()) {
        if (fate == ImportFate::take)
            present->set("updated_at", m_draft.isoNow());
        joinGraph(*present);
    }
    touchGraphsOf(*present);
}

void ImportPlan::importTransition(Known& known, const ImportedPart& part) {
    const std::string path = *pathOfId("transitions", part.id);
    const Value file = transitionFile(part.file);
    const Value* ours = m_draft.document(path);
    if (ours == nullptr)
        ours = known.entries.find(part.id);
    const ImportFate fate =
        fateOf(ours != nullptr || m_draft.exists(path), ours && sameTransition(*ours, file));
    tell(known, part, path, fate);
    if (fate == ImportFate::clash)
        return;
    const bool isTheirs = fate == ImportFate::add || fate == ImportFate::take;
    // Putting the file ends what `ours` points to.
    Value said = isTheirs || ours == nullptr ? file : transitionFile(*ours);
    if (isTheirs)
        m_draft.put(path, file);
    putTransitionEntry(known, part, fate, std::move(said));
}

Status ImportPlan::importTransitions() {
    if (m_imported.transitions.empty())
        return {};
    const auto registry = healedTransitions(m_draft);
    if (!registry)
        return fail(registry.error());
    Known known{Registry::transitions, KnownEntries(**registry)};
    if (known.entries.isList())
        m_draft.touchAllGraphs();
    for (const ImportedPart& part : m_imported.transitions)
        importTransition(known, part);
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
    const auto document = m_draft.editRegistry(registry);
    if (!document)
        return fail(document.error());
    Known known{registry, KnownEntries(**document)};
    if (registry == Registry::nodes)
        importNodes(known);
    else
        importLinks(known, parts);
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
