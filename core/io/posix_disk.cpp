// SPDX-License-Identifier: MIT
#include "core/io/posix_disk.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/io/name_order.h"
#include "core/io/posix_calls.h"
#include "core/io/sync_crew.h"

namespace stemma::io {

namespace {

using posix::checkName;
using posix::directoryFlags;
using posix::failed;
using posix::fileFlags;
using posix::retry;
using posix::typeOf;

class PosixDisk final : public Disk {
public:
    Result<Handle> openDirectory(const std::string& path) override;
    Result<Handle> openDirectoryAt(Handle directory, const std::string& name) override;
    Result<Handle> openFile(Handle directory, const std::string& name, OpenMode mode) override;
    Status close(Handle handle) override;
    Result<std::string> read(Handle file, std::uint64_t offset, std::uint64_t limit) override;
    Status write(Handle file, std::string_view bytes) override;
    Status sync(Handle handle, Durability durability) override;
    Status syncTogether(const std::vector<SyncRequest>& requests) override;
    void startWriting(Handle file) override;
    Status truncate(Handle file, std::uint64_t size) override;
    Status reserve(Handle file, std::uint64_t bytes) override;
    Result<FileStamp> stat(Handle handle) override;
    Result<FileStamp> statAt(Handle directory, const std::string& name) override;
    Result<FileStamp> statBelow(Handle directory, const std::string& folder,
                                const std::string& name) override {
        return posix::statBelow(directory, folder, name);
    }
    Result<FileStamp> readBelow(Handle directory, const std::string& folder, const std::string& name,
                                FileBuffer& buffer, std::uint64_t limit) override {
        return posix::readBelow(directory, folder, name, buffer, limit);
    }
    Result<std::vector<DirEntry>> list(Handle directory) override { return posix::list(directory); }
    Result<std::string> readLinkAt(Handle directory, const std::string& name) override {
        return posix::readLinkAt(directory, name);
    }
    Result<std::string> resolve(const std::string& path) override;
    Status renameAt(Handle fromDirectory, const std::string& from, Handle toDirectory, const std::string& to,
                    RenameMode mode) override;
    Status linkAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                  const std::string& to) override;
    Status unlinkAt(Handle directory, const std::string& name) override;
    Status makeDirectoryAt(Handle directory, const std::string& name) override;
    Status removeDirectoryAt(Handle directory, const std::string& name) override;
    Status copyAttributes(Handle from, Handle to) override { return posix::copyAttributes(from, to); }
    Status copyTimes(Handle from, Handle to) override;
    Status setDefaultMode(Handle file, std::uint32_t mode) override {
        return posix::setDefaultMode(file, mode, m_umask);
    }
    Status copyBytes(Handle from, Handle to) override { return posix::copyBytes(from, to); }
    Result<bool> tryFlock(Handle file) override;
    FileSystemTraits traits(Handle handle) override {
        FileSystemTraits found = posix::traits(handle);
        m_nameOrder.describe(handle, found);
        return found;
    }
    std::string pathOf(Handle handle) override { return posix::pathOf(handle); }

private:
    const std::uint32_t m_umask = posix::currentUmask();
    SyncCrew m_crew;
    NameOrder m_nameOrder;
};

Unexpected notRegular(NodeType type, int directory, const std::string& name) {
    const char* what = type == NodeType::directory ? "it is a folder"
                       : type == NodeType::symlink ? "it is a symbolic link"
                                                   : "it is not a regular file";
    return fail(ErrorCode::unsafe, "open the file", joinPath(posix::pathOf(directory), name), what,
                "A regular file is expected here: move what is in its place away.");
}

int systemFlags(OpenMode mode) {
    switch (mode) {
    case OpenMode::read:
        return O_RDONLY;
    case OpenMode::readWrite:
        return O_RDWR;
    case OpenMode::append:
        return O_RDWR | O_APPEND;
    case OpenMode::createNew:
        return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::appendCreate:
        return O_RDWR | O_APPEND | O_CREAT;
    }
    return O_RDONLY;
}

Result<Handle> PosixDisk::openDirectory(const std::string& path) {
    const int descriptor = retry([&] { return ::open(path.c_str(), directoryFlags); });
    if (descriptor < 0)
        return fail(systemError(errno, "open the folder", path));
    return descriptor;
}

Result<Handle> PosixDisk::openDirectoryAt(Handle directory, const std::string& name) {
    if (name != ".") {
        if (const Status safe = checkName(directory, name, "open the folder"); !safe)
            return fail(safe.error());
    }
    const int descriptor = retry([&] { return ::openat(directory, name.c_str(), directoryFlags); });
    if (descriptor < 0)
        return failed(errno, "open the folder", directory, name);
    return descriptor;
}

Result<Handle> PosixDisk::openFile(Handle directory, const std::string& name, OpenMode mode) {
    constexpr const char* action = "open the file";
    if (const Status safe = checkName(directory, name, action); !safe)
        return fail(safe.error());
    struct ::stat status {};
    // Looked at first, as merely opening some devices does something.
    if (mode != OpenMode::createNew) {
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
            if (!S_ISREG(status.st_mode))
                return notRegular(typeOf(status.st_mode), directory, name);
        } else if (errno != ENOENT || mode != OpenMode::appendCreate) {
            return failed(errno, action, directory, name);
        }
    }
    const mode_t permissions = mode == OpenMode::appendCreate ? 0644 : 0600;
    const int flags = systemFlags(mode) | fileFlags;
    const int descriptor = retry([&] { return ::openat(directory, name.c_str(), flags, permissions); });
    if (descriptor < 0)
        return failed(errno, action, directory, name);
    if (mode == OpenMode::createNew)
        return descriptor; // nobody else can have put something there
    if (::fstat(descriptor, &status) != 0) {
        const int cause = errno;
        ::close(descriptor);
        return failed(cause, action, directory, name);
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return notRegular(typeOf(status.st_mode), directory, name);
    }
    return descriptor;
}

