// SPDX-License-Identifier: MIT
#include "core/graph/undo_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/graph/restore_parts.h"
#include "core/json/json_document.h"

namespace stemma::graph {

namespace {

using diff::MergeSide;
using json::Value;
using Winner = std::optional<MergeSide>;

bool sameOrAbsent(const Value* a, const Value* b) {
    return a == nullptr || b == nullptr ? a == b : *a == *b;
}

std::set<std::string> keysOfBoth(const Value& a, const Value& b) {
    std::set<std::string> keys;
    for (const Value* object : {&a, &b})
        for (const json::Member& member : object->members())
            keys.insert(member.key);
    return keys;
}

std::map<std::string, const Value*> membersByKey(const Value& object) {
    std::map<std::string, const Value*> members;
    for (const json::Member& member : object.members())
        members[member.key] = &member.value;
    return members;
}

const Value* memberOf(const std::map<std::string, const Value*>& members, const std::string& key) {
    const auto found = members.find(key);
    return found == members.end() ? nullptr : found->second;
}

std::optional<Value> mergedObject(const Value& base, const Value& ours, const Value& theirs, Winner winner) {
    const auto inBase = membersByKey(base);
    const auto inOurs = membersByKey(ours);
    const auto inTheirs = membersByKey(theirs);
    Value merged = ours;
    std::set<std::string> added;
    for (const std::string& key : keysOfBoth(base, theirs)) {
        const Value* b = memberOf(inBase, key);
        const Value* o = memberOf(inOurs, key);
        const Value* t = memberOf(inTheirs, key);
        if (sameOrAbsent(b, t) || sameOrAbsent(o, t))
            continue;
        const bool isTime = key == "updated_at" && !sameOrAbsent(b, o);
        if (isTime && !(winner && t))
            continue;
        auto both = b && o && t && !isTime ? mergedValue(*b, *o, *t, winner) : std::nullopt;
        if (both) {
            *merged.edit(key) = std::move(*both);
        } else if (sameOrAbsent(b, o) || isTime || winner == MergeSide::theirs) {
            if (!t)
                merged.remove(key);
            else if (o)
                *merged.edit(key) = *t;
            else
                added.insert(key);
        } else if (!winner) {
            return std::nullopt;
        }
    }
    for (const json::Member& member : theirs.members())
        if (added.contains(member.key))
            insertAsIn(theirs, merged, member.key, *inTheirs.at(member.key));
    return merged;
}

bool onlyTexts(const Value& list) {
    return std::all_of(list.items().begin(), list.items().end(),
                       [](const Value& item) { return item.isString(); });
}

std::vector<std::string> textItems(const Value& list) {
    std::vector<std::string> texts;
    for (const Value& item : list.items())
        texts.push_back(item.text());
    return texts;
}

Value mergedTexts(const Value& base, const Value& ours, const Value& theirs) {
    std::vector<Value> items;
    for (const std::string& text : diff::mergeSets(textItems(base), textItems(ours), textItems(theirs)))
        items.push_back(Value::string(text));
    return Value::array(std::move(items));
}

/// A list of objects that have ids, as an object by those; nothing for any other list. Empty ones, which
/// version 1 dies of, are left out.
std::optional<Value> objectById(const Value& list) {
    std::vector<std::pair<std::string, Value>> members;
    std::set<std::string> seen;
    for (const Value& item : list.items()) {
        if (item.isObject() && item.size() == 0)
            continue;
        auto id = item.stringAt("morph_id");
        if (!id)
            id = item.stringAt("id");
        if (!id || !seen.insert(*id).second)
            return std::nullopt;
        members.emplace_back(*id, item);
    }
    return Value::object(std::move(members));
}

std::optional<Value> mergedArray(const Value& base, const Value& ours, const Value& theirs, Winner winner) {
    if (onlyTexts(base) && onlyTexts(ours) && onlyTexts(theirs))
        return mergedTexts(base, ours, theirs);
    const auto b = objectById(base);
    const auto o = objectById(ours);
    const auto t = objectById(theirs);
    const auto merged = b && o && t ? mergedObject(*b, *o, *t, winner) : std::nullopt;
    if (!merged)
        return std::nullopt;
    std::vector<Value> items;
    for (const json::Member& member : merged->members())
        items.push_back(member.value);
    return Value::array(std::move(items));
}

} // namespace

bool isRegistryPath(const std::string& path) {
    return path.ends_with("_registry.json") && path.find('/') == std::string::npos;
}

std::optional<Value> mergedValue(const Value& base, const Value& ours, const Value& theirs, Winner winner) {
    if (base == theirs || ours == theirs)
        return ours;
    if (base == ours)
        return theirs;
    const auto all = [&](json::Kind kind) {
        return base.kind() == kind && ours.kind() == kind && theirs.kind() == kind;
    };
    std::optional<Value> merged;
    if (all(json::Kind::object))
        merged = mergedObject(base, ours, theirs, winner);
    else if (all(json::Kind::array))
        merged = mergedArray(base, ours, theirs, winner);
    if (!merged && winner)
        merged = winner == MergeSide::ours ? ours : theirs;
    return merged;
}

std::optional<std::string> mergedBytes(const std::string& path, const std::string& base,
                                       const std::string& ours, const std::optional<std::string>& theirs,
                                       Winner winner) {
    if (path.ends_with(".md") && theirs) {
        const diff::TextMerge merged = diff::mergeTexts(base, ours, *theirs);
        return winner ? merged.textWith(*winner) : merged.text();
    }
    // A registry that wasn't there said nothing.
    if (!path.ends_with(".json") || (!theirs && !isRegistryPath(path)))
        return std::nullopt;
    const auto b = json::parse(base);
    const auto o = json::parse(ours);
    const auto t = json::parse(theirs.value_or("{}"));
    const auto merged = b && o && t ? mergedValue(*b, *o, *t, winner) : std::nullopt;
    return merged ? std::optional(json::bytesOf(*merged)) : std::nullopt;
}

} // namespace stemma::graph
