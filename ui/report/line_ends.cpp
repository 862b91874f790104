// SPDX-License-Identifier: MIT
#include "ui/report/line_ends.h"

namespace stemma::ui {

QString withPlainLineEnds(const QString& text) {
    QString plain = text;
    plain.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (const QChar end :
         {QChar(u'\r'), QChar(QChar::ParagraphSeparator), QChar(u'\ufdd0'), QChar(u'\ufdd1')})
        plain.replace(end, QLatin1Char('\n'));
    return plain;
}

std::optional<qsizetype> placeInText(const QString& text, qsizetype position) {
    qsizetype at = 0;
    for (; position > 0 && at < text.size(); --position)
        at += text.at(at) == QLatin1Char('\r') && at + 1 < text.size() && text.at(at + 1) == QLatin1Char('\n')
                  ? 2
                  : 1;
    return position == 0 ? std::optional(at) : std::nullopt;
}

} // namespace stemma::ui
