// SPDX-License-Identifier: MIT
// stemma_undo_pictures OUTPUT LIBRARY [light|dark [1440x900]]: makes a library in the folder LIBRARY, which
// is not there yet, and saves a picture of each step of taking changes out of a report in the real window.
#include <QListView>
#include <QPushButton>
#include <QTreeView>

#include "tests/support/store_builder.h"
#include "tests/ui/picture_studio.h"
#include "ui/history/history_pane.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/library/report_list.h"
#include "ui/session/report_session.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using json::Value;
using tests::Photographer;
using tests::settleMs;

namespace {

tests::ReportBuilder::Edit insight(std::size_t at, const std::string& text) {
    return [at, text](Value& outline) {
        outline.edit("insights")->editItem(at).set("summary", Value::string(text));
    };
}

/// A report that an agent and a person changed in turn.
void makeLibrary(const QString& folder) {
    tests::ReportBuilder report(folder.toStdString(), tests::fixedUuid('a', 1));
    const auto later = [&report] { report.setClock({report.now().micros + std::int64_t{5'400'000'000}}); };
    report.create("Churn in the third quarter");
    report.evolve([](Value& outline) {
        outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened.", {7, 8, 9}));
        outline.edit("insights")->appendItem(tests::insightValue(7, "Churn rose by four percent in July."));
        outline.edit("insights")->appendItem(tests::insightValue(8, "Small customers left first."));
        outline.edit("insights")->appendItem(tests::insightValue(9, "Prices were not the reason."));
    });
    later();
    report.evolve(insight(0, "Churn fell by four percent in July, which nobody had expected."));
    later();
    report.evolve(insight(1, "Small customers left first, and most of them in spring."), "human");
    later();
    report.evolve(insight(2, "Prices were the reason."), "agent", "nightly-17");
    report.evolve(insight(1, "Nobody left, as far as the figures tell."), "agent", "nightly-17");
    report.evolve([](Value& outline) { outline.set("title", Value::string("Churn, revised")); }, "agent",
                  "nightly-17");
    later();
    report.evolve(insight(2, "It was the terms of the contract, not what it costs."), "human");
}

/// By row of the timeline, "now" on top.
void choose(ui::HistoryPane& history, int row) {
    history.timelineView()->selectionModel()->setCurrentIndex(
        history.model()->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QTest::qWait(settleMs);
}

int photograph(ui::MainWindow& window, const tests::PictureWish& wish, Photographer& photographer) {
    makeLibrary(wish.library);
    window.desk()->setHistoryShown(true);
    window.openLibrary(wish.library);
    (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() == 1; }, 20'000);
    window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
    ui::HistoryPane& history = *window.desk()->history();
    (void)QTest::qWaitFor([&] { return history.model()->rowCount() > 4; }, 20'000);
    const auto trigger = [&](ui::Command command) { window.actions().action(command)->trigger(); };
    choose(history, 4);
    photographer.take(window, "change-chosen");
    Q_EMIT history.timelineView()->customContextMenuRequested(
        history.timelineView()->visualRect(history.model()->index(4, 0)).center());
    if (QWidget* menu = QApplication::activePopupWidget()) {
        photographer.take(*menu, "menu");
        menu->close();
    }
    trigger(ui::Command::undoChange);
    photographer.take(window, "undo-asked");
    history.restorePanel()->acceptButton()->click();
    photographer.take(window, "undone");
    choose(history, 3);
    photographer.take(window, "group-chosen");
    trigger(ui::Command::undoChange);
    photographer.take(window, "overlap");
    history.overlaps()->takeBackButton()->click();
    photographer.take(window, "overlap-taken-back");
    Q_EMIT history.restorePanel()->rejected();
    choose(history, 5);
    trigger(ui::Command::restore);
    photographer.take(window, "restore-keeping");
    window.resize(1000, 700);
    photographer.take(window, "restore-keeping-small");
    Q_EMIT history.restorePanel()->rejected();
    choose(history, 3);
    trigger(ui::Command::undoChange);
    photographer.take(window, "overlap-small");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio(
        "stemma_undo_pictures",
        [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, wish, photographer); });
}
