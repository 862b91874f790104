// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/ids.h"
#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

json::Value newInsight(const json::Value& given, const std::string& id, const std::string& now) {
    const auto field = [&given](std::string_view key, json::Value otherwise) {
        const json::Value* found = given.find(key);
        return found == nullptr ? std::move(otherwise) : *found;
    };
    return json::Value::object({{"insight_id", json::Value::string(id)},
                                {"importance", field("importance", json::Value::integer(5))},
                                {"status", field("status", json::Value::string("active"))},
                                {"summary", field("summary", {})},
                                {"supporting_queries", json::Value::array()},
                                {"citations", json::Value::array()},
                                {"created_at", json::Value::string(now)},
                                {"updated_at", json::Value::string(now)},
                                {"draft_changes", {}},
                                {"metadata", field("metadata", json::Value::object())}});
}

/// The `insight_ids` of a section, made if it has none.
Result<json::Value*> insightIds(json::Value& document, const std::string& sectionId, const std::string& now) {
    auto sections = documentArray(document, "sections");
    if (!sections)
        return fail(sections.error());
    const auto index = findPart(**sections, "section_id", sectionId);
    if (!index)
        return fail(index.error());
    json::Value& section = (*sections)->editItem(*index);
    section.set("updated_at", json::Value::string(now));
    if (section.find("insight_ids") == nullptr)
        section.set("insight_ids", json::Value::array());
    return section.edit("insight_ids");
}

/// Takes an insight's id out of every section that names it.
Status unlist(json::Value& document, const std::string& insightId, const std::string& now) {
    auto sections = documentArray(document, "sections");
    if (!sections)
        return fail(sections.error());
    const json::Value wanted = json::Value::string(insightId);
    for (std::size_t i = 0; i < (*sections)->items().size(); ++i) {
        const json::Value* ids = (*sections)->items()[i].find("insight_ids");
        if (ids == nullptr ||
            std::find(ids->items().begin(), ids->items().end(), wanted) == ids->items().end())
            continue;
        json::Value& section = (*sections)->editItem(i);
        json::Value* list = section.edit("insight_ids");
        for (std::size_t k = list->items().size(); k-- > 0;) {
            if (list->items()[k] == wanted)
                list->removeItem(k);
        }
        section.set("updated_at", json::Value::string(now));
    }
    return {};
}

Status list(json::Value& document, const std::string& sectionId, const std::string& insightId,
            std::optional<std::size_t> at, const std::string& now) {
    auto ids = insightIds(document, sectionId, now);
    if (!ids)
        return fail(ids.error());
    const std::size_t count = (*ids)->items().size();
    (*ids)->insertItem(std::min(at.value_or(count), count), json::Value::string(insightId));
    return {};
}

} // namespace

Status addInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"section_id", "insight", "at"}); !ok)
        return ok;
    const auto sectionId = requiredString(context.edit, "section_id");
    const auto at = position(context.edit);
    const json::Value* given = context.edit.find("insight");
    if (!sectionId || !at)
        return fail(sectionId ? at.error() : sectionId.error());
    if (given == nullptr || !given->isObject() || given->stringAt("summary").value_or("").empty())
        return editUsage("\"insight\" must be an object with a summary");
    if (auto ok = allowKeys(*given, {"insight_id", "importance", "status", "summary", "metadata"}); !ok)
        return ok;
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    const std::string id = given->stringAt("insight_id").value_or(newUuid());
    if (!isUuid(id) || findPart(**insights, "insight_id", id))
        return editUsage("the insight_id " + id + " is no UUID, or there already");
    (*insights)->appendItem(newInsight(*given, id, context.now));
    if (auto done = list(context.document, *sectionId, id, *at, context.now); !done)
        return done;
    context.newIds.push_back(id);
    return {};
}

Status editInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "fields"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const json::Value* fields = context.edit.find("fields");
    if (!id)
        return fail(id.error());
    if (fields == nullptr || !fields->isObject())
        return editUsage("\"fields\" must be an object");
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    const auto index = findPart(**insights, "insight_id", *id);
    if (!index)
        return fail(index.error());
    return setFields((*insights)->editItem(*index), *fields,
                     {"importance", "status", "summary", "draft_changes", "metadata"}, context.now);
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
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    if (const auto known = findPart(**insights, "insight_id", *id); !known)
        return fail(known.error());
    if (auto done = unlist(context.document, *id, context.now); !done)
        return done;
    return list(context.document, *sectionId, *id, *at, context.now);
}

Status deleteInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    if (!id)
        return fail(id.error());
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    const auto index = findPart(**insights, "insight_id", *id);
    if (!index)
        return fail(index.error());
    (*insights)->removeItem(*index);
    return unlist(context.document, *id, context.now);
}

} // namespace stemma::report
