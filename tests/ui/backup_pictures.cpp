// SPDX-License-Identifier: MIT
// stemma_backup_pictures OUTPUT LIBRARY [light|dark [1440x900]]: saves a picture of each step of letting
// backups of the library LIBRARY go in the real window. It writes there: give it a copy.
#include <QCheckBox>
#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeView>

#include "tests/ui/picture_studio.h"
#include "ui/backups/backup_tree_model.h"
#include "ui/backups/backups_window.h"
#include "ui/backups/retention_form.h"
#include "ui/library/report_list.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using tests::Photographer;

namespace {

bool isReady(const ui::BackupsWindow& backups) {
    return backups.session()->preview() && !backups.session()->isLooking() && !backups.session()->isActing();
}

void pressMessage(const ui::BackupsWindow& backups, const QString& text) {
    for (auto* button : backups.messages()->findChildren<QPushButton*>())
        if (button->text() == text)
            return button->click();
}

int photograph(ui::MainWindow& window, const tests::PictureWish& wish, Photographer& photographer) {
    window.openLibrary(wish.library);
    (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() > 0; }, 20'000);
    window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
    QTest::qWait(tests::settleMs);
    window.actions().action(ui::Command::showBackups)->trigger();
    auto* backups = window.findChild<ui::BackupsWindow*>();
    photographer.take(*backups, "looking");
    const auto wait = [&] { (void)QTest::qWaitFor([&] { return isReady(*backups); }, 60'000); };
    wait();
    photographer.take(*backups, "no-rule");
    backups->form()->thinBox()->setChecked(true);
    backups->form()->keepCount()->setValue(3);
    backups->form()->keepBox()->setChecked(true);
    wait();
    photographer.take(*backups, "rules");
    backups->backupView()->expand(backups->backupModel()->index(0, 0));
    backups->backupView()->setCurrentIndex(
        backups->backupModel()->index(2, 0, backups->backupModel()->index(0, 0)));
    photographer.take(*backups, "why");
    backups->filterBox()->setCurrentIndex(1);
    photographer.take(*backups, "what-would-go");
    backups->pruneButton()->click();
    QTest::qWait(tests::settleMs);
    wait();
    photographer.take(*backups, "moved");
    backups->tabs()->setCurrentIndex(1);
    photographer.take(*backups, "trash");
    photographer.take(window, "history");
    pressMessage(*backups, QStringLiteral("Undo"));
    QTest::qWait(tests::settleMs);
    wait();
    photographer.take(*backups, "back");
    backups->close();
    QTest::qWait(tests::settleMs);
    window.actions().action(ui::Command::reportBackups)->trigger();
    backups = window.findChild<ui::BackupsWindow*>();
    wait();
    photographer.take(*backups, "one-report");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio(
        "stemma_backup_pictures",
        [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, wish, photographer); });
}
