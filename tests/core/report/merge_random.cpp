// SPDX-License-Identifier: MIT
#include "tests/core/report/merge_random.h"

#include <algorithm>
#include <array>

#include "core/diff/tokens.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_schema.h"
#include "tests/core/report/report_texts.h"

using stemma::json::Value;

namespace {

std::string quoted(const std::string& text) {
    return stemma::json::pythonString(text);
}

Value listOf(const std::vector<std::string>& all) {
    std::vector<Value> items;
    for (const std::string& text : all)
        items.push_back(Value::string(text));
    return Value::array(std::move(items));
}

Value* part(Value& document, const char* list, std::size_t at) {
    return &document.edit(list)->editItem(at);
}

} // namespace

std::string MergeRandom::prose() {
    static const std::array<const char*, 14> words = {"churn", "rose", "by",         "4 %", "über",
                                                      "the",   "the",  "weeks",      "in",  "March",
                                                      "שלום",  "報告", "\U0001F600", "and"};
    std::string text;
    for (std::size_t lines = 1 + below(4); lines > 0; --lines) {
        for (std::size_t count = 1 + below(7); count > 0; --count)
            text += std::string(words[below(words.size())]) + (count > 1 ? " " : ".");
        text += lines > 1 ? (once(2) ? "\n\n" : "\n") : "";
    }
    return text;
}

std::string MergeRandom::rewritten(const std::string& text) {
    const auto tokens = once(3) ? stemma::diff::lineTokens(text) : stemma::diff::wordTokens(text);
    const std::size_t at = below(tokens.size() + 1);
    const std::size_t what = below(4);
    std::string out;
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        if (i == at && what < 3)
            out += ' ' + word() + (once(5) ? "\n" : " ");
        if (i < tokens.size() && (i != at || what == 0))
            out += tokens[i];
    }
    return out.empty() ? word() : out;
}

Value MergeRandom::section(int number) {
    Value section = texts::section(number, number, {});
    section.set("content", once(4) ? Value() : Value::string(prose()));
    section.set("notes", once(2) ? Value() : Value::string(prose()));
    if (once(6))
        section.set("content_format", Value::string(once(2) ? "html" : "plain"));
    if (once(3))
        section.set("metadata", Value::object({{"category", Value::string("summary")}}));
    return section;
}

Value MergeRandom::insight(int number) {
    Value insight = texts::insight(number);
    insight.set("summary", Value::string(prose()));
    Value* citations = insight.edit("citations");
    static const std::array<std::array<const char*, 2>, 4> kinds = {
        {{"url", "url"}, {"api", "endpoint"}, {"document", "path"}, {"observation", "observed_at"}}};
    for (std::size_t count = below(4); count > 0; --count) {
        const auto& kind = kinds[below(kinds.size())];
        citations->appendItem(texts::citation(kind[0], kind[1], "source " + std::to_string(below(5))));
    }
    if (once(8))
        insight.set("citations", Value::array());
    if (once(8))
        insight.set("supporting_queries", Value::array());
    return insight;
}

Value MergeRandom::outline(bool odd) {
    std::vector<Value> sections;
    std::vector<Value> insights;
    for (int number = 1, count = static_cast<int>(below(6)); number <= count; ++number)
        sections.push_back(section(number));
    for (int number = 1, count = static_cast<int>(below(9)); number <= count; ++number) {
        insights.push_back(insight(number));
        if (!sections.empty() && !once(12))
            sections[below(sections.size())]
                .edit("insight_ids")
                ->appendItem(Value::string(texts::insightId(number)));
    }
    Value document = texts::outline(std::move(sections), std::move(insights));
    document.set("title", Value::string(prose()));
    document.edit("metadata")->set("tags", listOf({"a", "k", "z"}));
    document.edit("metadata")->set("description", Value::string(prose()));
    document.edit("metadata")
        ->set("charts", Value::object({{"chart 1", Value::object({{"path", Value::string("x")}})}}));
    if (odd)
        makeOdd(document);
    return document;
}

