// SPDX-License-Identifier: MIT
#include "core/report/merge_order.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/report/section_order.h"

namespace stemma::report {

namespace {

using json::Value;
using Names = std::vector<std::string>;

Value listOf(const Names& names) {
    std::vector<Value> items;
    for (const std::string& name : names)
        items.push_back(Value::string(name));
    return Value::array(std::move(items));
}

/// An order, and a person's word where the sides disagree about it.
Names decidedOrder(const Names& base, const Names& ours, const Names& theirs, MergeConflict conflict,
                   MergeLedger& ledger) {
    const diff::OrderMerge merge = mergedOrder(base, ours, theirs, ledger.prefersTheirs());
    if (!merge.conflict)
        return merge.order;
    const auto known = [&](const Names& names) {
        const std::unordered_set<std::string> either(merge.order.begin(), merge.order.end());
        return listOf(staying(names, either));
    };
    conflict.base = known(base);
    conflict.ours = listOf(ours);
    conflict.theirs = listOf(theirs);
    return mergedOrder(base, ours, theirs, ledger.decide(std::move(conflict)).takesTheirs()).order;
}

// References

/// Merges the references of one section.
class ReferenceMerge {
public:
    ReferenceMerge(const std::string& section, const MergeSheets& sheets, const MergeFates& fates)
        : m_section(section)
        , m_base(sheets.base.referencesOf(section))
        , m_ours(sheets.ours.referencesOf(section))
        , m_theirs(sheets.theirs.referencesOf(section))
        , m_sheets(sheets)
        , m_fates(fates) {
        for (const auto* side : {&m_ours, &m_theirs}) {
            for (const Reference& reference : *side)
                m_values.emplace(reference.name, reference.value);
        }
    }

    [[nodiscard]] Names staying(const std::vector<Reference>& side, const MergeSheet& sheet,
                                const std::vector<Reference>& other) const {
        Names names;
        for (const Reference& reference : side) {
            if (reference.isHome ? standsHere(reference.name) : extraStays(reference, sheet, other))
                names.push_back(reference.name);
        }
        return names;
    }

    [[nodiscard]] Names base() const { return namesOf(m_base); }
    [[nodiscard]] Names ours() const { return staying(m_ours, m_sheets.ours, m_theirs); }
    [[nodiscard]] Names theirs() const { return staying(m_theirs, m_sheets.theirs, m_ours); }

    [[nodiscard]] std::vector<Value> valuesOf(const Names& names) const {
        std::unordered_map<std::string, std::size_t> left;
        const auto count = [](const std::vector<Reference>& side, const Value& value) {
            return static_cast<std::size_t>(std::count_if(
                side.begin(), side.end(), [&](const Reference& other) { return *other.value == value; }));
        };
        std::vector<Value> values;
        for (const std::string& name : names) {
            const auto found = m_values.find(name);
            const Value value = found == m_values.end() ? Value::string(name) : *found->second;
            if (!isHome(name)) {
                const std::size_t most = std::max(count(m_ours, value), count(m_theirs, value));
                const bool homeToo = value.isString() && standsHere(value.text());
                if (left[value.text()] + (homeToo ? 1 : 0) >= most)
                    continue;
                ++left[value.text()];
            }
            values.push_back(value);
        }
        return values;
    }

private:
    static Names namesOf(const std::vector<Reference>& references) {
        Names names;
        for (const Reference& reference : references)
            names.push_back(reference.name);
        return names;
    }

    [[nodiscard]] static bool isHome(const std::string& name) { return !name.starts_with('+'); }

    [[nodiscard]] bool standsHere(const std::string& insight) const {
        const auto found = m_fates.place.find(insight);
        return found != m_fates.place.end() && found->second == m_section;
    }

    static bool has(const std::vector<Reference>& references, const std::string& name) {
        return std::any_of(references.begin(), references.end(),
                           [&](const Reference& reference) { return reference.name == name; });
    }

    /// Whether a reference stays that is not where its insight stands: unless the other side took it out, or
    /// it would come to dangle.
    [[nodiscard]] bool extraStays(const Reference& reference, const MergeSheet& sheet,
                                  const std::vector<Reference>& other) const {
        if (has(m_base, reference.name) && !has(other, reference.name) &&
            m_sheets.ours.sections.has(m_section) && m_sheets.theirs.sections.has(m_section))
            return false;
        const bool alive = !reference.value->isString() || !sheet.insights.has(reference.value->text());
        return alive || m_fates.insights.contains(reference.value->text());
    }

