// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/history/audit_log.h"

namespace stemma::ui {

/// What Ctrl+Z and Ctrl+Shift+Z would take back now, as the log alone tells: so it is known after a restart
/// too.
struct UndoSteps {
    /// The person's newest change: restoring the version before it undoes it. What took changes out
    /// (changesTakenOut()) is taken out in turn.
    std::optional<history::AuditEvent> undo;
    /// The newest undo: the same with that does the change again.
    std::optional<history::AuditEvent> redo;
};

/// A person's restore, rename, tag, archive or status change that names a backup can be undone, in turn, as
/// long as nobody else changed the report after it: an older one is taken back in the timeline, where the
/// preview tells what that loses. What took changes out can be undone after others wrote too, as long as it
/// is the person's newest: theirs stays. Pure.
[[nodiscard]] UndoSteps undoSteps(const history::AuditLog& log);

/// The changes that the event took out; none if it did something else.
[[nodiscard]] std::vector<std::string> changesTakenOut(const history::AuditEvent& event);
/// Whether it took only parts of them out.
[[nodiscard]] bool tookOnlyParts(const history::AuditEvent& event);
/// The change that the event undid, or did again, as a step of undo and redo; empty if it is none.
[[nodiscard]] std::string changeUndoneBy(const history::AuditEvent& event);
/// Of how many parts of the report the event restored something; 0 if it did something else.
[[nodiscard]] std::size_t partsRestoredBy(const history::AuditEvent& event);
/// What the event did, in the past: "edited", "took out 5 changes", "restored 2 parts".
[[nodiscard]] QString doneText(const history::AuditEvent& event);

/// Whether the event left the content alone (a rendering, a copy put into the trash).
[[nodiscard]] bool leavesContentAlone(const history::AuditEvent& event);

} // namespace stemma::ui
