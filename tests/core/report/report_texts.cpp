// SPDX-License-Identifier: MIT
#include "tests/core/report/report_texts.h"

#include <utility>

namespace texts {

using stemma::json::Value;

std::string id(char kind, int number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - digits.size(), '0');
    return std::string("c0ffee0") + kind + "-1234-4abc-8def-" + digits;
}

namespace {

const std::vector<const char*> citationKeys{
    "provider",    "description", "execution_id",  "query_id", "sql_sha256", "cache_manifest", "url", "title",
    "accessed_at", "endpoint",    "response_hash", "path",     "page",       "observed_at"};

} // namespace

Value citation(const std::string& source, const std::string& key, const std::string& value) {
    Value out = Value::object({{"source", Value::string(source)}});
    for (const char* name : citationKeys)
        out.set(name, name == key ? Value::string(value) : Value());
    return out;
}

Value query(const std::string& executionId) {
    Value out = Value::object(
        {{"execution_id", Value::string(executionId)}, {"sql_sha256", Value()}, {"cache_manifest", Value()}});
    out.set("cache_only", Value::boolean(false));
    for (const char* name : {"profile", "warehouse", "database", "schema", "role"})
        out.set(name, Value());
    return out;
}

Value insight(int number) {
    const std::string execution = "exec-" + std::to_string(number);
    return Value::object({{"insight_id", Value::string(insightId(number))},
                          {"importance", Value::integer(number % 11)},
                          {"status", Value::string("active")},
                          {"summary", Value::string("Insight " + std::to_string(number) + " über Öl")},
                          {"supporting_queries", Value::array({query(execution)})},
                          {"citations", Value::array({citation("query", "execution_id", execution)})},
                          {"created_at", Value::string(time)},
                          {"updated_at", Value::string(time)},
                          {"draft_changes", Value()},
                          {"metadata", Value::object()}});
}

Value section(int number, int order, const std::vector<int>& insights) {
    Value ids = Value::array();
    for (const int one : insights)
        ids.appendItem(Value::string(insightId(one)));
    return Value::object({{"section_id", Value::string(sectionId(number))},
                          {"title", Value::string("Section " + std::to_string(number))},
                          {"order", Value::integer(order)},
                          {"insight_ids", ids},
                          {"notes", Value()},
                          {"content", Value::string("Text of section " + std::to_string(number))},
                          {"content_format", Value::string("markdown")},
                          {"created_at", Value::string(time)},
                          {"updated_at", Value::string(time)},
                          {"metadata", Value::object()}});
}

Value outline(std::vector<Value> sections, std::vector<Value> insights) {
    return Value::object({{"report_id", Value::string(reportId)},
                          {"title", Value::string("Harbour traffic")},
                          {"created_at", Value::string(time)},
                          {"updated_at", Value::string(time)},
                          {"version", Value::string("1.0")},
                          {"outline_version", Value::integer(3)},
                          {"sections", Value::array(std::move(sections))},
                          {"insights", Value::array(std::move(insights))},
                          {"metadata", Value::object({{"tags", Value::array({Value::string("sea")})},
                                                      {"template", Value::string("default")}})}});
}

Value sample() {
    return outline({section(1, 0, {1, 2}), section(2, 1, {3, 4})},
                   {insight(1), insight(2), insight(3), insight(4)});
}

} // namespace texts
