// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::json {

/// Applies an RFC 7396 merge patch in place; what the patch doesn't name keeps its bytes.
void applyMergePatch(Value& target, const Value& patch);

/// Applies an RFC 6902 patch in place, all or nothing. ErrorCode::usage: the patch itself is off or a path
/// doesn't exist, or the result would be nested deeper than Limits allow, or copies of copies outgrow them;
/// ErrorCode::conflict with detail "test failed": an operation `test` said no.
Status applyJsonPatch(Value& target, const Value& patch);

} // namespace stemma::json
