// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stemma::report {

/// Whether `to` is `from` but for the outline's own updated_at and outline_version, as a save leaves it: then
/// `text` with those of `to`. Nothing if they differ in more, or if one of the texts has no such fields.
/// Looks no further into the texts than to these two fields.
[[nodiscard]] std::optional<std::string> restamped(std::string_view from, std::string_view to,
                                                   std::string_view text);

} // namespace stemma::report
