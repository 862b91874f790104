// SPDX-License-Identifier: MIT
// stemma_keyboard_walk OUTPUT LIBRARY [WIDTH HEIGHT]: does the main job in the real window with nothing but
// keys (give a copy of a library: it is written to), prints what has the focus after each step, and saves a
// picture of it. Exit 1 if the focus was lost.
#include <filesystem>

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/ui/key_walk.h"
#include "tests/ui/photographer.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"
#include "ui/text/english_plurals.h"

using namespace stemma;
using tests::KeyStep;

namespace {

QList<KeyStep> steps() {
    const auto keys = [](const char* name, const char* list) { return tests::keyStep(name, list); };
    return {keys("list", ""),
            keys("filter", "Ctrl+F"),
            {"typed", {}, QStringLiteral("rev")},
            keys("into_the_list", "Down"),
            keys("next_row", "Down"),
            keys("page", "Return"),
            keys("outline_down", "Down Down Right Down"),
            keys("read", "Ctrl+2"),
            keys("source", "Ctrl+3"),
            keys("find_in_source", "Ctrl+F"),
            keys("close_find", "Esc"),
            keys("outline_again", "Ctrl+1"),
            keys("history_off", "Ctrl+H"),
            keys("history_on", "Ctrl+H"),
            keys("older_version", "Down"),
            keys("two_versions", "Shift+Down"),
            keys("compare", "Ctrl+D"),
            keys("next_change", "F8"),
            keys("preview", "Ctrl+Shift+R"),
            keys("preview_left", "Esc"),
            keys("preview_again", "Ctrl+Shift+R"),
            keys("restored", "Return"),
            keys("undone", "Ctrl+Z"),
            keys("redone", "Ctrl+Shift+Z"),
            keys("undone_again", "Ctrl+Z"),
            keys("history_left", "Esc"),
            keys("pane_1", "F6"),
            keys("pane_2", "F6"),
            keys("pane_3", "F6"),
            keys("tab_1", "Tab"),
            keys("tab_2", "Tab"),
            keys("tab_3", "Tab"),
            keys("filter_again", "Ctrl+F Ctrl+F"),
            keys("filter_cleared", "Esc"),
            keys("trashed", "Delete"),
            keys("untrashed", "Ctrl+Z"),
            keys("menu", "Alt+L"),
            keys("menu_left", "Esc Esc")};
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        QTextStream(stderr) << "usage: stemma_keyboard_walk OUTPUT LIBRARY [WIDTH HEIGHT]\n";
        return 2;
    }
    QCoreApplication::installTranslator(new ui::EnglishPlurals(QCoreApplication::instance()));
    QApplication::setStyle(QStringLiteral("Fusion"));
    std::error_code failed;
    std::filesystem::create_directories(arguments.at(1).toStdString(), failed);
    const QTemporaryDir place;
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    ui::Settings settings(place.filePath(QStringLiteral("settings.ini")));
    ui::WindowState state(place.filePath(QStringLiteral("state.ini")));
    ui::DesktopPrompts prompts;
    ui::TaskRunner runner;
    ui::MainWindow window(
        {environment, runner, settings, state, prompts,
         [] { return Result<std::string>(fail(ErrorCode::notFound, "make the sample library", {}, {})); }});
    window.resize(arguments.size() > 4 ? arguments.at(3).toInt() : 1440,
                  arguments.size() > 4 ? arguments.at(4).toInt() : 900);
    window.desk()->setHistoryShown(true);
    window.show();
    window.activateWindow();
    (void)QTest::qWaitForWindowActive(&window);
    window.openLibrary(arguments.at(2));
    QTest::qWait(tests::settleMs);
    tests::Photographer photographer(arguments.at(1), {});
    return tests::walkByKeys(window, steps(),
                             [&](const KeyStep& step) { photographer.take(window, step.name); }) > 0
               ? 1
               : 0;
}
