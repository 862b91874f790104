// SPDX-License-Identifier: MIT
#include "tests/bench/bare_storage.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bench {

namespace {

int checked(int result, const char* what) {
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

void writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0)
            throw std::system_error(errno, std::generic_category(), "write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void stamp(int directory, const char* name) {
    struct statx unused {};
    checked(::statx(directory, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &unused), "statx");
}

} // namespace

BareDirectory::BareDirectory(const std::string& path)
    : m_fd(checked(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open")) {}

BareDirectory::~BareDirectory() {
    ::close(m_fd);
}

void BareDirectory::save(const char* name, std::string_view bytes) const {
    const int fd =
        checked(::openat(m_fd, "bench.tmp", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644), "openat");
    writeAll(fd, bytes);
    checked(::fsync(fd), "fsync");
    checked(::close(fd), "close");
    checked(::renameat(m_fd, "bench.tmp", m_fd, name), "renameat");
    checked(::fsync(m_fd), "fsync of the directory");
}

void BareDirectory::append(const char* name, std::string_view bytes) const {
    const int fd = checked(::openat(m_fd, name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644), "openat");
    writeAll(fd, bytes);
    checked(::fdatasync(fd), "fdatasync");
    checked(::close(fd), "close");
}

std::size_t BareDirectory::readAll(const std::vector<std::string>& entries, const char* name) const {
    std::size_t total = 0;
    std::string buffer;
    for (const std::string& entry : entries) {
        const int fd = checked(::openat(m_fd, (entry + '/' + name).c_str(), O_RDONLY | O_CLOEXEC), "openat");
        struct stat status {};
        checked(::fstat(fd, &status), "fstat");
        buffer.resize(static_cast<std::size_t>(status.st_size));
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0)
            throw std::system_error(errno, std::generic_category(), "read");
        total += static_cast<std::size_t>(count);
        checked(::close(fd), "close");
    }
    return total;
}

void BareDirectory::forgetAll(const std::vector<std::string>& entries, const char* name) const {
    for (const std::string& entry : entries) {
        const int fd = checked(::openat(m_fd, (entry + '/' + name).c_str(), O_RDONLY | O_CLOEXEC), "openat");
        checked(::fdatasync(fd), "fdatasync"); // only what is on the disk can be dropped
        ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        checked(::close(fd), "close");
    }
}

void BareDirectory::statAll(const std::vector<std::string>& entries,
                            const std::vector<const char*>& names) const {
    for (const std::string& entry : entries) {
        stamp(m_fd, entry.c_str());
        for (const char* name : names)
            stamp(m_fd, (entry + '/' + name).c_str());
    }
}

} // namespace bench
