// SPDX-License-Identifier: MIT
#include "core/report/synthesis.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "core/base/ids.h"
#include "core/report/citation_shim.h"
#include "core/report/outline_schema.h"
#include "core/report/templates.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* filesFolder = "report_files/";
constexpr const char* note = "The sections and insights of these reports, one report after the other, as "
                             "they were when this one was made.";

/// The sections as they are shown: by `order`, those with the same one as they stand.
std::vector<const Value*> inDisplayOrder(const Value& document) {
    std::vector<const Value*> sections;
    for (const Value& section : itemsAt(document, "sections"))
        sections.push_back(&section);
    const auto orderOf = [](const Value* section) {
        const Value* order = section->find("order");
        return order ? laxInteger(*order).value_or("0") : std::string("0");
    };
    std::stable_sort(sections.begin(), sections.end(), [&](const Value* a, const Value* b) {
        return compareIntegers(orderOf(a), orderOf(b)) < 0;
    });
    return sections;
}

Value renamed(const Value& ids, const std::map<std::string, std::string>& names) {
    Value list = Value::array();
    for (const Value& id : ids.items()) {
        const auto found = names.find(id.text());
        list.appendItem(found == names.end() ? id : Value::string(found->second));
    }
    return list;
}

const Value* metadataIn(const Value& object) {
    const Value* metadata = object.find("metadata");
    return metadata && metadata->isObject() ? metadata : nullptr;
}

} // namespace

/// What the ids of one source are called in the new report.
struct Synthesis::Renaming {
    std::map<std::string, std::string> insights, charts;
};

std::string Synthesis::freeId(const std::string& id, std::set<std::string>& taken) {
    std::string free = taken.contains(id) ? newUuid() : id;
    taken.insert(free);
    return free;
}

std::string Synthesis::freeFileName(const std::string& name) {
    std::string free = name;
    const std::size_t dot = std::min(name.rfind('.'), name.size());
    for (int number = 2; !m_fileNames.insert(free).second; ++number)
        free = name.substr(0, dot) + '-' + std::to_string(number) + name.substr(dot);
    return free;
}

void Synthesis::addInsights(const Value& document, Renaming& renaming) {
    for (const Value& each : itemsAt(document, "insights")) {
        Value insight = each;
        const std::string id = each.stringAt("insight_id").value_or("");
        const std::string free = freeId(id, m_insightIds);
        insight.set("insight_id", Value::string(free));
        renaming.insights.try_emplace(id, free); // of doubled ones the first is meant
        applyCitationShim(insight);
        Value* metadata = insight.edit("metadata");
        const auto chart = metadata && metadata->isObject() ? metadata->stringAt("chart_id") : std::nullopt;
        if (chart && renaming.charts.contains(*chart))
            metadata->set("chart_id", Value::string(renaming.charts.at(*chart)));
        m_insights.appendItem(std::move(insight));
    }
}

void Synthesis::addSections(const Value& document, const Renaming& renaming) {
    for (const Value* each : inDisplayOrder(document)) {
        Value section = *each;
        section.set("section_id",
                    Value::string(freeId(each->stringAt("section_id").value_or(""), m_sectionIds)));
        section.set("order", Value::integer(static_cast<std::int64_t>(m_sections.size())));
        if (const Value* ids = each->find("insight_ids"))
            section.set("insight_ids", renamed(*ids, renaming.insights));
        m_sections.appendItem(std::move(section));
    }
}

std::vector<ChartFile> Synthesis::addCharts(const Value& document, const Renaming& renaming) {
    std::vector<ChartFile> files;
    const Value* metadata = metadataIn(document);
    const Value* charts = metadata ? metadata->find("charts") : nullptr;
    for (const json::Member* member :
         charts && charts->isObject() ? membersThatCount(*charts) : std::vector<const json::Member*>()) {
        Value chart = member->value;
        if (const Value* linked = member->value.find("linked_insights"))
            chart.set("linked_insights", renamed(*linked, renaming.insights));
        const std::string path = member->value.stringAt("path").value_or("");
        if (path.starts_with(filesFolder) && isSafeName(path.substr(std::string(filesFolder).size()))) {
            const std::string name = path.substr(std::string(filesFolder).size());
            files.push_back({name, freeFileName(name)});
            chart.set("path", Value::string(filesFolder + files.back().newName));
        }
        m_charts.set(renaming.charts.at(member->key), std::move(chart));
    }
    return files;
}

std::vector<ChartFile> Synthesis::add(const Value& document) {
    m_sources.push_back(document.stringAt("report_id").value_or(""));
    Renaming renaming;
    const Value* metadata = metadataIn(document);
    for (const Value& tag : metadata ? itemsAt(*metadata, "tags") : std::vector<Value>())
        m_tags.insert(tag.text());
    if (const Value* charts = metadata ? metadata->find("charts") : nullptr)
        for (const json::Member* chart : membersThatCount(*charts))
            renaming.charts.emplace(chart->key, freeId(chart->key, m_chartIds));
    addInsights(document, renaming);
    addSections(document, renaming);
    return addCharts(document, renaming);
}

Value Synthesis::outline() const {
    std::set<std::string> tags = m_tags;
    tags.insert("synthesized");
    Value metadata = Value::object({{"tags", distinctTexts({tags.begin(), tags.end()})},
                                    {"template", Value::string(templateWord(Template::standard))},
                                    {"synthesized_from", distinctTexts(m_sources)},
                                    {"synthesis_note", Value::string(note)}});
    if (m_charts.size() > 0)
        metadata.set("charts", m_charts);
    return Value::object({{"version", Value::string("1.0")},
                          {"sections", m_sections},
                          {"insights", m_insights},
                          {"metadata", std::move(metadata)}});
}

} // namespace stemma::report
