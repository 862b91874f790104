// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/history/audit_log.h"

namespace stemma::ui {

/// What Ctrl+Z and Ctrl+Shift+Z would take back now, as the log alone tells: so it is known after a restart
/// too.
struct UndoSteps {
    /// The person's newest change: restoring the version before it undoes it.
    std::optional<history::AuditEvent> undo;
    /// The newest undo: restoring the version before that does the change again.
    std::optional<history::AuditEvent> redo;
};

/// A person's restore, rename, tag, archive or status change that names a backup can be undone, in turn, as
/// long as nobody else changed the report after it: an older one is taken back in the timeline, where the
/// preview tells what that loses. Pure.
[[nodiscard]] UndoSteps undoSteps(const history::AuditLog& log);

/// Whether the event left the content alone (a rendering, a copy put into the trash).
[[nodiscard]] bool leavesContentAlone(const history::AuditEvent& event);

} // namespace stemma::ui
