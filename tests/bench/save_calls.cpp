// SPDX-License-Identifier: MIT
#include "tests/bench/save_calls.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/sha256.h"
#include "tests/bench/stall_watch.h"
#include "tests/bench/whole_program.h"
#include "tests/support/store_builder.h"
#include "ui/library/report_list.h"
#include "ui/session/report_session.h"
#include "ui/shell/report_desk.h"

namespace bench {

using namespace stemma;

namespace {

constexpr double limitMs = 1;
constexpr int callPatienceMs = 30'000;
constexpr int sections = 30;

struct Call {
    double waitedMs = 0;
    double workedMs = 0; ///< what the thread itself did, as others may run on the machine
};

double threadMs() {
    struct timespec time {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

Call timed(const std::function<void()>& act) {
    const double before = threadMs();
    QElapsedTimer timer;
    timer.start();
    act();
    return {static_cast<double>(timer.nsecsElapsed()) / 1e6, threadMs() - before};
}

bool printRow(const char* what, std::vector<double> calls) {
    std::sort(calls.begin(), calls.end());
    const double percentile99 = calls.at((calls.size() - 1) * 99 / 100);
    std::printf("%-34s %7zu %9.3f %9.3f %9.3f %9.1f  %s\n", what, calls.size(), calls.at(calls.size() / 2),
                percentile99, calls.back(), limitMs, percentile99 < limitMs ? "ok" : "MISSED");
    return percentile99 < limitMs;
}

/// The window with a report open that was changed twice.
class SavingWindow {
public:
    SavingWindow() {
        m_report.create("A report");
        m_report.evolve([](json::Value& outline) {
            for (int section = 0; section < sections; ++section)
                outline.edit("sections")
                    ->appendItem(tests::sectionValue(section, "Revenue moved, and this is what moved it."));
        });
        m_report.evolve(
            [](json::Value& outline) { outline.set("title", json::Value::string("Another title")); });
        m_window.resize(1300, 850);
        m_window.show();
        m_window.openLibrary(m_folder.path());
        waitFor("list the report", [this] { return m_window.list()->view()->model()->rowCount() > 0; });
        m_window.desk()->setHistoryShown(true);
        m_window.list()->view()->setCurrentIndex(m_window.list()->view()->model()->index(0, 0));
        waitFor("open the report",
                [this] { return session() && session()->report() && session()->timeline(); });
    }

    /// Restores the first version, and from then on takes that back, and does it again.
    Call save() {
        const QSignalSpy restored(session(), &ui::ReportSession::restored); // canUndo() is up to date then
        const Call call = timed(nextSave());
        waitFor("save", [&restored] { return !restored.isEmpty(); });
        return call;
    }

private:
    [[nodiscard]] ui::ReportSession* session() const { return m_window.desk()->session(); }
    std::function<void()> nextSave() {
        if (session()->canRedo())
            return [this] { m_window.desk()->redo(); };
        if (session()->canUndo())
            return [this] { m_window.desk()->undo(); };
        ui::RestoreOffer offer;
        offer.versionName = "backup:" + m_report.lastBackup();
        offer.preview.baseSha256 = sha256(m_report.outlineBytes());
        return [this, offer] { session()->restore(offer); };
    }
    template <class Until>
    static void waitFor(const char* what, Until until) {
        if (!QTest::qWaitFor(until, callPatienceMs))
            throw std::runtime_error(std::string("the window did not ") + what);
    }

    QTemporaryDir m_folder;
    tests::ReportBuilder m_report{m_folder.path().toStdString(), tests::fixedUuid('a', 1)};
    WholeProgram m_program;
    ui::MainWindow& m_window = m_program.window;
};

} // namespace

bool measureSaveCalls(int saves) {
    SavingWindow window;
    std::vector<double> waited, worked;
    for (int save = 0; save < saves; ++save) {
        const Call call = window.save();
        waited.push_back(call.waitedMs);
        worked.push_back(call.workedMs);
    }
    std::printf("%-34s %7s %9s %9s %9s %9s\n", "a call that saves, in the window", "calls", "median ms",
                "99 % ms", "worst ms", "limit ms");
    const bool met = printRow("of its thread's time (G11)", std::move(worked));
    (void)printRow("by the clock, others included", std::move(waited));
    return met;
}

} // namespace bench
