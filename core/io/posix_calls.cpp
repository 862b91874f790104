// SPDX-License-Identifier: MIT
#include "core/io/posix_calls.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <limits>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/base/ids.h"

namespace stemma::io::posix {

std::string pathOf(int descriptor) {
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    std::array<char, 4096> buffer{};
    const ssize_t length = ::readlink(link.c_str(), buffer.data(), buffer.size());
    if (length <= 0)
        return {};
    std::string path(buffer.data(), static_cast<std::size_t>(length));
    constexpr std::string_view deleted = " (deleted)";
    if (path.size() > deleted.size() && path.ends_with(deleted))
        path.resize(path.size() - deleted.size());
    return path;
}

Unexpected failed(int osErrno, const char* action, int descriptor, const std::string& name) {
    const std::string path = pathOf(descriptor);
    return fail(systemError(osErrno, action, name.empty() ? path : joinPath(path, name)));
}

Status checkName(int directory, const std::string& name, const char* action) {
    if (isSafeName(name))
        return {};
    return fail(ErrorCode::unsafe, action, pathOf(directory), "\"" + name + "\" is not a plain file name");
}

Status writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = retry([&] { return ::write(file, bytes.data(), bytes.size()); });
        if (wrote < 0)
            return failed(errno, "write the file", file);
        if (wrote == 0)
            return failed(ENOSPC, "write the file", file);
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
}

namespace {

/// Why a write came to an end too early: the size limit of the process, or else a full disk.
int shortWriteCause(off_t end) {
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        static_cast<rlim_t>(end) >= limit.rlim_cur)
        return EFBIG;
    return ENOSPC;
}

} // namespace

Status appendOnce(int file, std::string_view bytes) {
    if (bytes.empty())
        return {};
    const ssize_t wrote = retry([&] { return ::write(file, bytes.data(), bytes.size()); });
    if (wrote < 0)
        return failed(errno, "write to the end of the file", file);
    if (static_cast<std::size_t>(wrote) == bytes.size())
        return {};
    // A torn line would swallow the next one: take it back, if nobody wrote behind it meanwhile.
    const off_t end = ::lseek(file, 0, SEEK_CUR);
    const int cause = shortWriteCause(end);
    struct stat status {};
    const bool last = end >= wrote && ::fstat(file, &status) == 0 && status.st_size == end;
    const bool takenBack = last && ::ftruncate(file, end - wrote) == 0;
    Error error = systemError(cause, "write to the end of the file", pathOf(file));
    error.detail += takenBack ? " (nothing was added)" : " (a part of the line was added)";
    return fail(std::move(error));
}

