// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/diff/tree_diff.h"
#include "core/report/report_operations.h"

namespace stemma::report {

/// A person's saved edit that a later save of somebody else undid, as a program does that saves an outline
/// which it had read before the edit.
struct OverwrittenEdit {
    ActionId edit;             ///< the person's change
    std::string editTs;        ///< when it was made, as the log has it
    ActionId by;               ///< the change that undid it
    std::string byActor, byTs; ///< who, and when
    diff::Changes lost; ///< what is gone: the differences that the edit made and that no longer are there
};

/// Finds edits among the last `rows` changes of a report that others undid and that are still undone. A value
/// counts as undone if it was the person's right before the other's save, and after that what it had been
/// before the edit. Whoever restores a version means it: such changes undo nothing unseen. In the order of
/// the others' saves. Reads the log and the versions that it compares, not the whole history; versions that
/// can't be read are passed over. Writes nothing.
[[nodiscard]] Result<std::vector<OverwrittenEdit>>
findOverwrittenEdits(io::Disk& disk, const std::string& root, const ReportId& id, std::size_t rows = 40,
                     const Progress& progress = {});

/// Makes what findOverwrittenEdits() tells as lost of these edits again on top of the report as it is now, as
/// one new change; what the person took back himself stays so. What others changed since in the same places
/// stays theirs: a warning says what that is; ErrorCode::conflict if it is all. ErrorCode::notFound if the
/// versions around an edit are no longer there. Nothing lost: nothing is written.
[[nodiscard]] Result<Saved> putBackEdits(const Workspace& workspace, const ReportId& id,
                                         const std::vector<ActionId>& edits);

} // namespace stemma::report
