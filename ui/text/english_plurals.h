// SPDX-License-Identifier: MIT
#pragma once

#include <QTranslator>

namespace stemma::ui {

/// The plural forms of the program's own English: a text with a number says "change(s)" in the source, and "1
/// change" or "2 changes" in the window. Installed by the program before any other translation, which then
/// comes first.
class EnglishPlurals : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    QString translate(const char* context, const char* source, const char* disambiguation,
                      int n) const override;
    [[nodiscard]] bool isEmpty() const override { return false; }
};

} // namespace stemma::ui
