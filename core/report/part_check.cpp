// SPDX-License-Identifier: MIT
#include "core/report/part_check.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "core/report/outline.h"

namespace stemma::report {

namespace {

using diff::Part;
using json::Value;

class Checking {
public:
    Checking(const PartIndex& now, const Value& result, const PartSelection& selection)
        : m_now(now)
        , m_result(result)
        , m_selection(selection) {
        for (const auto* keys : {&selection.added, &selection.removed, &selection.moved})
            for (const std::string& key : *keys)
                if (key.starts_with("insight|"))
                    m_placed.insert(key.substr(key.find('|') + 1));
        for (const diff::Part& part : now.tree())
            noteCitation(part);
        for (const diff::Part& part : m_result.tree())
            noteCitation(part);
    }

    Status run() {
        if (Status ok = checkPlaces(); !ok)
            return ok;
        for (const diff::Change& change : diff::difference(m_now.tree(), m_result.tree()))
            if (change.kind == diff::ChangeKind::edited)
                for (const diff::FieldChange& field : change.fields)
                    if (!mayDiffer(change, field))
                        return refuse(change.what, change.id, change.title, field.name);
        return {};
    }

private:
    static Unexpected refuse(const std::string& what, const std::string& id, const std::string& title,
                             const std::string& field) {
        return fail(ErrorCode::usage, restoringParts, {},
                    "with them " + (field.empty() ? std::string("the place of ") : "“" + field + "” of ") +
                        "the " + what + " “" + (title.empty() ? id : title) + "” (" + id +
                        ") would change, which wasn't chosen",
                    "Nothing was written. Choose that too, or restore the whole version.");
    }

    void noteCitation(const Part& part) {
        if (part.what == "citation" && (m_selection.places(partKey(part.what, part.id)) ||
                                        m_selection.fields.contains(partKey(part.what, part.id))))
            m_citing.insert(part.parent);
    }

    /// Whether its place is another one by choice, or by that of the insight that it stands in.
    [[nodiscard]] bool isPlaced(const Part& part) const {
        if (m_selection.places(partKey(part.what, part.id)))
            return true;
        const std::string insight = partKey("insight", part.parent);
        return part.what == "citation" &&
               (m_selection.removed.contains(insight) ||
                (m_selection.added.contains(insight) && !m_selection.bare.contains(insight)));
    }

    using Order = std::map<std::string, std::vector<const Part*>>;
    /// What stands in each part, in its order, but for what was placed.
    [[nodiscard]] Order orderOf(const diff::Tree& tree) const {
        Order order;
        for (const Part& part : tree)
            if (!isPlaced(part))
                order[partKey(part.what, part.parent)].push_back(&part);
        return order;
    }

    [[nodiscard]] Status checkPlaces() const {
        const Order before = orderOf(m_now.tree());
        const Order after = orderOf(m_result.tree());
        for (const auto* side : {&before, &after}) {
            const Order& other = side == &before ? after : before;
            for (const auto& [place, parts] : *side) {
                const auto found = other.find(place);
                for (std::size_t i = 0; i < parts.size(); ++i)
                    if (found == other.end() || i >= found->second.size() ||
                        found->second[i]->id != parts[i]->id)
                        return refuse(parts[i]->what, parts[i]->id, parts[i]->title, {});
            }
        }
        return {};
    }

    [[nodiscard]] bool mayDiffer(const diff::Change& change, const diff::FieldChange& field) const {
        const auto chosen = m_selection.fields.find(partKey(change.what, change.id));
        if (chosen != m_selection.fields.end() &&
            std::any_of(chosen->second.begin(), chosen->second.end(),
                        [&](const diff::FieldChange& one) { return one.name == field.name; }))
            return true;
        if (change.what == "insight" && field.name == "supporting_queries")
            return m_citing.contains(change.id);
        return change.what == "section" && field.name == "insight_ids (other)" &&
               withoutPlaced(field.before) == withoutPlaced(field.after);
    }

    [[nodiscard]] std::vector<std::string> withoutPlaced(const Value& list) const {
        std::vector<std::string> rest;
        for (const Value& item : list.items())
            if (!m_placed.contains(item.text()))
                rest.push_back(item.text());
        return rest;
    }

    const PartIndex& m_now;
    const PartIndex m_result;
    const PartSelection& m_selection;
    std::unordered_set<std::string> m_placed; ///< insights
    std::unordered_set<std::string> m_citing; ///< insights of which a citation was chosen
};

} // namespace

Status checkNothingElse(const PartIndex& now, const Value& result, const PartSelection& selection) {
    return Checking(now, result, selection).run();
}

} // namespace stemma::report
