// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/report_operations.h"

namespace stemma::report {

/// One part of a report, or one field of it, by the names that outlineTree() (outline.h) gives them.
struct PartChoice {
    std::string what;  ///< "report", "section", "insight", "citation"
    std::string id;    ///< "report" of the report itself
    std::string field; ///< empty: all of the part that differs; placeField: where it stands, and no field
    friend bool operator==(const PartChoice&, const PartChoice&) = default;
};

/// In PartChoice::field: the place of a part that was moved.
inline constexpr const char* placeField = "(place)";

/// What comes with a part that is chosen whole.
enum class Company {
    /// A section: the insights that stand in it in that version; those that are missing come back, the others
    /// become what they were, where they were. An insight: the same of its citations. What came to stand
    /// there later stays.
    contents,
    alone, ///< nothing; an insight that is missing still comes with its citations
};

/// What is to be as it was in a version.
struct RestorePartsRequest {
    std::string version; ///< as restoreVersion() takes it; a file may be an outline of another report
    /// Each a difference between the report as it is now and that version. A part that only the version has
    /// is brought back, one that only the report has is taken out, one that was moved goes back to its place.
    std::vector<PartChoice> parts;
    std::optional<std::string> trashed = {}; ///< a folder in the trash: `version` is one of the report there
    /// A section that is there now: insights that are named and were elsewhere, or nowhere, go to its end.
    std::optional<std::string> into = {};
    Company company = Company::contents;
};

/// What restoring them would write.
struct RestorePartsPreview {
    std::string bytes;      ///< byte for byte what is written, but for the time stamp
    std::string baseSha256; ///< of the live outline that it would replace
    diff::Changes changes;  ///< from now to the result
    /// What comes, goes or moves with the chosen parts: what stands in them; the section (its own fields
    /// alone) or the insight (without its other citations) that they stand in and that is missing now; and
    /// where a section is taken out, the insights in it, which go too or stand where the version has them.
    std::vector<PartChoice> along;
    bool unchanged = false; ///< all of them are so already
    /// Changes after that version which touched any of these parts, by actor.
    std::vector<RestorePreview::Lost> lost;
};

/// The two sides that parts are chosen from, and who changed what between them.
struct PartsSource {
    std::string now;             ///< the outline as it is
    std::string version;         ///< and as it was
    std::string baseSha256;      ///< of the former
    std::string name;            ///< of the file that holds the latter
    bool begunByProgram = false; ///< the first change after the version was no person's
    /// What people changed after it: the fields, or the place, of parts; whole parts that they added or took
    /// away. Where a version around a person's change can't be read, all that differs may be theirs.
    std::vector<PartChoice> byPeople;
};

/// Reads what `request` would restore parts of, whatever its parts are. Errors as previewRestoreParts() has
/// them. Writes nothing.
[[nodiscard]] Result<PartsSource> readPartsSource(const Workspace& workspace, const ReportId& id,
                                                  const RestorePartsRequest& request,
                                                  const Progress& progress = {});

/// Restores parts of a report from any of its versions, from a file, or from a report in the trash. Nothing
/// else changes: the difference between now and the result has the chosen parts and those of `along` only;
/// what was not chosen keeps its bytes, and the report's id is never taken. A citation comes and goes with
/// its supporting query; no reference comes to dangle, but where a section's `insight_ids (other)` is chosen
/// for it. ErrorCode::usage: nothing or no difference of that kind is named, or it can't be had without
/// changing what wasn't chosen (the message says what). notFound: neither side has the part, or the version
/// isn't there. damaged: the report or that version can't be read. Writes nothing.
[[nodiscard]] Result<RestorePartsPreview> previewRestoreParts(const Workspace& workspace, const ReportId& id,
                                                              const RestorePartsRequest& request,
                                                              const Progress& progress = {});

/// The same as one new change. Its event is what the change is (report_event.h), with what was restored in
/// `stemma.restored`: the version and the parts. ErrorCode::conflict, and nothing is written, where the
/// outline on disk no longer hashes to `expectedBase`, the preview's baseSha256.
[[nodiscard]] Result<Saved> restoreParts(const Workspace& workspace, const ReportId& id,
                                         const RestorePartsRequest& request,
                                         const std::optional<std::string>& expectedBase = {});

} // namespace stemma::report
