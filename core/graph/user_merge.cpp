// SPDX-License-Identifier: MIT
// What two sides made of a user's files.
#include "core/graph/user_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/graph/graph_metadata.h"
#include "core/graph/metadata_text.h"
#include "core/graph/restore_parts.h"
#include "core/graph/undo_merge.h"

namespace stemma::graph {

namespace {

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

/// Of a file that both changed and that is there in all three. Nothing: they go together.
std::optional<DraftClash> clashAt(const std::string& path, const UserFilePtr& base, const UserFilePtr& ours,
                                  const UserFilePtr& theirs) {
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

std::optional<std::string> mergedFile(const std::string& path, const UserFilePtr& base,
                                      const UserFilePtr& ours, const UserFilePtr& theirs) {
    if (!isMetadata(path))
        return mergedBytes(path, base->bytes, ours->bytes, theirs->bytes);
    const GraphFacts b = factsOf(base, path), o = factsOf(ours, path);
    const auto given = [](const std::string& was, const std::string& is) {
        return was == is ? std::nullopt : std::optional(is);
    };
    auto changed =
        changedMetadata(theirs->bytes, path, given(b.title, o.title), given(b.description, o.description));
    return changed ? std::optional(std::move(*changed)) : std::nullopt;
}

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
        } else if (auto clash = clashAt(path, old, at->second, file)) {
            clashes.push_back(std::move(*clash));
        }
    }
    return clashes;
}

MergedUserFiles mergeUserFiles(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs) {
    MergedUserFiles merged{theirs, {}};
    for (const auto& [path, file] : changesOf(base, ours)) {
        const UserFilePtr old = base.find(path);
        const UserFilePtr now = theirs.find(path);
        const bool untouched = old && now ? sameContent(*old, *now) : old == now;
        if (!untouched && file && old && now) {
            if (auto bytes = mergedFile(path, old, file, now)) {
                merged.files.setBytes(path, std::move(*bytes));
                continue;
            }
        }
        const bool same = file && now ? sameContent(*file, *now) : file == now;
        if (!untouched && !same)
            merged.clashes.push_back({path, {}});
        if (file)
            merged.files.put(path, file);
        else
            merged.files.remove(path);
    }
    return merged;
}

} // namespace stemma::graph
