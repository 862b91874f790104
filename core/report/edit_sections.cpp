// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>

#include "core/base/ids.h"
#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

std::int64_t orderOf(const json::Value& section) {
    const json::Value* order = section.find("order");
    return order == nullptr ? 0 : order->asInteger().value_or(0);
}

/// Indices of the sections in display order: by `order`, ties by position.
std::vector<std::size_t> displayOrder(const json::Value& sections) {
    std::vector<std::size_t> indices(sections.items().size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    std::stable_sort(indices.begin(), indices.end(), [&](std::size_t a, std::size_t b) {
        return orderOf(sections.items()[a]) < orderOf(sections.items()[b]);
    });
    return indices;
}

/// Changes as few `order` numbers as it can so that the sections display as in `wanted`.
void renumber(json::Value& sections, const std::vector<std::size_t>& wanted) {
    std::int64_t least = 0;
    for (const std::size_t index : wanted) {
        const std::int64_t order = std::max(orderOf(sections.items()[index]), least);
        if (order != orderOf(sections.items()[index]))
            sections.editItem(index).set("order", json::Value::integer(order));
        least = order + 1;
    }
}

/// Display order with the section `index` put at `at`.
void place(json::Value& sections, std::size_t index, std::optional<std::size_t> at) {
    auto wanted = displayOrder(sections);
    wanted.erase(std::find(wanted.begin(), wanted.end(), index));
    const std::size_t target = std::min(at.value_or(wanted.size()), wanted.size());
    wanted.insert(wanted.begin() + static_cast<std::ptrdiff_t>(target), index);
    renumber(sections, wanted);
}

json::Value newSection(const json::Value& given, const std::string& id, const std::string& now) {
    const auto field = [&given](std::string_view key, json::Value otherwise) {
        const json::Value* found = given.find(key);
        return found == nullptr ? std::move(otherwise) : *found;
    };
    return json::Value::object({{"section_id", json::Value::string(id)},
                                {"title", field("title", {})},
                                {"order", field("order", json::Value::integer(0))},
                                {"insight_ids", field("insight_ids", json::Value::array())},
                                {"notes", field("notes", {})},
                                {"content", field("content", {})},
                                {"content_format", field("content_format", json::Value::string("markdown"))},
                                {"created_at", json::Value::string(now)},
                                {"updated_at", json::Value::string(now)},
                                {"metadata", field("metadata", json::Value::object())}});
}

} // namespace

Status addSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section", "at"}); !ok)
        return ok;
    const json::Value* given = context.edit.find("section");
    if (given == nullptr || !given->isObject() || given->stringAt("title").value_or("").empty())
        return editUsage("\"section\" must be an object with a title");
    if (auto ok =
            allowKeys(*given, {"section_id", "title", "notes", "content", "content_format", "metadata"});
        !ok)
        return ok;
    const auto at = position(context.edit);
    auto sections = documentArray(context.document, "sections");
    if (!at || !sections)
        return fail(at ? sections.error() : at.error());
    const std::string id = given->stringAt("section_id").value_or(newUuid());
    if (!isUuid(id) || findPart(**sections, "section_id", id))
        return editUsage("the section_id " + id + " is no UUID, or there already");
    const auto shown = displayOrder(**sections);
    const std::int64_t last = shown.empty() ? -1 : orderOf((*sections)->items()[shown.back()]);
    json::Value section = newSection(*given, id, context.now);
    section.set("order", json::Value::integer(last + 1));
    (*sections)->appendItem(std::move(section));
    place(**sections, (*sections)->items().size() - 1, *at);
    context.newIds.push_back(id);
    return {};
}

Status editSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "fields"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "section_id");
    const json::Value* fields = context.edit.find("fields");
    if (!id)
        return fail(id.error());
    if (fields == nullptr || !fields->isObject())
        return editUsage("\"fields\" must be an object");
    auto sections = documentArray(context.document, "sections");
    if (!sections)
        return fail(sections.error());
    const auto index = findPart(**sections, "section_id", *id);
    if (!index)
        return fail(index.error());
    return setFields((*sections)->editItem(*index), *fields,
                     {"title", "notes", "content", "content_format", "metadata"}, context.now);
}

Status moveSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "at"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    auto sections = documentArray(context.document, "sections");
    if (!id || !at)
        return fail(id ? at.error() : id.error());
    if (!sections)
        return fail(sections.error());
    const auto index = findPart(**sections, "section_id", *id);
    if (!index)
        return fail(index.error());
    place(**sections, *index, *at);
    return {};
}

Status deleteSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "insights"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "section_id");
    const auto what = requiredString(context.edit, "insights");
    auto sections = documentArray(context.document, "sections");
    auto insights = documentArray(context.document, "insights");
    if (!id || !what)
        return fail(id ? what.error() : id.error());
    if (!sections || !insights)
        return fail(sections ? insights.error() : sections.error());
    if (*what != "delete" && *what != "keep")
        return editUsage("\"insights\" must be \"delete\" or \"keep\"");
    const auto index = findPart(**sections, "section_id", *id);
    if (!index)
        return fail(index.error());
    const json::Value removed = (*sections)->items()[*index];
    (*sections)->removeItem(*index);
    const json::Value* ids = removed.find("insight_ids");
    if (*what == "keep" || ids == nullptr)
        return {};
    for (const json::Value& insightId : ids->items()) {
        const auto named = [&](const json::Value& section) {
            const json::Value* others = section.find("insight_ids");
            return others != nullptr && std::find(others->items().begin(), others->items().end(),
                                                  insightId) != others->items().end();
        };
        const auto& left = (*sections)->items();
        const auto at = findPart(**insights, "insight_id", insightId.text());
        if (at && std::none_of(left.begin(), left.end(), named))
            (*insights)->removeItem(*at);
    }
    return {};
}

} // namespace stemma::report
