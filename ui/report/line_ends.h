// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QString>

namespace stemma::ui {

/// A text as a box of many lines gives it back: such a box knows one kind of line end only.
[[nodiscard]] QString withPlainLineEnds(const QString& text);

/// Where the character at `position` of withPlainLineEnds(text) is in `text` itself; nothing if it has none
/// there.
[[nodiscard]] std::optional<qsizetype> placeInText(const QString& text, qsizetype position);

} // namespace stemma::ui
