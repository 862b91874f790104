// SPDX-License-Identifier: MIT
// Backups are looked through in a window of their own: rules say what may go and each row why, a click moves
// it to the trash and another brings it back, and what changed meanwhile is never decided on.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeView>

#include "core/history/backups.h"
#include "tests/ui/scripted_prompts.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/backups/backup_tree_model.h"
#include "ui/backups/backups_window.h"
#include "ui/backups/retention_form.h"
#include "ui/session/library_session.h"

using namespace stemma;
using namespace stemma::ui;
using tests::setText;
using tests::Voyage;

namespace {

/// A library of two reports with ten backups, and the window on them.
struct BackupStage {
    BackupStage()
        : writer(folder.path().toStdString(), tests::fixedUuid('a', 1))
        , other(folder.path().toStdString(), tests::fixedUuid('b', 2)) {
        writer.create("Quarterly revenue");
        for (int at = 0; at < 7; ++at)
            change(writer, "Title " + std::to_string(at));
        other.create("Something else");
        for (int at = 0; at < 3; ++at)
            change(other, "Other " + std::to_string(at));
        open();
    }
    ~BackupStage() {
        window.reset();
        library.reset();
        runner.reset();
    }
    static void change(tests::ReportBuilder& report, const std::string& title) {
        report.evolve([&](json::Value& outline) { outline.set("title", json::Value::string(title)); });
    }
    void open(const std::optional<ReportId>& only = {}) {
        window.reset();
        library.reset();
        runner = std::make_unique<TaskRunner>();
        library = std::make_unique<LibrarySession>(environment, *runner, folder.path());
        library->open();
        window = std::make_unique<BackupsWindow>(
            BackupsWindow::Parts{*library, {&marks, &retention}, prompts}, only, QStringLiteral("Reports"));
        window->show();
        QTRY_VERIFY(ready());
    }
    [[nodiscard]] bool ready() const {
        return window->session()->preview() && !window->session()->isLooking() &&
               !window->session()->isActing();
    }
    void keep(int count) const {
        window->form()->keepCount()->setValue(count);
        window->form()->keepBox()->setChecked(true);
        QTRY_VERIFY(ready());
    }
    [[nodiscard]] QPushButton* inMessages(const QString& text) const {
        for (auto* button : window->messages()->findChildren<QPushButton*>())
            if (button->text() == text)
                return button;
        return nullptr;
    }
    /// Everything below the reports, to tell that all is as it was.
    [[nodiscard]] QStringList files() const {
        QStringList all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 (folder.path() + QStringLiteral("/by_id")).toStdString()))
            if (entry.is_regular_file() && entry.path().filename() != ".lock")
                all << QString::fromStdString(entry.path().string());
        all.sort();
        return all;
    }

    QTemporaryDir folder, state;
    tests::ReportBuilder writer, other;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment{*disk, clock, locks, {}};
    marks::MarkStore marks{*disk, state.path().toStdString()};
    marks::RetentionStore retention{*disk, state.path().toStdString()};
    tests::ScriptedPrompts prompts;
    std::unique_ptr<TaskRunner> runner;
    std::unique_ptr<LibrarySession> library;
    std::unique_ptr<BackupsWindow> window;
};

} // namespace

class BackupsWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void countsAndJudges();
    void nothingGoesUntilARuleIsOn();
    void whatIsListedGoesAndComesBack();
    void refusesAStalePreview();
    void tellsWhatWasLeft();
    void trashComesBackOrGoesForGood();
    void rulesAreKept();
    void oneReportAlone();
    void fromTheWindowsMenus();
};

void BackupsWindowTest::countsAndJudges() {
    BackupStage stage;
    QVERIFY2(stage.window->summary()->text().startsWith(QStringLiteral("10 backup")),
             qPrintable(stage.window->summary()->text()));
    QVERIFY(stage.window->summary()->text().contains(QStringLiteral("can be restored")));
    const QAbstractItemModelTester tester(stage.window->backupModel());
    const BackupTreeModel& model = *stage.window->backupModel();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowCount(model.index(0, 0)), 7);
    QVERIFY(!model.index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
    // A broken one is told, and found by the filter.
    stage.writer.writeBackup(stage.writer.lastBackup(), "{ torn");
    stage.window->session()->look();
    QTRY_VERIFY(stage.ready());
    QVERIFY2(stage.window->summary()->text().contains(QStringLiteral("1 of them can't be restored")),
             qPrintable(stage.window->summary()->text()));
    stage.window->filterBox()->setCurrentIndex(2);
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex row = model.index(0, BackupTreeModel::StateColumn, model.index(0, 0));
    QCOMPARE(row.data().toString(), QStringLiteral("damaged"));
    QVERIFY(row.siblingAtColumn(BackupTreeModel::WhyColumn)
                .data()
                .toString()
                .contains(QStringLiteral("can't be restored")));
}

