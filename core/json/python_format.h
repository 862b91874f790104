// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/json/json_value.h"

namespace stemma::json {

/// What Python's `json.dumps(value, indent=indent, ensure_ascii=False)` writes (reports-format.md, section
/// 3): raw Unicode, empty containers as `[]` and `{}`, no final newline. Number text is written as it stands.
/// Doubled keys are all written. Lone surrogates are written as `\udXXX` escapes, as no UTF-8 file can hold
/// them raw.
[[nodiscard]] std::string pythonText(const Value& value, int indent = 2);

/// What `json.dumps(value, ensure_ascii=False)` writes: one line, separators `", "` and `": "`, no newline at
/// the end.
[[nodiscard]] std::string pythonLine(const Value& value);

/// A string as Python writes it, quotes included.
[[nodiscard]] std::string pythonString(std::string_view utf8);
/// The same, added to a text.
void appendPythonString(std::string& out, std::string_view utf8);

} // namespace stemma::json
