// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QFont>
#include <QPalette>
#include <QTextDocument>

#include "ui/history/diff_plan.h"
#include "ui/text/contrast.h"

namespace stemma::ui {

struct DiffStyle {
    QFont font, fixedFont;
    QColor text, headingBackground;
    MeaningColours meaning;
};
[[nodiscard]] DiffStyle diffStyle(const QPalette& palette, const QFont& font);

/// A difference as a document, and where in it each change begins (positions, in order). It belongs to no
/// thread: whoever shows it takes it over with moveToThread(). What was added is underlined and what was
/// removed is struck out, beside their colours.
struct DiffDocument {
    std::shared_ptr<QTextDocument> document;
    std::vector<int> changes;
    std::vector<std::string> parts; ///< what each of them is of: DiffBlock::part
};
[[nodiscard]] DiffDocument diffDocument(const DiffPlan& plan, const DiffStyle& style);

} // namespace stemma::ui
