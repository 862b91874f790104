// SPDX-License-Identifier: MIT
// What stands in a directory.
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/io/posix_calls.h"

namespace stemma::io::posix {

namespace {

NodeType entryType(int directory, const dirent& entry) {
    switch (entry.d_type) {
    case DT_REG:
        return NodeType::file;
    case DT_DIR:
        return NodeType::directory;
    case DT_LNK:
        return NodeType::symlink;
    case DT_UNKNOWN: {
        struct ::stat status {};
        if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            return typeOf(status.st_mode);
        return NodeType::special;
    }
    default:
        return NodeType::special;
    }
}

} // namespace

NodeType typeOf(mode_t mode) {
    if (S_ISREG(mode))
        return NodeType::file;
    if (S_ISDIR(mode))
        return NodeType::directory;
    return S_ISLNK(mode) ? NodeType::symlink : NodeType::special;
}

Result<std::vector<DirEntry>> list(int directory) {
    // A descriptor of its own: readdir's position is shared by all copies of one.
    const int own = retry([&] { return ::openat(directory, ".", directoryFlags); });
    if (own < 0)
        return failed(errno, "list the folder", directory);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own), &::closedir);
    if (!stream) {
        const int cause = errno;
        ::close(own);
        return failed(cause, "list the folder", directory);
    }
    std::vector<DirEntry> entries;
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (entry == nullptr) {
            if (errno != 0)
                return failed(errno, "list the folder", directory);
            return entries;
        }
        const std::string_view name = static_cast<const char*>(entry->d_name);
        if (name != "." && name != "..")
            entries.push_back({std::string(name), entryType(own, *entry)});
    }
}

Result<std::string> readLinkAt(int directory, const std::string& name) {
    if (const Status safe = checkName(directory, name, "read the symbolic link"); !safe)
        return fail(safe.error());
    std::string target(256, '\0');
    for (;;) {
        const ssize_t length = ::readlinkat(directory, name.c_str(), target.data(), target.size());
        if (length < 0)
            return failed(errno, "read the symbolic link", directory, name);
        if (static_cast<std::size_t>(length) < target.size()) {
            target.resize(static_cast<std::size_t>(length));
            return target;
        }
        target.resize(2 * target.size());
    }
}

} // namespace stemma::io::posix
