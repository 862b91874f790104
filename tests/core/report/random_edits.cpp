// SPDX-License-Identifier: MIT
#include "tests/core/report/random_edits.h"

#include <algorithm>
#include <array>

#include "core/base/clock.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_edit.h"
#include "tests/core/report/report_texts.h"

using stemma::json::Value;

namespace {

Value object(std::vector<std::pair<std::string, Value>> members) {
    return Value::object(std::move(members));
}

Value textValue(const std::string& text) {
    return Value::string(text);
}

Value op(const char* name, std::vector<std::pair<std::string, Value>> keys) {
    keys.insert(keys.begin(), {"op", textValue(name)});
    return Value::object(std::move(keys));
}

Value number(std::size_t value) {
    return Value::integer(static_cast<std::int64_t>(value));
}

} // namespace

std::string RandomEdits::text() {
    static const std::array<const char*, 14> pieces{"churn ",  "rose by 4 % ",
                                                    "über ",   "“quoted” ",
                                                    "\"\\ ",   "line\n",
                                                    "two\n\n", "שלום ",
                                                    "😀 ",      "| a | b | ",
                                                    "risk ",   "a",
                                                    "x. ",     "long words of an analyst who explains "};
    std::string made;
    for (std::size_t count = 1 + below(6); count > 0; --count)
        made += pieces[below(pieces.size())];
    return made;
}

std::string RandomEdits::id(char kind) {
    std::string digits = std::to_string(++m_ids);
    digits.insert(0, 12 - digits.size(), '0');
    return std::string(1, kind) + "0ffee00-1234-4abc-8def-" + digits;
}

Value RandomEdits::citation() {
    static const std::array<std::pair<const char*, const char*>, 5> kinds{{{"query", "execution_id"},
                                                                           {"api", "endpoint"},
                                                                           {"url", "url"},
                                                                           {"observation", "description"},
                                                                           {"document", "path"}}};
    const auto& [source, key] = kinds[oneIn(2) ? 0 : below(kinds.size())];
    return texts::citation(source, key, "it-" + std::to_string(below(5)));
}

Value RandomEdits::insight(const std::string& id) {
    Value made = texts::insight(1);
    made.set("insight_id", textValue(id));
    made.set("summary", textValue(text()));
    made.set("importance", number(below(11)));
    Value citations = Value::array();
    Value queries = Value::array();
    for (std::size_t count = below(4); count > 0; --count) {
        citations.appendItem(citation());
        const Value& last = citations.items().back();
        if (last.stringAt("source") == "query" && !oneIn(5))
            queries.appendItem(texts::query(last.stringAt("execution_id").value_or("")));
    }
    made.set("citations", oneIn(8) ? Value::array() : citations);
    made.set("supporting_queries", oneIn(8) ? Value::array() : queries);
    if (oneIn(4))
        made.set("metadata", object({{"chart_id", textValue("c")}, {"n", Value::numberFromText("1.10")}}));
    return made;
}

Value RandomEdits::outline() {
    std::vector<Value> sections;
    std::vector<Value> insights;
    const bool tied = oneIn(4);
    for (std::size_t at = below(6); at > 0; --at) {
        Value section = texts::section(static_cast<int>(at), tied ? 0 : static_cast<int>(2 * at), {});
        section.set("section_id", textValue(id('a')));
        section.set("title", textValue(text()));
        section.set("content", oneIn(3) ? Value() : textValue(text()));
        for (std::size_t count = below(4); count > 0; --count) {
            insights.push_back(insight(id('b')));
            section.edit("insight_ids")->appendItem(*insights.back().find("insight_id"));
        }
        sections.push_back(std::move(section));
    }
    if (oneIn(3))
        insights.push_back(insight(id('b')));
    return texts::outline(std::move(sections), std::move(insights));
}

std::string RandomEdits::text(const Value& outline) {
    switch (below(8)) {
    case 0:
        return stemma::json::pythonLine(outline);
    case 1:
        return stemma::json::pythonText(outline, 4) + "\n";
    case 2: {
        std::string odd;
        for (const char byte : stemma::json::pythonText(outline, 1))
            odd += byte == '\n' ? "\r\n" : std::string(1, byte);
        return odd;
    }
    default:
        return stemma::json::pythonText(outline);
    }
}

std::vector<std::string> RandomEdits::idsOf(const Value& document, const char* list, const char* key,
                                            bool foreign) {
    std::vector<std::string> ids;
    for (const Value& item : document.find(list)->items()) {
        const std::string id = item.stringAt(key).value_or("");
        // Those that an edit chose for itself would not be the same the next time.
        if (id.find("0ffee00-") == 1 && id.starts_with('f') == foreign)
            ids.push_back(id);
    }
    return ids;
}

std::string RandomEdits::anyOf(const Value& document, const char* list, const char* key, bool foreign) {
    const auto ids = idsOf(document, list, key, foreign);
    return ids.empty() ? std::string() : ids[below(ids.size())];
}

Value RandomEdits::reportEdit() {
    switch (below(6)) {
    case 0:
        return op("set-title", {{"title", textValue(text())}});
    case 1:
        return op("set-description", {{"description", oneIn(4) ? Value() : textValue(text())}});
    case 2:
        return op("set-status", {{"status", textValue(oneIn(2) ? "archived" : "active")}});
    case 3:
        return op("set-metadata", {{"key", textValue("own-" + std::to_string(below(3)))},
                                   {"value", oneIn(3) ? Value() : object({{"n", number(below(9))}})}});
    case 4:
        return op("tag",
                  {{"add", Value::array({textValue(oneIn(2) ? "x" : "y")})}, {"remove", Value::array()}});
    default:
        return op("add-section",
                  {{"section", object({{"section_id", textValue(id('a'))}, {"title", textValue(text())}})},
                   {"at", number(below(5))}});
    }
}

