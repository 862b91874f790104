// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <QString>
#include <QStringList>

namespace stemma::ui {

/// Text of the files as Qt holds it. Bytes that are not UTF-8 become replacement characters.
[[nodiscard]] inline QString fromUtf8(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
[[nodiscard]] inline std::string toUtf8(const QString& text) {
    return text.toStdString();
}

/// The text between directional isolates, so that an id or a foreign title doesn't turn the sentence around
/// it.
[[nodiscard]] QString isolated(const QString& text);

/// Which way a text of somebody's runs: by its first strong character.
[[nodiscard]] Qt::LayoutDirection directionOf(const QString& text, Qt::LayoutDirection otherwise);

/// One line of at most `limit` characters to show in a row: white space runs become blanks, Markdown's marks
/// for headings, emphasis and list items are taken off, a cut ends in an ellipsis.
[[nodiscard]] QString oneLine(const QString& text, qsizetype limit = 240);

/// "Title (copy)", "Title (copy 2)": one that is not among those that are taken.
[[nodiscard]] QString titleOfCopy(const QString& title, const QStringList& taken);

/// Text of others as a tooltip: Qt takes what looks like HTML for HTML, which this never does. Lines stay.
[[nodiscard]] QString plainTip(const QString& text);

/// How somebody is called: "agent", "human", "command line"; any other text as it stands, "unknown" if empty.
[[nodiscard]] QString actorText(std::string_view actor);
/// As actorText, as the first word of a sentence.
[[nodiscard]] QString actorTitle(std::string_view actor);
/// What an event of that type did, in the past: "edited", "restored", "renamed". Any other text as it stands.
[[nodiscard]] QString actionText(std::string_view actionType);
/// metadata.status or an insight's status in words; any other text as it stands.
[[nodiscard]] QString statusText(std::string_view status);

} // namespace stemma::ui
