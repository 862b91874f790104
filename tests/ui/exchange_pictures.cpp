// SPDX-License-Identifier: MIT
// stemma_exchange_pictures OUTPUT LIBRARY FILE.ndf [light|dark]: opens the real window on a library of graphs
// (give a copy) and saves pictures of its dialogs for exporting and importing, and what it exports.

#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QTest>

#include "tests/ui/picture_studio.h"
#include "tests/ui/scripted_prompts.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_export_dialog.h"
#include "ui/graph/graph_import_dialog.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"

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
    const QApplication application(argc, argv);
    const auto wish = tests::PictureWish::read("stemma_exchange_pictures", {QStringLiteral("FILE.ndf")});
    if (!wish)
        return 2;
    tests::PictureStudio studio;
    tests::ScriptedPrompts prompts;
    prompts.bundle = wish->more.first();
    prompts.agrees = true;
    ui::MainWindow window(studio.parts(prompts));
    window.resize(wish->size);
    window.show();
    window.openLibrary(wish->library);
    tests::waitForGraph(window);
    Photographer photographer = wish->photographer();
    photographExports(window, prompts, wish->output, photographer);
    photographImport(window, photographer);
    return 0;
}
