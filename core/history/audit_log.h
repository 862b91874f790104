// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/history/event_seal.h"
#include "core/json/json_value.h"
#include "core/json/jsonl.h"

namespace stemma::history {

enum class Actor { cli, agent, human };

[[nodiscard]] const char* actorWord(Actor actor);
[[nodiscard]] std::optional<Actor> actorFromWord(std::string_view word);

/// One line of audit.jsonl (reports-format.md, section 7). Texts are kept as they stand, also where they are
/// no valid UUID or time.
struct AuditEvent {
    ActionId action;
    ReportId report;
    std::string ts;
    std::string actor;
    std::string type;
    std::optional<std::string> requestId;
    json::Value payload = json::Value::object();

    /// payload.backup_filename, or current_state_backup of a revert that has none: the file that holds the
    /// state before.
    [[nodiscard]] std::optional<std::string> backupName() const;
};

/// The event types that the format's own program knows; any other is dropped by it.
[[nodiscard]] bool isKnownActionType(std::string_view type);

/// The line as the format's own program writes it, without a newline.
[[nodiscard]] std::string auditLine(const AuditEvent& event);

/// An event and where it stands.
struct LoggedEvent {
    AuditEvent event;
    std::size_t line = 0;
    bool acceptedByPeer = true; ///< igloo-mcp would read it (no unknown key, known type and actor)
    std::string peerObjection;  ///< why not
    Seal seal = Seal::none;
};

/// A whole log: events in file order, doubled action ids dropped (the first counts) and reported in
/// `repeated`. Unreadable lines, and those that are JSON but no event, are problems with their numbers; they
/// never hide their neighbours. A line that igloo-mcp drops but that says what was done stays an event, with
/// its objection.
struct AuditLog {
    std::vector<LoggedEvent> events;
    std::vector<json::LineProblem> problems;
    std::vector<json::LineProblem> repeated;
    bool tornTail = false;
};

[[nodiscard]] AuditLog readAuditLog(std::string_view bytes);

} // namespace stemma::history
