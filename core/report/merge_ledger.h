// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/report/outline_merge.h"

namespace stemma::report {

/// The disagreements of one merge and what was decided about them. Only for the files that implement
/// outline_merge.h.
class MergeLedger {
public:
    MergeLedger(Prefer prefer, const std::vector<Resolution>& resolutions);

    struct Decision {
        Choice choice = Choice::ours;
        const json::Value* value = nullptr; ///< for Choice::text
        bool byPerson = false;              ///< and not by what is preferred
        /// Whether their side stands where there is no third way.
        [[nodiscard]] bool takesTheirs() const { return choice == Choice::theirs; }
    };
    /// Notes a disagreement and says what is to stand. The decision holds as long as the resolutions live.
    Decision decide(MergeConflict conflict);
    /// What stands in small matters that nobody is asked about.
    [[nodiscard]] bool prefersTheirs() const { return m_prefer == Prefer::theirs; }

    std::vector<MergeConflict> conflicts;
    std::vector<MergeConflict> resolved;

private:
    Prefer m_prefer;
    std::unordered_map<std::string, const Resolution*> m_resolutions;
};

} // namespace stemma::report