    std::string m_section;
    const std::vector<Reference>& m_base;
    const std::vector<Reference>& m_ours;
    const std::vector<Reference>& m_theirs;
    const MergeSheets& m_sheets;
    const MergeFates& m_fates;
    std::unordered_map<std::string, const Value*> m_values;
};

/// Makes the list hold these values, keeping the bytes of what stays.
void setItems(Value& list, const std::vector<Value>& wanted) {
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const auto& items = list.items();
        const auto from = items.begin() + static_cast<std::ptrdiff_t>(std::min(at, items.size()));
        const auto present = std::find(from, items.end(), wanted[at]);
        if (present == items.end())
            list.insertItem(at, wanted[at]);
        else if (present != from)
            list.moveItem(static_cast<std::size_t>(present - items.begin()), at);
    }
    while (list.size() > wanted.size())
        list.removeItem(list.size() - 1);
}

// Sections

/// Gives each section the number that the side gave it that changed it; where both did, theirs.
void takeOrderNumbers(Value& sections, const Names& names, const MergeSheets& sheets) {
    const FieldRule* rule = findField(sectionFields(), "order");
    for (std::size_t i = 0; i < names.size(); ++i) {
        const ThreeValues parts{sheets.base.sections.find(names[i]), sheets.ours.sections.find(names[i]),
                                sheets.theirs.sections.find(names[i])};
        if (parts.ours == nullptr || parts.theirs == nullptr || !sections.items()[i].isObject())
            continue;
        const ThreeValues order = parts.at("order");
        if (order.ours != nullptr && sameField(order.base, order.theirs, rule) &&
            !sameField(order.ours, order.theirs, rule))
            setLike(sections.editItem(i), "order", *order.ours, *parts.ours);
    }
}

/// Whether the sections display as `wanted` (indices into them).
bool displaysAs(const Value& sections, const std::vector<std::size_t>& wanted) {
    std::vector<const Value*> parts;
    for (const Value& section : sections.items())
        parts.push_back(&section);
    return byOrder(parts) == wanted;
}

/// Changes few numbers so that the sections display as `wanted`; all of them if one is beyond 64 bits.
void renumber(Value& sections, const std::vector<std::size_t>& wanted) {
    const auto number = [&](std::size_t index) {
        return Value::numberFromText(orderText(sections.items()[index])).asInteger();
    };
    constexpr std::int64_t most = std::int64_t{1} << 62;
    const bool fit = std::all_of(wanted.begin(), wanted.end(),
                                 [&](std::size_t index) { return number(index).value_or(most) < most; });
    std::int64_t least = 0;
    for (const std::size_t index : wanted) {
        const std::int64_t order = fit ? std::max(number(index).value_or(0), least) : least;
        if (sections.items()[index].isObject() && number(index) != order)
            sections.editItem(index).set("order", Value::integer(order));
        least = order + 1;
    }
}

} // namespace

Names staying(const Names& names, const std::unordered_set<std::string>& stays) {
    Names out;
    std::copy_if(names.begin(), names.end(), std::back_inserter(out),
                 [&](const std::string& name) { return stays.contains(name); });
    return out;
}

diff::OrderMerge mergedOrder(const Names& base, const Names& ours, const Names& theirs, bool theirsStand) {
    return theirsStand ? diff::mergeOrders(base, theirs, ours) : diff::mergeOrders(base, ours, theirs);
}

void mergeReferences(Value& section, const PartName& part, const MergeSheets& sheets, const MergeFates& fates,
                     MergeLedger& ledger) {
    const ReferenceMerge merge(part.id, sheets, fates);
    Names order = decidedOrder(
        merge.base(), merge.ours(), merge.theirs(),
        {ConflictKind::place, part.what, part.id, part.title, "insight_ids", {}, {}, {}, false}, ledger);
    if (const auto returned = fates.returned.find(part.id); returned != fates.returned.end())
        order.insert(order.end(), returned->second.begin(), returned->second.end());
    const std::vector<Value> values = merge.valuesOf(order);
    const Value* list = section.find("insight_ids");
    if (list == nullptr ? values.empty() : list->items() == values)
        return;
    if (list == nullptr) {
        const Value* model = sheets.ours.sections.find(part.id);
        setLike(section, "insight_ids", Value::array(), model == nullptr ? section : *model);
    }
    setItems(*section.edit("insight_ids"), values);
}

void mergeSectionOrder(Value& sections, const Names& names, const MergeSheets& sheets,
                       const MergeFates& fates, MergeLedger& ledger) {
    const Names order = decidedOrder(sheets.base.shown, staying(sheets.ours.shown, fates.sections),
                                     staying(sheets.theirs.shown, fates.sections),
                                     {ConflictKind::place,
                                      "report",
                                      {},
                                      sheets.ours.document->stringAt("title").value_or(""),
                                      "sections",
                                      {},
                                      {},
                                      {},
                                      false},
                                     ledger);
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < names.size(); ++i)
        index[names[i]] = i;
    std::vector<std::size_t> wanted;
    for (const std::string& name : order)
        wanted.push_back(index.at(name));
    takeOrderNumbers(sections, names, sheets);
    if (!displaysAs(sections, wanted))
        renumber(sections, wanted);
}

} // namespace stemma::report
