// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/disk.h"
#include "tests/support/crash_image.h"

namespace stemma::test {

/// What a call of a Disk is, for counting and for failing it.
enum class CallKind {
    open,   ///< of an existing file or directory
    create, ///< openFile() of a file that is made by it
    close,
    read, ///< read, stat, list, readLink, resolve
    write,
    sync,
    truncate,
    reserve,
    rename,
    link,
    unlink, ///< of a file or a directory
    makeDirectory,
    attributes, ///< copyAttributes, copyTimes, setDefaultMode
    copyBytes,
    flock,
};

/// A disk in memory that knows what is durable and what is not, can make any call fail, and can lose its
/// power at any change. Method of SQLite's and LevelDB's crash tests. Paths are absolute; the directory "/"
/// is there.
///
/// A sweep over all crashes of `work`:
///
///     for (std::uint64_t at = 1;; ++at) {
///         CrashDisk disk;
///         … plant files …
///         disk.cutPowerAt(at);
///         work(disk);                       // fails with EIO from the cut on
///         if (!disk.powerIsOff())
///             break;                        // fewer than `at` changes: swept
///         for (std::uint64_t seed = 0; seed < 20; ++seed) {
///             const auto later = disk.reboot(seed);
///             … recover on *later, check …
///         }
///     }
///
/// As recordMoments() has it, the same takes a single run of `work`: each moment's image can be continued as
/// after a power cut (CrashImage::afterPowerCut) or, as it is, as after the program was killed.
///
/// A rebooted disk is another device and knows no handle of the one before. A lock file that survived carries
/// the token of this process and no flock: it is taken over at once.
class CrashDisk final : public io::Disk {
public:
    CrashDisk();
    ~CrashDisk() override;

    // Setting up: durable at once, counted nowhere.
    /// Makes the folders on the way, and the file or replaces its bytes.
    void plant(const std::string& path, std::string_view bytes);
    void plantDirectory(const std::string& path);
    void plantSymlink(const std::string& path, const std::string& target);
    /// A FIFO, or so.
    void plantSpecial(const std::string& path);
    /// Copies a folder of the real disk to `path`.
    void plantTree(const std::string& realFolder, const std::string& path);
    void setExtendedAttribute(const std::string& path, const std::string& name, const std::string& value);
    void setModificationTime(const std::string& path, std::int64_t mtimeNs);
    /// Everything so far is durable.
    void syncAll();

    // Looking, counted nowhere.
    [[nodiscard]] std::map<std::string, std::string> files() const;
    [[nodiscard]] std::optional<std::string> bytesOf(const std::string& path) const;
    [[nodiscard]] std::optional<Node> nodeOf(const std::string& path) const;
    [[nodiscard]] std::size_t openHandles() const;

    // Faults. Counting starts with the next call.
    /// The n-th call from now (1: the next one), of one kind or of any, fails with `osErrno`. A failed write
    /// has written its first half, a failed sync loses what it should have saved, anything else did nothing.
    void failCall(std::uint64_t nth, int osErrno, std::optional<CallKind> kind = std::nullopt);
    /// As failCall, and so does every later call of that kind.
    void failFrom(std::uint64_t nth, int osErrno, std::optional<CallKind> kind = std::nullopt);
    void stopFailing();
    /// Whether the call that failCall() or failFrom() meant has come.
    [[nodiscard]] bool faultHappened() const;
    /// The n-th change from now (1: the next one) is the last: it is under way (may or may not survive) and
    /// fails with EIO, as everything after it. Reads, opening, closing and flocks are no changes.
    void cutPowerAt(std::uint64_t nth);
    [[nodiscard]] bool powerIsOff() const;

    [[nodiscard]] std::uint64_t callCount() const;
    [[nodiscard]] std::uint64_t callCount(CallKind kind) const;
    [[nodiscard]] std::uint64_t changeCount() const;
    void resetCounts();

    /// A moment between two changes, or with one under way.
    struct Moment {
        CrashImage image;
        std::size_t mark = 0; ///< how many times mark() had been called
    };
    /// From now on, what the disk is at every change: after it, or before it gets through if it is a sync.
    void recordMoments();
    void mark();
    /// Ends it; the last one is now.
    [[nodiscard]] std::vector<Moment> takeMoments();
    /// A disk like this one that holds that, with nothing open.
    [[nodiscard]] std::unique_ptr<CrashDisk> at(CrashImage image) const;

    /// As if the program had left out the n-th sync from now (1: the next one), or all syncs of one type of
    /// node: they succeed and do nothing. For tests of the tests.
    void leaveOutSync(std::uint64_t nth);
    void leaveOutSyncs(io::NodeType type);
    /// Whether that happened.
    [[nodiscard]] bool syncWasLeftOut() const;

    /// The disk after the power was cut now and came back (CrashImage::afterPowerCut). This one is left as it
    /// is.
    [[nodiscard]] std::unique_ptr<CrashDisk> reboot(std::uint64_t seed) const;

    /// As if the file system were one that knows no hard links (exFAT): linkAt fails with EPERM.
    void forbidLinks();
    void setTraits(io::FileSystemTraits traits);
    /// A disk with one journal, that commits in order and says so (ext4, xfs).
    void commitInOrder();

