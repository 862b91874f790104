// SPDX-License-Identifier: MIT
#include "core/report/value_assign.h"

#include <algorithm>
#include <string>
#include <vector>

namespace stemma::report {

namespace {

using json::Value;

void assignObject(Value& target, const Value& wanted) {
    std::vector<std::string> gone;
    for (const json::Member& member : target.members()) {
        if (wanted.find(member.key) == nullptr)
            gone.push_back(member.key);
    }
    for (const std::string& key : gone)
        target.remove(key);
    for (const json::Member& member : wanted.members())
        assignMember(target, member.key, *wanted.find(member.key));
}

void assignArray(Value& target, const Value& wanted) {
    const auto& items = wanted.items();
    const std::size_t least = std::min(target.size(), items.size());
    std::size_t start = 0;
    while (start < least && target.items()[start] == items[start])
        ++start;
    std::size_t end = 0;
    while (end < least - start && target.items()[target.size() - 1 - end] == items[items.size() - 1 - end])
        ++end;
    while (target.size() > items.size())
        target.removeItem(target.size() - end - 1);
    const std::size_t present = target.size() - end;
    for (std::size_t at = start; at < items.size() - end; ++at) {
        if (at < present)
            assign(target.editItem(at), items[at]);
        else
            target.insertItem(at, items[at]);
    }
}

} // namespace

bool assign(Value& target, const Value& wanted) {
    if (target == wanted)
        return false;
    if (target.isObject() && wanted.isObject())
        assignObject(target, wanted);
    else if (target.isArray() && wanted.isArray())
        assignArray(target, wanted);
    else
        target = wanted;
    return true;
}

bool assignMember(Value& object, std::string_view key, const Value& wanted) {
    if (Value* present = object.edit(key))
        return assign(*present, wanted);
    object.set(key, wanted);
    return true;
}

} // namespace stemma::report
