// SPDX-License-Identifier: MIT
#include "core/report/quick_care.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

namespace dom = simdjson::dom;

bool allDifferent(std::vector<std::string_view>& texts) {
    std::sort(texts.begin(), texts.end());
    return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
}

/// In all of a free value. Its depth is bounded by the parser's.
bool hasDoubledKeys(dom::element value) {
    dom::array items;
    if (value.get(items) == simdjson::SUCCESS)
        return std::any_of(items.begin(), items.end(), hasDoubledKeys);
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
        return false;
    std::vector<std::string_view> keys;
    for (const dom::key_value_pair member : object) {
        keys.push_back(member.key);
        if (hasDoubledKeys(member.value))
            return true;
    }
    return !allDifferent(keys);
}

bool isUsualTime(dom::element value) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS)
        return false;
    const auto moment = parseIso(text);
    return moment && isoText(*moment) == text;
}

bool hasUsualTimes(dom::object part) {
    dom::element created;
    dom::element updated;
    return part["created_at"].get(created) == simdjson::SUCCESS &&
           part["updated_at"].get(updated) == simdjson::SUCCESS && isUsualTime(created) &&
           isUsualTime(updated);
}

bool freePartsAreClean(dom::object part) {
    for (const char* key : {"metadata", "draft_changes"}) {
        dom::element value;
        if (part[key].get(value) == simdjson::SUCCESS && hasDoubledKeys(value))
            return false;
    }
    return true;
}

template <class Look>
bool eachObject(dom::object outline, std::string_view key, const Look& look) {
    dom::array list;
    if (outline[key].get(list) != simdjson::SUCCESS)
        return true;
    return std::all_of(list.begin(), list.end(), [&](dom::element item) {
        dom::object object;
        return item.get(object) == simdjson::SUCCESS && look(object);
    });
}

/// The ids and references of an outline.
struct OutlineNames {
    std::vector<std::string_view> sections, insights, named;
    std::vector<std::int64_t> orders;

    bool addSection(dom::object section) {
        std::string_view id;
        std::int64_t order = 0;
        if (section["section_id"].get(id) != simdjson::SUCCESS ||
            section["order"].get(order) != simdjson::SUCCESS)
            return false;
        sections.push_back(id);
        orders.push_back(order);
        dom::array references;
        if (section["insight_ids"].get(references) != simdjson::SUCCESS)
            return true;
        for (const dom::element reference : references)
            named.push_back(reference.get_string().value_unsafe());
        return true;
    }

    bool addInsight(dom::object insight) {
        std::string_view id;
        if (insight["insight_id"].get(id) != simdjson::SUCCESS)
            return false;
        insights.push_back(id);
        return true;
    }

    /// Every insight is named once, and nothing else is.
    bool fit() {
        std::sort(orders.begin(), orders.end());
        return std::adjacent_find(orders.begin(), orders.end()) == orders.end() && allDifferent(sections) &&
               allDifferent(insights) && allDifferent(named) && named == insights;
    }
};

} // namespace

bool needsNoCare(dom::object outline) {
    for (const dom::key_value_pair member : outline)
        if (findField(outlineFields(), member.key) == nullptr)
            return false;
    OutlineNames names;
    return hasUsualTimes(outline) && freePartsAreClean(outline) &&
           eachObject(outline, "sections",
                      [&](dom::object section) {
                          return hasUsualTimes(section) && freePartsAreClean(section) &&
                                 names.addSection(section);
                      }) &&
           eachObject(outline, "insights",
                      [&](dom::object insight) {
                          return hasUsualTimes(insight) && freePartsAreClean(insight) &&
                                 names.addInsight(insight);
                      }) &&
           names.fit();
}

} // namespace stemma::report
