// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <string>

/// To make inotify's queue overflow for real.
namespace stemma::test {

/// How many notices are sure to be too many; 0 if that is more than a test can make.
inline std::size_t eventsToOverflow() {
    std::size_t most = 0;
    std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
    constexpr std::size_t bearable = 100'000;
    return most == 0 || most > bearable ? 0 : most + 1000;
}

/// Makes at least that many notices in a directory. Equal ones in a row would be told once: names alternate.
inline void flood(const std::string& directory, std::size_t events) {
    for (std::size_t made = 0; made < events; made += 2) {
        const std::string name = directory + "/flood-" + std::to_string(made % 4);
        std::ofstream(name).put('x'); // made, written, closed
        std::remove(name.c_str());
    }
}

/// Holds a thread up until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock(m_mutex);
        m_reached = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_open; });
    }
    void waitUntilReached() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_reached; });
    }
    void open() {
        const std::scoped_lock lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_reached = false;
    bool m_open = false;
};

} // namespace stemma::test
