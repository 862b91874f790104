// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include <QApplication>
#include <QTemporaryDir>
#include <QTextStream>

#include "core/base/clock.h"
#include "core/graph/picture_places.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/journal/draft_store.h"
#include "core/layout/layout.h"
#include "tests/ui/photographer.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/text/english_plurals.h"

namespace stemma::tests {

/// What a program that takes pictures of the window was called with: `OUTPUT LIBRARY … [light|dark
/// [1440x900]]`. Applies the theme and makes the folder OUTPUT.
struct PictureWish {
    QString output, library;
    QStringList more; ///< the arguments between LIBRARY and the theme
    bool dark = false;
    QSize size{1440, 900};

    /// None if there are too few arguments: the usage was told.
    static std::optional<PictureWish> read(const char* program, const QStringList& more = {}) {
        QCoreApplication::installTranslator(new ui::EnglishPlurals(QCoreApplication::instance()));
        const QStringList arguments = QApplication::arguments();
        const qsizetype theme = 3 + more.size();
        if (arguments.size() < theme) {
            const QStringList places = QStringList{QStringLiteral("OUTPUT LIBRARY")} + more;
            QTextStream(stderr) << "usage: " << program << ' ' << places.join(QLatin1Char(' '))
                                << " [light|dark [1440x900]]\n";
            return std::nullopt;
        }
        PictureWish wish{arguments.at(1), arguments.at(2), arguments.mid(3, more.size()),
                         arguments.value(theme) == QLatin1String("dark")};
        const QStringList size = arguments.value(theme + 1).split(QLatin1Char('x'));
        if (size.size() == 2)
            wish.size = {size.first().toInt(), size.last().toInt()};
        QApplication::setStyle(QStringLiteral("Fusion"));
        if (wish.dark)
            QApplication::setPalette(darkPalette());
        std::error_code failed;
        std::filesystem::create_directories(wish.output.toStdString(), failed);
        return wish;
    }

    [[nodiscard]] Photographer photographer() const {
        return {output, dark ? QStringLiteral("-dark") : QStringLiteral("-light")};
    }
};

/// Where the window is set up to be photographed: nothing of the person's is read or written but the library.
struct PictureStudio {
    QTemporaryDir place;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment{*disk, clock, locks, {}};
    ui::Settings settings{place.filePath(QStringLiteral("settings.ini"))};
    ui::WindowState state{place.filePath(QStringLiteral("state.ini"))};
    graph::PlaceStore places{*disk, place.path().toStdString() + "/pictures"};
    journal::DraftStore drafts{*disk, place.path().toStdString() + "/drafts"};
    ui::TaskRunner runner;

    ui::WindowParts parts(ui::Prompts& prompts) {
        ui::WindowParts parts{environment, runner, settings, state, prompts, [] {
                                  return Result<std::string>(
                                      fail(ErrorCode::notFound, "make the sample library", {}, {}));
                              }};
        parts.drafts = &drafts;
        parts.places = &places;
        parts.layoutProgram = layout::layoutProgram();
        return parts;
    }
};

} // namespace stemma::tests
