// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "core/json/json_document.h"

namespace stemma::json {

/// As parse(), for text that comes from anywhere: more than `values` items and members in all are an error,
/// as each takes some hundred bytes in memory where the text may need two.
[[nodiscard]] tl::expected<Value, ParseProblem> parseBounded(std::string_view bytes, std::size_t values,
                                                             const Limits& limits = {});

} // namespace stemma::json
