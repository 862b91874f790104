// SPDX-License-Identifier: MIT
#include "core/io/reading_crew.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace stemma::io {

ReadingCrew::ReadingCrew(std::size_t items, std::function<void()> work)
    : m_work(std::move(work))
    , m_items(items) {
    constexpr std::size_t worthAThread = 64;
    const std::size_t most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    grow(std::min(most, items / worthAThread + 1));
}

void ReadingCrew::done(std::size_t items) {
    constexpr auto slow = std::chrono::microseconds(40);
    constexpr std::size_t enough = 8;
    constexpr std::size_t fewest = 16;
    constexpr std::size_t most = 32;
    const std::size_t forColdDisks = std::min(most, m_items / enough);
    m_done += items;
    if (m_done < enough || forColdDisks < fewest || m_size >= forColdDisks)
        return;
    const auto now = Steady::now();
    if (now - m_since > slow * m_done)
        grow(forColdDisks);
    m_since = now;
    m_done = 0;
}

void ReadingCrew::grow(std::size_t size) {
    try {
        for (; m_size < size; ++m_size)
            m_threads.emplace_back([this] { m_work(); });
    } catch (const std::system_error&) {
        m_size = size; // no more threads to be had: those that there are do it all
    }
}

} // namespace stemma::io
