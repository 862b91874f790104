// SPDX-License-Identifier: MIT
#include "core/report/restored_outline.h"

#include <algorithm>
#include <utility>

#include "core/report/merge_fields.h"
#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

using json::Value;
using Names = std::vector<std::string>;

std::size_t indexOf(const Names& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

Names textsOf(const Value& list) {
    Names texts;
    for (const Value& item : list.items())
        texts.push_back(item.text());
    return texts;
}

void clear(Value& object, const char* key) {
    if (Value* list = object.edit(key))
        while (list->size() > 0)
            list->removeItem(list->size() - 1);
}

/// References of a section that aren't the place of an insight, with where they stand in its list.
std::vector<std::pair<std::size_t, Value>> otherReferences(const Value& section, const Names& homes) {
    std::unordered_set<std::string> own(homes.begin(), homes.end());
    std::vector<std::pair<std::size_t, Value>> others;
    const auto& items = itemsAt(section, "insight_ids");
    for (std::size_t at = 0; at < items.size(); ++at)
        if (!items[at].isString() || own.erase(items[at].text()) == 0)
            others.emplace_back(at, items[at]);
    return others;
}

/// Puts a copy of an item of the version's list where it stood there.
void addItem(Value& document, const char* list, Names& names, const Names& order, const std::string& name,
             Value part, const Value& model) {
    if (document.find(list) == nullptr)
        setLike(document, list, Value::array(), model);
    const std::size_t at = placeAmong(order, name, names, [](const std::string&) { return true; });
    document.edit(list)->insertItem(at, std::move(part));
    names.insert(names.begin() + static_cast<std::ptrdiff_t>(at), name);
}

} // namespace

std::size_t placeAmong(const Names& order, const std::string& name, const Names& present,
                       const std::function<bool(const std::string&)>& mayBeGoneBy) {
    const std::size_t own = indexOf(order, name);
    const auto placeOf = [&](const std::string& other) {
        return other != name && mayBeGoneBy(other) ? indexOf(present, other) : present.size();
    };
    for (std::size_t i = std::min(own, order.size()); i-- > 0 && own < order.size();)
        if (const std::size_t at = placeOf(order[i]); at < present.size())
            return at + 1;
    for (std::size_t i = own + 1; i < order.size(); ++i)
        if (const std::size_t at = placeOf(order[i]); at < present.size())
            return at;
    return present.size();
}

RestoredOutline::RestoredOutline(const PartIndex& now, const PartIndex& version,
                                 std::unordered_set<std::string> displaced)
    : m_now(now)
    , m_version(version)
    , m_document(now.document())
    , m_sections(now.sectionNames())
    , m_insights(now.insightNames())
    , m_displaced(std::move(displaced)) {
    for (const diff::Part& part : now.tree())
        if (part.what == "insight")
            m_homes[part.id] = part.parent;
}

Value& RestoredOutline::section(const std::string& name) {
    return m_document.edit("sections")->editItem(indexOf(m_sections, name));
}

Value& RestoredOutline::insight(const std::string& name) {
    return m_document.edit("insights")->editItem(indexOf(m_insights, name));
}

Names RestoredOutline::shown() const {
    Names names;
    if (const Value* sections = m_document.find("sections"))
        for (const std::size_t index : displayOrder(*sections))
            names.push_back(m_sections[index]);
    return names;
}

std::string RestoredOutline::idOf(const std::string& insight) const {
    const Value* part = m_now.insight(insight);
    if (part == nullptr)
        part = m_version.insight(insight);
    return part == nullptr ? insight : part->stringAt("insight_id").value_or("");
}

bool RestoredOutline::isSettled(const char* what, const std::string& name) const {
    return !m_displaced.contains(partKey(what, name));
}

Value& RestoredOutline::references(const std::string& name) {
    Value& part = section(name);
    if (part.find("insight_ids") == nullptr)
        part.set("insight_ids", Value::array());
    return *part.edit("insight_ids");
}

void RestoredOutline::addSection(const std::string& name) {
    Value part = *m_version.section(name);
    clear(part, "insight_ids");
    addItem(m_document, "sections", m_sections, m_version.sectionNames(), name, std::move(part),
            m_version.document());
    placeSection(name);
}

