// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/report/edit_parts.h"
#include "core/report/new_parts.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

bool names(const json::Value& section, const json::Value& insightId) {
    const json::Value* ids = section.find("insight_ids");
    return ids != nullptr &&
           std::find(ids->items().begin(), ids->items().end(), insightId) != ids->items().end();
}

/// Takes the insights of a list out of the document, but for those that a section still names.
void removeUnnamed(const json::Value& ids, const json::Value& sections, json::Value& insights) {
    for (const json::Value& insightId : ids.items()) {
        const auto& left = sections.items();
        const auto at = findPart(insights, "insight_id", insightId.text());
        if (at && std::none_of(left.begin(), left.end(),
                               [&](const json::Value& section) { return names(section, insightId); }))
            insights.removeItem(*at);
    }
}

} // namespace

Status addSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section", "at"}); !ok)
        return ok;
    const auto given = requiredObject(context.edit, "section");
    const auto at = position(context.edit);
    const auto sections = documentArray(context.document, "sections");
    if (!given || !at)
        return fail(given ? at.error() : given.error());
    if (!sections)
        return fail(sections.error());
    if (auto ok =
            allowKeys(**given, {"section_id", "title", "notes", "content", "content_format", "metadata"});
        !ok)
        return ok;
    const auto id = newId(**given, "section_id", **sections, "section_id");
    if (!id)
        return fail(id.error());
    auto section = newSection(context, **given, *id);
    if (!section)
        return fail(section.error());
    return placeNewSection(context, std::move(*section), *id, *at);
}

Status editSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "fields"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "section_id");
    const auto fields = requiredObject(context.edit, "fields");
    if (!id || !fields)
        return fail(id ? fields.error() : id.error());
    auto section = editSectionPart(context.document, *id);
    if (!section)
        return fail(section.error());
    return setFields(context, "section", **section, **fields,
                     {"title", "notes", "content", "content_format", "metadata"});
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
    placeSection(**sections, *index, *at, Placed::moved);
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
    if (*what == "delete" && ids != nullptr)
        removeUnnamed(*ids, **sections, **insights);
    return {};
}

} // namespace stemma::report
