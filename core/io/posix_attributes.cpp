// SPDX-License-Identifier: MIT
#include "core/io/posix_calls.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace stemma::io::posix {

namespace {

constexpr const char* aclName = "system.posix_acl_access";
constexpr const char* keepingMode = "keep the file's permissions";

Status copyOwner(const struct stat& from, const struct stat& target, int to) {
    if (from.st_uid == target.st_uid && from.st_gid == target.st_gid)
        return {};
    const uid_t owner = from.st_uid == target.st_uid ? static_cast<uid_t>(-1) : from.st_uid;
    const gid_t group = from.st_gid == target.st_gid ? static_cast<gid_t>(-1) : from.st_gid;
    if (::fchown(to, owner, group) == 0)
        return {};
    Error error = systemError(errno, "keep the file's owner", pathOf(to));
    error.advice = "The file belongs to another user or group, and replacing it would change that: "
                   "save a copy elsewhere, or ask its owner.";
    return fail(std::move(error));
}

/// An attribute's value; ENODATA, or the error, in `cause`.
bool readAttribute(int file, const char* name, std::vector<char>& value, int& cause) {
    value.resize(1024);
    for (;;) {
        const ssize_t length = ::fgetxattr(file, name, value.data(), value.size());
        if (length >= 0) {
            value.resize(static_cast<std::size_t>(length));
            return true;
        }
        cause = errno;
        if (cause != ERANGE)
            return false;
        const ssize_t needed = ::fgetxattr(file, name, nullptr, 0);
        if (needed < 0) {
            cause = errno;
            return false;
        }
        value.resize(static_cast<std::size_t>(needed) + 64);
    }
}

Status copyAcl(int from, int to) {
    std::vector<char> value;
    int cause = 0;
    if (readAttribute(from, aclName, value, cause)) {
        if (::fsetxattr(to, aclName, value.data(), value.size(), 0) != 0)
            return failed(errno, keepingMode, to);
        return {};
    }
    if (cause == EOPNOTSUPP || cause == ENOSYS)
        return {};
    if (cause != ENODATA)
        return failed(cause, keepingMode, from);
    // The old file has none; the new one may have inherited one from its folder.
    if (::fremovexattr(to, aclName) != 0 && errno != ENODATA && errno != EOPNOTSUPP)
        return failed(errno, keepingMode, to);
    return {};
}

Status copyUserAttributes(int from, int to) {
    constexpr const char* what = "keep the file's attributes";
    std::vector<char> names(4096);
    ssize_t length = ::flistxattr(from, names.data(), names.size());
    while (length < 0 && errno == ERANGE && names.size() <= 65536) {
        names.resize(2 * names.size());
        length = ::flistxattr(from, names.data(), names.size());
    }
    if (length < 0)
        return errno == EOPNOTSUPP || errno == ENOSYS ? Status{} : Status(failed(errno, what, from));
    std::vector<char> value;
    const std::string_view all(names.data(), static_cast<std::size_t>(length));
    for (std::size_t at = 0; at < all.size();) {
        const std::string name(all.substr(at, all.find('\0', at) - at));
        at += name.size() + 1;
        if (!name.starts_with("user."))
            continue;
        int cause = 0;
        if (!readAttribute(from, name.c_str(), value, cause)) {
            if (cause == ENODATA)
                continue;
            return failed(cause, what, from);
        }
        if (::fsetxattr(to, name.c_str(), value.data(), value.size(), 0) != 0)
            return failed(errno, what, to);
    }
    return {};
}

} // namespace

Status copyAttributes(int from, int to) {
    struct stat source {};
    struct stat target {};
    if (::fstat(from, &source) != 0)
        return failed(errno, keepingMode, from);
    if (::fstat(to, &target) != 0)
        return failed(errno, keepingMode, to);
    if (Status done = copyOwner(source, target, to); !done)
        return done;
    // Before the mode and the ACL, which may take away the right to write that these need.
    if (Status done = copyUserAttributes(from, to); !done)
        return done;
    if (Status done = copyAcl(from, to); !done)
        return done;
    // Last: chown clears set-id bits, and an ACL sets the mode.
    if (::fchmod(to, source.st_mode & 07777U) != 0)
        return failed(errno, keepingMode, to);
    return {};
}

Status setDefaultMode(int file, std::uint32_t mode, std::uint32_t umask) {
    // With an ACL inherited from the folder the mode's group bits are the ACL's mask, and no umask applies
    // (acl(5)).
    const bool inherited = ::fgetxattr(file, aclName, nullptr, 0) >= 0;
    if (::fchmod(file, inherited ? mode : mode & ~umask) != 0)
        return failed(errno, "set the file's permissions", file);
    return {};
}

namespace {

/// The rest of the file, from the position that `to` is at. EINVAL and the like: not by this way.
int copyByKernel(int from, int to, std::uint64_t size, std::uint64_t& done) {
    while (done < size) {
        auto input = static_cast<off64_t>(done);
        auto output = static_cast<off64_t>(done);
        const auto rest = static_cast<std::size_t>(std::min<std::uint64_t>(size - done, 1U << 30U));
        const ssize_t copied = retry([&] { return ::copy_file_range(from, &input, to, &output, rest, 0); });
        if (copied < 0)
            return errno;
        if (copied == 0)
            return EINVAL; // some file systems say so for "can't"
        done += static_cast<std::uint64_t>(copied);
    }
    return 0;
}

Status copyByHand(int from, int to, std::uint64_t offset) {
    std::vector<char> buffer(std::size_t{1} << 18U);
    if (::lseek(to, static_cast<off_t>(offset), SEEK_SET) < 0)
        return failed(errno, "copy the file", to);
    for (;;) {
        const ssize_t got =
            retry([&] { return ::pread(from, buffer.data(), buffer.size(), static_cast<off_t>(offset)); });
        if (got < 0)
            return failed(errno, "copy the file", from);
        if (got == 0)
            return {};
        if (Status done = writeAll(to, {buffer.data(), static_cast<std::size_t>(got)}); !done)
            return done;
        offset += static_cast<std::uint64_t>(got);
    }
}

} // namespace

Status copyBytes(int from, int to) {
    if (retry([&] { return ::ioctl(to, FICLONE, from); }) == 0)
        return {};
    struct stat source {};
    if (::fstat(from, &source) != 0)
        return failed(errno, "copy the file", from);
    std::uint64_t done = 0;
    const int cause = copyByKernel(from, to, static_cast<std::uint64_t>(source.st_size), done);
    if (cause == ENOSPC || cause == EDQUOT || cause == EIO || cause == EFBIG)
        return failed(cause, "copy the file", to);
    return copyByHand(from, to, done); // nothing is left to do, or what another program added meanwhile
}

} // namespace stemma::io::posix