Value RandomEdits::sectionEdit(const Value& document, const std::string& section) {
    const Value named = textValue(section);
    switch (below(7)) {
    case 0:
        return op("move-section", {{"section_id", named}, {"at", number(below(6))}});
    case 1:
        return op("duplicate-section", {{"section_id", named}, {"new_id", textValue(id('a'))}});
    case 2:
        return op("delete-section",
                  {{"section_id", named}, {"insights", textValue(oneIn(2) ? "keep" : "delete")}});
    case 3:
        return op(
            "add-insight",
            {{"section_id", named},
             {"insight", object({{"insight_id", textValue(id('b'))}, {"summary", textValue(text())}})}});
    case 4:
        return op("paste-insight",
                  {{"section_id", named}, {"insight", insight(anyOf(document, "insights", "insight_id"))}});
    case 5:
        return op("set-metadata", {{"section_id", named},
                                   {"key", textValue("k")},
                                   {"value", oneIn(3) ? Value() : number(below(9))}});
    default:
        return op("edit-section",
                  {{"section_id", named},
                   {"fields", object({{oneIn(2) ? "title" : "content", textValue(text())}})}});
    }
}

Value RandomEdits::insightEdit(const Value& document, const std::string& insight,
                               const std::string& section) {
    const Value named = textValue(insight);
    switch (below(7)) {
    case 0:
        return op("duplicate-insight", {{"insight_id", named}, {"new_id", textValue(id('b'))}});
    case 1:
        return op("split-insight", {{"insight_id", named},
                                    {"texts", Value::array({textValue(text()), textValue(text())})},
                                    {"citations", textValue(oneIn(2) ? "both" : "second")},
                                    {"new_id", textValue(id('b'))}});
    case 2:
        return op("join-insights", {{"insight_id", named},
                                    {"other_id", textValue(anyOf(document, "insights", "insight_id"))}});
    case 3:
        return op("delete-insight", {{"insight_id", named}});
    case 4:
        return op("edit-insight",
                  {{"insight_id", named}, {"fields", object({{"summary", textValue(text())}})}});
    case 5:
        return op("edit-insight",
                  {{"insight_id", named}, {"fields", object({{"importance", number(below(11))}})}});
    default:
        return op("move-insight",
                  {{"insight_id", named}, {"section_id", textValue(section)}, {"at", number(below(4))}});
    }
}

Value RandomEdits::citationEdit(const Value& document, const std::string& insight) {
    const Value named = textValue(insight);
    const Value at = number(below(3));
    switch (below(5)) {
    case 0:
        return op("edit-citation", {{"insight_id", named},
                                    {"at", at},
                                    {"fields", object({{"execution_id", textValue("e" + text())}})}});
    case 1:
        return op("delete-citation", {{"insight_id", named}, {"at", at}});
    case 2:
        return op("move-citation", {{"insight_id", named}, {"at", at}, {"to", number(below(3))}});
    case 3:
        return op("move-citation", {{"insight_id", named},
                                    {"at", at},
                                    {"to_insight_id", textValue(anyOf(document, "insights", "insight_id"))}});
    default:
        return op("add-citation", {{"insight_id", named}, {"citation", citation()}, {"at", at}});
    }
}

Value RandomEdits::edit(const Value& document) {
    const std::string section = anyOf(document, "sections", "section_id");
    const std::string insight = anyOf(document, "insights", "insight_id");
    switch (below(4)) {
    case 0:
        return section.empty() ? reportEdit() : sectionEdit(document, section);
    case 1:
        return insight.empty() || section.empty() ? reportEdit() : insightEdit(document, insight, section);
    case 2:
        return insight.empty() ? reportEdit() : citationEdit(document, insight);
    default:
        return reportEdit();
    }
}

Value RandomEdits::edits(const Value& document) {
    Value list = Value::array();
    Value after = document;
    const std::size_t wanted = 1 + (oneIn(3) ? below(3) : 0);
    while (list.size() < wanted) {
        Value one = edit(after); // it may not fit: a citation that isn't there
        if (stemma::report::applyEdits(after, Value::array({one}), stemma::Timestamp{1}))
            list.appendItem(std::move(one));
    }
    return list;
}

Value RandomEdits::foreignEdits(const Value& document) {
    const std::string section = anyOf(document, "sections", "section_id", true);
    const std::string insight = anyOf(document, "insights", "insight_id", true);
    switch (below(5)) {
    case 0:
        return Value::array(
            {op("set-metadata", {{"key", textValue("foreign-" + id('f'))}, {"value", textValue(text())}})});
    case 1:
    case 2:
        if (!section.empty())
            return Value::array({op("add-insight", {{"section_id", textValue(section)},
                                                    {"insight", object({{"insight_id", textValue(id('f'))},
                                                                        {"summary", textValue(text())}})}})});
        break;
    case 3:
        if (!insight.empty())
            return Value::array(
                {op("edit-insight", {{"insight_id", textValue(insight)},
                                     {"fields", object({{"summary", textValue("f" + text())}})}})});
        break;
    default:
        break;
    }
    return Value::array(
        {op("add-section",
            {{"section", object({{"section_id", textValue(id('f'))}, {"title", textValue(text())}})}})});
}
