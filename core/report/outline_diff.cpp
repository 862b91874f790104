// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/report/citation_shim.h"
#include "core/report/outline.h"
#include "core/report/outline_rules.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using diff::Part;
using json::Value;

/// Adds the suffix that tells doubled ids of one kind apart.
class UniqueIds {
public:
    std::string unique(std::string id) {
        if (id.empty())
            id = "(no id)";
        const std::size_t count = ++m_seen[id];
        return count == 1 ? id : id + '#' + std::to_string(count);
    }

private:
    std::unordered_map<std::string, std::size_t> m_seen;
};

/// `integer` in the one spelling that igloo-mcp's next save gives it, so that `"3"` and `3` are no
/// difference.
Value fieldValue(const Value& value, const FieldRule* rule) {
    if (rule && rule->type == FieldType::integer) {
        if (const auto text = laxInteger(value))
            return Value::numberFromText(*text);
    }
    return value;
}

/// Free dictionaries are compared key by key; anything else under their name as it stands.
void addDictionary(Part& part, std::string_view key, const Value& value) {
    const std::string name(key);
    if (!value.isObject()) {
        part.fields.emplace_back(name, value);
        return;
    }
    for (const json::Member* member : membersThatCount(value))
        part.fields.emplace_back(name + '.' + member->key, member->value);
}

bool isSaveStamp(const std::string& key) {
    return key == "updated_at" || key == "outline_version";
}

/// All fields but those in `skip`. A known field that is null is as good as absent: igloo-mcp writes nulls
/// for what a file leaves out.
template <std::size_t N>
void addFields(Part& part, const Value& object, std::span<const FieldRule> rules,
               const std::array<std::string_view, N>& skip, SaveStamps stamps) {
    for (const json::Member* member : membersThatCount(object)) {
        if (std::find(skip.begin(), skip.end(), member->key) != skip.end() &&
            !(stamps == SaveStamps::include && isSaveStamp(member->key)))
            continue;
        const FieldRule* rule = findField(rules, member->key);
        if (rule && member->value.isNull() && rule->type != FieldType::object)
            continue;
        if (rule && rule->name == "metadata")
            addDictionary(part, member->key, member->value);
        else
            part.fields.emplace_back(member->key, fieldValue(member->value, rule));
    }
}

void addDefault(Part& part, const Value& object, const char* key, const char* text) {
    if (!object.find(key))
        part.fields.emplace_back(key, Value::string(text));
}

/// One document on its way to a tree.
class TreeMaker {
public:
    TreeMaker(const Value& document, SaveStamps stamps)
        : m_document(document)
        , m_stamps(stamps) {}

    diff::Tree make() {
        const std::vector<const Value*> sections = displayedSections();
        indexInsights();
        addReport();
        for (const Value* section : sections)
            addSection(*section);
        for (std::size_t i = 0; i < m_insights.size(); ++i) {
            if (!m_placed[i])
                addInsight(i, {});
        }
        return std::move(m_tree);
    }

private:
    void addReport();
    void addSection(const Value& section);
    void addInsight(std::size_t index, const std::string& parent);
    void addCitations(const CitedSources& sources, Part& insight, std::vector<Part>& citations);
    void indexInsights();
    std::vector<const Value*> displayedSections() const;
    void addOddItems(Part& report, std::string_view key) const;

    const Value& m_document;
    const SaveStamps m_stamps;
    diff::Tree m_tree;
    UniqueIds m_sectionIds, m_insightIds, m_citationIds;
    std::vector<const Value*> m_insights;
    std::vector<std::string> m_insightNames; ///< made unique
    std::vector<bool> m_placed;
    std::unordered_map<std::string, std::size_t> m_insightById; ///< the first of each id
};

std::vector<const Value*> TreeMaker::displayedSections() const {
    std::vector<std::pair<std::string, const Value*>> ordered;
    for (const Value& section : itemsAt(m_document, "sections")) {
        const Value* order = section.find("order");
        if (section.isObject())
            ordered.emplace_back(order ? laxInteger(*order).value_or("0") : "0", &section);
    }
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return compareIntegers(a.first, b.first) < 0; });
    std::vector<const Value*> out;
    for (const auto& [order, section] : ordered)
        out.push_back(section);
    return out;
}

void TreeMaker::indexInsights() {
    for (const Value& insight : itemsAt(m_document, "insights")) {
        if (!insight.isObject())
            continue;
        const std::string id = insight.stringAt("insight_id").value_or("");
        m_insightById.emplace(id, m_insights.size());
        m_insights.push_back(&insight);
        m_insightNames.push_back(m_insightIds.unique(id));
    }
    m_placed.assign(m_insights.size(), false);
}

