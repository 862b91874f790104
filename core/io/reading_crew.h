// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace stemma::io {

/// Threads for many small files. What the system has in memory is bound by the processors; a cold disk is
/// bound by its own delay, and answers many questions at once.
class ReadingCrew {
public:
    /// `work` takes items until none is left. It runs on other threads from now on, if there is much to do.
    ReadingCrew(std::size_t items, std::function<void()> work);

    /// Told by the thread that owns the crew, item by item: hires more where the disk keeps it waiting.
    void done(std::size_t items);

private:
    using Steady = std::chrono::steady_clock;

    void grow(std::size_t size);

    std::function<void()> m_work;
    std::size_t m_items;
    std::size_t m_size = 1; ///< with the owner's
    std::size_t m_done = 0;
    Steady::time_point m_since = Steady::now();
    std::vector<std::jthread> m_threads; ///< joined first
};

} // namespace stemma::io
