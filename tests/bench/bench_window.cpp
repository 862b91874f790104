// SPDX-License-Identifier: MIT
// bench_window [--rounds N] [LIBRARY]: how long the program's window takes from nothing to its first picture,
// against an empty Qt window, one after the other in each round; and until LIBRARY is listed.
// bench_window --reports N [FOLDER]: the frames of the window over a library of N reports, made in FOLDER
// unless it is there already; exit 1 if one takes over 16 ms of work.
// bench_window --saves N: how long the calls that save keep the window's thread, N of them; exit 1 if 1 in
// 100 takes over a millisecond. Without a platform that is set, offscreen.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/bench/save_calls.h"
#include "tests/bench/window_frames.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"

using namespace stemma;

namespace {

constexpr int patienceMs = 30'000;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Tells when a widget was painted for the first time.
class FirstPaint : public QObject {
public:
    explicit FirstPaint(QWidget* widget)
        : QObject(widget) {
        widget->installEventFilter(this);
    }
    [[nodiscard]] bool seen() const { return m_seen; }
    bool eventFilter(QObject* watched, QEvent* event) override {
        m_seen = m_seen || event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_seen = false;
};

void waitForPicture(QWidget& window) {
    const FirstPaint paint(&window);
    window.show();
    while (!paint.seen())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
}

double emptyWindow() {
    QElapsedTimer timer;
    timer.start();
    QMainWindow window;
    window.resize(1200, 800);
    waitForPicture(window);
    return milliseconds(timer);
}

struct Shown {
    double picture = 0;
    double list = 0;
};

Shown programWindow(const QString& library) {
    const QTemporaryDir place;
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    QElapsedTimer timer;
    timer.start();
    ui::Settings settings(place.filePath(QStringLiteral("settings.ini")));
    ui::WindowState state(place.filePath(QStringLiteral("state.ini")));
    ui::DesktopPrompts prompts;
    ui::TaskRunner runner;
    ui::MainWindow window(
        {environment, runner, settings, state, prompts,
         [] { return Result<std::string>(fail(ErrorCode::notFound, "make the sample library", {}, {})); }});
    window.resize(1200, 800);
    Shown shown;
    waitForPicture(window);
    shown.picture = milliseconds(timer);
    if (library.isEmpty())
        return shown;
    bool listed = false;
    QObject::connect(&window, &ui::MainWindow::libraryShown, &window, [&listed] { listed = true; });
    window.openLibrary(library);
    (void)QTest::qWaitFor([&listed] { return listed; }, patienceMs);
    shown.list = milliseconds(timer);
    return shown;
}

int compareWithEmptyWindow(int rounds, const QString& library) {
    std::vector<double> empty, program, listed;
    for (int round = 0; round < rounds; ++round) {
        empty.push_back(emptyWindow());
        const Shown shown = programWindow(library);
        program.push_back(shown.picture);
        listed.push_back(shown.list);
    }
    std::printf("%-34s %9s %9s %7s\n", "operation", "limit ms", "ms", "ratio");
    std::printf("%-34s %9.1f %9.1f %7.2f\n", "window shown / empty Qt window", median(empty), median(program),
                median(program) / median(empty));
    if (!library.isEmpty())
        std::printf("%-34s %9.1f %9.1f %7.2f\n", "library listed / empty Qt window", median(empty),
                    median(listed), median(listed) / median(empty));
    return 0;
}

int framesOf(int reports, QString folder) {
    const QTemporaryDir place;
    if (folder.isEmpty())
        folder = place.filePath(QStringLiteral("library"));
    if (!std::filesystem::exists((folder + QStringLiteral("/by_id")).toStdString()))
        bench::writeBigLibrary(folder, reports);
    return bench::measureFrames(folder) > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QStringList arguments = QApplication::arguments().mid(1);
    if (arguments.value(0) == QLatin1String("--reports"))
        return framesOf(std::max(1, arguments.value(1).toInt()), arguments.value(2));
    if (arguments.value(0) == QLatin1String("--saves"))
        return bench::measureSaveCalls(std::max(1, arguments.value(1).toInt())) ? 0 : 1;
    int rounds = 9;
    if (arguments.value(0) == QLatin1String("--rounds")) {
        rounds = std::max(1, arguments.value(1).toInt());
        arguments = arguments.mid(2);
    }
    return compareWithEmptyWindow(rounds, arguments.value(0));
}
