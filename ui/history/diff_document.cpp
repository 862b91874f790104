// SPDX-License-Identifier: MIT
#include "ui/history/diff_document.h"

#include <QFontDatabase>
#include <QTextBlock>
#include <QTextCursor>

namespace stemma::ui {
namespace {

constexpr qreal indentWidth = 18;

QTextBlockFormat blockFormat(DiffBlock::Kind kind, const DiffStyle& style) {
    QTextBlockFormat format;
    switch (kind) {
    case DiffBlock::Kind::heading:
        format.setTopMargin(12);
        format.setBottomMargin(4);
        format.setBackground(style.headingBackground);
        break;
    case DiffBlock::Kind::change:
        format.setTopMargin(8);
        format.setBottomMargin(2);
        break;
    case DiffBlock::Kind::field:
        format.setLeftMargin(indentWidth);
        format.setTopMargin(2);
        break;
    case DiffBlock::Kind::prose:
        format.setLeftMargin(indentWidth);
        format.setTopMargin(1);
        format.setBottomMargin(3);
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        break;
    case DiffBlock::Kind::code:
        format.setLeftMargin(indentWidth / 2);
        break;
    case DiffBlock::Kind::note:
    case DiffBlock::Kind::fold:
    case DiffBlock::Kind::same:
    case DiffBlock::Kind::was:
        format.setTopMargin(8);
        break;
    }
    return format;
}

} // namespace

QTextCharFormat diffFormat(DiffTone tone, DiffBlock::Kind kind, const DiffStyle& style) {
    QTextCharFormat format;
    if (kind == DiffBlock::Kind::code)
        format.setFont(style.fixedFont);
    switch (tone) {
    case DiffTone::plain:
        break;
    case DiffTone::strong:
        format.setFontWeight(QFont::DemiBold);
        break;
    case DiffTone::muted:
        format.setForeground(style.meaning.muted);
        break;
    case DiffTone::added:
        format.setForeground(style.meaning.added);
        format.setBackground(style.meaning.addedBackground);
        format.setFontUnderline(kind != DiffBlock::Kind::code);
        break;
    case DiffTone::removed:
        format.setForeground(style.meaning.removed);
        format.setBackground(style.meaning.removedBackground);
        format.setFontStrikeOut(kind != DiffBlock::Kind::code);
        break;
    case DiffTone::moved:
        format.setForeground(style.meaning.moved);
        break;
    }
    return format;
}

QString shownText(QString text) {
    text.replace(QChar::Null, QChar(0x2400));
    text.replace(QChar(0xfdd0), QChar::ReplacementCharacter);
    text.replace(QChar(0xfdd1), QChar::ReplacementCharacter);
    return text;
}

DiffStyle diffStyle(const QPalette& palette, const QFont& font) {
    DiffStyle style;
    style.font = font;
    style.fixedFont = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    style.fixedFont.setPointSizeF(font.pointSizeF() * 0.95);
    style.text = palette.color(QPalette::Text);
    style.base = palette.color(QPalette::Base);
    style.headingBackground = mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.07);
    style.meaning = meaningColours(palette);
    return style;
}

DiffDocument diffDocument(const DiffPlan& plan, const DiffStyle& style) {
    DiffDocument made{std::make_shared<QTextDocument>()};
    QTextDocument& document = *made.document;
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(style.font);
    document.setDocumentMargin(8);
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document.setDefaultTextOption(option);

    QTextCursor cursor(&document);
    cursor.beginEditBlock();
    bool first = true;
    for (const DiffBlock& block : plan.blocks) {
        const bool folded = block.fold >= 0 && block.kind != DiffBlock::Kind::fold;
        if (block.runs.empty() || folded)
            continue;
        const QTextBlockFormat format = blockFormat(block.kind, style);
        if (first)
            cursor.setBlockFormat(format);
        else
            cursor.insertBlock(format, QTextCharFormat());
        first = false;
        for (const DiffRun& run : block.runs)
            cursor.insertText(shownText(run.text), diffFormat(run.tone, block.kind, style));
    }
    cursor.endEditBlock();
    document.moveToThread(nullptr);
    return made;
}

} // namespace stemma::ui
