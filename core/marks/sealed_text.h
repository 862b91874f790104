// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/json/json_value.h"

/// How marks stand in their files. Private to core/marks.
namespace stemma::marks {

/// One JSON object on one line: `format`, `version` 1, `sha256` of the bytes of `content`, `content`, as
/// Python writes it. The checksum is of the bytes, so that no damage to them goes unseen.
[[nodiscard]] std::string sealedText(std::string_view format, const json::Value& content);

/// What a file holds.
enum class SealState {
    whole,
    damaged, ///< it isn't what was written
    later,   ///< a later version of this program wrote it
};
struct Unsealed {
    SealState state = SealState::damaged;
    json::Value content = json::Value::object(); ///< with all its keys, also those that nobody here knows
    std::string why;                             ///< what is wrong with it
};
[[nodiscard]] Unsealed unsealed(std::string_view format, std::string_view bytes);

} // namespace stemma::marks
