// SPDX-License-Identifier: MIT
#include "ui/report/outline_plans.h"

#include <algorithm>
#include <optional>

#include "ui/report/line_ends.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;
using Ids = std::vector<std::string>;

Value position(std::size_t at) {
    return Value::integer(static_cast<std::int64_t>(at));
}

bool holds(const Ids& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::optional<std::size_t> indexIn(const Ids& ids, const std::string& id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - ids.begin()));
}

Ids insightIds(const report::Section& section) {
    Ids ids;
    for (const InsightId& id : section.insightIds)
        ids.push_back(id.text());
    return ids;
}

Ids sectionIds(const report::Outline& outline) {
    Ids ids;
    for (const report::Section& section : outline.sections)
        ids.push_back(section.id.text());
    return ids;
}

Value moveInsight(const std::string& id, const std::string& section, std::size_t at) {
    return editOp(
        "move-insight",
        {{"insight_id", Value::string(id)}, {"section_id", Value::string(section)}, {"at", position(at)}});
}

Value moveSection(const std::string& id, std::size_t at) {
    return editOp("move-section", {{"section_id", Value::string(id)}, {"at", position(at)}});
}

/// Takes `ids` out of `list` and puts them back before `before` (its next neighbour that stays, if it is one
/// of them), one after the other; `tell` hears each move.
template <class Tell>
void gather(Ids& list, const Ids& ids, std::string before, Tell tell) {
    if (holds(ids, before)) {
        std::size_t at = indexIn(list, before).value_or(list.size());
        while (at < list.size() && holds(ids, list[at]))
            ++at;
        before = at < list.size() ? list[at] : std::string();
    }
    for (const std::string& id : ids) {
        list.erase(std::remove(list.begin(), list.end(), id), list.end());
        const std::size_t at = indexIn(list, before).value_or(list.size());
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), id);
        tell(id, at);
    }
}

Value moveInsights(const report::Outline& outline, const Ids& ids, const PartPlace& place) {
    const report::Section* target = sectionById(outline, place.section);
    if (target == nullptr)
        return Value::array();
    Ids list = insightIds(*target);
    const Ids before = list;
    Ids there;
    for (const std::string& id : ids)
        if (outline.insight(InsightId(id)) != nullptr)
            there.push_back(id);
    Value edits = Value::array();
    gather(list, there, place.before, [&](const std::string& id, std::size_t at) {
        edits.appendItem(moveInsight(id, place.section, at));
    });
    return list == before ? Value::array() : edits;
}

Value moveSections(const report::Outline& outline, const Ids& ids, const std::string& place) {
    Ids list = sectionIds(outline);
    const Ids before = list;
    Ids there;
    for (const std::string& id : ids)
        if (holds(list, id))
            there.push_back(id);
    Value edits = Value::array();
    gather(list, there, place,
           [&](const std::string& id, std::size_t at) { edits.appendItem(moveSection(id, at)); });
    return list == before ? Value::array() : edits;
}

/// The sections' lists of insights while moves are made one after the other.
class Lists {
public:
    explicit Lists(const report::Outline& outline)
        : m_outline(outline)
        , m_sections(sectionIds(outline)) {
        for (const report::Section& section : outline.sections)
            m_lists.push_back(insightIds(section));
    }

