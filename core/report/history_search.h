// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/report/text_search.h"

namespace stemma::report {

enum class TextChange {
    came, ///< it stands there more often than before
    went,
};
[[nodiscard]] const char* textChangeWord(TextChange change);

/// A change of the history that brought a text to a field, or took it away. A part that was moved has
/// neither.
struct HistoryHit {
    ReportId report;
    std::string reportTitle; ///< as it is now, else as it was last
    std::size_t n = 0;       ///< of the row in the report's timeline
    std::string action;      ///< its action id; empty where no event tells of it
    std::string actionType;
    std::string ts, actor; ///< as the row has them
    TextChange change = TextChange::came;
    /// Where: with the matches after the change and excerpts of those that came, or before it and of those
    /// that went.
    FoundText found;
    std::size_t matchesBefore = 0;
    std::size_t matchesAfter = 0;
    /// Which change it was is known. Otherwise versions are lost, or can't be searched: it was this row or
    /// one between it and `since`, the last row after which the report is known (0: none, it may have been
    /// there from the beginning).
    bool exact = true;
    std::size_t since = 0;
};

struct HistorySearch {
    std::vector<HistoryHit> hits; ///< by report, the oldest first
    std::vector<SearchGap> gaps;  ///< versions that can't be searched
    bool more = false;            ///< there is more than the limit
    std::size_t versions = 0;     ///< that were searched
};

/// Searches all versions of reports: the changes with which a text came to a field, or went. The texts are
/// those of searchTexts(). Every file is read once, with several threads, and the same bytes are searched
/// once; nothing is written. Versions in the trash are not searched. Errors as searchTexts() has them; a
/// damaged or missing version is a gap.
[[nodiscard]] Result<HistorySearch> searchHistory(io::Disk& disk, const std::string& root,
                                                  const TextQuery& query, const SearchScope& scope,
                                                  const Progress& progress = {});

} // namespace stemma::report
