// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/report/part_selection.h"
#include "core/report/restored_outline.h"

/// Private to the files that restore parts.
namespace stemma::report {

/// Brings the chosen citations of an outline to what the version has, both twins of each in step. The
/// insights are at their places already. All outlive it.
class RestoredCitations {
public:
    RestoredCitations(RestoredOutline& result, const PartIndex& now, const PartIndex& version,
                      const PartSelection& selection)
        : m_result(result)
        , m_now(now)
        , m_version(version)
        , m_selection(selection) {}

    void run();

private:
    [[nodiscard]] bool cameOrWent(const std::string& insight) const;
    void remove(const diff::Part& citation);
    void bring(const diff::Part& citation);
    void place(const diff::Part& citation);
    void edit(const diff::Part& citation, const std::vector<diff::FieldChange>& fields);
    void settleQueries(const std::string& insight);
    std::vector<std::string>& namesIn(const std::string& insight);

    RestoredOutline& m_result;
    const PartIndex& m_now;
    const PartIndex& m_version;
    const PartSelection& m_selection;
    std::unordered_map<std::string, std::vector<std::string>> m_names; ///< of an insight's citations
};

} // namespace stemma::report
