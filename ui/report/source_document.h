// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>
#include <QTextDocument>

namespace stemma::ui {

/// A file's text made ready to be shown.
struct SourceText {
    struct Line {
        QString text;
        int number = 0; ///< counts from 1; 0: goes on with the line above
    };
    std::vector<Line> lines;
    bool cut = false;     ///< the file is larger than is shown
    bool split = false;   ///< lines too long for a view are shown in pieces
    bool notUtf8 = false; ///< some bytes are shown as replacement characters
};

/// Above this a file is shown without colours, and above the other it is cut.
inline constexpr std::size_t colouredSizeLimit = std::size_t{2} << 20;
inline constexpr std::size_t shownSizeLimit = std::size_t{20} << 20;
inline constexpr std::size_t shownLineLimit = 400'000;

/// Pure; for any thread.
[[nodiscard]] SourceText sourceText(std::string_view bytes);

struct SourceStyle {
    QFont font;
    QColor key, string, number, word, mark;
};
[[nodiscard]] SourceStyle sourceStyle(const QPalette& palette, const QFont& font);

enum class Colours { no, yes };

/// A document for a QPlainTextEdit, laid out by its rules, belonging to no thread: whoever shows it takes it
/// over with moveToThread(). Each block's userState() is its line number, or 0. For any thread.
[[nodiscard]] std::shared_ptr<QTextDocument> sourceDocument(const SourceText& text, const SourceStyle& style,
                                                            Colours colours);

} // namespace stemma::ui
