// SPDX-License-Identifier: MIT
#pragma once

#include "core/report/part_selection.h"

/// Private to the files that restore parts.
namespace stemma::report {

/// The outline with the selected parts as the version has them, and all else as it is now. ErrorCode::usage
/// where something else would change with them.
[[nodiscard]] Result<json::Value> withParts(const PartIndex& now, const PartIndex& version,
                                            const PartSelection& selection);

} // namespace stemma::report