    Result<io::Handle> openDirectory(const std::string& path) override;
    Result<io::Handle> openDirectoryAt(io::Handle directory, const std::string& name) override;
    Result<io::Handle> openFile(io::Handle directory, const std::string& name, io::OpenMode mode) override;
    Status close(io::Handle handle) override;
    Result<std::string> read(io::Handle file, std::uint64_t offset, std::uint64_t limit) override;
    Status write(io::Handle file, std::string_view bytes) override;
    Status sync(io::Handle handle, io::Durability durability) override;
    Status truncate(io::Handle file, std::uint64_t size) override;
    Status reserve(io::Handle file, std::uint64_t bytes) override;
    Result<io::FileStamp> stat(io::Handle handle) override;
    Result<io::FileStamp> statAt(io::Handle directory, const std::string& name) override;
    Result<std::vector<io::DirEntry>> list(io::Handle directory) override;
    Result<std::string> readLinkAt(io::Handle directory, const std::string& name) override;
    Result<std::string> resolve(const std::string& path) override;
    Status renameAt(io::Handle fromDirectory, const std::string& from, io::Handle toDirectory,
                    const std::string& to, io::RenameMode mode) override;
    Status linkAt(io::Handle fromDirectory, const std::string& from, io::Handle toDirectory,
                  const std::string& to) override;
    Status unlinkAt(io::Handle directory, const std::string& name) override;
    Status makeDirectoryAt(io::Handle directory, const std::string& name) override;
    Status removeDirectoryAt(io::Handle directory, const std::string& name) override;
    Status copyAttributes(io::Handle from, io::Handle to) override;
    Status copyTimes(io::Handle from, io::Handle to) override;
    Status setDefaultMode(io::Handle file, std::uint32_t mode) override;
    Status copyBytes(io::Handle from, io::Handle to) override;
    Result<bool> tryFlock(io::Handle file) override;
    io::FileSystemTraits traits(io::Handle handle) override;
    std::string pathOf(io::Handle handle) override;

private:
    struct OpenNode {
        Inode inode = noInode;
        bool writable = false;
        bool append = false;
        std::uint64_t position = 0;
    };
    struct Fault {
        std::uint64_t countdown = 0; ///< 0: none
        bool lasting = false;
        bool happened = false;
        int osErrno = 0;
        std::optional<CallKind> kind;
    };
    /// A call by name, for messages.
    struct Subject {
        const char* action;
        io::Handle directory = io::noHandle;
        std::optional<std::string> name = {};
    };
    using Effect = std::function<int()>; ///< does it and returns an errno, or 0

    explicit CrashDisk(CrashImage image);

    Status perform(CallKind kind, const Subject& subject, const Effect& effect, const Effect& onFault = {});
    [[nodiscard]] int faultOf(CallKind kind);
    void recordMoment();
    [[nodiscard]] bool isSyncLeftOut(io::NodeType type);
    [[nodiscard]] int account(CallKind kind, const Effect& effect, const Effect& onFault);
    [[nodiscard]] Unexpected failed(int osErrno, const Subject& subject) const;
    [[nodiscard]] OpenNode* find(io::Handle handle);
    [[nodiscard]] Node* directoryOf(io::Handle handle);
    [[nodiscard]] io::Handle newHandle(OpenNode node);
    [[nodiscard]] io::FileStamp stampOf(Inode inode) const;
    /// Follows symbolic links; an errno in `cause` and noInode if it leads nowhere. `real` is the path
    /// without links.
    [[nodiscard]] Inode walk(const std::string& path, int& cause, std::string* real = nullptr) const;
    [[nodiscard]] Inode plantNode(const std::string& path, io::NodeType type);
    [[nodiscard]] int openExisting(Inode inode, io::OpenMode mode, io::Handle& handle);
    [[nodiscard]] int create(Inode directory, const std::string& name, io::OpenMode mode, io::Handle& handle);
    [[nodiscard]] int writeTo(OpenNode& file, std::string_view bytes);
    [[nodiscard]] int rename(Inode fromDirectory, const std::string& from, Inode toDirectory,
                             const std::string& to, io::RenameMode mode);
    [[nodiscard]] int remove(io::Handle directory, const std::string& name, io::NodeType type);

    mutable std::mutex m_mutex;
    CrashImage m_image;
    std::map<io::Handle, OpenNode> m_open;
    std::map<Inode, io::Handle> m_flocks;
    std::map<CallKind, std::uint64_t> m_counts;
    std::uint64_t m_changes = 0;
    std::uint64_t m_changesLeft = 0; ///< 0: no cut is planned
    bool m_powerOff = false;
    bool m_noLinks = false;
    Fault m_fault;
    std::optional<std::vector<Moment>> m_moments;
    std::size_t m_marks = 0;
    std::uint64_t m_syncToLeaveOut = 0; ///< 0: none
    std::optional<io::NodeType> m_syncsToLeaveOut;
    bool m_leftOut = false;
    io::FileSystemTraits m_traits{"ext4", false};
    const std::uint64_t m_device;
    io::Handle m_nextHandle = 1000;
};

} // namespace stemma::test
