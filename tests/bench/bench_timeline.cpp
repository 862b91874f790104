// SPDX-License-Identifier: MIT
// bench_timeline [--changes N] [--kibibytes K]: the timeline of a report with N changes in the real window:
// how long until it is there, against reading the log's bytes and painting an empty list of as many rows; and
// the frames while it is scrolled and gone through, folded and unfolded. Exit 1 if it takes longer than
// 300 ms to open, or a frame works longer than 16 ms. Without a platform that is set, offscreen.
#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QElapsedTimer>
#include <QListView>
#include <QScrollBar>
#include <QStringListModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "tests/bench/bench_texts.h"
#include "tests/bench/stall_watch.h"
#include "tests/bench/whole_program.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/timeline_model.h"
#include "ui/library/report_list.h"
#include "ui/shell/report_desk.h"

using namespace stemma;

namespace {

constexpr double frameMs = 16;
constexpr double openMs = 300;
constexpr int patienceMs = 120'000;
constexpr int pageTurns = 400;
constexpr int settleMs = 700;
constexpr int autosaves = 200;

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// An agent's and a person's changes in turn, an hour apart; the newest are one sitting of autosaves.
std::string writeReport(const QString& folder, int changes, std::size_t bytes) {
    tests::ReportBuilder made(folder.toStdString(), tests::fixedUuid('a', 1));
    made.create("A report to measure with");
    made.writeOutline(bench::outlineOfSize(made.id(), bytes));
    for (int change = 1; change < changes; ++change) {
        if (change < changes - autosaves)
            made.setClock({made.now().micros + std::int64_t{3'600'000'000}});
        made.evolve(
            [change](json::Value& outline) {
                json::Value* sections = outline.edit("sections");
                sections->editItem(static_cast<std::size_t>(change) % sections->size())
                    .set("content", json::Value::string("Text " + std::to_string(change)));
            },
            change % 3 == 0 ? "human" : "agent", change < changes - autosaves ? "" : "autosave");
    }
    return made.directory();
}

class Timeline {
public:
    Timeline(QString library, std::string directory, int changes)
        : m_library(std::move(library))
        , m_directory(std::move(directory))
        , m_changes(changes) {}

    /// Whether it is quick enough.
    bool measure() {
        m_watch.step([] {}); // the making of the window is no frame of it
        const double limit = readLog() + plainList();
        openLibrary();
        const double opened = open();
        std::printf("%-34s %9.1f %9.1f %7.2f\n", "timeline opened / log + plain list", limit, opened,
                    opened / limit);
        frames("until all of it is there", [this] { waitForAll(); });
        frames("scroll", [this] { scroll(list()); });
        frames("hold Down", [this] { hold(Qt::Key_Down); });
        frames("hold Page Down", [this] { hold(Qt::Key_PageDown); });
        frames("unfold all", [this] { m_watch.step([this] { list().expandAll(); }); });
        frames("scroll what is unfolded", [this] { scroll(list()); });
        frames("hold Down there", [this] {
            list().scrollToTop();
            list().setCurrentIndex(pane().model()->index(1, 0));
            hold(Qt::Key_Down);
        });
        return opened <= openMs && m_over == 0;
    }

private:
    [[nodiscard]] ui::HistoryPane& pane() { return *m_program.window.desk()->history(); }
    [[nodiscard]] QTreeView& list() { return *pane().timelineView(); }

    double readLog() {
        QElapsedTimer timer;
        timer.start();
        (void)bench::orThrow(io::readFile(*m_program.disk, m_directory + "/audit.jsonl"));
        return milliseconds(timer);
    }
    /// Until it is painted.
    double plainList() {
        QStringList rows;
        for (int row = 0; row < m_changes; ++row)
            rows.append(QString());
        QElapsedTimer timer;
        timer.start();
        QStringListModel model(rows);
        QListView view;
        view.setModel(&model);
        view.setUniformItemSizes(true);
        view.resize(360, 800);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        (void)view.grab();
        const double painted = milliseconds(timer);
        bench::runEventLoop(settleMs);
        frames("plain Qt list: scroll", [this, &view] { scroll(view); });
        m_over = 0; // they aren't the window's
        return painted;
    }
    void openLibrary() {
        ui::MainWindow& window = m_program.window;
        window.resize(1440, 900);
        window.show();
        window.desk()->setHistoryShown(false);
        window.openLibrary(m_library);
        (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() == 1; }, patienceMs);
        window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
        (void)QTest::qWaitFor([&] { return window.desk()->session() && window.desk()->session()->report(); },
                              patienceMs);
        bench::runEventLoop(settleMs);
    }
    /// Until its rows are painted.
    double open() {
        QElapsedTimer timer;
        timer.start();
        m_program.window.desk()->setHistoryShown(true);
        QEventLoop loop;
        QObject::connect(pane().model(), &QAbstractItemModel::modelReset, &loop, [this, &loop] {
            if (pane().model()->rowCount() > 1)
                loop.quit();
        });
        loop.exec();
        (void)list().grab();
        return milliseconds(timer);
    }
    void waitForAll() {
        const auto session = m_program.window.desk()->session();
        while (!session->timeline() || static_cast<int>(session->timeline()->rows.size()) < m_changes)
            bench::runEventLoop(20);
    }
    void scroll(QAbstractItemView& view) {
        QScrollBar& bar = *view.verticalScrollBar();
        for (int turn = 0; turn <= pageTurns; ++turn) {
            m_watch.step([&] {
                bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * turn / pageTurns));
                view.viewport()->repaint();
            });
            bench::runEventLoop(2);
        }
    }
    void hold(Qt::Key key) {
        list().setFocus();
        for (int time = 0; time < 100; ++time) {
            m_watch.step([this, key] { QTest::keyClick(&list(), key); });
            bench::runEventLoop(30);
        }
    }
    template <class Act>
    void frames(const char* what, Act act) {
        m_watch.clear();
        act();
        bench::runEventLoop(settleMs);
        const bench::Frames& frames = m_watch.frames();
        std::printf("%-34s %9.1f %9.1f %9.1f %6d\n", what, frames.worstMs(), frames.worstCpuMs(),
                    frames.percentile99Ms(), frames.over(frameMs));
        std::fflush(stdout);
        m_over += frames.over(frameMs);
    }

    QString m_library;
    std::string m_directory;
    int m_changes;
    bench::StallWatch m_watch;
    bench::WholeProgram m_program;
    int m_over = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    int changes = 5000;
    std::size_t kibibytes = 8;
    CLI::App app("The timeline of a report with many changes, in the real window.");
    app.add_option("--changes", changes)->check(CLI::Range(300, 100'000));
    app.add_option("--kibibytes", kibibytes, "of each version")->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    try {
        const std::string directory = writeReport(folder.path(), changes, kibibytes * 1024);
        std::printf("%d changes of %zu KiB\n%-34s %9s %9s %9s %6s\n", changes, kibibytes, "frames",
                    "worst ms", "work ms", "99 % ms", ">16");
        return Timeline(folder.path(), directory, changes).measure() ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
