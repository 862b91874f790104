// SPDX-License-Identifier: MIT
#include "core/graph/undo_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/diff/merge3.h"
#include "core/graph/restore_parts.h"
#include "core/json/json_document.h"

namespace stemma::graph {

namespace {

using json::Value;

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

std::optional<Value> mergedObject(const Value& base, const Value& ours, const Value& theirs) {
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
        if (sameOrAbsent(b, o)) {
            if (!t)
                merged.remove(key);
            else if (o)
                *merged.edit(key) = *t;
            else
                added.insert(key);
            continue;
        }
        auto both = b && o && t ? mergedValue(*b, *o, *t) : std::nullopt;
        if (both)
            *merged.edit(key) = std::move(*both);
        else if (key != "updated_at")
            return std::nullopt;
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

/// A list of objects that have ids, as an object by those; nothing for any other list.
std::optional<Value> objectById(const Value& list) {
    std::vector<std::pair<std::string, Value>> members;
    std::set<std::string> seen;
    for (const Value& item : list.items()) {
        auto id = item.stringAt("morph_id");
        if (!id)
            id = item.stringAt("id");
        if (!id || !seen.insert(*id).second)
            return std::nullopt;
        members.emplace_back(*id, item);
    }
    return Value::object(std::move(members));
}

std::optional<Value> mergedArray(const Value& base, const Value& ours, const Value& theirs) {
    if (onlyTexts(base) && onlyTexts(ours) && onlyTexts(theirs))
        return mergedTexts(base, ours, theirs);
    const auto b = objectById(base);
    const auto o = objectById(ours);
    const auto t = objectById(theirs);
    const auto merged = b && o && t ? mergedObject(*b, *o, *t) : std::nullopt;
    if (!merged)
        return std::nullopt;
    std::vector<Value> items;
    for (const json::Member& member : merged->members())
        items.push_back(member.value);
    return Value::array(std::move(items));
}

bool isRegistryPath(const std::string& path) {
    return path.ends_with("_registry.json") && path.find('/') == std::string::npos;
}

} // namespace

std::optional<Value> mergedValue(const Value& base, const Value& ours, const Value& theirs) {
    if (base == theirs || ours == theirs)
        return ours;
    if (base == ours)
        return theirs;
    const auto all = [&](json::Kind kind) {
        return base.kind() == kind && ours.kind() == kind && theirs.kind() == kind;
    };
    if (all(json::Kind::object))
        return mergedObject(base, ours, theirs);
    return all(json::Kind::array) ? mergedArray(base, ours, theirs) : std::nullopt;
}

std::optional<std::string> mergedBytes(const std::string& path, const std::string& base,
                                       const std::string& ours, const std::optional<std::string>& theirs) {
    if (path.ends_with(".md") && theirs)
        return diff::mergeTexts(base, ours, *theirs).text();
    // A registry that wasn't there said nothing.
    if (!path.ends_with(".json") || (!theirs && !isRegistryPath(path)))
        return std::nullopt;
    const auto b = json::parse(base);
    const auto o = json::parse(ours);
    const auto t = json::parse(theirs.value_or("{}"));
    const auto merged = b && o && t ? mergedValue(*b, *o, *t) : std::nullopt;
    return merged ? std::optional(json::bytesOf(*merged)) : std::nullopt;
}

} // namespace stemma::graph
