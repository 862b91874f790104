// SPDX-License-Identifier: MIT
#include "ui/history/diff_markdown.h"

#include <algorithm>

#include <QStringList>

namespace stemma::ui {
namespace {

using Kind = DiffBlock::Kind;

/// Text that says itself, whatever Markdown would make of it.
QString escaped(const QString& text) {
    static const QString special = QStringLiteral("\\`*_{}[]<>()#+-!|~&");
    QString safe;
    for (const QChar c : text) {
        if (special.contains(c))
            safe += QLatin1Char('\\');
        if (c != QChar(0x2068) && c != QChar(0x2069)) // isolates are for the screen
            safe += c;
    }
    return safe;
}

/// Blanks stay outside: Markdown takes no mark beside one.
QString marked(const QString& line, const QString& mark) {
    const QString inner = line.trimmed();
    if (inner.isEmpty())
        return line;
    const qsizetype at = line.indexOf(inner);
    return line.left(at) + mark + escaped(inner) + mark + line.mid(at + inner.size());
}

QString runText(const DiffRun& run) {
    const QString mark = run.tone == DiffTone::removed  ? QStringLiteral("~~")
                         : run.tone == DiffTone::added  ? QStringLiteral("**")
                         : run.tone == DiffTone::strong ? QStringLiteral("**")
                                                        : QString();
    QStringList lines = run.text.split(QLatin1Char('\n'));
    for (QString& line : lines)
        line = mark.isEmpty() ? escaped(line) : marked(line, mark);
    return lines.join(QStringLiteral("\n  "));
}

QString textOf(const DiffBlock& block, bool withMarks) {
    QString text;
    for (const DiffRun& run : block.runs)
        if (withMarks || !run.isMark)
            text += runText(run);
    return text;
}

QString plainOf(const DiffBlock& block) {
    QString text;
    for (const DiffRun& run : block.runs)
        if (!run.isMark)
            text += run.text;
    return text;
}

/// As a patch has it: a sign in front of each line.
QString linesOf(const DiffBlock& block) {
    QString text;
    for (const DiffRun& run : block.runs)
        text += run.isMark ? run.text.left(1).replace(QChar(0x2212), QLatin1Char('-')) : run.text;
    return text.endsWith(QLatin1Char('\n')) ? text.chopped(1) : text;
}

/// In a fence that no line of the text ends.
QString fenced(const QString& text) {
    QString fence = QStringLiteral("```");
    while (text.contains(fence))
        fence += QLatin1Char('`');
    return fence + QStringLiteral("diff\n") + text + QLatin1Char('\n') + fence;
}

} // namespace

QString markdownOf(const DiffPlan& plan, const QString& direction) {
    QStringList lines;
    if (!direction.isEmpty())
        lines << escaped(direction).replace(QLatin1Char('\n'), QLatin1String("  \n")) << QString();
    QStringList code;
    const auto endCode = [&] {
        if (!code.isEmpty())
            lines << QString() << fenced(code.join(QLatin1Char('\n'))) << QString();
        code.clear();
    };
    for (const DiffBlock& block : plan.blocks) {
        if (block.kind != Kind::code)
            endCode();
        switch (block.kind) {
        case Kind::heading:
            lines << QString() << QStringLiteral("## ") + escaped(plainOf(block)) << QString();
            break;
        case Kind::change:
            lines << QStringLiteral("- ") + textOf(block, false);
            break;
        case Kind::was:
        case Kind::same:
            lines << QStringLiteral("- ") + textOf(block, false);
            break;
        case Kind::field:
        case Kind::prose:
            lines << QStringLiteral("  ") + textOf(block, false) << QString();
            break;
        case Kind::code:
            code << linesOf(block);
            break;
        case Kind::fold:
        case Kind::note:
            lines << QString() << QStringLiteral("*") + escaped(plainOf(block)) + QLatin1Char('*')
                  << QString();
            break;
        }
    }
    endCode();
    return lines.join(QLatin1Char('\n')).trimmed() + QLatin1Char('\n');
}

} // namespace stemma::ui