void BackupsWindowTest::nothingGoesUntilARuleIsOn() {
    BackupStage stage;
    QVERIFY(!stage.window->form()->policy().isOn());
    QVERIFY(!stage.window->pruneButton()->isEnabled());
    stage.keep(2);
    QTRY_VERIFY(stage.window->pruneButton()->isEnabled());
    // Of seven and of three the newest two stay.
    QVERIFY2(stage.window->pruneButton()->text().contains(QStringLiteral("Move 6 Backup")),
             qPrintable(stage.window->pruneButton()->text()));
    stage.window->filterBox()->setCurrentIndex(1);
    QCOMPARE(stage.window->backupModel()->rowCount(), 2);
    stage.window->filterBox()->setCurrentIndex(0);
    const BackupTreeModel& model = *stage.window->backupModel();
    for (int at = 0; at < 7; ++at) {
        const QModelIndex fate = model.index(at, BackupTreeModel::FateColumn, model.index(0, 0));
        QVERIFY(!fate.siblingAtColumn(BackupTreeModel::WhyColumn).data().toString().isEmpty());
        QCOMPARE(fate.data().toString(), at < 2 ? QStringLiteral("stays") : QStringLiteral("goes"));
    }
    stage.window->form()->keepBox()->setChecked(false);
    QTRY_VERIFY(stage.ready() && !stage.window->pruneButton()->isEnabled());
}

void BackupsWindowTest::whatIsListedGoesAndComesBack() {
    BackupStage stage;
    const QStringList before = stage.files();
    stage.keep(2);
    QTRY_VERIFY(stage.window->pruneButton()->isEnabled());
    stage.window->pruneButton()->click();
    QVERIFY(!stage.window->pruneButton()->isEnabled());
    QTRY_VERIFY(stage.inMessages(QStringLiteral("Undo")) != nullptr);
    QTRY_VERIFY(stage.ready());
    QVERIFY(stage.window->summary()->text().startsWith(QStringLiteral("4 backup")));
    QCOMPARE(stage.window->trashView()->model()->rowCount(), 2);
    QVERIFY(stage.window->tabs()->tabText(1).contains(QStringLiteral("(2)")));
    QVERIFY(stage.files() != before);
    stage.inMessages(QStringLiteral("Undo"))->click();
    QTRY_COMPARE(stage.files(), before);
    QTRY_VERIFY(stage.ready());
    QVERIFY(stage.window->summary()->text().startsWith(QStringLiteral("10 backup")));
    QCOMPARE(stage.window->trashView()->model()->rowCount(), 0);
    QCOMPARE(stage.prompts.asked, QStringList());
}

void BackupsWindowTest::refusesAStalePreview() {
    BackupStage stage;
    stage.keep(2);
    QTRY_VERIFY(stage.window->pruneButton()->isEnabled());
    stage.change(stage.writer, "An agent saved");
    const QStringList before = stage.files();
    stage.window->pruneButton()->click();
    QTRY_VERIFY(!stage.window->session()->isActing());
    QTRY_VERIFY(stage.inMessages(QStringLiteral("Look Again")) != nullptr);
    QCOMPARE(stage.files(), before);
    stage.inMessages(QStringLiteral("Look Again"))->click();
    QTRY_VERIFY(stage.ready() && stage.window->summary()->text().startsWith(QStringLiteral("11 backup")));
    QTRY_VERIFY(stage.window->pruneButton()->text().contains(QStringLiteral("Move 7 Backup")));
    stage.window->pruneButton()->click();
    QTRY_VERIFY(stage.ready() && stage.window->summary()->text().startsWith(QStringLiteral("4 backup")));
}

/// One report stands back; the other's backups come back, and both is said.
void BackupsWindowTest::tellsWhatWasLeft() {
    BackupStage stage;
    const auto names = history::listBackups(*stage.disk, stage.writer.directory()).value();
    stage.keep(1);
    QTRY_VERIFY(stage.window->pruneButton()->isEnabled());
    stage.window->pruneButton()->click();
    QTRY_VERIFY(stage.ready() && stage.window->bringBackButton()->isEnabled());
    stage.writer.writeBackup(names.front().name, "another's");
    stage.window->tabs()->setCurrentIndex(1);
    stage.window->trashView()->selectAll();
    stage.window->bringBackButton()->click();
    QTRY_COMPARE(stage.window->messages()->texts().filter(QStringLiteral("left as")).size(), 1);
    QTRY_COMPARE(stage.window->messages()->texts().filter(QStringLiteral("Brought 2 backup")).size(), 1);
    QTRY_VERIFY(stage.ready());
    QCOMPARE(history::listBackups(*stage.disk, stage.other.directory()).value().size(), std::size_t{3});
}

