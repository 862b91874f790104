// SPDX-License-Identifier: MIT
// stemma_health_pictures OUTPUT LIBRARY [light|dark [1440x900]]: saves a picture of each step through the
// health of LIBRARY, of reports or of graphs, in the real window: each kind of finding, fixing one, taking it
// back, fixing all. LIBRARY is a copy that may be changed.
#include <set>

#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include "tests/ui/picture_studio.h"
#include "ui/health/fix_plan_page.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/health/health_model.h"
#include "ui/library/report_list.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using tests::Photographer;

namespace {

struct Scene {
    ui::MainWindow& window;
    Photographer& photographer;

    [[nodiscard]] ui::HealthDesk& desk() const { return *window.health(); }
    void take(const char* name) const { photographer.take(window, name); }
    void trigger(ui::Command command) const { window.actions().action(command)->trigger(); }
    void settle() const {
        (void)QTest::qWaitFor(
            [this] {
                return desk().session()->rows() && !desk().session()->isLooking() &&
                       !desk().session()->isFixing();
            },
            120'000);
    }
    void eachKind() const {
        std::set<int> seen;
        for (int row = 0; row < desk().model()->rowCount(); ++row) {
            const ui::HealthRow* finding = desk().model()->rowAt(desk().model()->index(row));
            if (!seen.insert(static_cast<int>(finding->finding.kind)).second)
                continue;
            desk().list()->view()->setCurrentIndex(desk().model()->index(row));
            take(health::findingKindWord(finding->finding.kind));
        }
    }
    void fixOne() const {
        for (int row = 0; row < desk().model()->rowCount(); ++row) {
            const ui::HealthRow* finding = desk().model()->rowAt(desk().model()->index(row));
            if (!health::canTakeBack(finding->finding))
                continue;
            desk().list()->view()->setCurrentIndex(desk().model()->index(row));
            trigger(ui::Command::fixFinding);
            settle();
            take("fixed");
            trigger(ui::Command::undo);
            settle();
            take("taken-back");
            return;
        }
    }
    void fixAll() const {
        trigger(ui::Command::fixAllFindings);
        if (!desk().planPage()->isVisible())
            return;
        take("plan");
        desk().planPage()->fixButton()->click();
        (void)QTest::qWaitFor([this] { return desk().planPage()->stage() == ui::FixPlanPage::Stage::told; },
                              120'000);
        settle();
        take("done");
        desk().planPage()->leaveButton()->click();
        take("after");
    }
};

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio("stemma_health_pictures", [](ui::MainWindow& window, tests::PictureStudio& studio,
                                                         Photographer& photographer,
                                                         const tests::PictureWish& wish) {
        bool listed = false;
        QObject::connect(&window, &ui::MainWindow::libraryShown, &window, [&] { listed = true; });
        window.openLibrary(wish.library);
        (void)QTest::qWaitFor([&] { return listed; }, 60'000);
        (void)QTest::qWaitFor([&] { return window.health()->session() != nullptr; }, 60'000);
        const Scene scene{window, photographer};
        scene.settle();
        scene.take("opened");
        scene.trigger(ui::Command::showHealth);
        scene.settle();
        window.messages()->clear();
        scene.eachKind();
        scene.fixOne();
        scene.fixAll();
        scene.desk().list()->filterEdit()->setText(QStringLiteral("no such thing"));
        scene.take("filtered");
        studio.runner.waitForDone();
        return 0;
    });
}
