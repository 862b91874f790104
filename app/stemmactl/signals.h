// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <stop_token>
#include <thread>

namespace stemma::ctl {

/// Turns SIGINT into a stop request, so that work ends by itself and leaves nothing behind. While a child
/// runs (`file lock`), SIGINT, SIGTERM and SIGHUP that were sent to this program alone are handed on to it;
/// otherwise SIGTERM and SIGHUP end the program at once. SIGPIPE and SIGXFSZ are ignored: the calls that meet
/// them fail with an errno. One for each program, made before any other thread.
class Signals {
public:
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    [[nodiscard]] std::stop_token stop() const { return m_source.get_token(); }
    /// Signals that come while this is held wait: from before a child is started until setChild() was called,
    /// so that none of them ends this program over the head of a child that it doesn't know yet.
    [[nodiscard]] std::unique_lock<std::mutex> holdSignals() { return std::unique_lock(m_starting); }
    /// 0 for none.
    void setChild(pid_t child) { m_child = child; }

private:
    void listen();
    void receive();

    std::stop_source m_source;
    std::mutex m_starting;
    std::atomic<pid_t> m_child = 0;
    int m_signals = -1; ///< a signalfd
    int m_end = -1;     ///< an eventfd: the program ends
    std::thread m_listener;
};

} // namespace stemma::ctl
