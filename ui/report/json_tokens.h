// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QStringView>

namespace stemma::ui {

enum class JsonTokenKind { key, string, number, word, mark };

/// A stretch of one line of JSON, to colour it.
struct JsonToken {
    int start = 0;
    int length = 0;
    JsonTokenKind kind = JsonTokenKind::mark;
    friend bool operator==(const JsonToken&, const JsonToken&) = default;
};

/// The tokens of one line. JSON has no token over several lines, so every line stands for itself. Text that
/// is no JSON gives no tokens where it is none. Pure.
[[nodiscard]] std::vector<JsonToken> jsonTokens(QStringView line);

} // namespace stemma::ui
