// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/report/text_query.h"

namespace stemma::report {

/// Where to search, and how much is enough.
struct SearchScope {
    std::vector<ReportId> reports; ///< folders' names; none: all of the library but the trash
    std::size_t limit = std::numeric_limits<std::size_t>::max(); ///< the most hits
};

/// What could not be searched, or not all of it.
struct SearchGap {
    ReportId report;
    std::string file;    ///< within the report: `outline.json`, `backups/…`, `audit.jsonl`
    bool partly = false; ///< damaged, but what can be shown of it was searched
    std::string why;
};

/// A field of a report as it is now in which the text stands.
struct TextHit {
    ReportId report;
    std::string reportTitle;
    FoundText found;
};

struct TextSearch {
    std::vector<TextHit> hits; ///< by report, then as the outline has them
    std::vector<SearchGap> gaps;
    bool more = false; ///< there is more than the limit
};

/// Searches the reports of a library as they are now: titles, sections, insights, what they cite, tags and
/// all other texts, but for ids and times (outline_texts.h). Reads with several threads and writes nothing.
/// A report that is gone meanwhile has no hits. ErrorCode::usage for a query that is none, notFound or unsafe
/// for a report of the scope, cancelled.
[[nodiscard]] Result<TextSearch> searchTexts(io::Disk& disk, const std::string& root, const TextQuery& query,
                                             const SearchScope& scope, const Progress& progress = {});

} // namespace stemma::report
