// SPDX-License-Identifier: MIT
#pragma once

#include "core/report/part_selection.h"

/// Private to the files that restore parts.
namespace stemma::report {

/// Whether an outline differs from what is now in the selected parts only; else ErrorCode::usage with the
/// first other part. What follows from them by itself is no other: the list of references that lead nowhere
/// or double others, and queries whose citation came or went.
[[nodiscard]] Status checkNothingElse(const PartIndex& now, const json::Value& result,
                                      const PartSelection& selection);

} // namespace stemma::report
