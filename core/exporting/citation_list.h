// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/report/outline.h"

namespace stemma::exporting {

/// Numbers the sources of a report in the order in which they are met: one source, one number. A citation
/// with an execution_id is that execution; others are told apart by what identifies their kind of source.
class CitationList {
public:
    /// From 1.
    std::size_t numberOf(const report::Citation& citation);

    [[nodiscard]] bool empty() const { return m_citations.empty(); }
    /// An ordered list, a readable line each, with anchors `source-<number>`.
    [[nodiscard]] std::string html() const;
    /// The same in Markdown, without anchors.
    [[nodiscard]] std::string markdown() const;

private:
    std::map<std::string, std::size_t> m_numbers;
    std::vector<report::Citation> m_citations;
};

} // namespace stemma::exporting
