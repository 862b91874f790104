// SPDX-License-Identifier: MIT
// stemma_inbox_pictures OUTPUT LIBRARY [light|dark [1440x900]]: makes a library in the folder LIBRARY, which
// is not there yet, and saves a picture of each step through the inbox, the feed and the past in the real
// window. If the folder is there, it is a copy of a library that may be changed: the feed and the past of it.
#include <filesystem>

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include "tests/support/store_builder.h"
#include "tests/ui/picture_studio.h"
#include "ui/feed/feed_desk.h"
#include "ui/feed/feed_list.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/restore_panel.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/change_page.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/report_list.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"
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

/// Reports that a person knows.
std::vector<tests::ReportBuilder> makeLibrary(const QString& folder) {
    const char* titles[] = {"Churn in the third quarter", "Liquidity of the largest pools",
                            "Weekly market map: exchanges, bridges and their daily volumes"};
    std::vector<tests::ReportBuilder> reports;
    const std::int64_t now = SystemClock().now().micros;
    for (const char* title : titles) {
        auto& report =
            reports.emplace_back(folder.toStdString(), tests::fixedUuid('a', int(reports.size()) + 1));
        report.setClock({now - std::int64_t{86'400'000'000} * int(4 - reports.size())});
        report.create(title);
        report.evolve([](Value& outline) {
            outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened.", {7, 8, 9}));
            outline.edit("insights")
                ->appendItem(tests::insightValue(7, "Churn rose by four percent in July."));
            outline.edit("insights")->appendItem(tests::insightValue(8, "Small customers left first."));
            outline.edit("insights")->appendItem(tests::insightValue(9, "Prices were not the reason."));
        });
        report.setClock({now - std::int64_t{5'400'000'000} / int(reports.size())});
    }
    return reports;
}

void changeThem(std::vector<tests::ReportBuilder>& reports, const QString& folder) {
    reports[0].evolve(insight(0, "Churn fell by four percent in July, which nobody had expected."), "agent",
                      "nightly-17");
    reports[0].evolve(
        [](Value& outline) {
            outline.set("title", Value::string("Churn, revised"));
            outline.edit("insights")
                ->editItem(1)
                .set("summary", Value::string("Nobody left, the figures say."));
            outline.edit("insights")->editItem(2).set("summary", Value::string("Prices were the reason."));
        },
        "agent", "nightly-17");
    reports[0].evolve(insight(0, "Churn fell by nine percent in July."), "agent", "nightly-18");
    reports[1].evolve(insight(1, "Small customers left first, and most of them in spring."), "cli");
    reports[1].editByHand(insight(2, "Prices were hardly the reason."));
    reports[2].evolve(insight(2, "It was the terms of the contract."), "agent", "map-3");
    reports[2].removeBackup(reports[2].lastBackup());
    auto& made = reports.emplace_back(folder.toStdString(), tests::fixedUuid('b', 9));
    made.setClock(reports[0].now());
    made.create("Bridges: what broke this year");
}

/// What somebody does in the inbox, picture by picture.
struct Scene {
    ui::MainWindow& window;
    Photographer& photographer;

    void trigger(ui::Command command) const {
        window.actions().action(command)->trigger();
        QTest::qWait(settleMs);
    }
    void take(const char* name) const {
        QTest::qWait(settleMs);
        photographer.take(window, name);
    }
    void choose(int row) const {
        auto& list = *window.inbox()->list();
        list.view()->setCurrentIndex(list.view()->model()->index(row, 0));
        QTest::qWait(settleMs);
    }
    [[nodiscard]] int rowOf(const char* request) const {
        auto& model = *window.inbox()->model();
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.rowOf(model.index(row))->card->requestId.value_or("") == request)
                return row;
        return 0;
    }
    void inbox(std::vector<tests::ReportBuilder>& reports) const {
        auto& desk = *window.inbox();
        choose(rowOf("nightly-17"));
        take("inbox");
        trigger(ui::Command::undoCardParts);
        (void)QTest::qWaitFor([&] { return desk.page()->panel()->isVisible(); }, 5'000);
        desk.page()->panel()->partList()->item(0)->setCheckState(Qt::Unchecked);
        take("inbox-parts");
        QTest::keyClick(&window, Qt::Key_Escape);
        Q_EMIT desk.page()->panel()->rejected();
        choose(rowOf("nightly-17"));
        trigger(ui::Command::undoCard);
        (void)QTest::qWaitFor([&] { return desk.page()->panel()->isVisible(); }, 5'000);
        take("inbox-overlap");
        Q_EMIT desk.page()->panel()->rejected();
        reports[0].evolve(insight(2, "Written while somebody looked."), "agent", "late");
        (void)QTest::qWaitFor([&] { return desk.session()->cameMeanwhile() > 0; }, 10'000);
        trigger(ui::Command::acceptAllCards);
        take("inbox-refused");
        trigger(ui::Command::lookAgain);
        trigger(ui::Command::acceptCard);
        take("inbox-accepted");
        for (int row = 0; row < desk.model()->rowCount(); ++row)
            if (desk.model()->rowOf(desk.model()->index(row))->card->made)
                choose(row);
        trigger(ui::Command::undoCard);
        take("inbox-trash");
        Q_EMIT desk.page()->panel()->rejected();
        window.resize(1100, 700);
        take("inbox-small");
        trigger(ui::Command::acceptAllCards);
        (void)QTest::qWaitFor([&] { return desk.model()->rowCount() == 0; }, 10'000);
        take("inbox-empty");
    }
    void feed() const {
        trigger(ui::Command::showFeed);
        auto& desk = *window.feed();
        (void)QTest::qWaitFor([&] { return desk.model()->rowCount() > 0; }, 60'000);
        take("feed");
        desk.list()->actorBox()->setCurrentIndex(2);
        take("feed-agent");
        desk.list()->textEdit()->setText(QStringLiteral("no such thing"));
        take("feed-nothing");
        trigger(ui::Command::wholeFeed);
        desk.list()->view()->setCurrentIndex(desk.model()->index(4));
        QTest::qWait(settleMs);
        if (window.actions().action(ui::Command::onlyRequest)->isEnabled())
            trigger(ui::Command::onlyRequest);
        take("feed-request");
        trigger(ui::Command::wholeFeed);
        trigger(ui::Command::openEntry);
        (void)QTest::qWait(600);
        take("feed-version");
    }
};

void past(const Scene& scene) {
    scene.trigger(ui::Command::showAsItWas);
    (void)QTest::qWaitFor([&] { return scene.window.past()->canStep(-1); }, 60'000);
    scene.take("past");
    for (int step = 0; step < 3; ++step)
        scene.trigger(ui::Command::earlierChange);
    scene.take("past-earlier");
    auto* slider = scene.window.past()->bar()->slider();
    slider->setValue(slider->maximum() / 3);
    QTest::qWait(2'000);
    scene.take("past-third");
    slider->setValue(0);
    QTest::qWait(1'000);
    scene.take("past-first");
    slider->setValue(slider->maximum() * 4 / 5);
    scene.window.resize(1100, 700);
    QTest::qWait(2'000);
    scene.take("past-small");
    if (scene.window.actions().action(ui::Command::restore)->isEnabled())
        scene.trigger(ui::Command::restore);
    scene.take("past-restore");
}

int photograph(ui::MainWindow& window, const tests::PictureWish& wish, Photographer& photographer) {
    const bool given = std::filesystem::exists(wish.library.toStdString());
    std::vector<tests::ReportBuilder> reports;
    if (!given)
        reports = makeLibrary(wish.library);
    window.openLibrary(wish.library);
    (void)QTest::qWaitFor([&] { return window.inbox()->session() && window.inbox()->session()->inbox(); },
                          60'000);
    const Scene scene{window, photographer};
    if (!given) {
        changeThem(reports, wish.library);
        (void)QTest::qWaitFor([&] { return window.inbox()->model()->rowCount() >= 6; }, 20'000);
        scene.trigger(ui::Command::showInbox);
        scene.inbox(reports);
        window.resize(wish.size);
    }
    scene.feed();
    past(scene);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio(
        "stemma_inbox_pictures",
        [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, wish, photographer); });
}
