// SPDX-License-Identifier: MIT
// What two sides made of a user's files.
#include "core/graph/user_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/graph/graph_metadata.h"
#include "core/graph/merge_elements.h"
#include "core/graph/metadata_text.h"
#include "core/graph/restore_parts.h"
#include "core/graph/undo_merge.h"

namespace stemma::graph {

namespace {

using diff::MergeSide;
using json::Value;
using Changes = std::map<std::string, UserFilePtr>; ///< by path; null pointer: gone

Changes changesOf(const UserFiles& before, const UserFiles& after) {
    Changes changes;
    for (const FileDifference& each : differences(before, after))
        if (!isComposedPath(each.path))
            changes[each.path] = each.after;
    return changes;
}

bool isMetadata(const std::string& path) {
    return path.ends_with("/metadata.yaml");
}

bool isTransition(const std::string& path) {
    return path.starts_with("transitions/");
}

struct GraphFacts {
    std::string title, description;
};
GraphFacts factsOf(const UserFilePtr& file, const std::string& path) {
    Graph graph;
    readMetadata(file.get(), path, graph);
    return {graph.title, graph.description.value_or("")};
}

bool bothChanged(const std::string& base, const std::string& ours, const std::string& theirs) {
    return base != ours && base != theirs && ours != theirs;
}

bool sameMember(const Value* a, const Value* b) {
    return a == nullptr || b == nullptr ? a == b : *a == *b;
}

/// Members that both changed so that they can't be merged.
std::vector<std::string> clashingKeys(const std::string& path, const Value& base, const Value& ours,
                                      const Value& theirs) {
    std::set<std::string> keys;
    for (const Value* object : {&base, &ours, &theirs})
        for (const json::Member& member : object->members())
            keys.insert(member.key);
    std::vector<std::string> clashing;
    for (const std::string& key : keys) {
        const Value* b = base.find(key);
        const Value* o = ours.find(key);
        const Value* t = theirs.find(key);
        if (key == "updated_at" || sameMember(b, o) || sameMember(b, t) || sameMember(o, t))
            continue;
        // An edit of a transition sets its ends as a whole.
        const bool mergeable = !isTransition(path) && b && o && t && mergedValue(*b, *o, *t);
        if (!mergeable)
            clashing.push_back(key);
    }
    return clashing;
}

/// One file on all three sides; null pointer: it isn't there.
struct Sides {
    UserFilePtr base, ours, theirs;
};

/// Of a file that both changed and that is there in all three. Nothing: they go together.
std::optional<DraftClash> clashAt(const std::string& path, const Sides& sides) {
    const auto& [base, ours, theirs] = sides;
    if (isMetadata(path)) {
        const GraphFacts b = factsOf(base, path), o = factsOf(ours, path), t = factsOf(theirs, path);
        DraftClash clash{path, {}};
        if (bothChanged(b.title, o.title, t.title))
            clash.keys.emplace_back("title");
        if (bothChanged(b.description, o.description, t.description))
            clash.keys.emplace_back("description");
        return clash.keys.empty() ? std::nullopt : std::optional(clash);
    }
    if (base->document && ours->document && theirs->document && base->document->isObject() &&
        ours->document->isObject() && theirs->document->isObject()) {
        DraftClash clash{path, clashingKeys(path, *base->document, *ours->document, *theirs->document)};
        return clash.keys.empty() ? std::nullopt : std::optional(clash);
    }
    return mergedBytes(path, base->bytes, ours->bytes, theirs->bytes) ? std::nullopt
                                                                      : std::optional(DraftClash{path, {}});
}

bool isAmong(const std::optional<DraftClash>& clash, const std::string& key) {
    return clash && std::find(clash->keys.begin(), clash->keys.end(), key) != clash->keys.end();
}

std::optional<std::string> mergedMetadata(const std::string& path, const Sides& sides,
                                          const std::optional<DraftClash>& clash, MergeSide winner) {
    const GraphFacts b = factsOf(sides.base, path), o = factsOf(sides.ours, path);
    const auto given = [&](const char* key, const std::string& was, const std::string& is) {
        const bool theirs = winner == MergeSide::theirs && isAmong(clash, key);
        return was == is || theirs ? std::nullopt : std::optional(is);
    };
    auto changed = changedMetadata(sides.theirs->bytes, path, given("title", b.title, o.title),
                                   given("description", b.description, o.description));
    return changed ? std::optional(std::move(*changed)) : std::nullopt;
}

/// Of a file that both changed and that is there in all three: with the winner's words where they clash.
std::optional<std::string> mergedFile(const std::string& path, const Sides& sides,
                                      const std::optional<DraftClash>& clash, MergeSide winner) {
    if (isMetadata(path))
        return mergedMetadata(path, sides, clash, winner);
    auto merged = mergedBytes(path, sides.base->bytes, sides.ours->bytes, sides.theirs->bytes, winner);
    if (!merged || !clash || !isTransition(path))
        return merged;
    auto document = json::parse(*merged);
    const auto& won = winner == MergeSide::ours ? sides.ours->document : sides.theirs->document;
    if (!document || !won)
        return std::nullopt;
    for (const std::string& key : clash->keys) {
        if (const Value* value = won->find(key))
            document->set(key, *value);
        else
            document->remove(key);
    }
    return json::bytesOf(*document);
}

/// Merges one file after the other, and the elements that one side has and the other has not.
class UserMerge {
public:
    UserMerge(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs, MergeSide winner)
        : m_base(base)
        , m_ours(ours)
        , m_theirs(theirs)
        , m_winner(winner)
        , m_merged{theirs, {}} {}