/// Items that are no objects have no identity: they are shown as fields of the report.
void TreeMaker::addOddItems(Part& report, std::string_view key) const {
    const Value* list = m_document.find(key);
    if (!list)
        return;
    if (!list->isArray()) {
        report.fields.emplace_back(std::string(key), *list);
        return;
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        if (!list->items()[i].isObject())
            report.fields.emplace_back(std::string(key) + '[' + std::to_string(i) + ']', list->items()[i]);
    }
}

void TreeMaker::addReport() {
    Part report{"report", "report", {}, m_document.stringAt("title").value_or(""), {}};
    constexpr std::array<std::string_view, 4> skip{"updated_at", "outline_version", "sections", "insights"};
    addFields(report, m_document, outlineFields(), skip, m_stamps);
    addOddItems(report, "sections");
    addOddItems(report, "insights");
    m_tree.push_back(std::move(report));
}

void TreeMaker::addSection(const Value& section) {
    Part part{"section",
              m_sectionIds.unique(section.stringAt("section_id").value_or("")),
              {},
              section.stringAt("title").value_or(""),
              {}};
    constexpr std::array<std::string_view, 4> skip{"section_id", "order", "insight_ids", "updated_at"};
    addFields(part, section, sectionFields(), skip, m_stamps);
    addDefault(part, section, "content_format", "markdown");
    std::vector<std::size_t> here;
    std::vector<Value> others;
    const Value* ids = section.find("insight_ids");
    if (ids && !ids->isArray())
        part.fields.emplace_back("insight_ids", *ids);
    for (const Value& id : itemsAt(section, "insight_ids")) {
        const auto found = id.isString() ? m_insightById.find(id.text()) : m_insightById.end();
        if (found == m_insightById.end() || m_placed[found->second]) {
            others.push_back(id);
            continue;
        }
        m_placed[found->second] = true;
        here.push_back(found->second);
    }
    if (!others.empty())
        part.fields.emplace_back("insight_ids (other)", Value::array(std::move(others)));
    const std::string id = part.id;
    m_tree.push_back(std::move(part));
    for (const std::size_t index : here)
        addInsight(index, id);
}

void TreeMaker::addCitations(const CitedSources& sources, Part& insight, std::vector<Part>& citations) {
    for (std::size_t i = 0; i < sources.citations.size(); ++i) {
        const Value& citation = sources.citations[i];
        if (!citation.isObject()) {
            insight.fields.emplace_back("citations[" + std::to_string(i) + ']', citation);
            continue;
        }
        Part part{"citation",
                  m_citationIds.unique(insight.id + '/' + citationKey(citation)),
                  insight.id,
                  citationTitle(citation),
                  {}};
        addFields(part, citation, citationFields(), std::array<std::string_view, 0>{}, m_stamps);
        citations.push_back(std::move(part));
    }
    // What igloo-mcp would make of the citations anyway says nothing of its own.
    if (sources.queries != queriesFromCitations(sources.citations))
        insight.fields.emplace_back("supporting_queries", Value::array(sources.queries));
}

void TreeMaker::addInsight(std::size_t index, const std::string& parent) {
    const Value& insight = *m_insights[index];
    Part part{"insight", m_insightNames[index], parent, insight.stringAt("summary").value_or(""), {}};
    constexpr std::array<std::string_view, 4> skip{"insight_id", "citations", "supporting_queries",
                                                   "updated_at"};
    addFields(part, insight, insightFields(), skip, m_stamps);
    addDefault(part, insight, "status", "active");
    for (const char* key : {"citations", "supporting_queries"}) {
        const Value* list = insight.find(key);
        if (list && !list->isArray())
            part.fields.emplace_back(key, *list);
    }
    std::vector<Part> citations;
    addCitations(citedSources(insight), part, citations);
    m_tree.push_back(std::move(part));
    std::move(citations.begin(), citations.end(), std::back_inserter(m_tree));
}

} // namespace

diff::Tree outlineTree(const Value& document, SaveStamps stamps) {
    return TreeMaker(document, stamps).make();
}

diff::Changes outlineDifference(const Value& before, const Value& after) {
    return diff::difference(outlineTree(before), outlineTree(after));
}

history::Content interpretOutline(std::string_view bytes) {
    history::Content content;
    const Verdict verdict = judgeOutlineBytes(bytes);
    content.readable = verdict.peerReads;
    if (!verdict.peerReads) {
        const auto reason = std::find_if(verdict.problems.begin(), verdict.problems.end(),
                                         [](const Problem& p) { return p.severity == Severity::error; });
        content.problem = reason == verdict.problems.end() ? "igloo-mcp can't read it" : reason->message;
    }
    if (!verdict.document.isObject())
        return content;
    const Outline outline = outlineHead(verdict.document);
    content.reportId = outline.id.text();
    content.outlineVersion = outline.outlineVersion;
    content.updatedAt = outline.updatedAt;
    content.title = outline.title;
    content.tree = outlineTree(verdict.document);
    return content;
}

} // namespace stemma::report
