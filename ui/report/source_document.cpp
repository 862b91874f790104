// SPDX-License-Identifier: MIT
#include "ui/report/source_document.h"

#include <QPlainTextDocumentLayout>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextLayout>

#include "ui/report/json_tokens.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {
namespace {

// A view shapes a whole line at once, however little of it can be seen.
constexpr qsizetype longestLine = 10'000;

/// Characters that a text document takes for its own marks are shown as pictures of themselves.
void showMarks(QString& line) {
    for (QChar& c : line) {
        if (c == QChar::Null)
            c = QChar(0x2400);
        else if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator || c == QLatin1Char('\r'))
            c = QChar(0x2424);
        else if (c == QChar(0xfdd0) || c == QChar(0xfdd1))
            c = QChar::ReplacementCharacter;
    }
}

void addLine(SourceText& text, const QString& line, int number) {
    if (line.size() <= longestLine) {
        text.lines.push_back({line, number});
        return;
    }
    text.split = true;
    for (qsizetype at = 0; at < line.size(); at += longestLine)
        text.lines.push_back({line.mid(at, longestLine), at == 0 ? number : 0});
}

QTextCharFormat formatOf(JsonTokenKind kind, const SourceStyle& style) {
    QTextCharFormat format;
    switch (kind) {
    case JsonTokenKind::key:
        format.setForeground(style.key);
        break;
    case JsonTokenKind::string:
        format.setForeground(style.string);
        break;
    case JsonTokenKind::number:
        format.setForeground(style.number);
        break;
    case JsonTokenKind::word:
        format.setForeground(style.word);
        break;
    case JsonTokenKind::mark:
        format.setForeground(style.mark);
        break;
    }
    return format;
}

void colour(QTextBlock block, const SourceStyle& style) {
    QList<QTextLayout::FormatRange> ranges;
    const QString line = block.text();
    for (const JsonToken& token : jsonTokens(line))
        ranges.append({token.start, token.length, formatOf(token.kind, style)});
    block.layout()->setFormats(ranges);
}

} // namespace

SourceText sourceText(std::string_view bytes) {
    SourceText text;
    text.cut = bytes.size() > shownSizeLimit;
    bytes = bytes.substr(0, shownSizeLimit);
    int number = 1;
    for (std::size_t at = 0; at <= bytes.size(); ++number) {
        const std::size_t newline = std::min(bytes.find('\n', at), bytes.size());
        QString line = fromUtf8(bytes.substr(at, newline - at));
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        showMarks(line);
        text.notUtf8 = text.notUtf8 || line.contains(QChar::ReplacementCharacter);
        addLine(text, line, number);
        at = newline + 1;
        if (text.lines.size() >= shownLineLimit && at <= bytes.size()) {
            text.cut = true;
            break;
        }
    }
    return text;
}

SourceStyle sourceStyle(const QPalette& palette, const QFont& font) {
    const QColor base = palette.color(QPalette::Base);
    return {font,
            readableOn(QColor(0x2f, 0x6f, 0xd0), base),
            readableOn(QColor(0x1a, 0x8f, 0x3c), base),
            readableOn(QColor(0xc0, 0x5a, 0x00), base),
            readableOn(QColor(0x9a, 0x3f, 0xc0), base),
            meaningColours(palette).muted};
}

std::shared_ptr<QTextDocument> sourceDocument(const SourceText& text, const SourceStyle& style,
                                              Colours colours) {
    auto document = std::make_shared<QTextDocument>();
    document->setUndoRedoEnabled(false);
    document->setDocumentLayout(new QPlainTextDocumentLayout(document.get()));
    document->setDefaultFont(style.font);
    QString whole;
    for (const SourceText::Line& line : text.lines)
        whole += line.text + QLatin1Char('\n');
    whole.chop(1);
    document->setPlainText(whole);

    QTextBlock block = document->begin();
    for (const SourceText::Line& line : text.lines) {
        block.setUserState(line.number);
        if (colours == Colours::yes)
            colour(block, style);
        block = block.next();
        if (!block.isValid())
            break;
    }
    document->moveToThread(nullptr);
    return document;
}

} // namespace stemma::ui
