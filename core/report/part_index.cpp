// SPDX-License-Identifier: MIT
#include "core/report/part_index.h"

#include "core/report/merge_sheet.h"
#include "core/report/outline.h"
#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

const json::Value* partAt(const json::Value& document, const char* list,
                          const std::unordered_map<std::string, std::size_t>& at, const std::string& name) {
    const auto found = at.find(name);
    return found == at.end() ? nullptr : &itemsAt(document, list)[found->second];
}

} // namespace

std::string partKey(std::string_view what, std::string_view id) {
    return std::string(what).append("|").append(id);
}

PartIndex::PartIndex(const json::Value& document)
    : m_document(document)
    , m_tree(outlineTree(document)) {
    for (const diff::Part& part : m_tree) {
        m_byKey.try_emplace(partKey(part.what, part.id), &part);
        m_children[partKey(part.what, part.parent)].push_back(part.id);
    }
    // The tree has the sections as they are displayed, and doubled ids are counted in that order.
    const auto& shown = in("section", "");
    m_sections.resize(shown.size());
    if (const json::Value* sections = document.find("sections")) {
        const auto order = displayOrder(*sections);
        for (std::size_t i = 0; i < shown.size(); ++i)
            m_sections[order[i]] = shown[i];
    }
    m_insights = partNames(itemsAt(document, "insights"), "insight_id");
    for (std::size_t i = 0; i < m_sections.size(); ++i)
        m_sectionAt.emplace(m_sections[i], i);
    for (std::size_t i = 0; i < m_insights.size(); ++i)
        m_insightAt.emplace(m_insights[i], i);
}

const diff::Part* PartIndex::find(std::string_view what, std::string_view id) const {
    const auto found = m_byKey.find(partKey(what, id));
    return found == m_byKey.end() ? nullptr : found->second;
}

const std::vector<std::string>& PartIndex::in(std::string_view what, std::string_view parent) const {
    static const std::vector<std::string> none;
    const auto found = m_children.find(partKey(what, parent));
    return found == m_children.end() ? none : found->second;
}

const json::Value* PartIndex::section(const std::string& name) const {
    return partAt(m_document, "sections", m_sectionAt, name);
}

const json::Value* PartIndex::insight(const std::string& name) const {
    return partAt(m_document, "insights", m_insightAt, name);
}

} // namespace stemma::report
