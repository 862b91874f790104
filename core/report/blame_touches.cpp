// SPDX-License-Identifier: MIT
#include "core/report/blame_touches.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace stemma::report {

namespace {

using SectionsByInsight = std::unordered_multimap<std::string, std::string>;

/// In which sections the insights stand, before or after; needed only where citations changed.
SectionsByInsight sectionsByInsight(const history::Comparison& comparison) {
    SectionsByInsight sections;
    const bool cited = std::any_of(comparison.changes.begin(), comparison.changes.end(),
                                   [](const diff::Change& change) { return change.what == "citation"; });
    if (!cited)
        return sections;
    for (const diff::Tree* tree : {&comparison.beforeTree, &comparison.afterTree})
        for (const diff::Part& part : *tree)
            if (part.what == "insight" && !part.parent.empty())
                sections.emplace(part.id, part.parent);
    return sections;
}

} // namespace

PartNumber PartNumbers::number(std::string key) {
    return m_numbers.try_emplace(std::move(key), static_cast<PartNumber>(m_numbers.size())).first->second;
}

PartNumber PartNumbers::part(const std::string& what, const std::string& id) {
    return number(what + ':' + id);
}

PartNumber PartNumbers::field(PartNumber part, const std::string& name) {
    return number(std::to_string(part) + '.' + name); // no kind of part is a number
}

Touches::Touches(const history::Comparison& comparison, PartNumbers& numbers) {
    const SectionsByInsight sections = sectionsByInsight(comparison);
    m_touches.reserve(comparison.changes.size());
    for (const diff::Change& change : comparison.changes) {
        Touch touch{numbers.part(change.what, change.id), change.kind, 0, 0};
        for (const diff::FieldChange& field : change.fields)
            m_numbers.push_back(numbers.field(touch.part, field.name));
        touch.fieldsEnd = static_cast<std::uint32_t>(m_numbers.size());
        for (const std::string* holder : {&change.parent, &change.oldParent}) {
            if (holder->empty())
                continue;
            m_numbers.push_back(numbers.part(change.what == "insight" ? "section" : "insight", *holder));
            const auto [first, last] = change.what == "citation" ? sections.equal_range(*holder)
                                                                 : std::pair(sections.end(), sections.end());
            for (auto section = first; section != last; ++section)
                m_numbers.push_back(numbers.part("section", section->second));
        }
        touch.holdersEnd = static_cast<std::uint32_t>(m_numbers.size());
        m_touches.push_back(touch);
    }
    m_numbers.shrink_to_fit();
}

std::span<const PartNumber> Touches::fields(std::size_t at) const {
    const std::size_t begin = at == 0 ? 0 : m_touches[at - 1].holdersEnd;
    return std::span(m_numbers).subspan(begin, m_touches[at].fieldsEnd - begin);
}

std::span<const PartNumber> Touches::holders(std::size_t at) const {
    const std::size_t begin = m_touches[at].fieldsEnd;
    return std::span(m_numbers).subspan(begin, m_touches[at].holdersEnd - begin);
}

} // namespace stemma::report
