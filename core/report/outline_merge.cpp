// SPDX-License-Identifier: MIT
#include "core/report/outline_merge.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/merge_citations.h"
#include "core/report/merge_fates.h"
#include "core/report/merge_fields.h"
#include "core/report/merge_ledger.h"
#include "core/report/merge_order.h"
#include "core/report/merge_sheet.h"

namespace stemma::report {

namespace {

using json::Value;
using Names = std::vector<std::string>;

/// Makes the merged document of what is to stay.
class Assembly {
public:
    Assembly(const MergeSheets& sheets, const MergeFates& fates, MergeLedger& ledger)
        : m_sheets(sheets)
        , m_fates(fates)
        , m_ledger(ledger)
        , m_result(*sheets.theirs.document) {}

    Value run() {
        constexpr std::array<std::string_view, 2> lists{"sections", "insights"};
        const ThreeValues documents{m_sheets.base.document, m_sheets.ours.document, m_sheets.theirs.document};
        const PartName report{"report", {}, documents.ours->stringAt("title").value_or("")};
        mergeFields(m_result, documents, report, outlineFields(), lists, m_ledger);
        mergeSections();
        mergeInsights();
        return std::move(m_result);
    }

private:
    /// Puts the parts that stay into a list of the result; their names, in its order.
    Names arrangeParts(const char* key, const PartList& base, const PartList& ours, const PartList& theirs,
                       const std::unordered_set<std::string>& stays) {
        const Names wanted = mergedOrder(base.names, staying(ours.names, stays), staying(theirs.names, stays),
                                         m_ledger.prefersTheirs())
                                 .order;
        if (wanted == theirs.names)
            return wanted;
        if (m_result.find(key) == nullptr)
            setLike(m_result, key, Value::array(), *m_sheets.ours.document);
        arrange(*m_result.edit(key), theirs.names, wanted,
                [&](const std::string& name) { return *ours.find(name); });
        return wanted;
    }

    void mergeSections() {
        const PartList& base = m_sheets.base.sections;
        const PartList& ours = m_sheets.ours.sections;
        const PartList& theirs = m_sheets.theirs.sections;
        const Names names = arrangeParts("sections", base, ours, theirs, m_fates.sections);
        constexpr std::array<std::string_view, 2> skip{"order", "insight_ids"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            Value& section = m_result.edit("sections")->editItem(i);
            const ThreeValues three{base.find(names[i]), ours.find(names[i]), theirs.find(names[i])};
            if (!section.isObject())
                continue;
            const PartName part{"section", names[i], section.stringAt("title").value_or("")};
            if (three.ours != nullptr && three.theirs != nullptr)
                mergeFields(section, three, part, sectionFields(), skip, m_ledger);
            mergeReferences(section, part, m_sheets, m_fates, m_ledger);
        }
        if (!names.empty())
            mergeSectionOrder(*m_result.edit("sections"), names, m_sheets, m_fates, m_ledger);
    }

    void mergeInsights() {
        const PartList& base = m_sheets.base.insights;
        const PartList& ours = m_sheets.ours.insights;
        const PartList& theirs = m_sheets.theirs.insights;
        const Names names = arrangeParts("insights", base, ours, theirs, m_fates.insights);
        constexpr std::array<std::string_view, 2> skip{"citations", "supporting_queries"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            const ThreeValues three{base.find(names[i]), ours.find(names[i]), theirs.find(names[i])};
            if (three.ours == nullptr || three.theirs == nullptr || *three.ours == *three.theirs)
                continue;
            Value& insight = m_result.edit("insights")->editItem(i);
            const PartName part{"insight", names[i], three.ours->stringAt("summary").value_or("")};
            mergeFields(insight, three, part, insightFields(), skip, m_ledger);
            mergeCitations(insight, three, part, m_ledger);
        }
    }

    const MergeSheets& m_sheets;
    const MergeFates& m_fates;
    MergeLedger& m_ledger;
    Value m_result;
};

/// Where each part is displayed, whether it stays or not.
class DisplayRank {
public:
    explicit DisplayRank(const MergeSheets& sheets)
        : m_sheets(sheets) {
        const Names sections =
            diff::mergeOrders(sheets.base.shown, sheets.ours.shown, sheets.theirs.shown).order;
        for (std::size_t i = 0; i < sections.size(); ++i)
            m_sections[sections[i]] = i + 1;
    }

