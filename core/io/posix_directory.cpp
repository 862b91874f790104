// SPDX-License-Identifier: MIT
// What stands in a directory.
#include <algorithm>
#include <array>
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

namespace {

/// `folder/name`, made without taking memory: whole libraries are looked through by it.
class PathBelow {
public:
    /// Both names are plain ones, which are no longer than a file system takes.
    PathBelow(std::string_view folder, std::string_view name) {
        char* end = std::copy(folder.begin(), folder.end(), m_text.begin());
        *end++ = '/';
        *std::copy(name.begin(), name.end(), end) = '\0';
    }
    [[nodiscard]] const char* get() const { return m_text.data(); }

private:
    static constexpr std::size_t longestName = 255;
    std::array<char, 2 * longestName + 2> m_text;
};

Status checkNames(int directory, const std::string& folder, const std::string& name, const char* action) {
    Status safe = checkName(directory, folder, action);
    return safe && name != "." ? checkName(directory, name, action) : safe;
}

/// Whether the file was read whole, and was the one that had been looked at, unchanged until then.
bool readAsSeen(int file, const struct ::stat& seen, FileBuffer& buffer) {
    const auto size = static_cast<std::size_t>(seen.st_size);
    char* room = buffer.roomFor(size);
    std::size_t had = 0;
    while (had < size) {
        const ssize_t got =
            retry([&] { return ::pread(file, room + had, size - had, static_cast<off_t>(had)); });
        if (got <= 0)
            return false;
        had += static_cast<std::size_t>(got);
    }
    struct ::stat now {};
    return ::fstat(file, &now) == 0 && S_ISREG(now.st_mode) && stampOf(now).sameStateAs(stampOf(seen));
}

} // namespace

Result<FileStamp> statBelow(int directory, const std::string& folder, const std::string& name) {
    constexpr const char* action = "look at the file";
    if (const Status safe = checkNames(directory, folder, name, action); !safe)
        return fail(safe.error());
    struct ::stat status {};
    if (::fstatat(directory, PathBelow(folder, name).get(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(errno, action, directory, joinPath(folder, name));
    return stampOf(status);
}

Result<FileStamp> readBelow(int directory, const std::string& folder, const std::string& name,
                            FileBuffer& buffer, std::uint64_t limit) {
    constexpr const char* action = "read the file";
    if (const Status safe = checkNames(directory, folder, name, action); !safe)
        return fail(safe.error());
    const PathBelow path(folder, name);
    struct ::stat seen {};
    // Looked at first, as merely opening some devices does something.
    if (::fstatat(directory, path.get(), &seen, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(errno, action, directory, joinPath(folder, name));
    if (!S_ISREG(seen.st_mode) || static_cast<std::uint64_t>(seen.st_size) > limit)
        return fail(ErrorCode::unsafe, action, joinPath(pathOf(directory), joinPath(folder, name)),
                    "it is no regular file of a usual size");
    const int file = retry([&] { return ::openat(directory, path.get(), O_RDONLY | fileFlags); });
    if (file < 0)
        return failed(errno, action, directory, joinPath(folder, name));
    const bool whole = readAsSeen(file, seen, buffer);
    ::close(file); // nothing was written that closing could lose
    if (whole)
        return stampOf(seen);
    return fail(ErrorCode::conflict, action, joinPath(pathOf(directory), joinPath(folder, name)),
                "it could not be read, or was changed meanwhile", "Try again.");
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
