// SPDX-License-Identifier: MIT
// stemma_graph_keyboard_walk OUTPUT LIBRARY [light|dark [1440x900]]: finds, edits, saves, compares, restores,
// undoes and exports in a library of graphs (give a copy: it is written to) with nothing but keys, prints
// what has the focus after each step, and saves a picture of it. Exit 1 if the focus was lost.
// QT_SCALE_FACTOR=2 makes them for a dense screen.

#include <QApplication>
#include <QDir>

#include "tests/ui/key_walk.h"
#include "tests/ui/picture_studio.h"

using namespace stemma;
using tests::KeyStep;
using tests::keyStep;

namespace {

QList<KeyStep> steps(const tests::PictureWish& wish) {
    return {keyStep("open", "Ctrl+O", QDir(wish.library).absolutePath()),
            keyStep("opened", "Return"),
            keyStep("next_graph", "Down"),
            keyStep("first_graph", "Up"),
            keyStep("graph", "Return"),
            keyStep("search", "Ctrl+F", QStringLiteral("oxyg")),
            keyStep("found", "Return"),
            keyStep("in_picture", "Esc"),
            keyStep("walked", "Down"),
            keyStep("walked_back", "Up"),
            keyStep("form", "F2"),
            keyStep("typed", "Ctrl+A", QStringLiteral("dioxygen, a longer name")),
            keyStep("renamed", "Return"),
            keyStep("relation", "Ctrl+K", QStringLiteral("belongs to")),
            keyStep("relation_target", "Tab", QStringLiteral("water")),
            keyStep("related", "Return Return"),
            keyStep("attribute", "Ctrl+Shift+K", QStringLiteral("boils at")),
            keyStep("attribute_value", "Tab", QStringLiteral("-182.96")),
            keyStep("described", "Return"),
            keyStep("table", "Ctrl+2"),
            keyStep("picture", "Ctrl+1"),
            keyStep("saved", "Ctrl+S"),
            keyStep("history", "Ctrl+H"),
            keyStep("version", "Down"),
            keyStep("difference", "Ctrl+D"),
            keyStep("next_change", "F8"),
            keyStep("preview", "Ctrl+Shift+R"),
            keyStep("restored", "Return"),
            keyStep("undone", "Ctrl+Z"),
            keyStep("redone", "Ctrl+Shift+Z"),
            keyStep("history_left", "Esc"),
            keyStep("pane_1", "F6"),
            keyStep("pane_2", "F6"),
            keyStep("pane_3", "F6"),
            keyStep("graph_menu", "Alt+G"),
            keyStep("graph_menu_left", "Esc Esc"),
            keyStep("nothing_chosen", "Esc"),
            keyStep("chosen_again", "Down"),
            keyStep("tab_1", "Tab"),
            keyStep("tab_2", "Tab"),
            keyStep("tab_3", "Tab"),
            keyStep("tab_4", "Tab"),
            keyStep("export", "Alt+L E"),
            keyStep("export_format", "Down"),
            keyStep("export_file", "Return", QDir(wish.output).absoluteFilePath(QStringLiteral("exported"))),
            keyStep("exported", "Return"),
            keyStep("help", "F1"),
            keyStep("help_left", "Esc")};
}

/// The window, or the dialog that is open.
QWidget* shown(ui::MainWindow& window) {
    QWidget* active = QApplication::activeWindow();
    return active != nullptr && active->isVisible() ? active : &window;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    return tests::runStudio("stemma_graph_keyboard_walk", [](ui::MainWindow& window, tests::PictureStudio&,
                                                             tests::Photographer& photographer,
                                                             const tests::PictureWish& wish) {
        const int lost = tests::walkByKeys(window, steps(wish), [&](const KeyStep& step) {
            if (window.graphs()->session())
                tests::waitForGraph(window);
            photographer.take(*shown(window), step.name);
        });
        return lost > 0 ? 1 : 0;
    });
}
