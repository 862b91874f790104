// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// The section's `order` as igloo-mcp reads it, in digits; "0" where there is none.
[[nodiscard]] std::string orderText(const json::Value& section);

/// Indices of the sections in display order: by `order` as igloo-mcp reads it, ties by place in the list.
[[nodiscard]] std::vector<std::size_t> displayOrder(const json::Value& sections);

/// Whether the section that is placed has a number of its own already.
enum class Placed { moved, added };

/// Gives the section `index` the position `at` in display order (last if absent), and changes as few `order`
/// numbers as that takes.
void placeSection(json::Value& sections, std::size_t index, std::optional<std::size_t> at, Placed placed);

} // namespace stemma::report
