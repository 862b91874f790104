// SPDX-License-Identifier: MIT
#include "core/report/folder_walk.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace stemma::report {

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
