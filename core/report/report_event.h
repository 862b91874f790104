// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// The keys whose values differ between two objects, each once: those of `before` first. Absent and null are
/// not the same.
[[nodiscard]] std::vector<std::string> differingKeys(const json::Value& before, const json::Value& after);

/// Whether two outlines are equal but for what every save changes: updated_at and outline_version.
[[nodiscard]] bool sameContent(const json::Value& before, const json::Value& after);

/// igloo-mcp's own keys for an `evolve`. Its "modified" are the ids that are there before and after.
[[nodiscard]] json::Value evolvePayload(const json::Value& before, const json::Value& after);

/// The audit event that says what a change was: its type, and igloo-mcp's keys for it up to where
/// `backup_filename` comes.
struct EventKind {
    std::string type;
    json::Value payload = json::Value::object();
};
/// `rename`, `tag_update`, `status_change` or `archive` if the change is only that, else `evolve`.
[[nodiscard]] EventKind eventOf(const json::Value& before, const json::Value& after);

} // namespace stemma::report
