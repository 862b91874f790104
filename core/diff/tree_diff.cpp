// SPDX-License-Identifier: MIT
#include "core/diff/tree_diff.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/diff/increasing.h"

namespace stemma::diff {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// A list of texts as one key; their lengths keep two lists apart that would run together.
std::string keyOf(const std::string& a, const std::string& b) {
    return std::to_string(a.size()) + ':' + a + b;
}

/// A tree with what is looked up in it: unique ids, and each part's place among its parent's parts of its
/// kind.
class Indexed {
public:
    explicit Indexed(const Tree& tree)
        : m_tree(tree) {
        std::unordered_map<std::string, std::size_t> seen;
        std::unordered_map<std::string, std::size_t> siblings;
        for (std::size_t i = 0; i < tree.size(); ++i) {
            const Part& part = tree[i];
            m_ids.push_back(uniqueId(part, seen, i));
            m_positions.push_back(siblings[keyOf(part.what, part.parent)]++);
        }
    }

    [[nodiscard]] std::size_t size() const { return m_tree.size(); }
    [[nodiscard]] const Part& part(std::size_t i) const { return m_tree[i]; }
    [[nodiscard]] const std::string& id(std::size_t i) const { return m_ids[i]; }
    [[nodiscard]] std::size_t position(std::size_t i) const { return m_positions[i]; }
    [[nodiscard]] std::size_t find(const std::string& what, const std::string& id) const {
        const auto found = m_byKey.find(keyOf(what, id));
        return found == m_byKey.end() ? none : found->second;
    }

private:
    std::string uniqueId(const Part& part, std::unordered_map<std::string, std::size_t>& seen,
                         std::size_t at) {
        std::size_t& count = seen[keyOf(part.what, part.id)];
        ++count;
        std::string id = count == 1 ? part.id : part.id + '#' + std::to_string(count);
        while (!m_byKey.try_emplace(keyOf(part.what, id), at).second)
            id = part.id + '#' + std::to_string(++count);
        return id;
    }

    const Tree& m_tree;
    std::vector<std::string> m_ids;
    std::vector<std::size_t> m_positions;
    std::unordered_map<std::string, std::size_t> m_byKey;
};

std::vector<FieldChange> oneSided(const Part& part, ChangeKind kind) {
    std::vector<FieldChange> fields;
    for (const auto& [name, value] : part.fields) {
        if (kind == ChangeKind::added)
            fields.push_back({name, json::Value(), value, false, true});
        else
            fields.push_back({name, value, json::Value(), true, false});
    }
    return fields;
}

using FieldIndex = std::unordered_map<std::string, const json::Value*>;

FieldIndex fieldsOf(const Part& part) {
    FieldIndex index;
    for (const auto& [name, value] : part.fields)
        index[name] = &value; // of a doubled key the last counts, as everywhere
    return index;
}

std::vector<FieldChange> editedFields(const Part& before, const Part& after) {
    const FieldIndex old = fieldsOf(before);
    const FieldIndex now = fieldsOf(after);
    std::unordered_set<std::string> done;
    std::vector<FieldChange> fields;
    for (const auto& entry : after.fields) {
        if (!done.insert(entry.first).second)
            continue;
        const json::Value& value = *now.at(entry.first);
        const auto was = old.find(entry.first);
        if (was == old.end())
            fields.push_back({entry.first, json::Value(), value, false, true});
        else if (!(*was->second == value))
            fields.push_back({entry.first, *was->second, value, true, true});
    }
    for (const auto& entry : before.fields)
        if (done.insert(entry.first).second)
            fields.push_back({entry.first, *old.at(entry.first), json::Value(), true, false});
    return fields;
}

class Comparison {
public:
    Comparison(const Tree& before, const Tree& after)
        : m_before(before)
        , m_after(after) {
        match();
        findMoves();
    }

