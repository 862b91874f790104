// SPDX-License-Identifier: MIT
#include "core/graph/picture_difference.h"

#include <unordered_set>
#include <utility>

namespace stemma::graph {

namespace {

/// An attribute by its node and name, whatever its value.
std::string attributeKey(const Picture& picture, const PictureEdge& edge) {
    return picture.elements[edge.from].id + '\n' + edge.label;
}

class Joining {
public:
    Joining(const Picture& before, Picture after)
        : m_before(before) {
        m_made.picture = std::move(after);
    }

    PictureDifference join(const diff::Changes& changes) {
        markEdited(changes);
        readEdges();
        markAdded();
        addRemoved();
        return std::move(m_made);
    }

private:
    void markEdited(const diff::Changes& changes) {
        for (const diff::Change& change : changes) {
            if (change.kind != diff::ChangeKind::edited && change.what != "morph")
                continue;
            if (change.what == "node")
                m_edited.insert(change.id);
            else if (change.what == "morph")
                m_edited.insert(change.parent);
            else if (change.what == "transition")
                m_edited.insert("transition_" + change.id);
            else if (change.what == "relation")
                m_editedEdges.insert(change.id);
        }
    }

    void readEdges() {
        for (const PictureEdge& edge : m_before.edges) {
            m_oldEdges.insert(edge.id);
            if (edge.kind == EdgeKind::attribute)
                m_oldAttributes.emplace(attributeKey(m_before, edge), m_before.elements[edge.to].id);
        }
    }

    /// Of what the later picture has.
    void markAdded() {
        for (const PictureEdge& edge : m_made.picture.edges) {
            if (m_editedEdges.contains(edge.id))
                m_made.edges[edge.id] = Became::edited;
            if (m_oldEdges.contains(edge.id))
                continue;
            const auto old = edge.kind == EdgeKind::attribute
                                 ? m_oldAttributes.find(attributeKey(m_made.picture, edge))
                                 : m_oldAttributes.end();
            if (old != m_oldAttributes.end() && !m_made.picture.find(old->second)) {
                m_made.elements[m_made.picture.elements[edge.to].id] = Became::edited;
                m_replaced.insert(old->second);
            } else {
                m_made.edges[edge.id] = Became::added;
            }
        }
        for (const PictureElement& element : m_made.picture.elements) {
            const auto old = m_before.find(element.id);
            // What only an edge leads to is shown, too, and isn't in the graph.
            const bool isIn = !element.foreign && !element.missing;
            const bool wasIn = old && !m_before.elements[*old].foreign && !m_before.elements[*old].missing;
            if (old ? isIn && !wasIn : !m_made.elements.contains(element.id))
                m_made.elements[element.id] = Became::added;
            else if (wasIn && !isIn)
                m_made.elements[element.id] = Became::removed;
            else if (old && (m_edited.contains(element.id) || m_before.elements[*old].label != element.label))
                m_made.elements[element.id] = Became::edited;
        }
    }

    void addRemoved() {
        std::unordered_set<std::string> newEdges;
        for (const PictureEdge& edge : m_made.picture.edges)
            newEdges.insert(edge.id);
        for (const PictureElement& element : m_before.elements) {
            if (m_made.picture.find(element.id) || m_replaced.contains(element.id))
                continue;
            m_made.elements[element.id] = Became::removed;
            m_made.picture.at.emplace(element.id, static_cast<std::uint32_t>(m_made.picture.elements.size()));
            m_made.picture.elements.push_back(element);
        }
        for (const PictureEdge& edge : m_before.edges) {
            if (newEdges.contains(edge.id) || m_replaced.contains(m_before.elements[edge.to].id))
                continue;
            const auto from = m_made.picture.find(m_before.elements[edge.from].id);
            const auto to = m_made.picture.find(m_before.elements[edge.to].id);
            if (!from || !to)
                continue;
            m_made.edges[edge.id] = Became::removed;
            m_made.picture.edges.push_back({edge.id, *from, *to, edge.kind, edge.label, edge.subject});
        }
    }

    const Picture& m_before;
    PictureDifference m_made;
    std::unordered_set<std::string> m_edited, m_editedEdges, m_oldEdges;
    std::unordered_map<std::string, std::string> m_oldAttributes; ///< their values' elements
    std::unordered_set<std::string> m_replaced;                   ///< values that others took the place of
};

Became becameIn(const std::unordered_map<std::string, Became>& known, const std::string& id) {
    const auto found = known.find(id);
    return found == known.end() ? Became::same : found->second;
}

} // namespace

PictureDifference pictureDifference(const Picture& before, Picture after, const diff::Changes& changes) {
    return Joining(before, std::move(after)).join(changes);
}

PictureChanges changesOf(const PictureDifference& difference, const Picture& part) {
    PictureChanges changes;
    for (const PictureElement& element : part.elements)
        changes.elements.push_back(becameIn(difference.elements, element.id));
    for (const PictureEdge& edge : part.edges)
        changes.edges.push_back(becameIn(difference.edges, edge.id));
    return changes;
}

} // namespace stemma::graph
