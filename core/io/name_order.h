// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/io/disk.h"

namespace stemma::io {

/// What an ext file system promises of the order of its changes.
struct Journal {
    bool keepsOrder = false;     ///< FileSystemTraits::keepsOrder
    bool commitsInOrder = false; ///< FileSystemTraits::commitsInOrder
};

/// By its options in force, as /proc/fs/ext4/<device>/options lists them: the journal's mode is among them
/// only if there is a journal. Whatever isn't listed is not taken for granted.
[[nodiscard]] Journal journalOf(std::string_view ext4Options);

/// Finds out in which order a file system's changes reach the disk. The options of an ext file system are
/// read again from time to time, as it may be mounted anew. Thread-safe.
class NameOrder {
public:
    /// Fills in keepsOrder and commitsInOrder. `descriptor` is open on the file system that `traits` are of.
    void describe(int descriptor, FileSystemTraits& traits);

private:
    using Id = std::pair<std::uint64_t, std::uint64_t>; ///< device, and what the file system calls itself
    struct Known {
        Journal journal;
        std::chrono::steady_clock::time_point until;
    };
    std::mutex m_mutex;
    std::map<Id, Known> m_known;
};

} // namespace stemma::io
