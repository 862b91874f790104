// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/json/json_value.h"

namespace stemma::report {

/// Makes `target` equal to `wanted` and keeps the bytes of all that is equal already: members of objects one
/// by one, lists but for their common beginning and end. False if nothing was to be done.
bool assign(json::Value& target, const json::Value& wanted);

/// The same for one member of an object, which is added where it is missing.
bool assignMember(json::Value& object, std::string_view key, const json::Value& wanted);

} // namespace stemma::report
