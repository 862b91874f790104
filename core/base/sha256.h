// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma {

/// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits (FIPS 180-4, by OpenSSL's libcrypto).
[[nodiscard]] std::string sha256(std::string_view bytes);

} // namespace stemma