    void step(const std::string& id, const Ids& moving, Direction direction, Value& edits) {
        const auto section = listOf(id);
        if (!section) {
            if (direction == Direction::up && !m_sections.empty())
                put(id, m_sections.size() - 1, m_lists.back().size(), edits);
            return;
        }
        const Ids& list = m_lists[*section];
        const auto own = static_cast<std::ptrdiff_t>(*indexIn(list, id));
        const std::ptrdiff_t by = direction == Direction::up ? -1 : 1;
        std::ptrdiff_t at = own + by;
        while (at >= 0 && at < std::ssize(list) && !isShown(list[static_cast<std::size_t>(at)]))
            at += by;
        if (at < 0 || at >= std::ssize(list))
            return leave(id, *section, direction, edits);
        if (!holds(moving, list[static_cast<std::size_t>(at)]))
            put(id, *section, static_cast<std::size_t>(at), edits);
    }
    void leave(const std::string& id, std::size_t section, Direction direction, Value& edits) {
        if (direction == Direction::up && section > 0)
            put(id, section - 1, m_lists[section - 1].size(), edits);
        else if (direction == Direction::down && section + 1 < m_lists.size())
            put(id, section + 1, 0, edits);
    }
    [[nodiscard]] std::optional<std::size_t> listOf(const std::string& id) const {
        for (std::size_t i = 0; i < m_lists.size(); ++i)
            if (holds(m_lists[i], id))
                return i;
        return std::nullopt;
    }

private:
    [[nodiscard]] bool isShown(const std::string& id) const {
        return m_outline.insight(InsightId(id)) != nullptr;
    }
    /// `at`: in the list without the insight.
    void put(const std::string& id, std::size_t section, std::size_t at, Value& edits) {
        for (Ids& list : m_lists)
            list.erase(std::remove(list.begin(), list.end(), id), list.end());
        Ids& list = m_lists[section];
        at = std::min(at, list.size());
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), id);
        edits.appendItem(moveInsight(id, m_sections[section], at));
    }

    const report::Outline& m_outline;
    Ids m_sections;
    std::vector<Ids> m_lists;
};

Ids inOrder(Ids ids, Direction direction) {
    if (direction == Direction::down)
        std::reverse(ids.begin(), ids.end());
    return ids;
}

} // namespace

Value editOp(const char* op, std::vector<std::pair<std::string, Value>> keys) {
    keys.insert(keys.begin(), {"op", Value::string(op)});
    return Value::object(std::move(keys));
}

const report::Section* sectionById(const report::Outline& outline, const std::string& id) {
    for (const report::Section& section : outline.sections)
        if (section.id.text() == id)
            return &section;
    return nullptr;
}

std::string sectionOf(const report::Outline& outline, const std::string& insight) {
    for (const report::Section& section : outline.sections)
        if (std::find(section.insightIds.begin(), section.insightIds.end(), InsightId(insight)) !=
            section.insightIds.end())
            return section.id.text();
    return {};
}

const Value* documentPart(const Value& document, const char* list, const char* idKey, const std::string& id) {
    const Value* parts = document.find(list);
    if (parts == nullptr)
        return nullptr;
    for (const Value& part : parts->items())
        if (part.stringAt(idKey) == id)
            return &part;
    return nullptr;
}

Value addSectionEdits(const report::LoadedReport& report, const std::string& after, const std::string& id,
                      const std::string& title) {
    const auto place = indexIn(sectionIds(report.outline), after);
    Value section = Value::object({{"section_id", Value::string(id)}, {"title", Value::string(title)}});
    std::vector<std::pair<std::string, Value>> keys{{"section", std::move(section)}};
    if (place)
        keys.emplace_back("at", position(*place + 1));
    return Value::array({editOp("add-section", std::move(keys))});
}

Value addInsightEdits(const report::LoadedReport& report, const PartPlace& place, const std::string& id,
                      const std::string& summary) {
    const report::Section* section = sectionById(report.outline, place.section);
    if (section == nullptr)
        return Value::array();
    Value insight = Value::object({{"insight_id", Value::string(id)}, {"summary", Value::string(summary)}});
    std::vector<std::pair<std::string, Value>> keys{{"section_id", Value::string(place.section)},
                                                    {"insight", std::move(insight)}};
    if (const auto at = indexIn(insightIds(*section), place.before))
        keys.emplace_back("at", position(*at));
    return Value::array({editOp("add-insight", std::move(keys))});
}

Value deleteEdits(const report::LoadedReport& report, const PartSet& parts) {
    Value edits = Value::array();
    for (const std::string& id : parts.sections)
        if (sectionById(report.outline, id) != nullptr)
            edits.appendItem(editOp("delete-section", {{"section_id", Value::string(id)},
                                                       {"insights", Value::string("delete")}}));
    for (const std::string& id : parts.insights)
        if (report.outline.insight(InsightId(id)) != nullptr &&
            !holds(parts.sections, sectionOf(report.outline, id)))
            edits.appendItem(editOp("delete-insight", {{"insight_id", Value::string(id)}}));
    return edits;
}

Value moveEdits(const report::LoadedReport& report, const PartSet& parts, const PartPlace& place) {
    return parts.sections.empty() ? moveInsights(report.outline, parts.insights, place)
                                  : moveSections(report.outline, parts.sections, place.before);
}

