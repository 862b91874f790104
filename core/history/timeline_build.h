// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/history/audit_log.h"
#include "core/history/timeline.h"
#include "core/history/version_reader.h"

namespace stemma::history {

/// What stands in the history before the chain of states is known: an event, a line that can't be read, or a
/// backup that no event names.
struct TimelineItem {
    enum class Kind { event, line, backup };
    Kind kind = Kind::event;
    std::size_t index = 0; ///< in AuditLog::events, AuditLog::problems, or Contents::versions
};

/// How sure it is that a content is what an event produced.
enum class Verdict { certain, possible, no };

/// Compares what an event says of its result with a content: the hash that our own events carry; else the
/// format's own habits (reports-format.md, section 7: the event's time is the outline's updated_at, an evolve
/// carries its version; a revert restores its backup byte for byte).
[[nodiscard]] Verdict verdictOn(const AuditEvent& event, const Version& result, const Contents& contents);

/// Whether the event changed the content although it names no backup.
[[nodiscard]] bool changesWithoutBackup(const AuditEvent& event);

/// The newest event at `at` or above it that shows a state or makes one: where the rows of a history's end
/// have to begin (loadRecent()), so that what follows is told from changes that nobody recorded.
[[nodiscard]] std::size_t nearestState(const AuditLog& log, std::size_t at);

/// payload.stemma.before_sha256 or after_sha256 of our own events.
[[nodiscard]] std::optional<std::string> recordedHash(const AuditEvent& event, const char* key);

/// The log in its own order, with the unnamed backups (indices of versions, oldest first) where their times
/// and their contents say that they belong.
[[nodiscard]] std::vector<TimelineItem> orderedItems(const AuditLog& log, const Contents& contents,
                                                     const std::vector<std::size_t>& unnamed);

/// The rows, without counts. `ownId`: the report that the history belongs to; another's events are inherited.
[[nodiscard]] std::vector<TimelineRow> buildRows(const AuditLog& log, const Contents& contents,
                                                 const std::vector<TimelineItem>& items,
                                                 const std::string& ownId);

/// Says in the rows where the clock went back, which row is the current one, and where a version was given
/// twice.
void markRows(std::vector<TimelineRow>& rows, const Contents& contents);

} // namespace stemma::history