Status PosixDisk::close(Handle handle) {
    // Linux frees the number also where close fails, EINTR too: a second close could hit someone else's file.
    if (::close(handle) != 0 && errno != EINTR)
        return fail(systemError(errno, "close the file", std::string()));
    return {};
}

Result<std::string> PosixDisk::read(Handle file, std::uint64_t offset, std::uint64_t limit) {
    struct ::stat status {};
    if (::fstat(file, &status) != 0)
        return failed(errno, "read the file", file);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t wanted = std::min(limit, size > offset ? size - offset : 0);
    std::string bytes(static_cast<std::size_t>(wanted), '\0');
    std::uint64_t had = 0;
    while (had < wanted) {
        const ssize_t got = retry([&] {
            return ::pread(file, bytes.data() + had, bytes.size() - had, static_cast<off_t>(offset + had));
        });
        if (got < 0)
            return failed(errno, "read the file", file);
        if (got == 0)
            break;
        had += static_cast<std::uint64_t>(got);
    }
    bytes.resize(static_cast<std::size_t>(had));
    return bytes;
}

Status PosixDisk::write(Handle file, std::string_view bytes) {
    const int flags = ::fcntl(file, F_GETFL);
    if (flags < 0)
        return failed(errno, "write the file", file);
    return (flags & O_APPEND) != 0 ? posix::appendOnce(file, bytes) : posix::writeAll(file, bytes);
}

Status PosixDisk::sync(Handle handle, Durability durability) {
    const int outcome = durability == Durability::data ? ::fdatasync(handle) : ::fsync(handle);
    if (outcome == 0)
        return {};
    const int cause = errno;
    struct ::stat status {};
    if (cause == EINVAL && ::fstat(handle, &status) == 0 && S_ISDIR(status.st_mode))
        return {};
    return failed(cause, "write to the disk", handle);
}

void PosixDisk::startWriting(Handle file) {
    (void)::sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE); // a hint: the sync will tell of errors
}

Status PosixDisk::syncTogether(const std::vector<SyncRequest>& requests) {
    std::vector<Status> outcomes(requests.size());
    // Whoever is free takes the next one: they take different times.
    std::atomic<std::size_t> next = 0;
    const std::function<void()> work = [&] {
        for (std::size_t i = next++; i < requests.size(); i = next++)
            outcomes[i] = sync(requests[i].handle, requests[i].durability);
    };
    m_crew.run(std::vector(std::min(requests.size(), SyncCrew::size + 1), work));
    for (Status& outcome : outcomes)
        if (!outcome)
            return std::move(outcome);
    return {};
}

Status PosixDisk::truncate(Handle file, std::uint64_t size) {
    if (retry([&] { return ::ftruncate(file, static_cast<off_t>(size)); }) != 0)
        return failed(errno, "shorten the file", file);
    return {};
}

Status PosixDisk::reserve(Handle file, std::uint64_t bytes) {
    struct ::stat status {};
    if (bytes == 0)
        return {};
    if (::fstat(file, &status) != 0)
        return failed(errno, "reserve room for the file", file);
    const auto length = static_cast<off_t>(bytes);
    if (retry([&] { return ::fallocate(file, FALLOC_FL_KEEP_SIZE, status.st_size, length); }) == 0)
        return {};
    if (errno == EOPNOTSUPP || errno == ENOSYS)
        return {};
    return failed(errno, "reserve room for the file", file);
}

