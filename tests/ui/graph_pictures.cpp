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
#include "ui/shell/prompts.h"

using namespace stemma;
using tests::Photographer;

namespace {

void waitForPicture(ui::GraphDesk& desk) {
    ui::PicturePage* picture = desk.page()->picture();
    (void)QTest::qWaitFor([&] { return picture->view()->scene() && !picture->isBusy(); }, 120'000);
    (void)QTest::qWaitFor([&] { return picture->view()->isPainted(); }, 20'000);
}

void photographLayouts(ui::MainWindow& window, Photographer& photographer) {
    ui::GraphDesk& desk = *window.graphs();
    ui::PictureBar* bar = desk.page()->picture()->bar();
    for (const layout::Kind kind :
         {layout::Kind::layered, layout::Kind::radial, layout::Kind::grid, layout::Kind::force}) {
        ui::PictureChoice choice = bar->choice();
        choice.kind = kind;
        bar->setChoice(choice);
        Q_EMIT bar->changed();
        waitForPicture(desk);
        Q_EMIT bar->fitWanted();
        waitForPicture(desk);
        photographer.take(window, layout::kindWord(kind));
    }
}

void waitForDifference(ui::GraphDesk& desk) {
    ui::GraphHistoryPane* history = desk.history();
    (void)QTest::qWaitFor([&] { return history->model()->rowCount() > 1; }, 60'000);
    (void)QTest::qWaitFor([&] { return history->diffView()->changeCount() > 0; }, 20'000);
    waitForPicture(desk);
}

void photographHistory(ui::MainWindow& window, Photographer& photographer) {
    ui::GraphDesk& desk = *window.graphs();
    ui::GraphHistoryPane* history = desk.history();
    window.actions().action(ui::Command::toggleHistory)->trigger();
    waitForDifference(desk);
    photographer.take(window, "history");
    history->pictureSwitch()->click();
    waitForPicture(desk);
    Q_EMIT desk.page()->picture()->bar()->fitWanted();
    waitForPicture(desk);
    photographer.take(window, "overlay");
    history->pictureSwitch()->click();
    waitForPicture(desk);
    history->offerRestore();
    (void)QTest::qWaitFor([&] { return history->restorePanel()->isVisible(); }, 20'000);
    photographer.take(window, "restore");
    Q_EMIT history->restorePanel()->rejected();
    history->setComparedWithNow(true);
    QTest::keyClick(history->timelineView(), Qt::Key_End);
    waitForDifference(desk);
    photographer.take(window, "history-now");
    history->setComparedWithNow(false);
    history->setOf(ui::GraphHistoryPane::Of::user);
    waitForDifference(desk);
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
    bool shown = false;
    QObject::connect(&window, &ui::MainWindow::libraryShown, &window, [&shown] { shown = true; });
    window.openLibrary(library);
    ui::GraphDesk& desk = *window.graphs();
    (void)QTest::qWaitFor([&] { return desk.session() && desk.page()->graphs(); }, 60'000);
    waitForPicture(desk);
    photographer.take(window, "whole");
    photographHistory(window, photographer);
    ui::PictureView* view = desk.page()->picture()->view();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Right);
    QTest::keyClick(view, Qt::Key_Right);
    photographer.take(window, "chosen");
    desk.page()->picture()->focusOn(view->current());
    waitForPicture(desk);
    photographer.take(window, "around");
    desk.page()->findText();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("ca"));
    waitForPicture(desk);
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
    waitForPicture(desk);
    photographer.take(window, "afar");
    for (int step = 0; step < 18; ++step)
        view->zoomIn();
    waitForPicture(desk);
    photographer.take(window, "near");
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const auto wish = tests::PictureWish::read("stemma_graph_pictures");
    if (!wish)
        return 2;
    tests::PictureStudio studio;
    ui::DesktopPrompts prompts;
    ui::MainWindow window(studio.parts(prompts));
    window.resize(wish->size);
    window.show();
    Photographer photographer = wish->photographer();
    photograph(window, wish->library, photographer);
    return 0;
}