namespace {

bool unsupported(int osErrno) {
    return osErrno == EINVAL || osErrno == ENOSYS || osErrno == EOPNOTSUPP;
}

/// A rename onto an empty folder is allowed and onto a full one is not, so a folder that we just made can be
/// replaced safely.
Status renameDirectoryNoReplace(int fromDirectory, const std::string& from, int toDirectory,
                                const std::string& to) {
    if (::mkdirat(toDirectory, to.c_str(), 0700) != 0)
        return failed(errno, "rename the folder", toDirectory, to);
    if (::renameat(fromDirectory, from.c_str(), toDirectory, to.c_str()) == 0)
        return {};
    const int cause = errno;
    ::unlinkat(toDirectory, to.c_str(), AT_REMOVEDIR);
    return failed(cause, "rename the folder", toDirectory, to);
}

/// Without links: an exclusively made, empty file of ours keeps the name until the rename. It is looked at
/// again just before, as an other program may have written into it.
Status renameFileOverOwn(int fromDirectory, const std::string& from, int toDirectory, const std::string& to) {
    constexpr const char* action = "rename the file";
    const int own = retry([&] {
        return ::openat(toDirectory, to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    });
    if (own < 0)
        return failed(errno, action, toDirectory, to);
    struct stat made {};
    struct stat there {};
    const bool stillEmpty = ::fstat(own, &made) == 0 &&
                            ::fstatat(toDirectory, to.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
                            made.st_ino == there.st_ino && made.st_dev == there.st_dev && there.st_size == 0;
    ::close(own);
    if (!stillEmpty)
        return failed(EEXIST, action, toDirectory, to);
    if (::renameat(fromDirectory, from.c_str(), toDirectory, to.c_str()) == 0)
        return {};
    const int cause = errno;
    ::unlinkat(toDirectory, to.c_str(), 0);
    return failed(cause, action, toDirectory, to);
}

} // namespace

Status renameNoReplace(int fromDirectory, const std::string& from, int toDirectory, const std::string& to) {
    constexpr const char* action = "rename the file";
    constexpr unsigned noReplace =
        1; // RENAME_NOREPLACE; <linux/fs.h> and <stdio.h> disagree on who defines it
    if (::syscall(SYS_renameat2, fromDirectory, from.c_str(), toDirectory, to.c_str(), noReplace) == 0)
        return {};
    if (!unsupported(errno))
        return failed(errno, action, errno == ENOENT ? fromDirectory : toDirectory,
                      errno == ENOENT ? from : to);
    struct stat status {};
    if (::fstatat(fromDirectory, from.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(errno, action, fromDirectory, from);
    if (S_ISDIR(status.st_mode))
        return renameDirectoryNoReplace(fromDirectory, from, toDirectory, to);
    if (::linkat(fromDirectory, from.c_str(), toDirectory, to.c_str(), 0) == 0) {
        if (::unlinkat(fromDirectory, from.c_str(), 0) == 0)
            return {};
        const int cause = errno;
        ::unlinkat(toDirectory, to.c_str(), 0);
        return failed(cause, action, fromDirectory, from);
    }
    if (errno == EEXIST || errno == ENOSPC || errno == EROFS || errno == EXDEV)
        return failed(errno, action, toDirectory, to);
    return renameFileOverOwn(fromDirectory, from, toDirectory, to);
}

Status renameExchange(int fromDirectory, const std::string& from, int toDirectory, const std::string& to) {
    constexpr unsigned exchange = 2; // RENAME_EXCHANGE, as above
    if (::syscall(SYS_renameat2, fromDirectory, from.c_str(), toDirectory, to.c_str(), exchange) == 0)
        return {};
    const int cause = unsupported(errno) ? EINVAL : errno;
    return failed(cause, "exchange the files", toDirectory, to);
}

std::uint32_t currentUmask() {
    // umask() can only be read by setting it, which other threads would see.
    const int status = retry([] { return ::open("/proc/self/status", O_RDONLY | O_CLOEXEC); });
    std::array<char, 4096> buffer{};
    const ssize_t length =
        status < 0 ? -1 : retry([&] { return ::read(status, buffer.data(), buffer.size()); });
    if (status >= 0)
        ::close(status);
    constexpr std::uint32_t usual = 022;
    if (length <= 0)
        return usual;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(length));
    constexpr std::string_view key = "Umask:\t";
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos)
        return usual;
    std::uint32_t value = usual;
    const char* first = text.data() + at + key.size();
    std::from_chars(first, text.data() + text.size(), value, 8);
    return value;
}

namespace {

FileSystemTraits traitsOfKind(std::uint32_t kind) {
    switch (kind) {
    case EXT4_SUPER_MAGIC:
        return {"ext4", false};
    case 0x58465342U: // XFS_SUPER_MAGIC
        return {"xfs", false};
    case BTRFS_SUPER_MAGIC:
        return {"btrfs", false};
    case TMPFS_MAGIC:
        return {"tmpfs", false};
    case NFS_SUPER_MAGIC:
        return {"nfs", true};
    case 0xFF534D42U: // CIFS
    case 0xFE534D42U: // SMB2
    case 0x517BU:     // SMB
        return {"cifs", true};
    case 0x65735546U: // FUSE: sshfs, rclone, virtiofs … or a plain disk; nothing tells them apart
        return {"fuse", true};
    case 0x01021997U: // 9p
    case 0x00C36400U: // Ceph
    case 0x5346414FU: // AFS
    case 0x47504653U: // GPFS
    case 0x0BD00BD0U: // Lustre
    case 0x01161970U: // GFS2
    case 0x7461636FU: // OCFS2
        return {"other", true};
    default:
        return {"other", false};
    }
}

} // namespace

FileSystemTraits traits(int descriptor) {
    struct statfs status {};
    if (retry([&] { return ::fstatfs(descriptor, &status); }) != 0)
        return {"other", true}; // unknown: promise nothing
    FileSystemTraits found = traitsOfKind(static_cast<std::uint32_t>(status.f_type));
    constexpr auto readOnly = static_cast<decltype(status.f_flags)>(ST_RDONLY);
    found.readOnly = (status.f_flags & readOnly) != 0;
    return found;
}

} // namespace stemma::io::posix