    [[nodiscard]] Changes changes() const {
        const auto removed = removedByAnchor();
        Changes out;
        const auto takeRemoved = [&](std::size_t anchor) {
            const auto list = removed.find(anchor);
            if (list != removed.end())
                for (const std::size_t i : list->second)
                    out.push_back(removal(i));
        };
        takeRemoved(none);
        for (std::size_t i = 0; i < m_after.size(); ++i) {
            appendChangesOf(i, out);
            if (m_old[i] != none)
                takeRemoved(m_old[i]);
        }
        return out;
    }

private:
    void match() {
        m_old.assign(m_after.size(), none);
        m_new.assign(m_before.size(), none);
        for (std::size_t i = 0; i < m_after.size(); ++i) {
            const std::size_t old = m_before.find(m_after.part(i).what, m_after.id(i));
            m_old[i] = old;
            if (old != none)
                m_new[old] = i;
        }
    }

    void findMoves() {
        m_moved.assign(m_after.size(), false);
        std::unordered_map<std::string, std::vector<std::size_t>>
            stayed; // by kind and parent, in the new order
        for (std::size_t i = 0; i < m_after.size(); ++i) {
            if (m_old[i] == none)
                continue;
            const Part& part = m_after.part(i);
            if (part.parent != m_before.part(m_old[i]).parent)
                m_moved[i] = true;
            else
                stayed[keyOf(part.what, part.parent)].push_back(i);
        }
        for (const auto& [parent, parts] : stayed) {
            std::vector<std::size_t> oldPositions;
            for (const std::size_t i : parts)
                oldPositions.push_back(m_before.position(m_old[i]));
            const std::vector<bool> kept = onLongestIncreasing(oldPositions);
            for (std::size_t n = 0; n < parts.size(); ++n)
                m_moved[parts[n]] = !kept[n];
        }
    }

    /// Removed parts by the part before which still stands in its place, so that they are told where they
    /// stood.
    [[nodiscard]] std::unordered_map<std::size_t, std::vector<std::size_t>> removedByAnchor() const {
        std::unordered_map<std::size_t, std::vector<std::size_t>> removed;
        std::size_t anchor = none;
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (m_new[i] == none)
                removed[anchor].push_back(i);
            else if (!m_moved[m_new[i]])
                anchor = i;
        }
        return removed;
    }

    [[nodiscard]] Change removal(std::size_t old) const {
        const Part& part = m_before.part(old);
        Change change;
        change.kind = ChangeKind::removed;
        change.what = part.what;
        change.id = m_before.id(old);
        change.parent = part.parent;
        change.oldParent = part.parent;
        change.title = part.title;
        change.oldPosition = m_before.position(old);
        change.fields = oneSided(part, ChangeKind::removed);
        return change;
    }

    void appendChangesOf(std::size_t i, Changes& out) const {
        const Part& part = m_after.part(i);
        Change change;
        change.what = part.what;
        change.id = m_after.id(i);
        change.parent = part.parent;
        change.title = part.title;
        change.newPosition = m_after.position(i);
        if (m_old[i] == none) {
            change.kind = ChangeKind::added;
            change.fields = oneSided(part, ChangeKind::added);
            out.push_back(std::move(change));
            return;
        }
        const Part& old = m_before.part(m_old[i]);
        change.oldParent = old.parent;
        change.oldPosition = m_before.position(m_old[i]);
        if (m_moved[i]) {
            change.kind = ChangeKind::moved;
            out.push_back(change);
        }
        change.fields = editedFields(old, part);
        if (!change.fields.empty()) {
            change.kind = ChangeKind::edited;
            out.push_back(std::move(change));
        }
    }

    Indexed m_before;
    Indexed m_after;
    std::vector<std::size_t> m_old; ///< of each part of `after`: its index in `before`
    std::vector<std::size_t> m_new; ///< of each part of `before`: its index in `after`
    std::vector<bool> m_moved;      ///< by index in `after`
};

} // namespace

const char* changeKindWord(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::added:
        return "added";
    case ChangeKind::removed:
        return "removed";
    case ChangeKind::moved:
        return "moved";
    case ChangeKind::edited:
        return "edited";
    }
    return "edited";
}

Changes difference(const Tree& before, const Tree& after) {
    return Comparison(before, after).changes();
}

} // namespace stemma::diff
