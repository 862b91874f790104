// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/report/edit_parts.h"
#include "core/report/insight_places.h"
#include "core/report/new_parts.h"

namespace stemma::report {

namespace {

/// Whether the insight stands at that position of that section already, and nowhere else.
bool isThere(const json::Value& document, const std::string& insightId, const std::string& sectionId,
             std::optional<std::size_t> at) {
    std::size_t count = 0;
    bool there = false;
    const json::Value* sections = document.find("sections");
    for (const json::Value& section : sections->items()) {
        const json::Value* ids = section.find("insight_ids");
        for (std::size_t i = 0; ids != nullptr && i < ids->size(); ++i) {
            if (!ids->items()[i].isString() || ids->items()[i].text() != insightId)
                continue;
            ++count;
            there = section.stringAt("section_id") == sectionId &&
                    i == std::min(at.value_or(ids->size()), ids->size() - 1);
        }
    }
    return count == 1 && there;
}

} // namespace

Status addInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "insight", "at"}); !ok)
        return ok;
    const auto sectionId = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    const auto given = requiredObject(context.edit, "insight");
    if (!sectionId || !at)
        return fail(sectionId ? at.error() : sectionId.error());
    if (!given)
        return fail(given.error());
    if (auto ok = allowKeys(**given, {"insight_id", "importance", "status", "summary", "citations",
                                      "supporting_queries", "draft_changes", "metadata"});
        !ok)
        return ok;
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    const auto id = newId(**given, "insight_id", **insights, "insight_id");
    if (!id)
        return fail(id.error());
    auto insight = newInsight(context, **given, *id);
    if (!insight)
        return fail(insight.error());
    (*insights)->appendItem(std::move(*insight));
    context.newIds.push_back(*id);
    return listInsight(context, *sectionId, *id, *at);
}

Status editInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "fields"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const auto fields = requiredObject(context.edit, "fields");
    if (!id || !fields)
        return fail(id ? fields.error() : id.error());
    auto insight = editInsightPart(context.document, *id);
    if (!insight)
        return fail(insight.error());
    return setFields(context, "insight", **insight, **fields,
                     {"importance", "status", "summary", "draft_changes", "metadata"});
}

Status moveInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "section_id", "at"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const auto sectionId = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    if (!id || !sectionId)
        return fail(id ? sectionId.error() : id.error());
    if (!at)
        return fail(at.error());
    if (const auto known = editInsightPart(context.document, *id); !known)
        return fail(known.error());
    if (const auto known = editSectionPart(context.document, *sectionId); !known)
        return fail(known.error());
    if (isThere(context.document, *id, *sectionId, *at))
        return {};
    if (auto done = unlistInsight(context, *id); !done)
        return done;
    return listInsight(context, *sectionId, *id, *at);
}

Status deleteInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    auto insights = documentArray(context.document, "insights");
    if (!id || !insights)
        return fail(id ? insights.error() : id.error());
    const auto index = findPart(**insights, "insight_id", *id);
    if (!index)
        return fail(index.error());
    (*insights)->removeItem(*index);
    return unlistInsight(context, *id);
}

} // namespace stemma::report
