// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/io/file_stamp.h"

namespace stemma::io {

/// An open file or directory of a Disk. Only the Disk that gave it knows what the number means.
using Handle = int;
inline constexpr Handle noHandle = -1;

enum class OpenMode {
    read,         ///< an existing file, for reading
    readWrite,    ///< an existing file, for reading and writing in place
    append,       ///< an existing file: every write goes to its end (O_APPEND)
    createNew,    ///< a file that must not exist (O_EXCL), mode 0600, for reading and writing
    appendCreate, ///< as append; made with mode 0644 & ~umask if absent
};

enum class RenameMode {
    replace,   ///< an existing target is replaced, atomically
    noReplace, ///< an existing target is EEXIST
    exchange,  ///< both names mean a file, and each the other's afterwards; EINVAL where that can't be done
};

enum class Durability {
    data,       ///< fdatasync
    everything, ///< fsync
};

struct DirEntry {
    std::string name;
    NodeType type = NodeType::file;
};

/// What a file system promises, as far as its kind tells.
struct FileSystemTraits {
    std::string kind;      ///< "ext4", "xfs", "btrfs", "tmpfs", "nfs", "cifs", "fuse", "other"
    bool remote = false;   ///< other machines may write; no change notices; locks are weaker
    bool readOnly = false; ///< mounted so: nothing can be written
    /// Names are made and removed on the disk in the order in which that was done (a journal, copy on write).
    /// Where this isn't known, a removed name can come back with a power cut, and names whatever was given
    /// the number of its file meanwhile: a file system check then takes that away from its right place. So
    /// its folder must be synced while the file is still open, which keeps its number.
    bool keepsOrder = false;
    /// More than that: all changes of names and sizes reach the disk in the order in which they were made,
    /// and the sync of a file after one of its bytes was added makes every change before that durable,
    /// whatever folder it was in (the one journal of ext4 and xfs). So a save needs no sync of its folders.
    bool commitsInOrder = false;
};

/// One of several things to sync at once.
struct SyncRequest {
    Handle handle = noHandle;
    Durability durability = Durability::everything;
};

/// Room for the bytes of one file after another, so that reading many takes no memory anew.
class FileBuffer {
public:
    /// So many bytes behind the file's may be read as well, and are zero: for parsers that look ahead.
    static constexpr std::size_t padding = 64;

    [[nodiscard]] std::string_view bytes() const { return {m_room.get(), m_size}; }
    /// Room for a file of that size, for the caller to fill. What it held before is lost.
    [[nodiscard]] char* roomFor(std::size_t size);

private:
    std::unique_ptr<char[]> m_room;
    std::size_t m_capacity = 0;
    std::size_t m_size = 0;
};

/// No file of the formats is larger than this; a larger one is shown as damaged, never read into memory.
inline constexpr std::uint64_t defaultSizeLimit = std::uint64_t{512} << 20;

/// The seam: every system call that touches a file of a library goes through here, so that tests can make any
/// one of them fail, or cut the power at it (tests/support/crash_disk.h).
///
/// Names are single path components relative to an open directory, never followed when they are symbolic
/// links, unless a function says otherwise. Every failure carries the errno and a path to show.
/// EINTR and short reads and writes are handled below this line; a failed sync is never retried.
/// An error of close() may lack the path. A program must ignore SIGXFSZ, or a file-size limit kills it
/// instead of failing a write with EFBIG. Thread-safe: handles may be used from any thread, one at a time
/// each.
class Disk {
public:
    virtual ~Disk() = default;

    /// Opens a directory by path; symbolic links are followed.
    [[nodiscard]] virtual Result<Handle> openDirectory(const std::string& path) = 0;
    /// Opens a directory in a directory. Follows a symbolic link (foreign programs follow them too).
    /// The name `.` gives a second handle of `directory`.
    [[nodiscard]] virtual Result<Handle> openDirectoryAt(Handle directory, const std::string& name) = 0;
    /// Opens a regular file. A FIFO, device, socket, directory or symbolic link is ErrorCode::unsafe and
    /// never blocks.
    [[nodiscard]] virtual Result<Handle> openFile(Handle directory, const std::string& name,
                                                  OpenMode mode) = 0;
    /// Closes a handle. An error is reported (delayed writes may fail here) and the handle is gone all the
    /// same.
    virtual Status close(Handle handle) = 0;

    /// Up to `limit` bytes from `offset`; fewer only at the end of the file.
    [[nodiscard]] virtual Result<std::string> read(Handle file, std::uint64_t offset,
                                                   std::uint64_t limit) = 0;
    /// Writes all bytes at the current position, or at the end of a file opened for appending: there in one
    /// write call, and what a short one left is taken back.
    virtual Status write(Handle file, std::string_view bytes) = 0;
    /// Makes a file's bytes, or a directory's entries, durable. EINVAL on a directory (some file systems
    /// can't) counts as done.
    virtual Status sync(Handle handle, Durability durability) = 0;
    /// As sync, for several handles, where the system can at the same time: a file system joins their syncs.
    /// All are tried; the first failure, in their order, is told.
    virtual Status syncTogether(const std::vector<SyncRequest>& requests);
    /// A hint: the system may begin to write the file's bytes now, as a sync will come. Promises nothing.
    virtual void startWriting(Handle /*file*/) {}
    virtual Status truncate(Handle file, std::uint64_t size) = 0;
    /// Reserves room for `bytes` more at the end without changing the size. Succeeds where the file system
    /// can't reserve; fails where it is full.
    virtual Status reserve(Handle file, std::uint64_t bytes) = 0;

