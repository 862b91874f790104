// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json/json_value.h"

namespace stemma::report {

/// A text with the outline's own updated_at and outline_version of another one.
struct Restamped {
    std::string text;
    json::Value updatedAt, outlineVersion;
};

/// Whether `to` is `from` but for the outline's own updated_at and outline_version, as a save leaves it: then
/// `text` with those of `to`. Nothing if they differ in more, or if one of the texts has no such fields.
/// Looks no further into the texts than to these two fields.
[[nodiscard]] std::optional<Restamped> restamped(std::string_view from, std::string_view to,
                                                 std::string_view text);

} // namespace stemma::report