    MergedUserFiles run() {
        for (const auto& [path, file] : changesOf(m_base, m_ours))
            add(path, {m_base.find(path), file, m_theirs.find(path)});
        for (LinkOfGone& link : linksOfGone(m_base, m_ours, m_theirs)) {
            m_decided.insert({Registry::nodes, std::move(link.node)});
            clash({std::move(link.path), {}});
        }
        decideElements(m_merged.files, m_winner == MergeSide::ours ? m_ours : m_theirs, m_decided);
        return std::move(m_merged);
    }

private:
    void add(const std::string& path, const Sides& sides) {
        const auto same = [](const UserFilePtr& a, const UserFilePtr& b) {
            return a && b ? sameContent(*a, *b) : a == b;
        };
        if (same(sides.ours, sides.theirs))
            return;
        if (same(sides.base, sides.theirs))
            return put(path, sides.ours);
        if (!sides.base && isRegistryPath(path)) // said nothing
            return add(path, {UserFile::ofBytes(path, "{}"), sides.ours, sides.theirs});
        if (!sides.base || !sides.ours || !sides.theirs)
            return decide(path, sides);
        for (ElementId& element : entriesOnOneSide(path, *sides.base, *sides.ours, *sides.theirs))
            m_decided.insert(std::move(element));
        auto clashing = clashAt(path, sides);
        if (auto bytes = mergedFile(path, sides, clashing, m_winner))
            m_merged.files.setBytes(path, std::move(*bytes));
        else
            put(path, m_winner == MergeSide::ours ? sides.ours : sides.theirs);
        if (clashing)
            clash(std::move(*clashing));
    }

    /// One side has it and the other has not, or both made it.
    void decide(const std::string& path, const Sides& sides) {
        if (auto element = elementOfPath(path))
            m_decided.insert(std::move(*element));
        else if (m_winner == MergeSide::ours)
            put(path, sides.ours);
        clash({path, {}});
    }

    void put(const std::string& path, const UserFilePtr& file) {
        if (file)
            m_merged.files.put(path, file);
        else
            m_merged.files.remove(path);
    }

    void clash(DraftClash clash) {
        auto& all = m_merged.clashes;
        if (std::none_of(all.begin(), all.end(),
                         [&](const DraftClash& each) { return each.path == clash.path; }))
            all.push_back(std::move(clash));
    }

    const UserFiles& m_base;
    const UserFiles& m_ours;
    const UserFiles& m_theirs;
    MergeSide m_winner;
    std::set<ElementId> m_decided;
    MergedUserFiles m_merged;
};

} // namespace

bool sameUserData(const UserFiles& a, const UserFiles& b) {
    const auto different = differences(a, b);
    return std::all_of(different.begin(), different.end(),
                       [](const FileDifference& each) { return isComposedPath(each.path); });
}

std::vector<DraftClash> clashesBetween(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs,
                                       const UserFiles* result) {
    std::vector<DraftClash> clashes;
    const Changes own = changesOf(base, ours);
    for (const auto& [path, file] : changesOf(base, theirs)) {
        const auto at = own.find(path);
        if (at == own.end()) {
            // Theirs alone: it must not go with what the steps take away.
            if (file && result && !result->find(path))
                clashes.push_back({path, {}});
            continue;
        }
        const UserFilePtr old = base.find(path);
        if (!file || !at->second || !old) {
            const bool same = file && at->second ? sameContent(*file, *at->second) : file == at->second;
            if (!same)
                clashes.push_back({path, {}});
        } else if (auto clash = clashAt(path, {old, at->second, file})) {
            clashes.push_back(std::move(*clash));
        }
    }
    return clashes;
}

MergedUserFiles mergeUserFiles(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs,
                               MergeSide winner) {
    return UserMerge(base, ours, theirs, winner).run();
}

} // namespace stemma::graph
