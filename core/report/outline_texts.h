// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

/// The texts of an outline, for searching. Private to core/report.
namespace stemma::report {

/// Told of each text: the kind of the part ("report", "section", "insight", "citation"), its id (that of its
/// insight for a citation, none for the report), the field, and the text. The views hold during the call.
using TextSink = std::function<void(std::string_view what, std::string_view id, std::string_view field,
                                    std::string_view text)>;

/// Every text of an outline, as much of a damaged one as there is; nothing of what is no object. Left out are
/// ids, times and words of the format (status, content_format, source). Keys that the format doesn't know are
/// fields as all others; what lies deeper in a field has a dotted name (`metadata.tags`).
/// What an insight cites is told once, whichever of its twins says it (citation_shim.h).
void forEachText(const json::Value& outline, const TextSink& sink);

/// The same over any tree. A Node has isObject(), isArray(), text(), members(f(key, node)), items(f(node)).
template <class Node>
class OutlineTexts {
public:
    explicit OutlineTexts(const TextSink& sink)
        : m_sink(sink) {}

    void walk(const Node& outline) {
        outline.members([&](std::string_view key, const Node& value) {
            if (key == "sections" && value.isArray())
                parts("section", "section_id", value);
            else if (key == "insights" && value.isArray())
                parts("insight", "insight_id", value);
            else if (key == "metadata" && value.isObject())
                fields("report", {}, "metadata.", value, {"status"});
            else if (!isOneOf(key, {"report_id", "created_at", "updated_at", "version"}))
                field("report", {}, key, value);
        });
    }

private:
    using Words = std::initializer_list<std::string_view>;

    static bool isOneOf(std::string_view key, Words words) {
        return std::find(words.begin(), words.end(), key) != words.end();
    }

    static std::string idOf(const Node& part, std::string_view idKey) {
        std::string id;
        part.members([&](std::string_view key, const Node& value) {
            if (key == idKey)
                id = value.text().value_or(std::string_view());
        });
        return id;
    }

    void parts(std::string_view what, std::string_view idKey, const Node& list) {
        list.items([&](const Node& part) {
            if (!part.isObject()) {
                field("report", {}, what == "section" ? "sections" : "insights", part);
                return;
            }
            const std::string id = idOf(part, idKey);
            if (what == "insight")
                insight(id, part);
            else
                fields(what, id, {}, part,
                       {"section_id", "insight_ids", "content_format", "created_at", "updated_at"});
        });
    }

    void insight(const std::string& id, const Node& part) {
        m_cited.clear();
        bool cites = false;
        part.members([&](std::string_view key, const Node& value) {
            if (key == "citations" && value.isArray())
                value.items([&](const Node& citation) {
                    cites = true;
                    noteTexts(citation);
                });
        });
        part.members([&](std::string_view key, const Node& value) {
            if (key == "citations" && value.isArray())
                value.items([&](const Node& citation) { cited(id, citation); });
            else if (key == "supporting_queries" && value.isArray())
                value.items([&](const Node& query) { queried(id, query, cites); });
            else if (!isOneOf(key, {"insight_id", "status", "created_at", "updated_at"}))
                field("insight", id, key, value);
        });
    }

    void cited(const std::string& id, const Node& citation) {
        if (citation.isObject())
            fields("citation", id, {}, citation, {"source"});
        else
            field("insight", id, "citations", citation);
    }

    /// A query that nothing is cited beside stands for a citation.
    void queried(const std::string& id, const Node& query, bool cites) {
        if (!query.isObject()) {
            field("insight", id, "supporting_queries", query);
            return;
        }
        query.members([&](std::string_view key, const Node& value) {
            const auto text = value.text();
            if (text && cites && std::find(m_cited.begin(), m_cited.end(), *text) != m_cited.end())
                return;
            if (!cites && isOneOf(key, {"execution_id", "sql_sha256"}))
                field("citation", id, key, value);
            else
                field("insight", id, std::string("supporting_queries.").append(key), value);
        });
    }

    void noteTexts(const Node& node) {
        node.members([&](std::string_view, const Node& value) {
            if (const auto text = value.text())
                m_cited.push_back(*text);
        });
    }

    void fields(std::string_view what, std::string_view id, std::string_view prefix, const Node& part,
                Words leftOut) {
        part.members([&](std::string_view key, const Node& value) {
            if (isOneOf(key, leftOut))
                return;
            if (prefix.empty())
                field(what, id, key, value);
            else
                field(what, id, std::string(prefix).append(key), value);
        });
    }

    /// Parsers bound the depth.
    void field(std::string_view what, std::string_view id, std::string_view name, const Node& value) {
        if (const auto text = value.text())
            m_sink(what, id, name, *text);
        else if (value.isArray())
            value.items([&](const Node& item) { field(what, id, name, item); });
        else if (value.isObject())
            value.members([&](std::string_view key, const Node& inner) {
                field(what, id, std::string(name).append(1, '.').append(key), inner);
            });
    }

    const TextSink& m_sink;
    std::vector<std::string_view> m_cited;
};

} // namespace stemma::report
