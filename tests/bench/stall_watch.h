// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include <QObject>

namespace bench {

/// How long a window's thread left its person waiting.
struct Frames {
    struct Frame {
        double wallMs = 0; ///< what the person waits
        double cpuMs =
            0; ///< what the window's thread worked meanwhile: without what others on the machine took
    };
    std::vector<Frame> frames; ///< in the order in which they ended

    [[nodiscard]] double worstMs() const;
    [[nodiscard]] double worstCpuMs() const;
    /// How many frames the window's thread itself worked longer at than that.
    [[nodiscard]] int over(double limitMs) const;
    /// What so many of 100 frames of at least a tenth of a millisecond stay below.
    [[nodiscard]] double percentileMs(std::size_t percent) const;
    [[nodiscard]] double percentile99Ms() const { return percentileMs(99); }
};

/// Measures the stalls of the thread that it is made in, from outside: a thread of its own sends an event
/// every half millisecond and sees how late it is answered. Frames that are drawn on purpose are added by
/// step().
class StallWatch : public QObject {
public:
    StallWatch();
    ~StallWatch() override;

    /// Forgets what was measured.
    void clear() { m_frames.frames.clear(); }
    [[nodiscard]] const Frames& frames() const { return m_frames; }
    /// Does something and everything that it asks for at once, layout and painting included: one frame.
    void step(const std::function<void()>& act);

protected:
    bool event(QEvent* event) override;

private:
    using Moment = std::chrono::steady_clock::time_point;
    void beat();

    Frames m_frames;
    double m_cpuAtAnswer = 0;
    std::atomic<bool> m_waiting = false;
    std::atomic<bool> m_stop = false;
    std::atomic<Moment> m_sent{};
    std::thread m_thread;
};

/// Runs the event loop for that long, as a program does: no polling.
void runEventLoop(int milliseconds);

} // namespace bench
