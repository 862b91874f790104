// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/json/json_value.h"
#include "ui/report/outline_plans.h"

class QMimeData;

namespace stemma::ui {

/// What parts are called on the clipboard and while they are dragged.
inline constexpr char partsMimeType[] = "application/x-stemma-parts+json";

// Copies of parts: `{"report": id, "directory": path, "sections": [{…, "insights": [{…}]}], "insights":
// [{…}]}`, the parts with all their fields and citations; or citations (citation_copies.h). Copies that other
// programs made may lack anything.

[[nodiscard]] json::Value copyOf(const report::LoadedReport& report, const PartSet& parts);
/// Copies as they lie on the clipboard and are dragged; the caller's.
[[nodiscard]] QMimeData* mimeDataOf(const json::Value& copies);
/// The same as Markdown, for other programs: sections as headings, insights as list items; a single insight
/// as its text alone.
[[nodiscard]] QString markdownOf(const json::Value& copies);

/// Puts copies in at a place. Sections go behind the section of the place (where it has none: before the
/// section `before`), insights to the place itself (if the report has no section yet, into a new one that is
/// called `newSection`). Ids stay where the copy came
/// from this very report and the id is free again (a move by cut and paste), else they are new. `made` hears
/// the keys of what was put in, as OutlineModel has them.
[[nodiscard]] json::Value pasteEdits(const report::LoadedReport& report, const json::Value& copies,
                                     const PartPlace& place, const std::string& newSection,
                                     std::vector<std::string>& made);
/// A copy of each part behind it.
[[nodiscard]] json::Value duplicateEdits(const report::LoadedReport& report, const PartSet& parts,
                                         std::vector<std::string>& made);

/// Reads plain text as an outline: headings (`#`, or a line underlined with `===` or `---`) become sections,
/// list items insights, text before a section's first list item its content; without any heading, paragraphs
/// and list items become insights. Never fails: whatever it is, its words are in the answer.
[[nodiscard]] json::Value copyFromText(const QString& text);

} // namespace stemma::ui
