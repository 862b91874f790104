// SPDX-License-Identifier: MIT
// stemma_graph_pictures OUTPUT LIBRARY [light|dark [1440x900]]: opens the real window on a library of graphs
// (give a copy) and saves pictures of its places. QT_SCALE_FACTOR=2 makes them for a dense screen.

#include <QApplication>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include "tests/ui/picture_studio.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_bar.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"

using namespace stemma;
using tests::Photographer;

namespace {

void photographLayouts(ui::MainWindow& window, Photographer& photographer) {
    ui::PictureBar* bar = window.graphs()->page()->picture()->bar();
    for (const layout::Kind kind :
         {layout::Kind::layered, layout::Kind::radial, layout::Kind::grid, layout::Kind::force}) {
        ui::PictureChoice choice = bar->choice();
        choice.kind = kind;
        bar->setChoice(choice);
        Q_EMIT bar->changed();
        tests::waitForGraph(window);
        Q_EMIT bar->fitWanted();
        tests::waitForGraph(window);
        photographer.take(window, layout::kindWord(kind));
    }
}

void waitForDifference(ui::MainWindow& window) {
    ui::GraphHistoryPane* history = window.graphs()->history();
    (void)QTest::qWaitFor([&] { return history->model()->rowCount() > 1; }, 60'000);
    (void)QTest::qWaitFor([&] { return history->diffView()->changeCount() > 0; }, 20'000);
    tests::waitForGraph(window);
}

void photographHistory(ui::MainWindow& window, Photographer& photographer) {
    ui::GraphDesk& desk = *window.graphs();
    ui::GraphHistoryPane* history = desk.history();
    window.actions().action(ui::Command::toggleHistory)->trigger();
    waitForDifference(window);
    photographer.take(window, "history");
    history->pictureSwitch()->click();
    tests::waitForGraph(window);
    Q_EMIT desk.page()->picture()->bar()->fitWanted();
    tests::waitForGraph(window);
    photographer.take(window, "overlay");
    history->pictureSwitch()->click();
    tests::waitForGraph(window);
    history->offerRestore();
    (void)QTest::qWaitFor([&] { return history->restorePanel()->isVisible(); }, 20'000);
    photographer.take(window, "restore");
    Q_EMIT history->restorePanel()->rejected();
    history->setComparedWithNow(true);
    QTest::keyClick(history->timelineView(), Qt::Key_End);
    waitForDifference(window);
    photographer.take(window, "history-now");
    history->setComparedWithNow(false);
    history->setOf(ui::GraphHistoryPane::Of::user);
    waitForDifference(window);
    QTest::keyClick(history->timelineView(), Qt::Key_End);
    (void)QTest::qWaitFor([&] { return history->restoreButton()->isEnabled(); }, 20'000);
    history->offerRestore();
    (void)QTest::qWaitFor([&] { return history->restorePanel()->isVisible(); }, 20'000);
    photographer.take(window, "restore-backup");
    Q_EMIT history->restorePanel()->rejected();
    history->setOf(ui::GraphHistoryPane::Of::graph);
    window.actions().action(ui::Command::toggleHistory)->trigger();
}

void photograph(ui::MainWindow& window, const QString& library, Photographer& photographer) {
    window.openLibrary(library);
    ui::GraphDesk& desk = *window.graphs();
    tests::waitForGraph(window);
    photographer.take(window, "whole");
    photographHistory(window, photographer);
    ui::PictureView* view = desk.page()->picture()->view();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Right);
    QTest::keyClick(view, Qt::Key_Right);
    photographer.take(window, "chosen");
    desk.page()->picture()->focusOn(view->current());
    tests::waitForGraph(window);
    photographer.take(window, "around");
    desk.page()->findText();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("ca"));
    tests::waitForGraph(window);
    photographer.take(window, "search");
    window.actions().action(ui::Command::showRead)->trigger();
    photographer.take(window, "table");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    window.actions().action(ui::Command::showSource)->trigger();
    photographer.take(window, "text");
    desk.page()->showPage(ui::GraphPage::JsonTab);
    photographer.take(window, "json");
    desk.page()->showPage(ui::GraphPage::YamlTab);
    photographer.take(window, "yaml");
    window.actions().action(ui::Command::showOutline)->trigger();
    desk.page()->findText();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    photographLayouts(window, photographer);
    for (int step = 0; step < 12; ++step)
        view->zoomOut();
    tests::waitForGraph(window);
    photographer.take(window, "afar");
    for (int step = 0; step < 18; ++step)
        view->zoomIn();
    tests::waitForGraph(window);
    photographer.take(window, "near");
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio("stemma_graph_pictures",
                            [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
                               const tests::PictureWish& wish) {
                                photograph(window, wish.library, photographer);
                                return 0;
                            });
}
