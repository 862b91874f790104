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

/// What is said to a value that a save would refuse: an empty title, an importance of 99, a bad status.
enum class Values {
    checked, ///< ErrorCode::usage
    asTyped, ///< it is taken: a field holds such things while somebody types. blockingProblems()
             ///< (edit_rules.h) keep it from the disk. What has no place at all (ids, unknown fields) is
             ///< refused.
};

/// Applies a list of edits to an outline document, all or none. The list is a JSON array of `{"op": NAME,
/// …}`, the names and keys those of `stemmactl`'s edit lists (README.md beside this file). What no edit names
/// keeps its bytes, and an edit that sets what is there already changes nothing. Sections and insights that
/// are made or changed take `now` as their updated_at; the outline's own updated_at and outline_version are
/// left to the save. Positions (`at`) count from 0 in display order; absent means last.
///
/// ErrorCode::usage: an unknown op, key or id, or a value of a wrong kind; ErrorCode::damaged: the document
/// lacks what the edit needs. The message names the element by its index; the document is as it was.
[[nodiscard]] Result<EditOutcome> applyEdits(json::Value& document, const json::Value& edits, Timestamp now,
                                             Values values = Values::checked);

/// The same without a copy of the document: after an error it is somewhere in between, to be read anew.
[[nodiscard]] Result<EditOutcome> applyEditsInPlace(json::Value& document, const json::Value& edits,
                                                    Timestamp now, Values values = Values::checked);

/// The names of all edits, in the order of README.md.
[[nodiscard]] std::vector<std::string> editNames();

} // namespace stemma::report
