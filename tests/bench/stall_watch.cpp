// SPDX-License-Identifier: MIT
#include "tests/bench/stall_watch.h"

#include <algorithm>
#include <ctime>

#include <QCoreApplication>
#include <QEvent>
#include <QEventLoop>
#include <QTimer>

namespace bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto beatEvery = std::chrono::microseconds(500);
constexpr double noticeableMs = 0.1;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double threadCpuMs() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

} // namespace

double Frames::worstMs() const {
    double worst = 0;
    for (const Frame& frame : frames)
        worst = std::max(worst, frame.wallMs);
    return worst;
}

double Frames::worstCpuMs() const {
    double worst = 0;
    for (const Frame& frame : frames)
        worst = std::max(worst, std::min(frame.cpuMs, frame.wallMs));
    return worst;
}

int Frames::over(double limitMs) const {
    return static_cast<int>(std::count_if(frames.begin(), frames.end(), [limitMs](const Frame& frame) {
        return std::min(frame.cpuMs, frame.wallMs) > limitMs;
    }));
}

double Frames::percentileMs(std::size_t percent) const {
    std::vector<double> worked;
    for (const Frame& frame : frames) {
        if (frame.cpuMs >= noticeableMs)
            worked.push_back(std::min(frame.cpuMs, frame.wallMs));
    }
    if (worked.empty())
        return 0;
    std::sort(worked.begin(), worked.end());
    return worked[std::min(worked.size() - 1, worked.size() * percent / 100)];
}

StallWatch::StallWatch()
    : m_thread([this] { beat(); }) {}

StallWatch::~StallWatch() {
    m_stop = true;
    m_thread.join();
}

void StallWatch::beat() {
    while (!m_stop) {
        std::this_thread::sleep_for(beatEvery);
        if (m_waiting.exchange(true))
            continue;
        m_sent = Clock::now();
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
}

bool StallWatch::event(QEvent* event) {
    if (event->type() != QEvent::User)
        return QObject::event(event);
    const double cpu = threadCpuMs();
    m_frames.frames.push_back({since(m_sent), cpu - m_cpuAtAnswer});
    m_cpuAtAnswer = cpu;
    m_waiting = false;
    return true;
}

void StallWatch::step(const std::function<void()>& act) {
    const auto start = Clock::now();
    const double cpu = threadCpuMs();
    act();
    QCoreApplication::sendPostedEvents();
    m_frames.frames.push_back({since(start), threadCpuMs() - cpu});
    m_cpuAtAnswer = threadCpuMs();
}

void runEventLoop(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace bench
