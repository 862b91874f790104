// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace stemma::io {

enum class NodeType { file, directory, symlink, special };

/// What tells one state of a file from another without reading it, from one stat.
struct FileStamp {
    NodeType type = NodeType::file;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t mtimeNs = 0;
    std::int64_t ctimeNs = 0;
    std::uint32_t mode = 0; ///< permission bits only
    std::uint32_t owner = 0;
    std::uint32_t group = 0;
    std::uint64_t links = 1;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;

    /// The same file with, as far as a stat can tell, the same bytes (device, inode, size, mtime, ctime).
    /// A link made or removed changes ctime: compare sameBytesAs() there.
    [[nodiscard]] bool sameStateAs(const FileStamp& other) const {
        return sameBytesAs(other) && ctimeNs == other.ctimeNs;
    }
    /// As sameStateAs, but blind to ctime.
    [[nodiscard]] bool sameBytesAs(const FileStamp& other) const {
        return sameFileAs(other) && size == other.size && mtimeNs == other.mtimeNs;
    }
    [[nodiscard]] bool sameFileAs(const FileStamp& other) const {
        return device == other.device && inode == other.inode;
    }
};

/// A file changed this shortly before may change again without a new stamp, where the kernel's clock is
/// coarse. `now` in nanoseconds since 1970.
[[nodiscard]] inline bool isFresh(const FileStamp& stamp, std::int64_t nowNs) {
    constexpr std::int64_t tick = 20'000'000;
    return nowNs - stamp.mtimeNs < tick || nowNs - stamp.ctimeNs < tick;
}

} // namespace stemma::io
