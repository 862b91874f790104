// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma::ctl {

/// The character of one UTF-8 sequence, as json::sequenceLength() found it.
[[nodiscard]] char32_t characterOf(std::string_view sequence);

/// The text with capital letters made small, letter by letter, as the system's C.UTF-8 locale knows them.
[[nodiscard]] std::string foldCase(std::string_view text);

/// Whether `text` holds `part`, whatever the case.
[[nodiscard]] bool containsText(std::string_view text, std::string_view part);

} // namespace stemma::ctl
