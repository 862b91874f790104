// SPDX-License-Identifier: MIT
#include "tests/bench/window_frames.h"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QStringListModel>
#include <QTemporaryDir>
#include <QTest>

#include "core/report/report_index.h"
#include "tests/bench/stall_watch.h"
#include "tests/bench/whole_program.h"
#include "tests/support/store_builder.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/shell/report_desk.h"

namespace bench {

using namespace stemma;

namespace {

constexpr double frameMs = 16;
constexpr int framePatienceMs = 120'000;
constexpr int pageTurns = 400;
constexpr int betweenKeysMs = 60;
constexpr int settleMs = 700;
constexpr int foreignSaves = 8;

const std::array subjects{"Quarterly revenue", "Customer churn", "Liquidity", "Pipeline health",
                          "Überblick Umsätze", "Market map",     "Costs",     "Forecast"};
const std::array regions{"north", "south", "east", "west", "Iberia", "Levant", "overseas"};
const std::array tags{"auto", "churn", "revenue", "défi", "ops team", "q1", "q2", "synthesized", "重要"};

std::string idOf(int number) {
    return tests::fixedUuid('c', static_cast<int>(number * 7'919LL % 1'000'003));
}

void writeReport(const QString& folder, int number) {
    const auto at = static_cast<std::size_t>(number);
    tests::ReportBuilder report(folder.toStdString(), idOf(number));
    report.setClock({1'720'000'000'000'000 + (number * 48'271LL % 100'003) * 300'000'000});
    report.create(std::string(subjects[at % subjects.size()]) + ", " + regions[at * 3 / 2 % regions.size()] +
                  ", week " + std::to_string(at * 5 % 53));
    report.evolve([number](json::Value& outline) {
        for (int part = 0; part <= number % 4; ++part)
            outline.edit("sections")
                ->appendItem(
                    tests::sectionValue(part, "What happened in part " + std::to_string(part), {part}));
        for (int part = 0; part <= number % 4; ++part)
            outline.edit("insights")
                ->appendItem(tests::insightValue(part, "Revenue moved by " + std::to_string(number) + "."));
    });
    report.tagUpdate({tags[at % tags.size()], tags[(at / 9 + 4) % tags.size()]});
    if (number % 40 == 0)
        report.archive();
}

class Measuring {
public:
    explicit Measuring(const QString& library)
        : m_library(library) {
        std::printf("%-34s %7s %9s %9s %9s %6s %7s\n", "frames of the window", "steps", "worst ms", "work ms",
                    "99 % ms", ">16", "ratio");
    }
    int all();

private:
    template <class Act>
    Frames measure(const char* what, double limit, Act act) {
        m_watch.clear();
        const int steps = act();
        runEventLoop(settleMs);
        const Frames frames = m_watch.frames();
        std::printf("%-34s %7d %9.1f %9.1f %9.1f %6d", what, steps, frames.worstMs(), frames.worstCpuMs(),
                    frames.percentile99Ms(), frames.over(frameMs));
        if (limit > 0)
            std::printf(" %7.2f", frames.percentile99Ms() / limit);
        std::printf("\n");
        std::fflush(stdout);
        m_over += frames.over(frameMs);
        return frames;
    }
    void plainList();
    void firstLoad();
    void moving();
    void filtering();
    void ordering();
    void places();
    void othersWriting();
    int scroll(QListView& view);
    int holdKey(Qt::Key key, int times);

    QString m_library;
    StallWatch m_watch;
    WholeProgram m_program;
    ui::MainWindow& m_window = m_program.window;
    double m_plainScroll = 0;
    int m_over = 0;
};

int Measuring::scroll(QListView& view) {
    QScrollBar& bar = *view.verticalScrollBar();
    for (int turn = 0; turn <= pageTurns; ++turn) {
        m_watch.step(
            [&bar, turn] { bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * turn / pageTurns)); });
        runEventLoop(2);
    }
    return pageTurns;
}

int Measuring::holdKey(Qt::Key key, int times) {
    for (int time = 0; time < times; ++time) {
        m_watch.step([this, key] { QTest::keyClick(m_window.list()->view(), key); });
        runEventLoop(30);
    }
    return times;
}

void Measuring::plainList() {
    QStringList rows;
    for (int row = 0; row < 10'000; ++row)
        rows.append(QStringLiteral("Quarterly revenue, north, week %1").arg(row));
    QStringListModel model(rows);
    QListView view;
    view.setModel(&model);
    view.setUniformItemSizes(true);
    view.resize(310, 800);
    view.show();
    runEventLoop(settleMs);
    m_plainScroll = measure("plain Qt list of 10,000: scroll", 0, [this, &view] {
                        return scroll(view);
                    }).percentile99Ms();
}

void Measuring::firstLoad() {
    m_window.resize(1300, 850);
    m_window.show();
    runEventLoop(settleMs);
    measure("first load", 0, [this] {
        bool listed = false;
        QEventLoop loop;
        QObject::connect(&m_window, &ui::MainWindow::libraryShown, &loop, [&listed, &loop] {
            listed = true;
            loop.quit();
        });
        m_window.openLibrary(m_library);
        while (!listed)
            loop.exec();
        runEventLoop(settleMs); // every report's folder is watched now, and looked at once more
        return m_window.list()->view()->model()->rowCount();
    });
}

void Measuring::moving() {
    QListView& view = *m_window.list()->view();
    measure("scroll through the list", m_plainScroll, [this, &view] { return scroll(view); });
    view.setFocus();
    measure("hold Page Down", 0, [this] { return holdKey(Qt::Key_PageDown, 100); });
    measure("hold Down", 0, [this] { return holdKey(Qt::Key_Down, 100); });
    measure("one row after the other", 0, [this] {
        for (int row = 0; row < 8; ++row) {
            m_watch.step([this] { QTest::keyClick(m_window.list()->view(), Qt::Key_Down); });
            runEventLoop(300);
        }
        return 8;
    });
}

void Measuring::filtering() {
    QLineEdit& edit = *m_window.list()->filterEdit();
    edit.setFocus();
    const QString words = QStringLiteral("revenue north 12");
    measure("type a filter", 0, [this, &edit, &words] {
        for (const QChar letter : words) {
            m_watch.step([&edit, letter] { QTest::keyClick(&edit, letter.toLatin1()); });
            runEventLoop(betweenKeysMs);
        }
        return static_cast<int>(words.size());
    });
    measure("erase it letter by letter", 0, [this, &edit, &words] {
        for (qsizetype left = words.size(); left > 0; --left) {
            m_watch.step([&edit] { QTest::keyClick(&edit, Qt::Key_Backspace); });
            runEventLoop(betweenKeysMs);
        }
        return static_cast<int>(words.size());
    });
    edit.setText(words);
    measure("clear it", 0, [this, &edit] {
        m_watch.step([&edit] { edit.clear(); });
        return 1;
    });
}

void Measuring::ordering() {
    measure("sort", 0, [this] {
        int steps = 0;
        for (const bool descending : {false, true}) {
            for (int order = 3; order >= 0; --order, ++steps) {
                m_watch.step([this, order, descending] { m_window.list()->setOrder(order, descending); });
                runEventLoop(betweenKeysMs);
            }
        }
        return steps;
    });
}

void Measuring::places() {
    using Kind = ui::ListScope::Kind;
    measure("go from place to place", 0, [this] {
        int steps = 0;
        for (const ui::ListScope& scope :
             {ui::ListScope{Kind::archived, {}}, ui::ListScope{Kind::tag, QStringLiteral("churn")},
              ui::ListScope{Kind::trash, {}}, ui::ListScope{}}) {
            m_watch.step([this, &scope] { m_window.sidebar()->setScope(scope); });
            runEventLoop(settleMs);
            ++steps;
        }
        return steps;
    });
}

void Measuring::othersWriting() {
    measure("another program writes", 0, [this] {
        std::thread writer([folder = m_library] {
            for (int save = 0; save < foreignSaves; ++save) {
                tests::ReportBuilder report(folder.toStdString(), idOf(save * 11));
                report.setClock({1'770'000'000'000'000 + save * 60'000'000LL});
                report.evolve([](json::Value& outline) {
                    outline.set("title", json::Value::string("Changed meanwhile"));
                });
                std::this_thread::sleep_for(std::chrono::milliseconds(400));
            }
        });
        runEventLoop(foreignSaves * 500 + 2'000);
        writer.join();
        return foreignSaves;
    });
}

int Measuring::all() {
    m_watch.step([] {}); // the making of the window is no frame of it
    measure("the machine: an idle window", 0, [] {
        runEventLoop(1'000);
        return 0;
    });
    m_over = 0; // what the machine does by itself is not the window's
    plainList();
    firstLoad();
    moving();
    filtering();
    ordering();
    places();
    othersWriting();
    measure("close the library", 0, [this] {
        m_watch.step([this] { m_window.closeLibrary(); });
        return 1;
    });
    return m_over;
}

} // namespace

void writeBigLibrary(const QString& folder, int reports) {
    for (int number = 0; number < reports; ++number)
        writeReport(folder, number);
    const auto disk = io::makePosixDisk();
    const auto index = report::rebuildIndex(*disk, folder.toStdString(), report::DryRun::no, {});
    if (!index)
        throw std::runtime_error(describe(index.error()));
}

int measureFrames(const QString& library) {
    return Measuring(library).all();
}

} // namespace bench
