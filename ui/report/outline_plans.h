// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/json/json_value.h"
#include "core/report/report_library.h"

namespace stemma::ui {

/// Parts of an outline, in display order, each once: no insight of a section that is itself among them.
struct PartSet {
    std::vector<std::string> sections;
    std::vector<std::string> insights;
    [[nodiscard]] bool empty() const { return sections.empty() && insights.empty(); }
    [[nodiscard]] std::size_t size() const { return sections.size() + insights.size(); }
};

/// A place between parts. For insights: in `section`, before the insight `before`; for sections: before the
/// section `before`. An empty `before` is the end.
struct PartPlace {
    std::string section;
    std::string before;
};

enum class Direction { up, down };

/// A text as it stands in a box of many lines, cut in two.
struct TextCut {
    QString text; ///< all of it
    qsizetype at = 0;
    [[nodiscard]] QString left() const { return text.left(at).trimmed(); }
    [[nodiscard]] QString right() const { return text.mid(at).trimmed(); }
};

// What the commands of the outline page are as edit lists (core/report/outline_edit.h), made for the report
// as it is. Pure. An empty list where there is nothing to do, also where a part is no longer there: the
// person sees that it is gone. Positions count references that lead nowhere too, as the format's lists do.

/// `id` and `title` of a new section, after the section `after` (empty: at the end).
[[nodiscard]] json::Value addSectionEdits(const report::LoadedReport& report, const std::string& after,
                                          const std::string& id, const std::string& title);
[[nodiscard]] json::Value addInsightEdits(const report::LoadedReport& report, const PartPlace& place,
                                          const std::string& id, const std::string& summary);
[[nodiscard]] json::Value deleteEdits(const report::LoadedReport& report, const PartSet& parts);
/// Moves sections, or insights, to a place, keeping their order. Of a mixed set only the sections.
[[nodiscard]] json::Value moveEdits(const report::LoadedReport& report, const PartSet& parts,
                                    const PartPlace& place);
/// Moves each by one place; insights at the end of a section go on into the next one.
[[nodiscard]] json::Value stepEdits(const report::LoadedReport& report, const PartSet& parts,
                                    Direction direction);
/// Moves insights to the end of the section before, or the beginning of the one after.
[[nodiscard]] json::Value stepSectionEdits(const report::LoadedReport& report, const PartSet& parts,
                                           Direction direction);
/// Makes two of an insight: what is left of the cut stays it, the rest becomes `newId` behind it, with the
/// same importance, status and citations, so that no statement is left without its sources. Empty where the
/// insight's text is not the one that was cut: whose words stand there now was not seen.
[[nodiscard]] json::Value splitEdits(const report::LoadedReport& report, const std::string& insight,
                                     const TextCut& cut, const std::string& newId);
/// Joins an insight with the next one of its section: texts with a blank line between them, all citations.
[[nodiscard]] json::Value joinEdits(const report::LoadedReport& report, const std::string& insight);
/// The insight that joinEdits() would take in; empty if there is none.
[[nodiscard]] std::string nextInsight(const report::Outline& outline, const std::string& insight);

/// Sets one field of each insight, where it isn't that already.
[[nodiscard]] json::Value fieldEdits(const report::LoadedReport& report,
                                     const std::vector<std::string>& insights, const char* field,
                                     const json::Value& value);
[[nodiscard]] json::Value sectionFieldEdits(const std::string& section, const char* field, json::Value value);
/// Moves a citation of an insight to another place among them.
[[nodiscard]] json::Value moveCitationEdits(const report::LoadedReport& report, const std::string& insight,
                                            std::size_t from, std::size_t to);

/// The id of the section that shows the insight; empty if none does.
[[nodiscard]] std::string sectionOf(const report::Outline& outline, const std::string& insight);
[[nodiscard]] const report::Section* sectionById(const report::Outline& outline, const std::string& id);
/// The part of the document with that id; null pointer if there is none.
[[nodiscard]] const json::Value* documentPart(const json::Value& document, const char* list,
                                              const char* idKey, const std::string& id);

/// One element of an edit list.
[[nodiscard]] json::Value editOp(const char* op, std::vector<std::pair<std::string, json::Value>> keys);

} // namespace stemma::ui
