// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/io/disk.h"

/// The system's calls behind PosixDisk, on plain file descriptors. Private to core/io.
namespace stemma::io::posix {

/// Repeats a call that a signal interrupted. Never for close and fsync.
template <class Call>
auto retry(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

/// The path that a descriptor was opened as, as the system knows it; empty if it can't tell.
[[nodiscard]] std::string pathOf(int descriptor);
/// An error of a call on a descriptor, or on a name in the directory that the descriptor is.
[[nodiscard]] Unexpected failed(int osErrno, const char* action, int descriptor,
                                const std::string& name = {});
/// unsafe, unless `name` is one path component.
Status checkName(int directory, const std::string& name, const char* action);

constexpr int directoryFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
/// O_NONBLOCK: a FIFO that takes a file's place between the look and the opening must not hang us.
constexpr int fileFlags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

[[nodiscard]] FileStamp stampOf(const struct stat& status);
[[nodiscard]] NodeType typeOf(mode_t mode);

/// As the methods of Disk.
[[nodiscard]] Result<std::vector<DirEntry>> list(int directory);
[[nodiscard]] Result<FileStamp> statBelow(int directory, const std::string& folder, const std::string& name);
[[nodiscard]] Result<FileStamp> readBelow(int directory, const std::string& folder, const std::string& name,
                                          FileBuffer& buffer, std::uint64_t limit);
[[nodiscard]] Result<std::string> readLinkAt(int directory, const std::string& name);

Status writeAll(int file, std::string_view bytes);
Status appendOnce(int file, std::string_view bytes);

Status renameNoReplace(int fromDirectory, const std::string& from, int toDirectory, const std::string& to);
Status renameExchange(int fromDirectory, const std::string& from, int toDirectory, const std::string& to);

Status copyAttributes(int from, int to);
Status setDefaultMode(int file, std::uint32_t mode, std::uint32_t umask);
Status copyBytes(int from, int to);
/// This process's umask, without changing it.
[[nodiscard]] std::uint32_t currentUmask();

[[nodiscard]] FileSystemTraits traits(int descriptor);

} // namespace stemma::io::posix
