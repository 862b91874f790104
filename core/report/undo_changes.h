// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/outline_merge.h"
#include "core/report/report_operations.h"
#include "core/report/restore_parts.h"

namespace stemma::report {

/// Which past changes are to be taken out of a report, and what stands where later changes overlap them.
struct UndoRequest {
    std::vector<std::string> actions; ///< action ids or unique beginnings of them, in any order
    /// By the keys of UndoPreview::conflicts; `ours` is what is there now, `theirs` what was there before.
    std::vector<Resolution> resolutions;
    std::optional<diff::MergeSide> others = {}; ///< decides all that `resolutions` doesn't
    /// Only these parts, or fields of them, each a difference between now and the result without this, are
    /// taken out; all else of the changes stays. Sections go and come without their insights, unless those
    /// are named too.
    std::optional<std::vector<PartChoice>> parts = {};
};

/// What taking them out would write.
struct UndoPreview {
    std::vector<ActionId> undone; ///< oldest first
    std::string bytes;            ///< byte for byte what is written, but for the time stamp
    std::string baseSha256;       ///< of the live outline that it would replace
    diff::Changes changes;        ///< from now to the result
    bool unchanged = false;       ///< nothing of them is there any more
    /// What later changes overlap and nothing decides: base is what the change made, ours what is there now,
    /// theirs what was there before it. The result has what is there now; all else is taken out.
    std::vector<MergeConflict> conflicts;
    std::vector<MergeConflict> resolved; ///< the same, decided
    std::vector<PartChoice> along;       ///< where parts are named: what goes with them (restore_parts.h)
};

/// Takes changes out and keeps all others: a three-way merge over what the report was after them, of what it
/// is now with what it was before them (outline_merge.h), from the newest to the oldest; those that follow
/// one another are one. Undoing the last change gives the bytes before it, but for the two stamps. A report
/// that is damaged is ErrorCode::damaged; a change that isn't there, that replaced nothing, of another report
/// (that a fork brought along), or around which a version can't be read notFound, with the reason; parts
/// that can't be had without others usage. Writes nothing.
[[nodiscard]] Result<UndoPreview> previewUndo(const Workspace& workspace, const ReportId& id,
                                              const UndoRequest& request, const Progress& progress = {});

/// The same as one new change, whose event says what was taken out (`stemma.undoes`, and `stemma.parts` where
/// it was only those), and which can itself be taken out. ErrorCode::conflict, and nothing is written, where
/// previewUndo() has conflicts, or where the outline on disk no longer hashes to `expectedBase`. `purpose`:
/// undo where it is a step of undo or redo, which the event remembers as that of a restore does.
[[nodiscard]] Result<Saved> undoChanges(const Workspace& workspace, const ReportId& id,
                                        const UndoRequest& request,
                                        const std::optional<std::string>& expectedBase = {},
                                        RestorePurpose purpose = RestorePurpose::version);

/// Whether a row is an event's change that replaced something, also what is lost: that can't be taken out,
/// but whoever takes all of some changes out must not pass over it.
[[nodiscard]] bool replacedSomething(const history::TimelineRow& row);
/// The changes of one request, oldest first: those that replaced something. Empty: there are none.
[[nodiscard]] std::vector<std::string> changesOfRequest(const history::Timeline& timeline,
                                                        const std::string& requestId);
/// The changes after a version by all but people: what is to be taken out so that the report is as it was
/// then, but for what people did since. Errors as findVersion() has them.
[[nodiscard]] Result<std::vector<std::string>> changesByProgramsSince(const history::Timeline& timeline,
                                                                      const std::string& version);

} // namespace stemma::report
