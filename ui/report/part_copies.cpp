// SPDX-License-Identifier: MIT
#include "ui/report/part_copies.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/base/ids.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

/// The parts of a document by their ids; of doubled ones the first.
class PartIndex {
public:
    PartIndex(const Value& document, const char* list, const char* idKey) {
        if (const Value* parts = document.find(list))
            for (const Value& part : parts->items())
                if (auto id = part.stringAt(idKey))
                    m_parts.emplace(std::move(*id), &part);
    }
    /// Null if there is none.
    [[nodiscard]] const Value* find(const std::string& id) const {
        const auto found = m_parts.find(id);
        return found == m_parts.end() ? nullptr : found->second;
    }

private:
    std::unordered_map<std::string, const Value*> m_parts;
};

Value sectionCopy(const report::Section& section, const PartIndex& sections, const PartIndex& insights) {
    const Value* part = sections.find(section.id.text());
    Value copy = part == nullptr ? Value::object() : *part;
    Value below = Value::array();
    for (const InsightId& id : section.insightIds)
        if (const Value* insight = insights.find(id.text()))
            below.appendItem(*insight);
    copy.set("insights", std::move(below));
    return copy;
}

const std::vector<Value>& listOf(const Value& object, const char* key) {
    static const std::vector<Value> none;
    const Value* list = object.find(key);
    return list == nullptr ? none : list->items();
}

/// Makes the edits that put copies in.
class Paste {
public:
    Paste(const report::LoadedReport& report, const Value& copies, std::vector<std::string>& made)
        : m_sameReport(copies.stringAt("report") == report.id.text())
        , m_sections(report.document, "sections", "section_id")
        , m_insights(report.document, "insights", "insight_id")
        , m_made(made) {}

    void section(const Value& copy, std::optional<std::size_t> at) {
        const std::string id = freeId(copy, "section_id", m_sections);
        Value section = copy;
        section.set("section_id", Value::string(id));
        section.remove("insights");
        section.remove("insight_ids"); // the order of the insights is theirs
        section.remove("order");
        if (section.stringAt("title").value_or("").empty())
            section.set("title", Value::string("–"));
        Value insights = Value::array();
        for (const Value& insight : listOf(copy, "insights"))
            insights.appendItem(withId(insight));
        add("paste-section", {{"section", std::move(section)}, {"insights", std::move(insights)}}, at);
        m_made.push_back("section:" + id);
    }
    void insight(const Value& copy, const std::string& section, std::optional<std::size_t> at) {
        Value insight = withId(copy);
        m_made.push_back("insight:" + insight.stringAt("insight_id").value_or(""));
        add("paste-insight", {{"insight", std::move(insight)}, {"section_id", Value::string(section)}}, at);
    }
    Value take() { return std::move(m_edits); }

private:
    void add(const char* op, std::vector<std::pair<std::string, Value>> keys, std::optional<std::size_t> at) {
        if (at)
            keys.emplace_back("at", Value::integer(static_cast<std::int64_t>(*at)));
        m_edits.appendItem(editOp(op, std::move(keys)));
    }
    Value withId(const Value& copy) {
        Value insight = copy;
        insight.set("insight_id", Value::string(freeId(copy, "insight_id", m_insights)));
        return insight;
    }
    std::string freeId(const Value& copy, const char* idKey, const PartIndex& parts) {
        const std::string id = copy.stringAt(idKey).value_or("");
        const bool kept = m_sameReport && isUuid(id) && parts.find(id) == nullptr && m_used.insert(id).second;
        return kept ? id : newUuid();
    }

    bool m_sameReport;
    PartIndex m_sections, m_insights;
    std::vector<std::string>& m_made;
    std::set<std::string> m_used;
    Value m_edits = Value::array();
};

std::optional<std::size_t> sectionIndex(const report::Outline& outline, const std::string& id) {
    for (std::size_t i = 0; i < outline.sections.size(); ++i)
        if (outline.sections[i].id.text() == id)
            return i;
    return std::nullopt;
}

std::optional<std::size_t> insightIndex(const report::Section& section, const std::string& id) {
    const auto found = std::find(section.insightIds.begin(), section.insightIds.end(), InsightId(id));
    return found == section.insightIds.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - section.insightIds.begin()));
}

