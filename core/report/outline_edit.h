// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::report {

/// What a list of edits made: the ids of new sections and insights, in the order of the list.
struct EditOutcome {
    std::vector<std::string> newIds;
};

/// Applies a list of edits to an outline document, all or none. The list is a JSON array of `{"op": NAME,
/// …}`, the names and keys those of `stemmactl`'s edit lists (README.md beside this file). What no edit names
/// keeps its bytes. Sections and insights that are made or changed take `now` as their updated_at; the
/// outline's own updated_at and outline_version are left to the save. Positions (`at`) count from 0 in
/// display order; absent means last.
///
/// ErrorCode::usage: an unknown op, key or id, or a value of a wrong kind; ErrorCode::damaged: the document
/// lacks what the edit needs. The message names the element by its index; the document is as it was.
[[nodiscard]] Result<EditOutcome> applyEdits(json::Value& document, const json::Value& edits, Timestamp now);

} // namespace stemma::report