void MergeRandom::makeOdd(Value& document) {
    Value* sections = document.edit("sections");
    Value* insights = document.edit("insights");
    if (sections->size() > 0 && once(2)) {
        Value* ids = sections->editItem(below(sections->size())).edit("insight_ids");
        ids->insertItem(below(ids->size() + 1), Value::string(texts::insightId(static_cast<int>(below(15)))));
    }
    if (insights->size() > 0 && once(4))
        insights->appendItem(insights->items()[below(insights->size())]);
    if (sections->size() > 0 && once(4))
        sections->appendItem(sections->items()[below(sections->size())]);
    if (sections->size() > 0 && once(3))
        sections->editItem(below(sections->size())).set("order", Value::integer(static_cast<int>(below(3))));
    if (sections->size() > 0 && once(3))
        sections->editItem(below(sections->size())).remove(once(2) ? "notes" : "insight_ids");
    if (insights->size() > 0 && once(3))
        insights->editItem(below(insights->size())).remove(once(2) ? "citations" : "supporting_queries");
    if (once(3))
        document.set("an unknown key", Value::object({{"n", Value::numberFromText("1.10")}}));
}

std::string MergeRandom::laidOut(const Value& outline) {
    std::string text = stemma::json::pythonText(outline, once(3) ? 4 : 2);
    return once(4) ? stemma::json::pythonLine(outline) : text;
}

std::string MergeRandom::changed(const std::string& bytes, const std::string& mark, std::size_t steps) {
    m_mark = mark;
    Value document = stemma::json::parse(bytes).value_or(Value());
    for (; steps > 0; --steps)
        change(document);
    document.set("updated_at",
                 Value::string("2025-06-01T00:00:00." + std::to_string(100000 + below(900000)) + "+00:00"));
    document.set("outline_version", Value::integer(static_cast<int>(4 + below(3))));
    return once(6) ? stemma::json::pythonText(document) : stemma::json::bytesOf(document);
}

std::string MergeRandom::changedHalf(const std::string& bytes, int half, std::size_t steps) {
    m_half = half;
    std::string out = changed(bytes, half == 0 ? "even" : "odd", steps);
    m_half = -1;
    return out;
}

void MergeRandom::apply(Value& document, const std::string& edits) {
    const auto list = stemma::json::parse(edits);
    // An edit may not fit an odd outline; then the step changes nothing.
    if (list)
        (void)stemma::report::applyEdits(document, *list, stemma::Timestamp{});
}

std::string MergeRandom::anyId(const Value& document, const char* list, const char* key) {
    std::vector<std::string> ids;
    for (const Value& item : stemma::report::itemsAt(document, list)) {
        const std::string id = item.stringAt(key).value_or("");
        if (!id.empty() && (m_half < 0 || (id.back() - '0') % 2 == m_half))
            ids.push_back(id);
    }
    return ids.empty() ? std::string() : ids[below(ids.size())];
}

void MergeRandom::touch(Value& part) {
    part.set("updated_at", Value::string("2025-06-02T00:00:00.00000" + std::to_string(below(10)) + "+00:00"));
}

void MergeRandom::change(Value& document) {
    const std::size_t kind = below(10);
    if (kind < 3) {
        const std::string id = anyId(document, "insights", "insight_id");
        const auto& items = document.find("insights")->items();
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].stringAt("insight_id") == id) {
                changeInsight(*part(document, "insights", i));
                return;
            }
        }
    } else if (kind < 5) {
        const std::string id = anyId(document, "sections", "section_id");
        const auto& items = document.find("sections")->items();
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].stringAt("section_id") == id) {
                changeSection(*part(document, "sections", i));
                return;
            }
        }
    } else if (kind < 6) {
        changeReport(document);
    } else {
        changeByEdit(document);
    }
}

