// SPDX-License-Identifier: MIT
// The real window on a real library: find, read, history, restore, undo, while another program writes.
#include <filesystem>
#include <fstream>

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>

#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"
#include "tests/ui/scripted_prompts.h"
#include "tests/ui/spoken_names.h"
#include "tests/ui/widget_test.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/restore_panel.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/report/report_page.h"
#include "ui/session/library_session.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::fixedUuid;
using stemma::tests::ReportBuilder;

namespace {

constexpr int patience = 15'000;

ReportBuilder::Edit rename(const std::string& title) {
    return [title](json::Value& outline) { outline.set("title", json::Value::string(title)); };
}

std::string titleOf(const ReportBuilder& report) {
    return report.outline().stringAt("title").value_or("");
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void findReadCompareRestoreUndo();
    void othersChangesAppearAndSelectionStays();
    void trashingIsTakenBack();
    void archivingIsTakenBackByCtrlZ();
    void damagedReportsStandInTheListWithTheReason();
    void lookingWritesNothing();
    void missingFolderLeadsBackToTheWelcome();
    void libraryAndChoiceAreRestored();
    void backAndForwardGoThroughReports();
    void idGoesToTheClipboardAndFolderToTheDesktop();
    void everythingReachableHasAName();
    void aNetworkFolderIsMarkedAndLookedAt();

private:
    void open(const std::string& root);
    void open() { open(m_root.string()); }
    void makeWindow();
    void choose(const ReportBuilder& report);
    [[nodiscard]] QStringList listed() const;
    void trigger(Command command) { m_window->actions().action(command)->trigger(); }

    std::unique_ptr<QTemporaryDir> m_place;
    std::filesystem::path m_root;
    std::unique_ptr<ReportBuilder> m_alpha, m_beta;
    std::unique_ptr<io::Disk> m_real;
    std::unique_ptr<test::HookedDisk> m_disk;
    SystemClock m_clock;
    std::unique_ptr<io::LockKeeper> m_locks;
    std::unique_ptr<journal::Environment> m_environment;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<WindowState> m_state;
    std::unique_ptr<stemma::tests::ScriptedPrompts> m_prompts;
    std::unique_ptr<TaskRunner> m_runner;
    std::unique_ptr<MainWindow> m_window;
};

void MainWindowTest::init() {
    stemma::tests::failOnWarnings();
    m_place = std::make_unique<QTemporaryDir>();
    m_root = std::filesystem::path(m_place->path().toStdString()) / "reports";
    m_alpha = std::make_unique<ReportBuilder>(m_root, fixedUuid('a', 1));
    m_alpha->create("Alpha");
    m_beta = std::make_unique<ReportBuilder>(m_root, fixedUuid('b', 2));
    m_beta->create("Beta one");
    m_beta->evolve(rename("Beta two"));
    // An hour later: changes of one hand within minutes are one row of the history.
    m_beta->setClock(Timestamp{m_beta->now().micros + 3'600'000'000});
    m_beta->evolve(rename("Beta three"));

    m_real = io::makePosixDisk();
    m_disk = std::make_unique<test::HookedDisk>(*m_real, [](const std::string&, const std::string&) {});
    m_locks = std::make_unique<io::LockKeeper>();
    m_environment.reset(new journal::Environment{*m_disk, m_clock, *m_locks, {}});
    m_settings = std::make_unique<Settings>(m_place->filePath(QStringLiteral("settings.ini")));
    m_state = std::make_unique<WindowState>(m_place->filePath(QStringLiteral("state.ini")));
    m_prompts = std::make_unique<stemma::tests::ScriptedPrompts>();
    m_runner = std::make_unique<TaskRunner>();
    makeWindow();
}

void MainWindowTest::makeWindow() {
    m_window = std::make_unique<MainWindow>(
        WindowParts{*m_environment, *m_runner, *m_settings, *m_state, *m_prompts, [] {
                        return Result<std::string>(fail(ErrorCode::notFound, "make the sample", {}, {}));
                    }});
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void MainWindowTest::cleanup() {
    m_window.reset();
    m_runner.reset();
    m_locks.reset();
}

void MainWindowTest::open(const std::string& root) {
    bool shown = false;
    connect(m_window.get(), &MainWindow::libraryShown, m_window.get(), [&shown] { shown = true; });
    m_window->openLibrary(QString::fromStdString(root));
    QVERIFY(QTest::qWaitFor([&shown] { return shown; }, patience));
}

QStringList MainWindowTest::listed() const {
    QStringList titles;
    const auto* model = m_window->list()->view()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        titles.append(model->index(row, 0).data().toString());
    titles.sort();
    return titles;
}

void MainWindowTest::choose(const ReportBuilder& report) {
    QVERIFY(m_window->list()->select(QString::fromStdString(report.id())));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->desk()->session() != nullptr &&
                                 m_window->desk()->session()->id().text() == report.id() &&
                                 m_window->desk()->session()->report() != nullptr,
                             patience);
}

void MainWindowTest::findReadCompareRestoreUndo() {
    open();
    QCOMPARE(listed(), QStringList({QStringLiteral("Alpha"), QStringLiteral("Beta three")}));
    trigger(Command::find);
    QTest::keyClicks(m_window->list()->filterEdit(), QStringLiteral("beta"));
    QCOMPARE(listed(), QStringList({QStringLiteral("Beta three")}));
    QTest::keyClick(m_window->list()->filterEdit(), Qt::Key_Down);
    choose(*m_beta);
    trigger(Command::showRead);
    QCOMPARE(m_window->desk()->page()->page(), ReportPage::ReadTab);

    m_window->desk()->setHistoryShown(true);
    HistoryPane* history = m_window->desk()->history();
    QTRY_VERIFY_WITH_TIMEOUT(history->timelineView()->model()->rowCount() >= 3, patience);
    trigger(Command::comparePrevious);
    QTRY_VERIFY_WITH_TIMEOUT(history->diffView()->changeCount() > 0, patience);

    // Somebody writes another report meanwhile: it changes nothing here.
    m_alpha->evolve(rename("Alpha, changed meanwhile"));

    const std::string before = m_beta->outlineBytes();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->actions().action(Command::restore)->isEnabled(), patience);
    trigger(Command::restore);
    QTRY_VERIFY_WITH_TIMEOUT(history->restorePanel()->isVisible(), patience);
    QVERIFY2(m_beta->outlineBytes() == before, "a preview writes nothing");
    Q_EMIT history->restorePanel()->accepted();
    QTRY_COMPARE_WITH_TIMEOUT(titleOf(*m_beta), std::string("Beta two"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->actions().action(Command::undo)->isEnabled(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(listed().contains(QStringLiteral("Beta two")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages()->count() > 0, patience);

    trigger(Command::undo);
    QTRY_COMPARE_WITH_TIMEOUT(titleOf(*m_beta), std::string("Beta three"), patience);
}

void MainWindowTest::othersChangesAppearAndSelectionStays() {
    open();
    choose(*m_alpha);
    m_beta->evolve(rename("Beta, by an agent"));
    m_alpha->evolve(rename("Alpha, by an agent"));
    QTRY_COMPARE_WITH_TIMEOUT(
        listed(), QStringList({QStringLiteral("Alpha, by an agent"), QStringLiteral("Beta, by an agent")}),
        patience);
    QCOMPARE(m_window->list()->current()->id.text(), m_alpha->id());
    ReportBuilder gamma(m_root, fixedUuid('c', 3));
    gamma.create("Gamma");
    QTRY_VERIFY_WITH_TIMEOUT(listed().contains(QStringLiteral("Gamma")), patience);
    gamma.evolve(rename("Gamma two"));
    QTRY_VERIFY_WITH_TIMEOUT(listed().contains(QStringLiteral("Gamma two")), patience);
    QCOMPARE(m_window->list()->current()->id.text(), m_alpha->id());
}

void MainWindowTest::trashingIsTakenBack() {
    open();
    choose(*m_alpha);
    m_window->list()->focusList();
    QTest::keyClick(m_window->list()->view(), Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({QStringLiteral("Beta three")}), patience);
    m_window->sidebar()->setScope({ListScope::Kind::trash, {}});
    QCOMPARE(listed(), QStringList({QStringLiteral("Alpha")}));
    m_window->sidebar()->setScope({});
    const auto undo = [this]() -> QPushButton* {
        for (auto* button : m_window->messages()->findChildren<QPushButton*>())
            if (button->text() == QLatin1String("Undo"))
                return button;
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(undo() != nullptr, patience); // told a little after the list knows
    undo()->click();
    QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({QStringLiteral("Alpha"), QStringLiteral("Beta three")}),
                              patience);
}

void MainWindowTest::archivingIsTakenBackByCtrlZ() {
    open();
    choose(*m_alpha);
    trigger(Command::archive);
    QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({QStringLiteral("Beta three")}), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->actions().action(Command::undo)->isEnabled(), patience);
    m_window->list()->focusList();
    QTest::keyClick(m_window->list()->view(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({QStringLiteral("Alpha"), QStringLiteral("Beta three")}),
                              patience);
}

void MainWindowTest::damagedReportsStandInTheListWithTheReason() {
    m_alpha->writeOutline("{\"report_id\": ");
    open();
    QCOMPARE(listed().size(), 2);
    QVERIFY(m_window->list()->select(QString::fromStdString(m_alpha->id())));
    QCOMPARE(m_window->list()->current()->state, report::ReportState::damaged);
    QVERIFY(!m_window->list()->current()->problems.isEmpty());
    QVERIFY(!m_window->actions().action(Command::archive)->isEnabled());
    QVERIFY(!m_window->actions().whyNot(Command::archive).isEmpty());
    QCOMPARE(m_alpha->outlineBytes(), std::string("{\"report_id\": "));
}

void MainWindowTest::lookingWritesNothing() {
    const auto look = [this] {
        QStringList names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(m_root)) {
            const auto time = entry.last_write_time().time_since_epoch().count();
            names.append(QString::fromStdString(entry.path().string()) + QString::number(time));
        }
        names.sort();
        return names;
    };
    const QStringList before = look();
    open();
    for (const auto* report : {m_alpha.get(), m_beta.get()}) {
        choose(*report);
        for (const Command page : {Command::showRead, Command::showSource, Command::showOutline})
            trigger(page);
        trigger(Command::comparePrevious);
        QTest::qWait(200);
    }
    m_window->close();
    m_window.reset();
    m_runner->waitForDone();
    QCOMPARE(look(), before);
}

void MainWindowTest::missingFolderLeadsBackToTheWelcome() {
    m_window->openLibrary(m_place->filePath(QStringLiteral("nowhere")));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session() == nullptr, patience);
    QVERIFY(!m_window->messages()->texts().join(QString()).isEmpty());
    QVERIFY(!m_window->actions().action(Command::refresh)->isEnabled());
}

void MainWindowTest::libraryAndChoiceAreRestored() {
    open();
    choose(*m_alpha);
    m_window->desk()->setHistoryShown(false);
    m_window->close();
    m_window.reset();
    makeWindow();
    bool shown = false;
    connect(m_window.get(), &MainWindow::libraryShown, m_window.get(), [&shown] { shown = true; });
    m_window->reopenLibrary();
    QVERIFY(QTest::qWaitFor([&shown] { return shown; }, patience));
    QCOMPARE(m_window->list()->current()->id.text(), m_alpha->id());
    QVERIFY(!m_window->desk()->historyShown());
    QCOMPARE(m_state->recentLibraries().first(), QString::fromStdString(m_root.string()));
}

void MainWindowTest::backAndForwardGoThroughReports() {
    open();
    choose(*m_alpha);
    choose(*m_beta);
    trigger(Command::back);
    QCOMPARE(m_window->list()->current()->id.text(), m_alpha->id());
    trigger(Command::forward);
    QCOMPARE(m_window->list()->current()->id.text(), m_beta->id());
    // A filter that hides the place is taken away.
    m_window->list()->filterEdit()->setText(QStringLiteral("beta"));
    trigger(Command::back);
    QCOMPARE(m_window->list()->current()->id.text(), m_alpha->id());
}

void MainWindowTest::idGoesToTheClipboardAndFolderToTheDesktop() {
    open();
    choose(*m_alpha);
    trigger(Command::copyId);
    QCOMPARE(QApplication::clipboard()->text().toStdString(), m_alpha->id());
    trigger(Command::showFolder);
    QCOMPARE(m_prompts->opened,
             QList<QUrl>({QUrl::fromLocalFile(QString::fromStdString(m_alpha->directory()))}));
}

void MainWindowTest::everythingReachableHasAName() {
    open();
    choose(*m_beta);
    m_window->desk()->setHistoryShown(true);
    trigger(Command::comparePrevious);
    QTest::qWait(300);
    const std::size_t named = stemma::tests::namedIn(*m_window);
    QVERIFY2(named > 15, qPrintable(QString::number(named)));
    stemma::tests::proved("A18", "all that the keys reach has a name", named);
}

void MainWindowTest::aNetworkFolderIsMarkedAndLookedAt() {
    const auto mark = [this]() -> QLabel* {
        for (QLabel* label : m_window->findChildren<QLabel*>())
            if (label->text() == QStringLiteral("Looking every 2 s"))
                return label;
        return nullptr;
    };
    open();
    QVERIFY(mark() != nullptr && !mark()->isVisible());
    m_disk->becomeRemote();
    open();
    QTRY_VERIFY_WITH_TIMEOUT(mark()->isVisible(), patience);
    QVERIFY(mark()->toolTip().contains(QStringLiteral("no notice of changes")));
    m_alpha->evolve(rename("Alpha elsewhere"));
    QTRY_VERIFY_WITH_TIMEOUT(listed().contains(QStringLiteral("Alpha elsewhere")), patience);
    stemma::tests::proved("P10", "a network folder is marked in the window, and its changes are seen", 1);
}

STEMMA_WIDGET_TEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
