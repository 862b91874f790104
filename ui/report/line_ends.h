// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QString>

class QTextDocument;

namespace stemma::ui {

/// A text as a box of many lines gives it back: such a box knows one kind of line end only.
[[nodiscard]] QString withPlainLineEnds(const QString& text);

/// What is in such a box: with its no-break spaces and line separators, which toPlainText() makes others of.
[[nodiscard]] QString textOfBox(const QTextDocument& box);

/// A text from a box, in which `was` was edited, with the line ends of `was`: each line that is still there
/// keeps its own, a new one gets that of the line in whose place it is, or of the one before it.
[[nodiscard]] QString withLineEndsOf(const QString& was, const QString& edited);

/// Where the character at `position` of withPlainLineEnds(text) is in `text` itself; nothing if it has none
/// there.
[[nodiscard]] std::optional<qsizetype> placeInText(const QString& text, qsizetype position);

} // namespace stemma::ui
