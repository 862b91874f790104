// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/file_stamp.h"

namespace stemma::test {

using Inode = std::uint64_t;
inline constexpr Inode noInode = 0;
inline constexpr Inode rootInode = 1;

/// What fsync makes durable beside the bytes.
struct Attributes {
    std::uint32_t mode = 0644;
    std::uint32_t owner = 1000;
    std::uint32_t group = 1000;
    std::int64_t mtimeNs = 0;
    std::map<std::string, std::string> extended;
};

/// A write or a truncation that may or may not survive a power cut.
struct DataChange {
    enum class Kind { write, truncate } kind = Kind::write;
    std::uint64_t offset = 0; ///< of a truncation: the new size
    std::string bytes;
    /// A sync failed after it: no later sync can make it durable (the kernel has dropped the page's dirty
    /// mark).
    bool doomed = false;
    /// Synced, and kept in the list only because it came after a doomed one, whose fate is decided at the
    /// power cut: what was written and synced later lies on top of it.
    bool synced = false;
};

struct Node {
    io::NodeType type = io::NodeType::file;
    Attributes now;
    Attributes durable;
    std::int64_t ctimeNs = 0;
    std::uint64_t links = 0;
    std::string bytes; ///< of a symbolic link: where it leads
    std::string durableBytes;
    std::vector<DataChange> pending;
    std::map<std::string, Inode> entries;
    std::map<std::string, Inode> durableEntries;
};

/// One name given (or, with noInode, taken away).
struct NameStep {
    Inode directory = noInode;
    std::string name;
    Inode node = noInode;
};
/// A change of names that happens as a whole or not at all: a rename is two steps.
using NameChange = std::vector<NameStep>;

/// A file system as it is in memory and as it is on the disk: a value, so that one crash can be continued in
/// many ways. Bytes and attributes become durable by syncing the file, names by syncing a directory that they
/// are in.
class CrashImage {
public:
    CrashImage();

    [[nodiscard]] Node& node(Inode inode) { return m_nodes.at(inode); }
    [[nodiscard]] const Node& node(Inode inode) const { return m_nodes.at(inode); }
    /// noInode if there is no such name.
    [[nodiscard]] Inode lookUp(Inode directory, const std::string& name) const;
    [[nodiscard]] Inode newNode(io::NodeType type, std::uint32_t mode);

    void write(Inode file, std::uint64_t offset, std::string_view bytes);
    void truncate(Inode file, std::uint64_t size);
    void changeNames(NameChange change);
    void touch(Inode inode); ///< ctime

    enum class SyncScope { data, everything };
    void syncFile(Inode file, SyncScope scope);
    void failSync(Inode file);
    void syncDirectory(Inode directory);
    /// All of it, as after a clean unmount.
    void syncAll();

    /// The path of a node that still has a name, else empty.
    [[nodiscard]] std::string pathOf(Inode inode) const;
    /// Every regular file by its path.
    [[nodiscard]] std::map<std::string, std::string> files() const;

    /// What the disk holds after the power was cut now: each unsynced write is kept, lost, cut short or
    /// garbled, each unsynced change of names kept or lost. Seed 0 loses and seed 1 keeps all of it.
    [[nodiscard]] CrashImage afterPowerCut(std::uint64_t seed) const;

    /// Now, later than any moment told before.
    [[nodiscard]] std::int64_t tick();

private:
    void apply(const NameStep& step);
    void makeDurable(const NameChange& change);
    void settle(); ///< memory is what the disk has, from here on

    std::map<Inode, Node> m_nodes;
    std::vector<NameChange> m_pendingNames;
    Inode m_next = rootInode;
    std::int64_t m_lastNs = 0;
};

} // namespace stemma::test
