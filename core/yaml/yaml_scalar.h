// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "core/json/json_value.h"

namespace stemma::yaml {

/// What a plain scalar is, by PyYAML's rules of YAML 1.1. Private to core/yaml.
enum class ScalarType { text, null, boolean, integer, real, timestamp, merge, other };
[[nodiscard]] ScalarType typeOfPlain(std::string_view text);

/// The value of a plain scalar of that type; nothing where PyYAML fails on it or JSON has no place for it.
[[nodiscard]] std::optional<json::Value> valueOfPlain(std::string_view text, ScalarType type);

} // namespace stemma::yaml
