// SPDX-License-Identifier: MIT
#include "core/report/new_parts.h"

#include <utility>

#include "core/report/citation_shim.h"
#include "core/report/citation_twins.h"
#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

using json::Value;

/// A given field, or its default.
Value field(const Value& given, std::string_view key, Value otherwise) {
    const Value* found = given.find(key);
    return found == nullptr ? std::move(otherwise) : *found;
}

Value created(const EditContext& context, const Value& given) {
    return Value::string(given.stringAt("created_at").value_or(context.now));
}

/// A query with all of the format's fields, in its order.
Result<Value> wholeQuery(const EditContext& context, const Value& given) {
    if (!given.isObject())
        return editUsage("a supporting query must be an object");
    if (auto ok = checkFields(context, "query", given); !ok)
        return fail(ok.error());
    Value query = Value::object();
    for (const FieldRule& rule : datasetFields()) {
        const bool isFlag = rule.type == FieldType::boolean;
        query.set(rule.name, field(given, rule.name, isFlag ? Value::boolean(false) : Value()));
    }
    return query;
}

using MakeWhole = Result<Value> (*)(const EditContext&, const Value&);

Result<Value> wholeList(const EditContext& context, const Value& given, const char* key, MakeWhole make) {
    std::vector<Value> items;
    for (const Value& item : itemsAt(given, key)) {
        auto whole = make(context, item);
        if (!whole)
            return fail(whole.error());
        items.push_back(std::move(*whole));
    }
    return Value::array(std::move(items));
}

Status needText(const Value& given, const char* key, const char* what) {
    if (given.stringAt(key))
        return {};
    return editUsage(std::string("the ") + what + " needs a text “" + key + "”");
}

} // namespace

Result<Value> newSection(const EditContext& context, const Value& given, const std::string& id) {
    if (auto ok = needText(given, "title", "section"); !ok)
        return fail(ok.error());
    if (auto ok = checkFields(context, "section", given); !ok)
        return fail(ok.error());
    return Value::object({{"section_id", Value::string(id)},
                          {"title", field(given, "title", {})},
                          {"order", Value::integer(0)},
                          {"insight_ids", Value::array()},
                          {"notes", field(given, "notes", {})},
                          {"content", field(given, "content", {})},
                          {"content_format", field(given, "content_format", Value::string("markdown"))},
                          {"created_at", created(context, given)},
                          {"updated_at", Value::string(context.now)},
                          {"metadata", field(given, "metadata", Value::object())}});
}

Result<Value> newInsight(const EditContext& context, const Value& given, const std::string& id) {
    if (auto ok = needText(given, "summary", "insight"); !ok)
        return fail(ok.error());
    if (auto ok = checkFields(context, "insight", given); !ok)
        return fail(ok.error());
    auto queries = wholeList(context, given, "supporting_queries", wholeQuery);
    auto citations = wholeList(context, given, "citations", wholeCitation);
    if (!queries || !citations)
        return fail(queries ? citations.error() : queries.error());
    Value insight = Value::object({{"insight_id", Value::string(id)},
                                   {"importance", field(given, "importance", Value::integer(5))},
                                   {"status", field(given, "status", Value::string("active"))},
                                   {"summary", field(given, "summary", {})},
                                   {"supporting_queries", std::move(*queries)},
                                   {"citations", std::move(*citations)},
                                   {"created_at", created(context, given)},
                                   {"updated_at", Value::string(context.now)},
                                   {"draft_changes", field(given, "draft_changes", {})},
                                   {"metadata", field(given, "metadata", Value::object())}});
    applyCitationShim(insight);
    return insight;
}

Status placeNewSection(EditContext& context, Value section, const std::string& id,
                       std::optional<std::size_t> at) {
    auto sections = documentArray(context.document, "sections");
    if (!sections)
        return fail(sections.error());
    (*sections)->appendItem(std::move(section));
    placeSection(**sections, (*sections)->size() - 1, at, Placed::added);
    context.newIds.push_back(id);
    return {};
}

} // namespace stemma::report
