// SPDX-License-Identifier: MIT
#include "ui/text/english_plurals.h"

namespace stemma::ui {

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const {
    const QString text = QString::fromUtf8(source);
    const QLatin1String plural("(s)");
    if (n < 0 || !text.contains(plural))
        return {};
    return QString(text).replace(plural, n == 1 ? QLatin1String() : QLatin1String("s"));
}

} // namespace stemma::ui