void MergeRandom::changeSection(Value& section) {
    static const std::array<const char*, 3> keys = {"title", "notes", "content"};
    const char* key = keys[below(keys.size())];
    if (once(8))
        section.set("content_format", Value::string(once(2) ? "html" : "markdown"));
    else if (once(8))
        section.edit("metadata")->set("category", Value::string(word()));
    else
        section.set(key, Value::string(rewritten(section.stringAt(key).value_or(""))));
    touch(section);
}

void MergeRandom::changeInsight(Value& insight) {
    const std::size_t kind = below(6);
    if (kind == 0)
        insight.set("importance", Value::integer(static_cast<int>(below(11))));
    else if (kind == 1)
        insight.set("status", Value::string(once(2) ? "killed" : "archived"));
    else if (kind == 2)
        insight.edit("metadata")->set("chart_id", Value::string(word()));
    else if (kind == 3)
        changeCitations(insight);
    else
        insight.set("summary", Value::string(rewritten(insight.stringAt("summary").value_or(""))));
    touch(insight);
}

void MergeRandom::changeCitations(Value& insight) {
    Value* list = insight.edit("citations");
    if (list == nullptr)
        return;
    const std::size_t kind = below(3);
    if (list->size() == 0 || kind == 0)
        list->insertItem(below(list->size() + 1), texts::citation("url", "url", "https://x/" + word()));
    else if (kind == 1)
        list->editItem(below(list->size())).set(once(2) ? "title" : "url", Value::string(word()));
    else
        list->removeItem(below(list->size()));
}

void MergeRandom::changeReport(Value& document) {
    Value* metadata = document.edit("metadata");
    if (m_half == 0 || (m_half < 0 && once(3))) {
        document.set("title", Value::string(rewritten(document.stringAt("title").value_or(""))));
        return;
    }
    const std::size_t kind = below(4);
    if (kind == 0)
        metadata->edit("tags")->insertItem(below(metadata->find("tags")->size() + 1), Value::string(word()));
    else if (kind == 1 && metadata->find("tags")->size() > 0)
        metadata->edit("tags")->removeItem(below(metadata->find("tags")->size()));
    else if (kind == 2)
        metadata->edit("charts")->set(once(2) ? "chart 1" : word(),
                                      Value::object({{"path", Value::string(word())}}));
    else
        metadata->set("key " + std::to_string(below(4)), Value::string(word()));
}

void MergeRandom::changeByEdit(Value& document) {
    const std::string section = anyId(document, "sections", "section_id");
    const std::string insight = anyId(document, "insights", "insight_id");
    const std::string into = ",\"section_id\":" + quoted(section);
    const std::string at = once(2) ? ",\"at\":" + std::to_string(below(3)) : "";
    // Sides share the numbers of new parts: sometimes both add the same id.
    const int number = 100 + 10 * static_cast<int>(below(3)) + 2 * ++m_newIds + std::max(m_half, 0);
    switch (below(7)) {
    case 0:
        if (m_half != 1)
            apply(document, R"([{"op":"add-section","section":{"title":)" + quoted(word()) +
                                ",\"section_id\":" + quoted(texts::sectionId(number)) + "}" + at + "}]");
        return;
    case 1:
        apply(document, R"([{"op":"add-insight","insight":{"summary":)" + quoted(word()) +
                            ",\"insight_id\":" + quoted(texts::insightId(number)) + "}" + into + at + "}]");
        return;
    case 2:
        if (m_half != 1)
            apply(document, R"([{"op":"move-section")" + into + at + "}]");
        return;
    case 3:
    case 4:
        apply(document, R"([{"op":"move-insight","insight_id":)" + quoted(insight) + into + at + "}]");
        return;
    case 5:
        apply(document, R"([{"op":"delete-insight","insight_id":)" + quoted(insight) + "}]");
        return;
    default:
        if (m_half < 0)
            apply(document, R"([{"op":"delete-section","insights":)" + quoted(once(3) ? "keep" : "delete") +
                                into + "}]");
    }
}
