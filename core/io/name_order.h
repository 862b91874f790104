// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "core/io/disk.h"

namespace stemma::io {

/// Finds out whether a file system keeps the order of names (FileSystemTraits::keepsOrder). An ext file
/// system's journal is looked for once. Thread-safe.
class NameOrder {
public:
    /// `descriptor` is open on the file system that `traits` are of.
    [[nodiscard]] bool isKept(int descriptor, const FileSystemTraits& traits);

private:
    using Id = std::pair<std::uint64_t, std::uint64_t>; ///< device, and what the file system calls itself
    std::mutex m_mutex;
    std::map<Id, bool> m_hasJournal;
};

} // namespace stemma::io