QString itemText(const Value& insight) {
    QString text = fromUtf8(insight.stringAt("summary").value_or(""));
    text.replace(QLatin1Char('\n'), QLatin1String("\n  ")); // goes on within the list item
    return QStringLiteral("- ") + text + QLatin1Char('\n');
}

} // namespace

Value copyOf(const report::LoadedReport& report, const PartSet& parts) {
    const PartIndex sectionParts(report.document, "sections", "section_id");
    const PartIndex insightParts(report.document, "insights", "insight_id");
    std::unordered_map<std::string, const report::Section*> shown;
    for (const report::Section& section : report.outline.sections)
        shown.emplace(section.id.text(), &section);
    Value sections = Value::array(), insights = Value::array();
    for (const std::string& id : parts.sections)
        if (const auto section = shown.find(id); section != shown.end())
            sections.appendItem(sectionCopy(*section->second, sectionParts, insightParts));
    for (const std::string& id : parts.insights)
        if (const Value* insight = insightParts.find(id))
            insights.appendItem(*insight);
    return Value::object({{"report", Value::string(report.id.text())},
                          {"directory", Value::string(report.directory)},
                          {"sections", std::move(sections)},
                          {"insights", std::move(insights)}});
}

QString markdownOf(const Value& copies) {
    const auto& sections = listOf(copies, "sections");
    const auto& insights = listOf(copies, "insights");
    if (sections.empty() && insights.size() == 1)
        return fromUtf8(insights.front().stringAt("summary").value_or(""));
    QString text;
    for (const Value& section : sections) {
        text +=
            QStringLiteral("## ") + fromUtf8(section.stringAt("title").value_or("")) + QStringLiteral("\n\n");
        for (const char* key : {"content", "notes"}) {
            const QString prose = fromUtf8(section.stringAt(key).value_or("")).trimmed();
            if (prose.isEmpty())
                continue;
            text += prose + QStringLiteral("\n\n");
            break;
        }
        for (const Value& insight : listOf(section, "insights"))
            text += itemText(insight);
        text += QLatin1Char('\n');
    }
    for (const Value& insight : insights)
        text += itemText(insight);
    return text;
}

Value pasteEdits(const report::LoadedReport& report, const Value& copies, const PartPlace& place,
                 const std::string& newSection, std::vector<std::string>& made) {
    Paste paste(report, copies, made);
    const auto at = sectionIndex(report.outline, place.section);
    const auto& insights = listOf(copies, "insights");
    if (!insights.empty() && !at) {
        Value section =
            Value::object({{"title", Value::string(newSection)}, {"insights", Value::array(insights)}});
        paste.section(section, std::nullopt);
    } else if (at) {
        const report::Section& section = report.outline.sections[*at];
        auto row = insightIndex(section, place.before);
        for (const Value& insight : insights) {
            paste.insight(insight, place.section, row);
            if (row)
                ++*row;
        }
    }
    auto next = at                      ? std::optional(*at + 1)
                : place.section.empty() ? sectionIndex(report.outline, place.before)
                                        : std::nullopt;
    for (const Value& section : listOf(copies, "sections")) {
        paste.section(section, next);
        if (next)
            ++*next;
    }
    return paste.take();
}

Value duplicateEdits(const report::LoadedReport& report, const PartSet& parts,
                     std::vector<std::string>& made) {
    Value edits = Value::array();
    const auto add = [&](const char* op, const char* idKey, const char* kind, const std::string& id) {
        const std::string copy = newUuid();
        edits.appendItem(editOp(op, {{idKey, Value::string(id)}, {"new_id", Value::string(copy)}}));
        made.push_back(kind + copy);
    };
    for (const std::string& id : parts.sections)
        if (sectionById(report.outline, id) != nullptr)
            add("duplicate-section", "section_id", "section:", id);
    for (const std::string& id : parts.insights)
        if (report.outline.insight(InsightId(id)) != nullptr)
            add("duplicate-insight", "insight_id", "insight:", id);
    return edits;
}

} // namespace stemma::ui
