// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QTextDocument>

#include "core/io/disk.h"
#include "core/report/report_library.h"

namespace stemma::ui {

struct ReadStyle {
    QFont font;
    QColor text, muted, link, rule, block;
};
[[nodiscard]] ReadStyle readStyle(const QPalette& palette, const QFont& font);

/// The report as it will be published, with its pictures, ready to be shown. Pictures come out of the
/// report's own `report_files/` only; nothing else is ever loaded, from wherever. Belongs to no thread:
/// whoever shows it takes it over with moveToThread(). Reads the disk; for the pool.
[[nodiscard]] std::shared_ptr<QTextDocument> readDocument(io::Disk& disk, const report::LoadedReport& report,
                                                          const ReadStyle& style);

} // namespace stemma::ui
