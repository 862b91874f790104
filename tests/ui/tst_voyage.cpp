// SPDX-License-Identifier: MIT
// The main job, in the real window: open, find, read, history, difference, restore, undo, with another
// program writing meanwhile.
#include <memory>

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/library/report_list.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/read_view.h"
#include "ui/report/report_page.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;

namespace {

/// An unexpected question fails the test.
class NoPrompts final : public Prompts {
public:
    void chooseLibrary(QWidget*, const QString&, std::function<void(const QString&)>) override { ++asked; }
    void confirm(QWidget*, const QString&, const QString&, const QString&, std::function<void()>) override {
        ++asked;
    }
    bool openOutside(const QUrl&) override {
        ++asked;
        return false;
    }
    int asked = 0;
};

void setText(Value& outline, const std::string& text) {
    Value* insights = outline.edit("insights");
    insights->editItem(0).set("summary", Value::string(text));
}

/// The window on a library of two reports.
class Voyage {
public:
    Voyage()
        : writer(folder.path().toStdString(), tests::fixedUuid('a', 1))
        , other(folder.path().toStdString(), tests::fixedUuid('b', 2)) {
        writer.create("Quarterly revenue");
        writer.evolve([](Value& outline) {
            outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened.", {7, 8}));
            outline.edit("insights")->appendItem(tests::insightValue(7, "Revenue grew by twelve percent."));
            outline.edit("insights")->appendItem(tests::insightValue(8, "Costs stayed."));
        });
        pause();
        writer.evolve([](Value& outline) { setText(outline, "Revenue shrank by twelve percent."); });
        other.create("Something else");
        open();
    }
    void open() {
        window.reset();
        runner = std::make_unique<TaskRunner>();
        window = std::make_unique<MainWindow>(WindowParts{
            environment, *runner, settings, state, prompts, [] {
                return Result<std::string>(fail(ErrorCode::notFound, "make the sample library", {}, {}));
            }});
        window->resize(1300, 800);
        window->show();
        window->openLibrary(folder.path());
    }
    ~Voyage() {
        window.reset();
        runner.reset();
    }
    /// An hour goes by for the other program, so that its next change stands for itself in the history.
    void pause() { writer.setClock({writer.now().micros + std::int64_t{3'600'000'000}}); }
    [[nodiscard]] std::string text() const {
        const Value outline = writer.outline();
        const auto& insights = outline.find("insights")->items();
        return insights.empty() ? std::string("no insight")
                                : insights.front().stringAt("summary").value_or("");
    }
    [[nodiscard]] ReportPage& page() const { return *window->desk()->page(); }
    [[nodiscard]] HistoryPane& history() const { return *window->desk()->history(); }
    void trigger(Command command) const { window->actions().action(command)->trigger(); }
    /// Finds the report by typing, and opens it.
    void find(const char* words) const {
        window->list()->filterEdit()->setText(QString::fromUtf8(words));
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 1);
        window->list()->view()->setCurrentIndex(window->list()->view()->model()->index(0, 0));
        QTRY_VERIFY(page().session() != nullptr && page().session()->report() != nullptr);
    }

    QTemporaryDir folder;
    QTemporaryDir own;
    tests::ReportBuilder writer;
    tests::ReportBuilder other;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment{*disk, clock, locks, {}};
    Settings settings{own.filePath(QStringLiteral("settings.ini"))};
    WindowState state{own.filePath(QStringLiteral("state.ini"))};
    NoPrompts prompts;
    std::unique_ptr<TaskRunner> runner;
    std::unique_ptr<MainWindow> window;
};

QModelIndex insightAt(const OutlineModel& model, const std::string& id) {
    return model.indexOf("insight:" + id);
}

} // namespace

class VoyageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsReadsComparesRestoresAndUndoes();
    void keepsThePlaceWhileAnotherWrites();
    void makesAStalePreviewAnew();
    void undoesAfterARestart();
    void repairsADamagedReportFromItsHistory();
};

void VoyageTest::init() {
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

void VoyageTest::findsReadsComparesRestoresAndUndoes() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");

    voyage.trigger(Command::showRead);
    QTRY_VERIFY(voyage.page().readView()->toPlainText().contains(QStringLiteral("Revenue shrank")));

    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().isVisible());
    DiffView& diff = *voyage.history().diffView();
    QTRY_VERIFY(diff.changeCount() > 0);
    QTRY_VERIFY(diff.plainText().contains(QStringLiteral("grew")) &&
                diff.plainText().contains(QStringLiteral("shrank")));
    QVERIFY2(diff.headerText().startsWith(QStringLiteral("From before “edited” by agent")),
             qPrintable(diff.headerText()));

