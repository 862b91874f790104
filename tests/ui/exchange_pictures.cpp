// SPDX-License-Identifier: MIT
// stemma_exchange_pictures OUTPUT LIBRARY FILE.ndf [light|dark]: opens the real window on a library of graphs
// (give a copy) and saves pictures of its dialogs for exporting and importing, and what it exports.
#include <filesystem>

#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/layout/layout.h"
#include "tests/ui/photographer.h"
#include "tests/ui/scripted_prompts.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_export_dialog.h"
#include "ui/graph/graph_import_dialog.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/text/english_plurals.h"

using namespace stemma;
using tests::Photographer;

namespace {

ui::GraphExportDialog* openExport(ui::MainWindow& window, const QString& format) {
    window.actions().action(ui::Command::exportGraph)->trigger();
    auto* dialog = window.findChild<ui::GraphExportDialog*>();
    if (dialog != nullptr)
        dialog->formats()->setCurrentIndex(dialog->formats()->findData(format));
    return dialog;
}

void photographExports(ui::MainWindow& window, tests::ScriptedPrompts& prompts, const QString& folder,
                       Photographer& photographer) {
    for (const QString& format : ui::exportWords()) {
        ui::GraphExportDialog* dialog = openExport(window, format);
        if (dialog == nullptr)
            return;
        prompts.exported = folder + QStringLiteral("/graph.") + format;
        photographer.take(*dialog, qPrintable(QStringLiteral("export-") + format));
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->isDefault())
                button->click();
        }
        QTest::qWait(tests::settleMs);
    }
    photographer.take(window, "exported");
}

void photographImport(ui::MainWindow& window, Photographer& photographer) {
    window.actions().action(ui::Command::importGraph)->trigger();
    (void)QTest::qWaitFor([&] { return window.findChild<ui::GraphImportDialog*>() != nullptr; }, 10'000);
    photographer.takeDialog("import");
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::installTranslator(new ui::EnglishPlurals(&application));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 4) {
        QTextStream(stderr) << "usage: stemma_exchange_pictures OUTPUT LIBRARY FILE.ndf [light|dark]\n";
        return 2;
    }
    const bool dark = arguments.value(4) == QLatin1String("dark");
    QApplication::setStyle(QStringLiteral("Fusion"));
    if (dark)
        QApplication::setPalette(tests::darkPalette());
    std::error_code failed;
    std::filesystem::create_directories(arguments.at(1).toStdString(), failed);

    const QTemporaryDir place;
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    ui::Settings settings(place.filePath(QStringLiteral("settings.ini")));
    ui::WindowState state(place.filePath(QStringLiteral("state.ini")));
    tests::ScriptedPrompts prompts;
    prompts.bundle = arguments.at(3);
    prompts.agrees = true;
    ui::TaskRunner runner;
    ui::WindowParts parts{environment, runner, settings, state, prompts, {}};
    parts.layoutProgram = layout::layoutProgram();
    ui::MainWindow window(parts);
    window.resize(1440, 900);
    window.show();
    window.openLibrary(arguments.at(2));
    ui::GraphDesk& desk = *window.graphs();
    (void)QTest::qWaitFor([&] { return desk.session() && desk.page()->graphs(); }, 60'000);
    ui::PicturePage* picture = desk.page()->picture();
    (void)QTest::qWaitFor([&] { return picture->view()->scene() && !picture->isBusy(); }, 120'000);
    Photographer photographer(arguments.at(1), dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
    photographExports(window, prompts, arguments.at(1), photographer);
    photographImport(window, photographer);
    return 0;
}
