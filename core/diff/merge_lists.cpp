// SPDX-License-Identifier: MIT
#include <algorithm>
#include <list>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/diff/increasing.h"
#include "core/diff/merge3.h"

namespace stemma::diff {

namespace {

using Names = std::vector<std::string>;
using Places = std::unordered_map<std::string_view, std::size_t>;

Places placesOf(const Names& names) {
    Places places;
    places.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        places.emplace(names[i], i);
    return places;
}

/// What a side did to the order of the base.
struct Moves {
    std::unordered_set<std::string_view> moved;
    /// Of each element the last one before it that the side didn't move: what tells two places apart.
    std::unordered_map<std::string_view, std::string_view> after;
};

Moves movesOf(const Places& base, const Names& side) {
    std::vector<std::size_t> values;
    std::vector<std::string_view> known;
    for (const std::string& name : side) {
        if (const auto found = base.find(name); found != base.end()) {
            values.push_back(found->second);
            known.push_back(name);
        }
    }
    const std::vector<bool> stays = onLongestIncreasing(values);
    Moves moves;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (!stays[i])
            moves.moved.insert(known[i]);
    }
    return moves;
}

/// After which element that neither side moved each one stands.
void notePlaces(const Names& side, const Places& base, const Moves& other, Moves& moves) {
    std::string_view last;
    for (const std::string& name : side) {
        moves.after[name] = last;
        if (base.contains(name) && !moves.moved.contains(name) && !other.moved.contains(name))
            last = name;
    }
}

/// The merged order while it is made: begun with one side's, the other's elements put in.
class Weaving {
public:
    void append(std::string_view name) { m_where[name] = m_order.insert(m_order.end(), name); }
    void insertAfter(const std::string_view* anchor, std::string_view name) {
        const auto at = anchor == nullptr ? m_order.begin() : std::next(m_where.at(*anchor));
        m_where[name] = m_order.insert(at, name);
    }
    [[nodiscard]] bool has(std::string_view name) const { return m_where.contains(name); }
    [[nodiscard]] Names names() const { return {m_order.begin(), m_order.end()}; }

private:
    std::list<std::string_view> m_order;
    std::unordered_map<std::string_view, std::list<std::string_view>::iterator> m_where;
};

/// `id`, `id#2` … as elsewhere, but that the sign can't be in a text.
Names toldApart(const Names& names) {
    std::unordered_map<std::string_view, std::size_t> seen;
    Names out;
    for (const std::string& name : names) {
        const std::size_t count = ++seen[name];
        out.push_back(count == 1 ? name : name + '\xFF' + std::to_string(count));
    }
    return out;
}

Names without(const Names& names, const Names& base, const Names& other) {
    const Places had = placesOf(base);
    const Places has = placesOf(other);
    Names out;
    std::copy_if(names.begin(), names.end(), std::back_inserter(out),
                 [&](const std::string& name) { return !had.contains(name) || has.contains(name); });
    return out;
}

} // namespace

OrderMerge mergeOrders(const Names& base, const Names& ours, const Names& theirs) {
    const Places basePlaces = placesOf(base);
    const Places oursPlaces = placesOf(ours);
    const Places theirsPlaces = placesOf(theirs);
    Moves oursMoves = movesOf(basePlaces, ours);
    Moves theirsMoves = movesOf(basePlaces, theirs);
    notePlaces(ours, basePlaces, theirsMoves, oursMoves);
    notePlaces(theirs, basePlaces, oursMoves, theirsMoves);
    OrderMerge merge;
    const auto placedByOurs = [&](const std::string& name) {
        if (!theirsPlaces.contains(name))
            return true;
        if (!oursMoves.moved.contains(name))
            return false;
        if (!theirsMoves.moved.contains(name))
            return true;
        return oursMoves.after.at(name) != theirsMoves.after.at(name);
    };
    Weaving weaving;
    for (const std::string& name : theirs) {
        if (!oursPlaces.contains(name) || !placedByOurs(name))
            weaving.append(name);
        else if (theirsMoves.moved.contains(name))
            merge.conflict = true;
    }
    const std::string_view* anchor = nullptr;
    std::vector<std::string_view> anchors(ours.begin(), ours.end());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const bool placed = placedByOurs(ours[i]);
        if (placed)
            weaving.insertAfter(anchor, anchors[i]);
        // What theirs moved stands elsewhere: nothing is to follow it there.
        if (placed || (weaving.has(anchors[i]) && !theirsMoves.moved.contains(anchors[i])))
            anchor = &anchors[i];
    }
    merge.order = weaving.names();
    return merge;
}

Names mergeSets(const Names& base, const Names& ours, const Names& theirs) {
    const Names b = toldApart(base);
    const Names o = toldApart(ours);
    const Names t = toldApart(theirs);
    if (o == b)
        return theirs;
    if (t == b)
        return ours;
    Names merged = without(o, b, t);
    const Names others = without(t, b, o);
    const Places had = placesOf(merged);
    std::list<std::string_view> order(merged.begin(), merged.end());
    std::unordered_map<std::string_view, std::list<std::string_view>::iterator> where;
    for (auto it = order.begin(); it != order.end(); ++it)
        where[*it] = it;
    const Places known = placesOf(b);
    auto after = order.begin();
    for (const std::string& name : others) {
        if (const auto found = where.find(name); found != where.end()) {
            after = std::next(found->second);
            while (after != order.end() && !known.contains(*after) && had.contains(*after) &&
                   std::find(t.begin(), t.end(), *after) == t.end())
                ++after;
        } else {
            after = std::next(order.insert(after, name));
        }
    }
    Names out;
    for (const std::string_view name : order)
        out.emplace_back(name.substr(0, name.find('\xFF')));
    return out;
}

} // namespace stemma::diff
