// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma::history {

/// What the bytes of a log's line say of themselves.
enum class Seal {
    none,   ///< not an event of ours
    whole,  ///< as it was written
    broken, ///< some byte of it was changed since
};

/// The key in `payload.stemma` that holds the SHA-256 of the event's line, taken with zeros in its own place.
/// Every event of ours carries it and `payload.stemma`, so that no single damaged byte can hide that it is
/// ours.
inline constexpr std::string_view sealKey = "event_sha256";
/// What stands in its place until the line is sealed.
[[nodiscard]] std::string emptySeal();

/// The line with its seal; as it was if it has no place for one.
[[nodiscard]] std::string sealed(std::string line);

[[nodiscard]] Seal sealOf(std::string_view line);

} // namespace stemma::history