void RestoredOutline::placeSection(const std::string& name) {
    Names others = shown();
    std::erase(others, name);
    const std::size_t at =
        placeAmong(m_version.in("section", ""), name, others,
                   [this](const std::string& other) { return isSettled("section", other); });
    report::placeSection(*m_document.edit("sections"), indexOf(m_sections, name), at, Placed::moved);
    m_displaced.erase(partKey("section", name));
}

void RestoredOutline::removeSection(const std::string& name) {
    const std::size_t at = indexOf(m_sections, name);
    m_document.edit("sections")->removeItem(at);
    m_sections.erase(m_sections.begin() + static_cast<std::ptrdiff_t>(at));
}

void RestoredOutline::addInsight(const std::string& name, Citations citations) {
    Value part = *m_version.insight(name);
    if (citations == Citations::without)
        for (const char* key : {"citations", "supporting_queries"})
            clear(part, key);
    addItem(m_document, "insights", m_insights, m_version.insightNames(), name, std::move(part),
            m_version.document());
}

void RestoredOutline::removeInsight(const std::string& name) {
    dropReferences(name, {});
    const std::size_t at = indexOf(m_insights, name);
    m_document.edit("insights")->removeItem(at);
    m_insights.erase(m_insights.begin() + static_cast<std::ptrdiff_t>(at));
    m_homes.erase(name);
}

/// Those by which the insight would stand elsewhere than in the section `upTo`; all of them if it is empty.
void RestoredOutline::dropReferences(const std::string& insight, const std::string& upTo) {
    const std::string id = idOf(insight);
    if (id != insight) // sections name the first of doubled ids
        return;
    const std::string home = m_homes.contains(insight) ? m_homes.at(insight) : std::string();
    bool isPast = false;
    for (const std::string& name : shown()) {
        const Value& part = m_document.find("sections")->items()[indexOf(m_sections, name)];
        Names texts = textsOf(part.find("insight_ids") ? *part.find("insight_ids") : Value::array());
        bool isHome = name == home;
        for (std::size_t at = 0; at < texts.size();) {
            if (texts[at] != id || (isPast && !isHome)) {
                ++at;
                continue;
            }
            references(name).removeItem(at);
            texts.erase(texts.begin() + static_cast<std::ptrdiff_t>(at));
            isHome = false;
        }
        isPast = isPast || (!upTo.empty() && name == upTo);
    }
}

void RestoredOutline::placeInsight(const std::string& name, const std::string& section) {
    dropReferences(name, section);
    m_homes[name] = section;
    m_displaced.erase(partKey("insight", name));
    if (section.empty())
        return;
    const Names& order = m_version.in("insight", section);
    Value& list = references(section);
    const std::size_t at = placeAmong(order, name, textsOf(list), [&](const std::string& other) {
        const auto home = m_homes.find(other);
        return isSettled("insight", other) && home != m_homes.end() && home->second == section;
    });
    const bool isKnown = indexOf(order, name) < order.size();
    list.insertItem(isKnown ? at : list.size(), Value::string(idOf(name)));
}

void RestoredOutline::takeOtherReferences(const std::string& name, References which) {
    Names homes;
    for (const auto& [insight, home] : m_homes)
        if (home == name)
            homes.push_back(insight);
    const Names order = shown();
    const auto isSound = [&](const Value& item) {
        const auto home = item.isString() ? m_homes.find(item.text()) : m_homes.end();
        return home != m_homes.end() && !home->second.empty() &&
               indexOf(order, home->second) <= indexOf(order, name);
    };
    auto others = otherReferences(*m_version.section(name), m_version.in("insight", name));
    if (which == References::sound)
        std::erase_if(others, [&](const auto& other) { return !isSound(other.second); });
    const auto present = otherReferences(section(name), homes);
    if (others.empty() && present.empty())
        return;
    Value& list = references(name);
    for (std::size_t i = present.size(); i-- > 0;)
        list.removeItem(present[i].first);
    for (auto& [at, item] : others) {
        std::size_t place = std::min(at, list.size());
        const Names texts = textsOf(list);
        // Of the same ids the first is the insight's place.
        if (std::find(homes.begin(), homes.end(), item.text()) != homes.end())
            place = std::max(place, indexOf(texts, item.text()) + 1);
        list.insertItem(place, std::move(item));
    }
}

} // namespace stemma::report
