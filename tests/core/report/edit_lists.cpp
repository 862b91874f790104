// SPDX-License-Identifier: MIT
#include "tests/core/report/edit_lists.h"

#include <algorithm>

#include <QtGlobal>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/core/report/report_texts.h"

namespace edit_lists {

using stemma::json::Value;

const stemma::Timestamp moment = *stemma::parseIso("2026-01-02T03:04:05.000006+00:00");

Value list(std::string edits) {
    std::replace(edits.begin(), edits.end(), '\'', '"');
    for (int number = 1; number <= 9; ++number) {
        for (const auto& [name, id] :
             {std::pair{"$I", texts::insightId(number)}, {"$S", texts::sectionId(number)}}) {
            const std::string key = name + std::to_string(number);
            for (auto at = edits.find(key); at != std::string::npos; at = edits.find(key))
                edits.replace(at, key.size(), id);
        }
    }
    auto parsed = stemma::json::parse(edits);
    if (!parsed)
        qFatal("the test's own JSON is off: %s", edits.c_str());
    return *parsed;
}

Value sample() {
    return stemma::json::parse(stemma::json::pythonText(texts::sample())).value();
}

std::string change(Value& document, const std::string& edits) {
    const auto done = stemma::report::applyEdits(document, list(edits), moment);
    return done ? std::string() : done.error().detail;
}

Value edited(const std::string& edits) {
    Value document = sample();
    const std::string wrong = change(document, edits);
    if (!wrong.empty())
        qFatal("%s: %s", edits.c_str(), wrong.c_str());
    return document;
}

namespace {

const Value& part(const Value& document, const char* list, const char* key, const std::string& id) {
    for (const Value& one : document.find(list)->items()) {
        if (one.stringAt(key) == id)
            return one;
    }
    qFatal("there is no %s %s", key, id.c_str());
}

std::string anyText(const Value& citation) {
    for (const char* key : {"execution_id", "url", "endpoint", "path", "description"}) {
        if (const auto text = citation.stringAt(key))
            return *text;
    }
    return "-";
}

} // namespace

const Value& section(const Value& document, const std::string& id) {
    return part(document, "sections", "section_id", id);
}

const Value& insight(const Value& document, const std::string& id) {
    return part(document, "insights", "insight_id", id);
}

std::string shown(const Value& section) {
    std::string text;
    for (const Value& id : section.find("insight_ids")->items())
        text += (text.empty() ? "" : " ") + id.text().substr(id.text().size() - 1);
    return text;
}

std::string cited(const Value& insight) {
    std::string text;
    for (const Value& citation : insight.find("citations")->items())
        text +=
            (text.empty() ? "" : ", ") + citation.stringAt("source").value_or("") + ' ' + anyText(citation);
    text += " |";
    for (const Value& query : insight.find("supporting_queries")->items())
        text += ' ' + query.stringAt("execution_id").value_or("-");
    return text;
}

} // namespace edit_lists
