// SPDX-License-Identifier: MIT
#include "ui/history/outline_order.h"

#include <algorithm>
#include <unordered_set>

namespace stemma::ui {
namespace {

std::string key(std::string_view what, std::string_view id) {
    return std::string(what).append(1, ':').append(id);
}

using State = OrderedPart::State;

} // namespace

OutlineOrder::OutlineOrder(const diff::Tree& before, const diff::Tree& after, const diff::Changes& changes)
    : m_before(childrenOf(before))
    , m_after(childrenOf(after)) {
    for (const diff::Tree* tree : {&after, &before})
        for (const diff::Part& part : *tree)
            m_parts.emplace(key(part.what, part.id), &part);
    for (const diff::Change& change : changes)
        m_changes[key(change.what, change.id)].push_back(&change);
}

OutlineOrder::Children OutlineOrder::childrenOf(const diff::Tree& tree) {
    Children children;
    for (const diff::Part& part : tree)
        children[key(part.what, part.parent)].push_back(&part);
    return children;
}

std::vector<OrderedPart> OutlineOrder::in(std::string_view what, const std::string& parent) const {
    std::vector<OrderedPart> ordered;
    std::unordered_map<std::string_view, std::vector<OrderedPart>> behind; // what stood behind which part
    std::string_view anchor;
    std::unordered_set<std::string_view> here;
    const auto young = m_after.find(key(what, parent));
    if (young != m_after.end())
        for (const diff::Part* part : young->second)
            here.insert(part->id);
    if (const auto old = m_before.find(key(what, parent)); old != m_before.end()) {
        for (const diff::Part* part : old->second) {
            const auto& changes = changesOf(*part);
            if (changes.empty() || changes.front()->kind == diff::ChangeKind::edited)
                anchor = here.contains(part->id) ? std::string_view(part->id) : anchor;
            else
                behind[anchor].push_back(
                    {part, changes.front()->kind == diff::ChangeKind::moved ? State::was : State::removed});
        }
    }
    const auto put = [&](std::string_view after) {
        if (const auto found = behind.find(after); found != behind.end())
            ordered.insert(ordered.end(), found->second.begin(), found->second.end());
    };
    put({});
    if (young != m_after.end()) {
        for (const diff::Part* part : young->second) {
            ordered.push_back({part, State::here});
            put(part->id);
        }
    }
    return ordered;
}

const std::vector<const diff::Change*>& OutlineOrder::changesOf(const diff::Part& part) const {
    static const std::vector<const diff::Change*> none;
    const auto found = m_changes.find(key(part.what, part.id));
    return found == m_changes.end() ? none : found->second;
}

std::string OutlineOrder::titleOf(std::string_view what, const std::string& id) const {
    const auto found = m_parts.find(key(what, id));
    return found == m_parts.end() ? std::string() : found->second->title;
}

} // namespace stemma::ui
