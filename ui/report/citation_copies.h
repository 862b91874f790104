// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "ui/report/citation_form.h"
#include "ui/report/outline_plans.h"

namespace stemma::ui {

/// A citation by where it is shown.
struct CitationRef {
    std::string insight;
    std::size_t at = 0;
};

/// A place between the citations of an insight, as they were shown: before the one at `before`, or behind
/// all. It is found again by what stood there.
struct CitationPlace {
    ShownCitations shown;
    std::size_t before = 0;
};

// Citations among copies of parts (part_copies.h): `"citations": [{"insight_id", "at", "citation": {…}}]`.
// Each is found again by what it is, wherever it stands by then; one that is gone is passed over. Pure.

[[nodiscard]] json::Value copyOfCitations(const report::LoadedReport& report,
                                          const std::vector<CitationRef>& citations);
[[nodiscard]] bool hasCitations(const json::Value& copies);
/// One line for each, for other programs.
[[nodiscard]] QString citationsText(const json::Value& copies);

/// Adds copies at a place.
[[nodiscard]] json::Value pasteCitationEdits(const report::LoadedReport& report, const json::Value& copies,
                                             const CitationPlace& place);
/// Moves this very report's own to a place, of the same insight or another one.
[[nodiscard]] json::Value carryCitationEdits(const report::LoadedReport& report, const json::Value& copies,
                                             const CitationPlace& place);
[[nodiscard]] json::Value deleteCitationEdits(const report::LoadedReport& report, const json::Value& copies);

} // namespace stemma::ui
