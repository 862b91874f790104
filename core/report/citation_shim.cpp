// SPDX-License-Identifier: MIT
#include "core/report/citation_shim.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Value;

Value defaultOf(const FieldRule& rule) {
    return rule.type == FieldType::boolean ? Value::boolean(false) : Value();
}

/// The item with every field of its model; what is no object stays as it is.
Value filled(const Value& item, std::span<const FieldRule> fields) {
    if (!item.isObject())
        return item;
    std::vector<std::pair<std::string, Value>> out;
    for (const FieldRule& rule : fields) {
        const Value* given = item.find(rule.name);
        out.emplace_back(rule.name, given ? *given : defaultOf(rule));
    }
    for (const json::Member* member : membersThatCount(item)) {
        if (!findField(fields, member->key))
            out.emplace_back(member->key, member->value);
    }
    return Value::object(std::move(out));
}

std::vector<Value> filledItems(const Value& insight, std::string_view key,
                               std::span<const FieldRule> fields) {
    std::vector<Value> out;
    const Value* list = insight.find(key);
    if (!list || !list->isArray())
        return out;
    for (const Value& item : list->items())
        out.push_back(filled(item, fields));
    return out;
}

Value empty(std::span<const FieldRule> fields) {
    return filled(Value::object(), fields);
}

Value copyOf(const Value& item, std::string_view key) {
    const Value* value = item.find(key);
    return value ? *value : Value();
}

bool holdsText(const Value& item, std::string_view key) {
    const Value* value = item.find(key);
    return value && value->isString() && !value->text().empty();
}

std::vector<Value> citationsFromQueries(const std::vector<Value>& queries) {
    std::vector<Value> out;
    for (const Value& query : queries) {
        if (!query.isObject())
            continue;
        Value citation = empty(citationFields());
        citation.set("source", Value::string("query"));
        citation.set("provider", Value::string("snowflake"));
        citation.set("execution_id", copyOf(query, "execution_id"));
        citation.set("sql_sha256", copyOf(query, "sql_sha256"));
        out.push_back(std::move(citation));
    }
    return out;
}

} // namespace

std::vector<Value> queriesFromCitations(const std::vector<Value>& citations) {
    std::vector<Value> out;
    for (const Value& citation : citations) {
        if (!citation.isObject() || citation.stringAt("source") != "query")
            continue;
        if (!holdsText(citation, "execution_id") && !holdsText(citation, "sql_sha256"))
            continue;
        Value query = empty(datasetFields());
        for (const char* key : {"execution_id", "sql_sha256", "cache_manifest"})
            query.set(key, copyOf(citation, key));
        out.push_back(std::move(query));
    }
    return out;
}

CitedSources citedSources(const Value& insight) {
    CitedSources sources{filledItems(insight, "citations", citationFields()),
                         filledItems(insight, "supporting_queries", datasetFields())};
    if (sources.citations.empty())
        sources.citations = citationsFromQueries(sources.queries);
    if (sources.queries.empty())
        sources.queries = queriesFromCitations(sources.citations);
    return sources;
}

std::string citationKey(const Value& citation) {
    const std::string source = citation.stringAt("source").value_or("");
    std::vector<std::string_view> keys;
    if (source == "url")
        keys = {"url"};
    else if (source == "api")
        keys = {"endpoint", "url"};
    else if (source == "document")
        keys = {"path", "url", "title"};
    else if (source == "observation")
        keys = {"observed_at", "title", "description"};
    for (const char* key : {"execution_id", "query_id", "url", "path", "endpoint", "title", "sql_sha256",
                            "response_hash", "observed_at", "description", "provider"})
        keys.push_back(key);
    for (const std::string_view key : keys) {
        if (const auto text = citation.stringAt(key); text && !text->empty())
            return source + ':' + *text;
    }
    return source;
}

std::string citationTitle(const Value& citation) {
    for (const char* key : {"title", "description", "url", "path", "endpoint", "execution_id", "query_id"}) {
        if (auto text = citation.stringAt(key); text && !text->empty())
            return *text;
    }
    return citation.stringAt("source").value_or("");
}

void applyCitationShim(Value& insight) {
    if (!insight.isObject())
        return;
    const auto count = [&](std::string_view key) {
        const Value* list = insight.find(key);
        return list && list->isArray() ? list->size() : std::size_t{0};
    };
    const bool noCitations = count("citations") == 0;
    const bool noQueries = count("supporting_queries") == 0;
    if (noCitations == noQueries)
        return;
    CitedSources sources = citedSources(insight);
    if (noCitations && !sources.citations.empty())
        insight.set("citations", Value::array(std::move(sources.citations)));
    if (noQueries && !sources.queries.empty())
        insight.set("supporting_queries", Value::array(std::move(sources.queries)));
}

} // namespace stemma::report