    [[nodiscard]] virtual Result<FileStamp> stat(Handle handle) = 0;
    /// The stamp of a name, of the link itself if it is a symbolic link. notFound if there is none.
    [[nodiscard]] virtual Result<FileStamp> statAt(Handle directory, const std::string& name) = 0;
    /// The stamp of `folder/name` in a directory, where `folder` may be a symbolic link to a folder; `name`
    /// may be `.`, the folder itself.
    [[nodiscard]] virtual Result<FileStamp> statBelow(Handle directory, const std::string& folder,
                                                      const std::string& name);
    /// Reads the regular file `folder/name` of a directory whole, where `folder` may be a symbolic link to a
    /// folder; gives its stamp. For looking through many small files: it tries once, with as few calls as
    /// can be. After a failure readFile() finds out what there is to tell.
    [[nodiscard]] virtual Result<FileStamp> readBelow(Handle directory, const std::string& folder,
                                                      const std::string& name, FileBuffer& buffer,
                                                      std::uint64_t limit = defaultSizeLimit);
    /// All entries but `.` and `..`, in no order.
    [[nodiscard]] virtual Result<std::vector<DirEntry>> list(Handle directory) = 0;
    [[nodiscard]] virtual Result<std::string> readLinkAt(Handle directory, const std::string& name) = 0;
    /// The absolute path with all symbolic links resolved. notFound or unsafe (a loop) otherwise.
    [[nodiscard]] virtual Result<std::string> resolve(const std::string& path) = 0;

    virtual Status renameAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                            const std::string& to, RenameMode mode) = 0;
    virtual Status linkAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                          const std::string& to) = 0;
    virtual Status unlinkAt(Handle directory, const std::string& name) = 0;
    virtual Status makeDirectoryAt(Handle directory, const std::string& name) = 0;
    virtual Status removeDirectoryAt(Handle directory, const std::string& name) = 0;

    /// Gives `to` the owner, group, mode, ACL and user attributes of `from`. EPERM for the owner is an error
    /// only if the owner would change. Before any byte is written to `to`.
    virtual Status copyAttributes(Handle from, Handle to) = 0;
    /// Gives `to` the access and modification time of `from`.
    virtual Status copyTimes(Handle from, Handle to) = 0;
    /// Sets `file`'s mode to `mode & ~umask`, for files that have no predecessor.
    virtual Status setDefaultMode(Handle file, std::uint32_t mode) = 0;
    /// Copies all bytes of `from` to the empty file `to`, as a shared extent where the file system can.
    virtual Status copyBytes(Handle from, Handle to) = 0;

    /// Takes flock(LOCK_EX|LOCK_NB) on an open file: true had, false someone else has it.
    /// It goes when the handle is closed.
    [[nodiscard]] virtual Result<bool> tryFlock(Handle file) = 0;

    [[nodiscard]] virtual FileSystemTraits traits(Handle handle) = 0;
    /// Where an open file or directory is now, to show in a message; empty if that can't be told.
    [[nodiscard]] virtual std::string pathOf(Handle handle) = 0;
};

/// An open handle that closes itself. Move-only.
class Open {
public:
    Open() = default;
    Open(Disk& disk, Handle handle)
        : m_disk(&disk)
        , m_handle(handle) {}
    Open(Open&& other) noexcept
        : m_disk(other.m_disk)
        , m_handle(other.m_handle) {
        other.m_handle = noHandle;
    }
    Open& operator=(Open&& other) noexcept;
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open();

    [[nodiscard]] Handle get() const { return m_handle; }
    [[nodiscard]] explicit operator bool() const { return m_handle != noHandle; }
    /// Closes now and tells how it went; nothing is open afterwards.
    Status close();

private:
    Disk* m_disk = nullptr;
    Handle m_handle = noHandle;
};

/// The same calls, wrapped.
[[nodiscard]] Result<Open> openDirectory(Disk& disk, const std::string& path);
[[nodiscard]] Result<Open> openDirectoryAt(Disk& disk, const Open& directory, const std::string& name);
/// Opens a directory in a directory, but follows no symbolic link: ErrorCode::unsafe.
[[nodiscard]] Result<Open> openRealDirectoryAt(Disk& disk, const Open& directory, const std::string& name);
[[nodiscard]] Result<Open> openFile(Disk& disk, const Open& directory, const std::string& name,
                                    OpenMode mode);

struct FileContent {
    std::string bytes;
    FileStamp stamp; ///< of the file that the bytes were read from, after reading
};

/// A whole regular file. ErrorCode::damaged if it is larger than `limit`. If it changed while being read, it
/// is read again.
[[nodiscard]] Result<FileContent> readFile(Disk& disk, const Open& directory, const std::string& name,
                                           std::uint64_t limit = defaultSizeLimit);
/// As readFile, of a file that is open already.
[[nodiscard]] Result<FileContent> readFile(Disk& disk, const Open& file,
                                           std::uint64_t limit = defaultSizeLimit);
/// As readFile, with a path: symbolic links on the way are followed.
[[nodiscard]] Result<FileContent> readFile(Disk& disk, const std::string& path,
                                           std::uint64_t limit = defaultSizeLimit);

/// The path of a name in a directory that was opened as `directoryPath`.
[[nodiscard]] std::string joinPath(std::string_view directoryPath, std::string_view name);

} // namespace stemma::io
