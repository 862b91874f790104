// SPDX-License-Identifier: MIT
// The window, with somebody who types into the text of an insight until it is killed: the other process of
// tst_typing_killed: typing_window LIBRARY OWN-FOLDER REPORT. After each key it prints the time (ms since
// 1970) and how many were typed.
#include <cstdio>

#include <QApplication>
#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <QTreeView>

#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/journal/draft_store.h"
#include "tests/ui/scripted_prompts.h"
#include "ui/library/report_list.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/session/edit_session.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

/// What is typed: each part of it tells its place.
QString textOf(int number) {
    return QStringLiteral("w%1 ").arg(number);
}

int typeForEver(MainWindow& window, const QString& report) {
    EditSession* edit = nullptr;
    if (!QTest::qWaitFor([&] { return window.list()->select(report); }, 20'000))
        return 5;
    const bool opened = QTest::qWaitFor(
        [&] {
            edit = window.desk()->edit();
            return window.desk()->key() == report && edit != nullptr && edit->isEditable();
        },
        20'000);
    if (!opened)
        return 2;
    window.actions().action(Command::showOutline)->trigger();
    QTreeView* tree = window.desk()->page()->outlinePage()->tree();
    QModelIndex insight;
    const auto findInsight = [&] {
        for (int row = 0; row < tree->model()->rowCount() && !insight.isValid(); ++row)
            insight = tree->model()->index(0, 0, tree->model()->index(row, 0));
        return insight.isValid();
    };
    if (!QTest::qWaitFor(findInsight, 20'000))
        return 3;
    tree->setCurrentIndex(insight);
    window.actions().action(Command::editPart)->trigger();
    QTest::qWait(50);
    QWidget* typing = QApplication::focusWidget();
    if (typing == nullptr || typing == tree)
        return 4;
    std::printf("ready %s\n", typing->metaObject()->className());
    std::fflush(stdout);
    int count = 0;
    for (int number = 1;; ++number) {
        for (const QChar letter : textOf(number)) {
            QTest::keyClick(typing, letter.toLatin1());
            std::printf("%lld %d\n", static_cast<long long>(QDateTime::currentMSecsSinceEpoch()), ++count);
            std::fflush(stdout);
            QTest::qWait(static_cast<int>(QRandomGenerator::global()->bounded(1, 30)));
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4)
        return 1;
    QApplication application(argc, argv);
    const QString own = QString::fromLocal8Bit(argv[2]);
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    Settings settings(own + QStringLiteral("/settings.ini"));
    WindowState state(own + QStringLiteral("/state.ini"));
    journal::DraftStore drafts(*disk, own.toStdString() + "/drafts");
    tests::ScriptedPrompts prompts;
    TaskRunner runner;
    MainWindow window(WindowParts{environment, runner, settings, state, prompts,
                                  [] { return Result<std::string>(std::string()); }, &drafts});
    window.resize(1200, 800);
    window.show();
    window.activateWindow();
    window.openLibrary(QString::fromLocal8Bit(argv[1]));
    return typeForEver(window, QString::fromLocal8Bit(argv[3]));
}
