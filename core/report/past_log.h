// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/history/audit_log.h"
#include "core/report/library_past.h"

/// What a log tells of the states between its events. Private to library_past.
namespace stemma::report {

struct PastEvent {
    Timestamp moment; ///< its time, or a later one above it in its log where a clock went back
    LastChange change;
    std::string action;
    std::string backup;                ///< the file that holds the state before it; empty: none
    std::optional<std::string> result; ///< the hash of what it left, where it says so
    enum class Fate { stays, isMade, goesToTrash, comesBack };
    Fate fate = Fate::stays;
    bool opaque =
        false; ///< it may have changed the content, and names nothing that holds the state before it
};

/// A backup that no event names.
struct UnnamedBackup {
    Timestamp made;
    std::string name;
};

/// A report's own events that can have changed it, in the order of the log.
struct PastLog {
    std::vector<PastEvent> events;
    std::vector<UnnamedBackup> unnamed; ///< needed only where an event is opaque
    std::string refused;                ///< why the system won't let it be read; empty: it was read
};
/// `owner`: the report that the log belongs to.
[[nodiscard]] PastLog pastLog(const history::AuditLog& log, const std::string& owner);

/// What the report is now.
struct LiveState {
    std::string createdAt, updatedAt;
    std::string sha256;  ///< empty if it isn't known
    Timestamp since;     ///< when its outline was last written
    std::string refused; ///< why the system won't let it be read; empty: it was read, or isn't there
};
/// The state at that moment.
[[nodiscard]] PastReport pastReport(const PastLog& log, const LiveState& live, Timestamp moment);

} // namespace stemma::report