Result<FileStamp> PosixDisk::stat(Handle handle) {
    struct ::stat status {};
    if (::fstat(handle, &status) != 0)
        return failed(errno, "look at the file", handle);
    return posix::stampOf(status);
}

Result<FileStamp> PosixDisk::statAt(Handle directory, const std::string& name) {
    if (const Status safe = checkName(directory, name, "look at the file"); !safe)
        return fail(safe.error());
    struct ::stat status {};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(errno, "look at the file", directory, name);
    return posix::stampOf(status);
}

Result<std::string> PosixDisk::resolve(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), &std::free);
    if (!resolved)
        return fail(systemError(errno, "find the file", path));
    return std::string(resolved.get());
}

Status PosixDisk::renameAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                           const std::string& to, RenameMode mode) {
    if (Status safe = checkName(fromDirectory, from, "rename the file"); !safe)
        return safe;
    if (Status safe = checkName(toDirectory, to, "rename the file"); !safe)
        return safe;
    if (mode == RenameMode::noReplace)
        return posix::renameNoReplace(fromDirectory, from, toDirectory, to);
    if (mode == RenameMode::exchange)
        return posix::renameExchange(fromDirectory, from, toDirectory, to);
    if (::renameat(fromDirectory, from.c_str(), toDirectory, to.c_str()) != 0)
        return failed(errno, "rename the file", errno == ENOENT ? fromDirectory : toDirectory,
                      errno == ENOENT ? from : to);
    return {};
}

Status PosixDisk::linkAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                         const std::string& to) {
    if (Status safe = checkName(fromDirectory, from, "link the file"); !safe)
        return safe;
    if (Status safe = checkName(toDirectory, to, "link the file"); !safe)
        return safe;
    if (::linkat(fromDirectory, from.c_str(), toDirectory, to.c_str(), 0) != 0)
        return failed(errno, "link the file", errno == ENOENT ? fromDirectory : toDirectory,
                      errno == ENOENT ? from : to);
    return {};
}

Status PosixDisk::unlinkAt(Handle directory, const std::string& name) {
    if (Status safe = checkName(directory, name, "remove the file"); !safe)
        return safe;
    if (::unlinkat(directory, name.c_str(), 0) != 0)
        return failed(errno, "remove the file", directory, name);
    return {};
}

Status PosixDisk::makeDirectoryAt(Handle directory, const std::string& name) {
    if (Status safe = checkName(directory, name, "make the folder"); !safe)
        return safe;
    if (::mkdirat(directory, name.c_str(), 0777) != 0)
        return failed(errno, "make the folder", directory, name);
    return {};
}

Status PosixDisk::removeDirectoryAt(Handle directory, const std::string& name) {
    if (Status safe = checkName(directory, name, "remove the folder"); !safe)
        return safe;
    if (::unlinkat(directory, name.c_str(), AT_REMOVEDIR) != 0)
        return failed(errno, "remove the folder", directory, name);
    return {};
}

Status PosixDisk::copyTimes(Handle from, Handle to) {
    struct ::stat status {};
    if (::fstat(from, &status) != 0)
        return failed(errno, "read the file's times", from);
    const struct timespec times[2] = {status.st_atim, status.st_mtim};
    if (::futimens(to, times) != 0)
        return failed(errno, "set the file's times", to);
    return {};
}

Result<bool> PosixDisk::tryFlock(Handle file) {
    if (retry([&] { return ::flock(file, LOCK_EX | LOCK_NB); }) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return false;
    return failed(errno, "lock the file", file);
}

} // namespace

namespace posix {

FileStamp stampOf(const struct ::stat& status) {
    constexpr std::int64_t second = 1'000'000'000;
    FileStamp stamp;
    stamp.type = typeOf(status.st_mode);
    stamp.device = status.st_dev;
    stamp.inode = status.st_ino;
    stamp.size = static_cast<std::uint64_t>(status.st_size);
    stamp.mtimeNs = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec;
    stamp.ctimeNs = status.st_ctim.tv_sec * second + status.st_ctim.tv_nsec;
    stamp.mode = status.st_mode & 07777U;
    stamp.owner = status.st_uid;
    stamp.group = status.st_gid;
    stamp.links = status.st_nlink;
    return stamp;
}

} // namespace posix

std::unique_ptr<Disk> makePosixDisk() {
    return std::make_unique<PosixDisk>();
}

} // namespace stemma::io
