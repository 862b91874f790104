// SPDX-License-Identifier: MIT
// stemma_diff_pictures OUTPUT LIBRARY [light|dark [1440x900]]: saves a picture of each way in which two
// versions are compared, and of each step of restoring parts, in the real window. A LIBRARY that isn't there
// is made; of one that is there the first report is shown, so it should be a copy.
#include <QCheckBox>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>

#include "tests/support/store_builder.h"
#include "tests/ui/picture_studio.h"
#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/parts_options.h"
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

std::string essay(bool revised) {
    std::string text;
    for (int i = 0; i < 18; ++i) {
        text += "Of the customers who left in week " + std::to_string(i + 20) +
                ", most had asked for a lower price before, and few of them were answered within two days. ";
        if (revised && i % 5 == 2)
            text += "Those who were answered at once stayed twice as often, which nobody had expected. ";
    }
    return text;
}

void addParts(Value& outline) {
    Value* sections = outline.edit("sections");
    Value risks = tests::sectionValue(1, "What may still go wrong.", {4, 5, 6});
    risks.set("title", Value::string("Risks"));
    Value findings = tests::sectionValue(0, "What was found.", {0, 1, 2, 3});
    findings.set("title", Value::string("Findings"));
    sections->removeItem(0);
    sections->appendItem(findings);
    sections->appendItem(risks);
    const char* texts[] = {"Churn rose by four percent in July.",
                           "Small customers left first, and most of them in spring.",
                           "Prices were not the reason.",
                           nullptr,
                           "A competitor may lower its prices before the end of the year.",
                           "The figures of August are not complete.",
                           "Two of the largest contracts end in October."};
    for (int i = 0; i < 7; ++i)
        outline.edit("insights")
            ->appendItem(tests::insightValue(i, texts[i] == nullptr ? essay(false) : texts[i]));
}

void reviseParts(Value& outline) {
    Value* insights = outline.edit("insights");
    insights->editItem(0).set("summary", Value::string("Churn fell by four percent in July, for once."));
    insights->editItem(0).set("importance", Value::integer(9));
    insights->editItem(3).set("summary", Value::string(essay(true)));
    insights->editItem(5).set("status", Value::string("archived"));
    insights->removeItem(2);
    insights->appendItem(tests::insightValue(9, "Support answered twice as fast as in the year before."));
    const auto ids = [](std::initializer_list<int> numbers) {
        std::vector<Value> values;
        for (const int number : numbers)
            values.push_back(Value::string(tests::fixedUuid('b', number)));
        return Value::array(values);
    };
    outline.edit("sections")->editItem(0).set("insight_ids", ids({0, 3, 9, 6}));
    outline.edit("sections")->editItem(1).set("insight_ids", ids({4, 5, 1}));
}

void makeLibrary(const QString& folder) {
    tests::ReportBuilder report(folder.toStdString(), tests::fixedUuid('a', 1));
    const auto later = [&report] { report.setClock({report.now().micros + std::int64_t{5'400'000'000}}); };
    report.create("Churn in the third quarter");
    report.evolve(addParts);
    later();
    report.evolve(reviseParts, "agent", "nightly-17");
    later();
    report.evolve(
        [](Value& outline) {
            outline.edit("insights")
                ->editItem(3)
                .set("summary", Value::string("A competitor has lowered its prices already."));
        },
        "human");
}

struct Walk {
    ui::MainWindow& window;
    Photographer& photographer;
    [[nodiscard]] ui::HistoryPane& history() const { return *window.desk()->history(); }
    [[nodiscard]] ui::DiffView& view() const { return *history().diffView(); }
    void trigger(ui::Command command) const { window.actions().action(command)->trigger(); }
    void choose(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        QTest::qWait(settleMs);
    }
    void take(const char* name) const { photographer.take(window, name); }
};

void compare(const Walk& walk) {
    walk.view().setFocus();
    walk.take("one-column");
    walk.trigger(ui::Command::nextChange);
    walk.trigger(ui::Command::nextChange);
    walk.take("next-change");
    walk.window.desk()->setSizes({300, 900});
    walk.take("wide");
    walk.trigger(ui::Command::twoColumns);
    walk.take("toggled-columns");
    walk.trigger(ui::Command::twoColumns);
    walk.trigger(ui::Command::unchangedText);
    walk.take("all-text");
    walk.trigger(ui::Command::unchangedText);
    walk.trigger(ui::Command::swapSides);
    walk.take("swapped");
    walk.trigger(ui::Command::swapSides);
    walk.trigger(ui::Command::rawDifference);
    walk.take("raw");
    walk.trigger(ui::Command::rawDifference);
    walk.view().setFilter(QStringLiteral("answered"));
    walk.take("filtered");
    walk.view().setFilter({});
    walk.trigger(ui::Command::printDifference);
    walk.photographer.takeDialog("print");
    if (auto* menus = walk.view().findChild<QMenu*>()) {
        menus->popup(walk.view().mapToGlobal(QPoint(40, 80)));
        walk.photographer.take(*menus, "menu");
        menus->close();
    }
}

void restoreSome(const Walk& walk) {
    walk.trigger(ui::Command::restoreParts);
    walk.take("parts-to-tick");
    ui::DiffCanvas& canvas = *walk.view().canvas();
    int ticked = 0;
    for (int row = 0; row < canvas.rowCount() && ticked < 3; ++row)
        if (canvas.partOf(row) >= 0 && canvas.block(row).kind == ui::DiffBlock::Kind::change) {
            canvas.goTo(row);
            canvas.toggle(row);
            ++ticked;
        }
    walk.take("parts-ticked");
    walk.history().partsOptions()->resultBox()->click();
    walk.take("parts-result");
    walk.history().restorePanel()->choiceBox()->click();
    walk.take("parts-result-not-keeping");
    walk.history().restorePanel()->choiceBox()->click();
    walk.history().partsOptions()->resultBox()->click();
    walk.window.desk()->setSizes({700, 420});
    walk.take("parts-narrow");
    QTest::qWait(settleMs);
    walk.history().restorePanel()->acceptButton()->click();
    walk.take("parts-restored");
}

int photograph(ui::MainWindow& window, const tests::PictureWish& wish, Photographer& photographer) {
    if (!std::filesystem::exists(wish.library.toStdString()))
        makeLibrary(wish.library);
    window.desk()->setHistoryShown(true);
    window.openLibrary(wish.library);
    (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() > 0; }, 20'000);
    window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
    const Walk walk{window, photographer};
    (void)QTest::qWaitFor([&] { return walk.history().model()->rowCount() > 2; }, 20'000);
    walk.choose(2);
    compare(walk);
    restoreSome(walk);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio(
        "stemma_diff_pictures",
        [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, wish, photographer); });
}
