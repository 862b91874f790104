// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace stemma {

/// The character that stands for it where case doesn't matter: simple case folding, one character for one
/// (The Unicode Standard 14, section 5.18; CaseFolding.txt, the kinds C and S). `ß` and `ss` stay different.
/// The same in every locale.
[[nodiscard]] char32_t foldedCase(char32_t character);
/// All characters that are folded to this one, itself among them if it is.
[[nodiscard]] std::vector<char32_t> charactersFoldedTo(char32_t folded);

} // namespace stemma
