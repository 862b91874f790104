// SPDX-License-Identifier: MIT
#include "core/report/insight_places.h"

#include <algorithm>

#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

std::optional<std::size_t> placeIn(const json::Value& list, const std::string& id) {
    const auto& items = list.items();
    const auto found = std::find_if(items.begin(), items.end(), [&](const json::Value& item) {
        return item.isString() && item.text() == id;
    });
    if (found == items.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - items.begin());
}

/// The `insight_ids` of a section, made if it has none.
Result<json::Value*> insightIds(json::Value& section) {
    if (section.find("insight_ids") == nullptr)
        section.set("insight_ids", json::Value::array());
    json::Value* ids = section.edit("insight_ids");
    if (!ids->isArray())
        return fail(ErrorCode::damaged, "apply the edits", {}, "the section's insight_ids are no list");
    return ids;
}

/// The sections that name an insight, each to be edited.
Result<std::vector<json::Value*>> sectionsNaming(json::Value& document, const std::string& insightId) {
    auto sections = documentArray(document, "sections");
    if (!sections)
        return fail(sections.error());
    std::vector<json::Value*> found;
    for (std::size_t i = 0; i < (*sections)->items().size(); ++i) {
        const json::Value* ids = (*sections)->items()[i].find("insight_ids");
        if (ids != nullptr && placeIn(*ids, insightId))
            found.push_back(&(*sections)->editItem(i));
    }
    return found;
}

} // namespace

std::optional<InsightPlace> placeOf(const json::Value& document, const std::string& insightId) {
    const json::Value* sections = document.find("sections");
    if (sections == nullptr)
        return std::nullopt;
    for (const std::size_t index : displayOrder(*sections)) {
        const json::Value& section = sections->items()[index];
        const json::Value* ids = section.find("insight_ids");
        const auto at = ids == nullptr ? std::nullopt : placeIn(*ids, insightId);
        if (at)
            return InsightPlace{section.stringAt("section_id").value_or(""), *at};
    }
    return std::nullopt;
}

Status listInsight(const EditContext& context, const std::string& sectionId, const std::string& insightId,
                   std::optional<std::size_t> at) {
    auto section = editSectionPart(context.document, sectionId);
    if (!section)
        return fail(section.error());
    auto ids = insightIds(**section);
    if (!ids)
        return fail(ids.error());
    const std::size_t count = (*ids)->items().size();
    (*ids)->insertItem(std::min(at.value_or(count), count), json::Value::string(insightId));
    touch(context, **section);
    return {};
}

Status listBehind(const EditContext& context, const std::string& other, const std::string& insightId) {
    auto sections = sectionsNaming(context.document, other);
    if (!sections)
        return fail(sections.error());
    for (json::Value* section : *sections) {
        json::Value* ids = section->edit("insight_ids");
        ids->insertItem(*placeIn(*ids, other) + 1, json::Value::string(insightId));
        touch(context, *section);
    }
    return {};
}

Status unlistInsight(const EditContext& context, const std::string& insightId) {
    auto sections = sectionsNaming(context.document, insightId);
    if (!sections)
        return fail(sections.error());
    for (json::Value* section : *sections) {
        json::Value* ids = section->edit("insight_ids");
        while (const auto at = placeIn(*ids, insightId))
            ids->removeItem(*at);
        touch(context, *section);
    }
    return {};
}

void linkCharts(json::Value& document, const std::string& other, const std::string& insightId) {
    json::Value* metadata = document.edit("metadata");
    json::Value* charts = metadata == nullptr ? nullptr : metadata->edit("charts");
    if (charts == nullptr || !charts->isObject())
        return;
    for (const json::Member* member : membersThatCount(*charts)) {
        json::Value* linked = charts->edit(member->key)->edit("linked_insights");
        const auto at = linked == nullptr ? std::nullopt : placeIn(*linked, other);
        if (at && !placeIn(*linked, insightId))
            linked->insertItem(*at + 1, json::Value::string(insightId));
    }
}

} // namespace stemma::report
