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
#include "core/marks/mark_store.h"
#include "core/marks/retention_store.h"
#include "tests/ui/photographer.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
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
    marks::MarkStore marks{*disk, place.path().toStdString() + "/marks"};
    marks::TrustStore trust{*disk, place.path().toStdString() + "/chains"};
    marks::RetentionStore retention{*disk, place.path().toStdString() + "/marks"};
    marks::BaselineStore baselines{*disk, place.path().toStdString() + "/marks"};
    ui::TaskRunner runner;

    ui::WindowParts parts(ui::Prompts& prompts) {
        ui::WindowParts parts{environment, runner, settings, state, prompts, [] {
                                  return Result<std::string>(
                                      fail(ErrorCode::notFound, "make the sample library", {}, {}));
                              }};
        parts.drafts = &drafts;
        parts.places = &places;
        parts.marks = &marks;
        parts.trust = &trust;
        parts.baselines = &baselines;
        parts.layoutProgram = layout::layoutProgram();
        parts.retention = &retention;
        return parts;
    }
};

/// Until a graph is there, nothing of it is being edited, and its picture is painted.
inline void waitForGraph(ui::MainWindow& window) {
    ui::GraphDesk& desk = *window.graphs();
    (void)QTest::qWaitFor([&] { return desk.session() && desk.page()->graphs(); }, 60'000);
    ui::PicturePage* picture = desk.page()->picture();
    (void)QTest::qWaitFor([&] { return !desk.editor()->underWay(); }, 20'000);
    (void)QTest::qWaitFor([&] { return picture->view()->scene() && !picture->isBusy(); }, 120'000);
    (void)QTest::qWaitFor([&] { return picture->view()->isPainted(); }, 20'000);
}

/// What main() of a program that takes pictures does: calls `photograph(window, studio, photographer, wish)`
/// with the window on show.
template <class Photograph>
int runStudio(const char* program, Photograph&& photograph) {
    const auto wish = PictureWish::read(program);
    if (!wish)
        return 2;
    PictureStudio studio;
    ui::DesktopPrompts prompts;
    ui::MainWindow window(studio.parts(prompts));
    window.resize(wish->size);
    window.show();
    window.activateWindow();
    (void)QTest::qWaitForWindowActive(&window);
    Photographer photographer = wish->photographer();
    return photograph(window, studio, photographer, *wish);
}

} // namespace stemma::tests
