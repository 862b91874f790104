// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::yaml {

/// Reads one YAML document as PyYAML's safe_load does, as far as JSON has values for it: mappings (keys as
/// text, the last of doubled ones, `<<`), sequences, strings, numbers, true/false/yes/no/on/off, null; a date
/// stays the text that it is. Nothing but white space is null. ErrorCode::damaged with line and column for
/// what is no YAML, for more than one document, for anchors that refer to themselves, for what is nested
/// deeper than 500, larger than 64 MiB, or grows by more than 16 MiB through aliases.
[[nodiscard]] Result<json::Value> parse(std::string_view text, const std::string& path);

enum class Unicode {
    escaped, ///< as PyYAML's plain dump: text beyond ASCII is double-quoted with \x, \u and \U
             ///< (metadata.yaml)
    raw,     ///< as with allow_unicode (composed.yaml)
};

/// Writes a value in block style, keys in their order, as PyYAML writes it: what looks like another type is
/// quoted, so that safe_load gives the same values back. Ends with a newline.
[[nodiscard]] std::string text(const json::Value& value, Unicode unicode);

} // namespace stemma::yaml
