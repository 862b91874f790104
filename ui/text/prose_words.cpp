// SPDX-License-Identifier: MIT
#include "ui/text/prose_words.h"

#include <algorithm>

#include <QRegularExpression>
#include <QTextBoundaryFinder>

namespace stemma::ui {
namespace {

/// Code spans, links' targets, addresses and mail addresses.
const QRegularExpression& notProse() {
    static const QRegularExpression pattern(
        QStringLiteral(
            "`+[^`]*`+|\\]\\([^)]*\\)|\\b[a-z][a-z0-9+.-]*://\\S+|\\bwww\\.\\S+|\\S+@\\S+\\.\\S+|<[^>]*>"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

QString blanked(const QString& line) {
    QString text = line;
    for (auto found = notProse().globalMatch(line); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        std::fill_n(text.begin() + match.capturedStart(), match.capturedLength(), QLatin1Char(' '));
    }
    return text;
}

bool hasNoBlanks(QChar::Script script) {
    switch (script) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

bool isChecked(QStringView word) {
    if (word.size() < 2)
        return false;
    const QList<uint> letters = word.toUcs4(); // an emoji is one of two code units, and no letter
    const bool plain = std::all_of(letters.begin(), letters.end(), [](uint letter) {
        const bool apostrophe = letter == '\'' || letter == 0x2019;
        const bool part = QChar::isLetter(letter) || QChar::isMark(letter);
        return (apostrophe || part) && !hasNoBlanks(QChar::script(letter));
    });
    const bool capitalWithin =
        std::any_of(word.begin() + 1, word.end(), [](QChar letter) { return letter.isUpper(); });
    return plain && !capitalWithin;
}

/// A name such as net_revenue or v2 is one, though it is broken into words at its marks.
bool isPartOfName(const QString& text, qsizetype from, qsizetype to) {
    const auto joins = [&text](qsizetype at) {
        if (at < 0 || at >= text.size())
            return false;
        const QChar mark = text[at];
        return mark == QLatin1Char('_') || mark == QLatin1Char('#') || mark == QLatin1Char('@') ||
               mark == QLatin1Char('\\') || mark.isDigit();
    };
    return joins(from - 1) || joins(to);
}

} // namespace

std::vector<ProseWord> proseWords(const QString& line) {
    std::vector<ProseWord> words;
    const QString text = blanked(line);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    for (qsizetype at = 0; at >= 0 && at < text.size();) {
        const qsizetype next = finder.toNextBoundary();
        if (next < 0)
            break;
        const QStringView word = QStringView(text).mid(at, next - at);
        if (isChecked(word) && !isPartOfName(text, at, next))
            words.push_back({at, next - at});
        at = next;
    }
    return words;
}

} // namespace stemma::ui
