// SPDX-License-Identifier: MIT
#include "ui/report/json_tokens.h"

namespace stemma::ui {
namespace {

/// The end of the string that begins at `start`: after its closing quote, or the end of the line.
qsizetype stringEnd(QStringView line, qsizetype start) {
    for (qsizetype i = start + 1; i < line.size(); ++i) {
        if (line[i] == u'\\')
            ++i;
        else if (line[i] == u'"')
            return i + 1;
    }
    return line.size();
}

bool colonFollows(QStringView line, qsizetype at) {
    while (at < line.size() && line[at].isSpace())
        ++at;
    return at < line.size() && line[at] == u':';
}

template <class Accept>
qsizetype runEnd(QStringView line, qsizetype at, Accept accept) {
    while (at < line.size() && accept(line[at]))
        ++at;
    return at;
}

bool inNumber(QChar c) {
    return c.isDigit() || c == u'.' || c == u'e' || c == u'E' || c == u'+' || c == u'-';
}

} // namespace

std::vector<JsonToken> jsonTokens(QStringView line) {
    std::vector<JsonToken> tokens;
    const auto add = [&tokens](qsizetype start, qsizetype end, JsonTokenKind kind) {
        tokens.push_back({static_cast<int>(start), static_cast<int>(end - start), kind});
    };
    for (qsizetype i = 0; i < line.size();) {
        const QChar c = line[i];
        qsizetype end = i + 1;
        if (c == u'"') {
            end = stringEnd(line, i);
            add(i, end, colonFollows(line, end) ? JsonTokenKind::key : JsonTokenKind::string);
        } else if (c.isDigit() || (c == u'-' && end < line.size() && line[end].isDigit())) {
            end = runEnd(line, end, inNumber);
            add(i, end, JsonTokenKind::number);
        } else if (c.isLetter() || c == u'-') { // true, null, NaN, -Infinity
            end = runEnd(line, end, [](QChar letter) { return letter.isLetter(); });
            add(i, end, JsonTokenKind::word);
        } else if (c == u'{' || c == u'}' || c == u'[' || c == u']' || c == u',' || c == u':') {
            add(i, end, JsonTokenKind::mark);
        }
        i = end;
    }
    return tokens;
}

} // namespace stemma::ui