    QPushButton* restore = voyage.history().restoreButton();
    QVERIFY(restore->isEnabled());
    QVERIFY(
        restore->accessibleName().startsWith(QStringLiteral("Restore the version before “edited” by agent")));
    QTest::mouseClick(restore, Qt::LeftButton);
    RestorePanel& panel = *voyage.history().restorePanel();
    QTRY_VERIFY(panel.isVisible());
    QVERIFY2(panel.bodyText().contains(QStringLiteral("by agent")), qPrintable(panel.bodyText()));
    QCOMPARE(voyage.text(), std::string("Revenue shrank by twelve percent.")); // nothing is done yet
    QTRY_VERIFY(panel.isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel.isVisible());

    voyage.trigger(Command::restore);
    QTRY_VERIFY(panel.isVisible());
    Q_EMIT panel.accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QTRY_VERIFY(!panel.isVisible());
    QTRY_VERIFY(voyage.window->messages()
                    ->texts()
                    .join(QLatin1Char(' '))
                    .contains(QStringLiteral("Restored the version")));
    QTRY_VERIFY(voyage.page().readView()->toPlainText().contains(QStringLiteral("Revenue grew")));
    QTRY_COMPARE(voyage.history().model()->rowData(voyage.history().model()->index(1, 0))->actionType,
                 std::string("revert"));

    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
    QTRY_VERIFY(voyage.window->actions().action(Command::redo)->isEnabled());
    voyage.trigger(Command::redo);
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QCOMPARE(voyage.prompts.asked, 0);
}

void VoyageTest::keepsThePlaceWhileAnotherWrites() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::showOutline);
    OutlinePage& outline = *voyage.page().outlinePage();
    const std::string second = tests::insightValue(8, "").stringAt("insight_id").value();
    QTRY_VERIFY(insightAt(*outline.model(), second).isValid());
    outline.tree()->setCurrentIndex(insightAt(*outline.model(), second));
    const QModelIndex section = outline.tree()->currentIndex().parent();
    QVERIFY(outline.tree()->isExpanded(section));

    for (int round = 0; round < 5; ++round) {
        const std::string text = "Written meanwhile, round " + std::to_string(round);
        voyage.writer.evolve([&text](Value& document) {
            setText(document, text);
            document.edit("sections")
                ->insertItem(
                    0, tests::sectionValue(20 + static_cast<int>(document.find("sections")->size()), "new"));
        });
        QTRY_COMPARE_WITH_TIMEOUT(
            insightAt(*outline.model(), tests::insightValue(7, "").stringAt("insight_id").value())
                .data()
                .toString(),
            QString::fromStdString(text), 3000);
        QCOMPARE(outline.tree()->currentIndex().data(OutlineModel::IdRole).toString(),
                 QString::fromStdString(second));
        QVERIFY(outline.tree()->isExpanded(outline.tree()->currentIndex().parent()));
    }
    QTRY_VERIFY(voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Agent")));
}

void VoyageTest::makesAStalePreviewAnew() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    RestorePanel& panel = *voyage.history().restorePanel();
    QTRY_VERIFY(panel.isVisible());
    const std::string base = panel.offer()->preview.baseSha256;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setText(outline, "Written while the person was deciding."); });
    QTRY_VERIFY(panel.offer()->preview.baseSha256 != base);
    QVERIFY(panel.isVisible());
    QVERIFY2(panel.bodyText().contains(QStringLiteral("made anew")), qPrintable(panel.bodyText()));
    QCOMPARE(voyage.text(), std::string("Written while the person was deciding."));
    Q_EMIT panel.accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
}

void VoyageTest::undoesAfterARestart() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    Q_EMIT voyage.history().restorePanel()->accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QTRY_VERIFY(!voyage.history().restorePanel()->isVisible());

    voyage.open();
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
}

void VoyageTest::repairsADamagedReportFromItsHistory() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    const std::string broken = voyage.writer.outlineBytes().substr(0, 200);
    voyage.writer.writeOutline(broken);
    voyage.find("quarterly");
    QTRY_COMPARE(voyage.page().session()->report()->state, report::ReportState::damaged);
    QCOMPARE(voyage.writer.outlineBytes(), broken); // looking writes nothing
    voyage.trigger(Command::toggleHistory);
    if (!voyage.history().isVisible())
        voyage.trigger(Command::toggleHistory);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled()); // a good version is chosen by itself
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    Q_EMIT voyage.history().restorePanel()->accepted();
    QTRY_COMPARE(voyage.page().session()->report()->state, report::ReportState::ok);
    QCOMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
}

// The offscreen platform says of every window that has a smallest size that it can't tell anybody: that alone
// is no failure.
int main(int argc, char** argv) {
    qunsetenv("QT_FATAL_WARNINGS");
    QApplication application(argc, argv);
    VoyageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_voyage.moc"
