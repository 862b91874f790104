// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
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
    std::uint64_t after = 0; ///< the last change of names before it
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
    std::uint64_t change = 0; ///< which change it is a part of
    /// Another part of the same change, or a change that this one needed, was synced with its own directory:
    /// durable wherever changes are journalled.
    bool tied = false;
    bool replaces = false; ///< the name meant something else before
    bool atomic = false;   ///< a directory is moved: never half done
};
/// A change of names: a rename is two steps.
using NameChange = std::vector<NameStep>;

/// A file system as it is in memory and as it is on the disk: a value, so that one crash can be continued in
/// many ways. It promises no more than POSIX does, and loses what real file systems were seen to lose
/// (Pillai et al., “All File Systems Are Not Created Equal”, OSDI 2014; Mohan et al., “Finding
/// Crash-Consistency Bugs with Bounded Black-Box Testing”, OSDI 2018; Rebello et al., “Can Applications
/// Recover from fsync Failures?”, ATC 2020):
///
/// - Bytes become durable by syncing the file, attributes too unless only its data is synced. A name becomes
///   durable by syncing the directory that it is in, and by nothing else: not by syncing the file.
/// - At a power cut each unsynced write and truncation is, by itself, kept, lost, or torn: every sector of
///   512 bytes is new, old, zero or garbage; the size came without the bytes, or fewer bytes than were
///   written.
/// - Unsynced names are lost or kept in one of three ways, by the seed: as a journal does it (the first so
///   many changes, all of each); each change by itself; or each single name by itself (ext4 without a
///   journal), so that a rename leaves the new name, the old one, both or, where it replaced a name, only
///   what that meant before. A name that was taken away without a sync may be back.
/// - A rename that was synced in one of its two directories may be half done in the last of these ways,
///   unless a directory was renamed: a file system check gives that one place.
/// - A file that has no durable name is gone, however well it was synced. The number of links is right after
///   the restart (journal or file system check).
/// - A disk that commits in order (commitInOrder) has one journal for names and sizes, as ext4 and xfs have:
///   any sync that succeeds makes all names so far durable, and a power cut keeps the first so many changes
///   of names. A file doesn't grow or shrink on the disk by a write that came after a change of names that
///   was lost; bytes that were not synced, and what is within the old size, go as told above.
/// - A failed sync of a file drops what was dirty: it stays readable till the power goes, and no later sync
///   saves it. What is written and synced after it lies on top.
///
/// Not modelled: a failed sync of a directory drops nothing (all file systems with a journal stop writing
/// then); a durable byte goes bad; a disk that lies about its syncs.
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
    void commitInOrder() { m_inOrder = true; }

    /// The path of a node that still has a name, else empty.
    [[nodiscard]] std::string pathOf(Inode inode) const;
    /// Every regular file by its path.
    [[nodiscard]] std::map<std::string, std::string> files() const;

    /// The same for images that differ only in what is made by chance or by the clock: nonces, lock tokens,
    /// times, and what inodes are called.
    [[nodiscard]] std::string fingerprint() const;

    /// What the disk holds after the power was cut now. Seed 0 loses all that was not synced, seed 1 keeps
    /// it; others as the dice fall, the same each time.
    [[nodiscard]] CrashImage afterPowerCut(std::uint64_t seed) const;

    /// The same after its program was killed: nothing is lost, but what bears the number of its process is a
    /// dead one's.
    [[nodiscard]] CrashImage afterKill() const;

    /// Now, later than any moment told before.
    [[nodiscard]] std::int64_t tick();

private:
    class Print;
    void apply(const NameStep& step);
    void makeDurable(const NameStep& step);
    void commitNames();
    /// What can reach the disk of an unsynced change, if the changes of names from `lost` on did not.
    [[nodiscard]] DataChange reachOf(const DataChange& change, std::uint64_t lost, std::size_t size) const;
    [[nodiscard]] std::set<std::uint64_t> changesToSync(Inode directory) const;
    void buryTemporaries();
    void settle(); ///< memory is what the disk has, from here on

    std::map<Inode, Node> m_nodes;
    std::vector<NameStep> m_pendingNames;
    std::uint64_t m_lastChange = 0;
    bool m_inOrder = false;
    Inode m_next = rootInode;
    std::int64_t m_lastNs = 0;
};

} // namespace stemma::test