    using Rank = std::array<std::size_t, 3>;
    [[nodiscard]] Rank of(const MergeConflict& conflict) const {
        if (conflict.what == "report")
            return {0, 0, 0};
        if (conflict.what == "section")
            return {sectionRank(conflict.id), 0, 0};
        const bool citation = conflict.what == "citation";
        const std::string insight = citation ? conflict.id.substr(0, conflict.id.find('/')) : conflict.id;
        for (const MergeSheet* sheet : {&m_sheets.ours, &m_sheets.theirs, &m_sheets.base}) {
            if (!sheet->insights.has(insight))
                continue;
            const std::string place = sheet->placeOf(insight);
            return {sectionRank(place), positionIn(*sheet, place, insight), citation ? 1U : 0U};
        }
        return {m_sections.size() + 1, 0, 0};
    }

private:
    [[nodiscard]] std::size_t sectionRank(const std::string& name) const {
        const auto found = m_sections.find(name);
        return found == m_sections.end() ? m_sections.size() + 1 : found->second;
    }

    static std::size_t positionIn(const MergeSheet& sheet, const std::string& section,
                                  const std::string& insight) {
        const auto& references = sheet.referencesOf(section);
        const auto found =
            std::find_if(references.begin(), references.end(), [&](const Reference& reference) {
                return reference.isHome && reference.name == insight;
            });
        return section.empty() ? sheet.insights.at.at(insight) + 1
                               : static_cast<std::size_t>(found - references.begin()) + 1;
    }

    const MergeSheets& m_sheets;
    std::unordered_map<std::string, std::size_t> m_sections;
};

void sortByDisplay(std::vector<MergeConflict>& conflicts, const DisplayRank& display) {
    std::stable_sort(conflicts.begin(), conflicts.end(), [&](const MergeConflict& a, const MergeConflict& b) {
        return display.of(a) < display.of(b);
    });
}

Result<MergeSheets> sheetsOf(const Value& base, const Value& ours, const Value& theirs,
                             const MergeNames& names) {
    auto b = mergeSheet(base, names.base);
    auto o = mergeSheet(ours, names.ours);
    auto t = mergeSheet(theirs, names.theirs);
    for (auto* sheet : {&b, &o, &t}) {
        if (!*sheet)
            return fail(sheet->error());
    }
    return MergeSheets{std::move(*b), std::move(*o), std::move(*t)};
}

OutlineMerge mergeSheets(const MergeSheets& sheets, Prefer prefer,
                         const std::vector<Resolution>& resolutions) {
    MergeLedger ledger(prefer, resolutions);
    const MergeFates fates = decideFates(sheets, ledger);
    OutlineMerge merge;
    merge.document = Assembly(sheets, fates, ledger).run();
    merge.bytes = json::bytesOf(merge.document);
    merge.conflicts = std::move(ledger.conflicts);
    merge.resolved = std::move(ledger.resolved);
    const DisplayRank display(sheets);
    sortByDisplay(merge.conflicts, display);
    sortByDisplay(merge.resolved, display);
    return merge;
}

} // namespace

Result<OutlineMerge> mergeOutlines(std::string_view base, std::string_view ours, std::string_view theirs,
                                   Prefer prefer, const std::vector<Resolution>& resolutions,
                                   const MergeNames& names) {
    auto baseDocument = json::parseFile(base, names.base);
    auto oursDocument = json::parseFile(ours, names.ours);
    auto theirsDocument = json::parseFile(theirs, names.theirs);
    for (auto* document : {&baseDocument, &oursDocument, &theirsDocument}) {
        if (!*document)
            return fail(document->error());
    }
    auto sheets = sheetsOf(*baseDocument, *oursDocument, *theirsDocument, names);
    if (!sheets)
        return fail(sheets.error());
    if (ours == base || ours == theirs)
        return OutlineMerge{std::move(*theirsDocument), std::string(theirs), {}, {}};
    if (theirs == base)
        return OutlineMerge{std::move(*oursDocument), std::string(ours), {}, {}};
    return mergeSheets(*sheets, prefer, resolutions);
}

} // namespace stemma::report