Value stepEdits(const report::LoadedReport& report, const PartSet& parts, Direction direction) {
    Value edits = Value::array();
    if (parts.sections.empty()) {
        Lists lists(report.outline);
        for (const std::string& id : inOrder(parts.insights, direction))
            if (report.outline.insight(InsightId(id)) != nullptr)
                lists.step(id, parts.insights, direction, edits);
        return edits;
    }
    Ids list = sectionIds(report.outline);
    for (const std::string& id : inOrder(parts.sections, direction)) {
        const auto own = indexIn(list, id);
        if (!own || (direction == Direction::up ? *own == 0 : *own + 1 == list.size()))
            continue;
        const std::size_t at = direction == Direction::up ? *own - 1 : *own + 1;
        if (holds(parts.sections, list[at]))
            continue;
        std::swap(list[*own], list[at]);
        edits.appendItem(moveSection(id, at));
    }
    return edits;
}

Value stepSectionEdits(const report::LoadedReport& report, const PartSet& parts, Direction direction) {
    Value edits = Value::array();
    Lists lists(report.outline);
    // The section before takes them at its end, the one after at its beginning: in either order they stay in
    // order.
    for (const std::string& id : inOrder(parts.insights, direction))
        if (const auto section = lists.listOf(id))
            lists.leave(id, *section, direction, edits);
    return edits;
}

Value splitEdits(const report::LoadedReport& report, const std::string& insight, const TextCut& cut,
                 const std::string& newId) {
    const report::Insight* part = report.outline.insight(InsightId(insight));
    if (part == nullptr)
        return Value::array();
    const QString whole = fromUtf8(part->summary);
    const auto at = placeInText(whole, cut.at);
    if (!at || withPlainLineEnds(whole) != cut.text)
        return Value::array();
    const TextCut parts{whole, *at};
    if (parts.left().isEmpty() || parts.right().isEmpty())
        return Value::array();
    return Value::array({editOp(
        "split-insight",
        {{"insight_id", Value::string(insight)},
         {"texts", Value::array({Value::string(toUtf8(parts.left())), Value::string(toUtf8(parts.right()))})},
         {"citations", Value::string("both")},
         {"new_id", Value::string(newId)}})});
}

std::string nextInsight(const report::Outline& outline, const std::string& insight) {
    const report::Section* section = sectionById(outline, sectionOf(outline, insight));
    if (section == nullptr)
        return {};
    const Ids ids = insightIds(*section);
    for (std::size_t at = *indexIn(ids, insight) + 1; at < ids.size(); ++at)
        if (ids[at] != insight && outline.insight(InsightId(ids[at])) != nullptr)
            return ids[at];
    return {};
}

Value joinEdits(const report::LoadedReport& report, const std::string& insight) {
    const std::string next = nextInsight(report.outline, insight);
    if (next.empty())
        return Value::array();
    return Value::array({editOp("join-insights", {{"insight_id", Value::string(insight)},
                                                  {"other_id", Value::string(next)},
                                                  {"separator", Value::string("\n\n")}})});
}

Value fieldEdits(const report::LoadedReport& report, const Ids& insights, const char* field,
                 const Value& value) {
    Value edits = Value::array();
    for (const std::string& id : insights) {
        const Value* part = documentPart(report.document, "insights", "insight_id", id);
        const Value* old = part == nullptr ? nullptr : part->find(field);
        if (part != nullptr && (old == nullptr || !(*old == value)))
            edits.appendItem(editOp("edit-insight", {{"insight_id", Value::string(id)},
                                                     {"fields", Value::object({{field, value}})}}));
    }
    return edits;
}

Value sectionFieldEdits(const std::string& section, const char* field, Value value) {
    return Value::array({editOp("edit-section", {{"section_id", Value::string(section)},
                                                 {"fields", Value::object({{field, std::move(value)}})}})});
}

Value moveCitationEdits(const report::LoadedReport& report, const std::string& insight, std::size_t from,
                        std::size_t to) {
    const report::Insight* part = report.outline.insight(InsightId(insight));
    if (part == nullptr || from >= part->citations.size() || to >= part->citations.size())
        return Value::array();
    return Value::array(
        {editOp("move-citation",
                {{"insight_id", Value::string(insight)}, {"at", position(from)}, {"to", position(to)}})});
}

} // namespace stemma::ui
