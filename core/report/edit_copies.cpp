// SPDX-License-Identifier: MIT
// Edits that make parts of other parts: duplicates, and what is pasted from another report.
#include <algorithm>
#include <map>

#include "core/base/ids.h"
#include "core/report/insight_places.h"
#include "core/report/new_parts.h"
#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

using json::Value;

/// The copy takes what is its own: its id and its dates.
Value copyOf(const EditContext& context, const Value& part, std::string_view idKey, const std::string& id) {
    Value copy = part;
    copy.set(idKey, Value::string(id));
    copy.set("created_at", Value::string(context.now));
    copy.set("updated_at", Value::string(context.now));
    return copy;
}

/// Adds a copy of an insight that no section names yet.
void addCopy(EditContext& context, Value& insights, std::size_t index, const std::string& id) {
    const Value& original = insights.items()[index];
    const std::string originalId = original.stringAt("insight_id").value_or("");
    insights.appendItem(copyOf(context, original, "insight_id", id));
    linkCharts(context.document, originalId, id);
    context.newIds.push_back(id);
}

/// Copies the insights that a section names, each once, and gives the copies' ids.
std::vector<std::string> copyInsights(EditContext& context, const Value& section, Value& insights) {
    std::map<std::string, std::string> copies;
    std::vector<std::string> ids;
    for (const Value& item : itemsAt(section, "insight_ids")) {
        const auto index = findPart(insights, "insight_id", item.text());
        if (!index || copies.contains(item.text()))
            continue;
        copies[item.text()] = newUuid();
        ids.push_back(copies[item.text()]);
        addCopy(context, insights, *index, ids.back());
    }
    return ids;
}

/// The id that a pasted part comes with, if it can have it here; else a new one.
std::string freeId(const Value& given, std::string_view idKey, const Value& parts) {
    std::string id = given.stringAt(idKey).value_or("");
    return isUuid(id) && !findPart(parts, idKey, id) ? id : newUuid();
}

/// Adds a pasted insight that no section names yet; its id.
Result<std::string> pasteOne(EditContext& context, const Value& given, Value& insights) {
    if (!given.isObject())
        return editUsage("an insight must be an object");
    const std::string id = freeId(given, "insight_id", insights);
    auto insight = newInsight(context, given, id);
    if (!insight)
        return fail(insight.error());
    insights.appendItem(std::move(*insight));
    context.newIds.push_back(id);
    return id;
}

/// Pastes the insights that come with a section; their ids, in the section's order.
Result<std::vector<std::string>> pasteInsights(EditContext& context, const Value& section, Value& insights) {
    std::map<std::string, std::string> ids; // as they were, as they are here
    std::vector<std::string> inFileOrder;
    const Value* given = context.edit.find("insights");
    if (given != nullptr && !given->isArray())
        return editUsage("\"insights\" must be a list of insights");
    for (const Value& one : itemsAt(context.edit, "insights")) {
        const auto id = pasteOne(context, one, insights);
        if (!id)
            return fail(id.error());
        ids.emplace(one.stringAt("insight_id").value_or(*id), *id);
        inFileOrder.push_back(*id);
    }
    std::vector<std::string> ordered;
    const auto add = [&ordered](const std::string& id) {
        if (std::find(ordered.begin(), ordered.end(), id) == ordered.end())
            ordered.push_back(id);
    };
    for (const Value& item : itemsAt(section, "insight_ids")) {
        if (const auto found = ids.find(item.text()); found != ids.end())
            add(found->second);
    }
    std::for_each(inFileOrder.begin(), inFileOrder.end(), add);
    return ordered;
}

} // namespace

Status duplicateSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "at", "new_id", "title"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    const auto title = optionalString(context.edit, "title");
    auto sections = documentArray(context.document, "sections");
    auto insights = documentArray(context.document, "insights");
    if (!id || !at)
        return fail(id ? at.error() : id.error());
    if (!sections || !insights)
        return fail(sections ? insights.error() : sections.error());
    const auto index = findPart(**sections, "section_id", *id);
    const auto made = newId(context.edit, "new_id", **sections, "section_id");
    if (!index || !made)
        return fail(index ? made.error() : index.error());
    if (!title)
        return fail(title.error());
    Value copy = copyOf(context, (*sections)->items()[*index], "section_id", *made);
    if (*title) {
        if (auto ok = checkField(context, "section", "title", Value::string(**title)); !ok)
            return ok;
        copy.set("title", Value::string(**title));
    }
    const auto shown = displayOrder(**sections);
    const auto behind = std::find(shown.begin(), shown.end(), *index) - shown.begin() + 1;
    setTexts(copy, "insight_ids", copyInsights(context, (*sections)->items()[*index], **insights));
    return placeNewSection(context, std::move(copy), *made, at->value_or(static_cast<std::size_t>(behind)));
}

Status duplicateInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "section_id", "at", "new_id"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const auto sectionId = optionalString(context.edit, "section_id");
    const auto at = position(context.edit);
    auto insights = documentArray(context.document, "insights");
    if (!id || !sectionId)
        return fail(id ? sectionId.error() : id.error());
    if (!at || !insights)
        return fail(at ? insights.error() : at.error());
    const auto index = findPart(**insights, "insight_id", *id);
    const auto made = newId(context.edit, "new_id", **insights, "insight_id");
    if (!index || !made)
        return fail(index ? made.error() : index.error());
    const auto place = placeOf(context.document, *id);
    addCopy(context, **insights, *index, *made);
    if (!*sectionId && !place) // one that no section names has a copy like it
        return {};
    const bool beside = place && sectionId->value_or(place->sectionId) == place->sectionId;
    return listInsight(context, *sectionId ? **sectionId : place->sectionId, *made,
                       *at || !beside ? *at : std::optional(place->at + 1));
}

Status pasteSection(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section", "insights", "at"}); !ok)
        return ok;
    const auto given = requiredObject(context.edit, "section");
    const auto at = position(context.edit);
    auto sections = documentArray(context.document, "sections");
    auto insights = documentArray(context.document, "insights");
    if (!given || !at)
        return fail(given ? at.error() : given.error());
    if (!sections || !insights)
        return fail(sections ? insights.error() : sections.error());
    const std::string id = freeId(**given, "section_id", **sections);
    auto section = newSection(context, **given, id);
    if (!section)
        return fail(section.error());
    const auto ids = pasteInsights(context, **given, **insights);
    if (!ids)
        return fail(ids.error());
    setTexts(*section, "insight_ids", *ids);
    return placeNewSection(context, std::move(*section), id, *at);
}

Status pasteInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight", "section_id", "at"}); !ok)
        return ok;
    const auto given = requiredObject(context.edit, "insight");
    const auto sectionId = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    auto insights = documentArray(context.document, "insights");
    if (!given || !sectionId)
        return fail(given ? sectionId.error() : given.error());
    if (!at || !insights)
        return fail(at ? insights.error() : at.error());
    const auto id = pasteOne(context, **given, **insights);
    if (!id)
        return fail(id.error());
    return listInsight(context, *sectionId, *id, *at);
}

} // namespace stemma::report
