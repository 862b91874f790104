// SPDX-License-Identifier: MIT
#include "core/report/folder_walk.h"

#include <algorithm>
#include <cstdint>
#include <system_error>
#include <utility>

namespace stemma::report {

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

namespace {

/// The first eight bytes of a name, to be compared as one number.
std::uint64_t beginningOf(const std::string& name) {
    constexpr std::size_t length = sizeof(std::uint64_t);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < length; ++i)
        number = number << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
    return number;
}

void sortByName(std::vector<io::DirEntry>& entries) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    order.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        order.emplace_back(beginningOf(entries[i].name), i);
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : entries[a.second].name < entries[b.second].name;
    });
    std::vector<io::DirEntry> sorted;
    sorted.reserve(entries.size());
    for (const auto& [beginning, at] : order)
        sorted.push_back(std::move(entries[at]));
    entries = std::move(sorted);
}

} // namespace

Result<std::vector<io::DirEntry>> reportFolders(io::Disk& disk, const io::Open& opened,
                                                std::vector<std::string>* strays) {
    auto entries = disk.list(opened.get());
    if (!entries)
        return entries;
    std::erase_if(*entries, [&](io::DirEntry& entry) {
        const bool mayBe = entry.type == io::NodeType::directory || entry.type == io::NodeType::symlink;
        if (!mayBe && strays)
            strays->push_back(std::move(entry.name));
        return !mayBe;
    });
    sortByName(*entries);
    return entries;
}

} // namespace stemma::report
