// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QFont>
#include <QPalette>
#include <QTextCharFormat>
#include <QTextDocument>

#include "ui/history/diff_plan.h"
#include "ui/text/contrast.h"

namespace stemma::ui {

struct DiffStyle {
    QFont font, fixedFont;
    QColor text, base, headingBackground;
    MeaningColours meaning;
};
[[nodiscard]] DiffStyle diffStyle(const QPalette& palette, const QFont& font);

/// How a run looks in a block of that kind. What was added is underlined and what was removed is struck out,
/// beside their colours.
[[nodiscard]] QTextCharFormat diffFormat(DiffTone tone, DiffBlock::Kind kind, const DiffStyle& style);

/// A text without the characters that a text document takes for its own marks.
[[nodiscard]] QString shownText(QString text);

/// A difference as a document in one column, everything unfolded that is in no fold of the plan. It belongs
/// to no thread: whoever shows it takes it over with moveToThread().
struct DiffDocument {
    std::shared_ptr<QTextDocument> document;
};
[[nodiscard]] DiffDocument diffDocument(const DiffPlan& plan, const DiffStyle& style);

} // namespace stemma::ui
