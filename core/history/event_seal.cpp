// SPDX-License-Identifier: MIT
#include "core/history/event_seal.h"

#include <optional>

#include "core/base/sha256.h"

namespace stemma::history {

namespace {

constexpr std::size_t sealDigits = 64;
constexpr std::string_view ownPart = "\"stemma\": {";
constexpr std::string_view sealStart = "\"event_sha256\": \"";

/// Where the digits of the seal begin: of the last one, as the payload before it may quote anything.
std::optional<std::size_t> placeOf(std::string_view line) {
    const std::size_t at = line.rfind(sealStart);
    if (at == std::string_view::npos || line.size() < at + sealStart.size() + sealDigits)
        return std::nullopt;
    return at + sealStart.size();
}

} // namespace

std::string emptySeal() {
    return std::string(sealDigits, '0');
}

std::string sealed(std::string line) {
    const auto place = placeOf(line);
    if (place && line.compare(*place, sealDigits, emptySeal()) == 0)
        line.replace(*place, sealDigits, sha256(line));
    return line;
}

Seal sealOf(std::string_view line) {
    if (line.find(ownPart) == std::string_view::npos && line.find(sealStart) == std::string_view::npos)
        return Seal::none;
    const auto place = placeOf(line);
    if (!place)
        return Seal::broken;
    std::string blank(line);
    blank.replace(*place, sealDigits, emptySeal());
    return line.substr(*place, sealDigits) == sha256(blank) ? Seal::whole : Seal::broken;
}

} // namespace stemma::history
