// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/report/part_history.h"
#include "ui/history/timeline_entries.h"

namespace stemma::ui {

/// A part of a report to tell the history of, and what to call it.
struct HistoryPart {
    report::PartQuestion question;
    QString title; ///< one line; empty for the report
    friend bool operator==(const HistoryPart&, const HistoryPart&) = default;
};

/// "insight “Revenue grew …”", "section “Risks”, its title".
[[nodiscard]] QString partText(const HistoryPart& part);

/// The fields of a part whose histories can be told for themselves, by the format's names.
[[nodiscard]] std::vector<std::string> fieldsOf(const std::string& what);

/// Titles of sections by their ids.
using SectionTitles = std::map<std::string, QString>;

/// What became of a part in a change: "edited: text “…”", "moved from “Risks” to “Summary”", "removed".
/// `changes`: as changesOfPart() has them. Pure.
[[nodiscard]] QString howText(const diff::Changes& changes, const report::PartQuestion& question,
                              const SectionTitles& sections);

/// The rows of a part's history, newest first, "now" on top; only those in which it changed, and how. Pure.
[[nodiscard]] TimelineItems partItems(const report::PartHistory& history,
                                      const report::PartQuestion& question, const SectionTitles& sections);

/// The parts that a difference touches, removed ones first. Pure.
[[nodiscard]] std::vector<HistoryPart> partsIn(const diff::Changes& changes);

} // namespace stemma::ui