void BackupsWindowTest::trashComesBackOrGoesForGood() {
    BackupStage stage;
    QVERIFY(!stage.window->bringBackButton()->isEnabled() && !stage.window->removeButton()->isEnabled());
    stage.keep(2);
    QTRY_VERIFY(stage.window->pruneButton()->isEnabled());
    const QStringList before = stage.files();
    stage.window->pruneButton()->click();
    QTRY_VERIFY(stage.ready() && stage.window->bringBackButton()->isEnabled());
    stage.window->tabs()->setCurrentIndex(1);
    stage.window->trashView()->selectAll();
    QVERIFY(stage.window->bringBackButton()->text().contains(QStringLiteral("6 Backup")));
    QVERIFY(!stage.window->removeButton()->isEnabled()); // for good goes one at a time
    stage.window->bringBackButton()->click();
    QTRY_COMPARE(stage.files(), before);
    QTRY_VERIFY(stage.ready() && stage.window->pruneButton()->isEnabled());
    stage.window->pruneButton()->click();
    QTRY_VERIFY(stage.ready() && stage.window->removeButton()->isEnabled());
    stage.prompts.agrees = true;
    stage.window->removeButton()->click();
    QTRY_VERIFY(stage.ready());
    QCOMPARE(stage.prompts.asked.size(), 1);
    QVERIFY(stage.prompts.asked.front().contains(QStringLiteral("can't be undone")));
    QCOMPARE(stage.window->trashView()->model()->rowCount(), 2); // on record
    QVERIFY(stage.window->tabs()->tabText(1).contains(QStringLiteral("(1)")));
}

void BackupsWindowTest::rulesAreKept() {
    BackupStage stage;
    stage.keep(3);
    stage.window->form()->thinBox()->setChecked(true);
    stage.window->form()->olderBox()->setChecked(true);
    const auto policy = stage.window->form()->policy();
    QVERIFY(policy.olderThan && policy.thin && policy.keep == 3U && !policy.mostBytes);
    QTRY_VERIFY(stage.ready());
    QTRY_COMPARE(stage.retention.find(stage.folder.path().toStdString()).policy, policy);
    stage.open();
    QCOMPARE(stage.window->form()->policy(), policy);
    QVERIFY(stage.window->session()->preview()->policy == policy);
}

void BackupsWindowTest::oneReportAlone() {
    BackupStage stage;
    stage.open(ReportId(stage.other.id()));
    QVERIFY(stage.window->summary()->text().startsWith(QStringLiteral("3 backup")));
    QCOMPARE(stage.window->backupModel()->rowCount(), 3);
    // What is pinned is held back.
    const auto census = stage.window->session()->preview()->reports.front().census;
    QVERIFY(stage.marks.markVersion(census->id, census->rows[1].sha256, {{}, {}, true}).has_value());
    stage.keep(0);
    const BackupTreeModel& model = *stage.window->backupModel();
    QTRY_VERIFY(model.index(1, BackupTreeModel::WhyColumn)
                    .data()
                    .toString()
                    .contains(QStringLiteral("You pinned or named it")));
    QVERIFY(stage.window->pruneButton()->text().contains(QStringLiteral("Move 1 Backup")));
}

void BackupsWindowTest::fromTheWindowsMenus() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->actions().action(Command::showBackups)->isEnabled());
    voyage.trigger(Command::showBackups);
    const auto shown = [&] { return voyage.window->findChild<BackupsWindow*>(); };
    QVERIFY(shown() != nullptr && shown()->isVisible());
    QVERIFY(!shown()->session()->only());
    voyage.find("quarterly");
    QTRY_VERIFY(voyage.window->actions().action(Command::reportBackups)->isEnabled());
    voyage.trigger(Command::reportBackups);
    QCOMPARE(voyage.window->findChildren<BackupsWindow*>().size(), 1);
    QCOMPARE(shown()->session()->only()->text(), voyage.writer.id());
    QTRY_VERIFY(shown()->session()->preview());
    QTest::keyClick(shown(), Qt::Key_Escape);
    QTRY_VERIFY(shown() == nullptr);
    voyage.trigger(Command::showBackups);
    QVERIFY(shown() != nullptr); // still looking when the library goes
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY(shown() == nullptr);
    QVERIFY(!voyage.window->actions().action(Command::showBackups)->isEnabled());
}

STEMMA_WIDGET_TEST_MAIN(BackupsWindowTest)
#include "tst_backups_window.moc"
