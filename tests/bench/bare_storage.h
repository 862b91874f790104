// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The limits: the fewest system calls that do the job at all, without a lock, a backup, a log or a check.
/// They throw std::system_error.
namespace bench {

/// A directory that stays open.
class BareDirectory {
public:
    explicit BareDirectory(const std::string& path);
    ~BareDirectory();
    BareDirectory(const BareDirectory&) = delete;
    BareDirectory& operator=(const BareDirectory&) = delete;

    /// R of durability.md: write a temporary file, fsync it, rename it, fsync the directory.
    void save(const char* name, std::string_view bytes) const;
    /// Opens, appends, fdatasyncs.
    void append(const char* name, std::string_view bytes) const;
    /// Reads `<entry>/<name>` for each entry; gives the number of bytes.
    [[nodiscard]] std::size_t readAll(const std::vector<std::string>& entries, const char* name) const;
    /// One statx for each of the names in each entry, and one for the entry.
    void statAll(const std::vector<std::string>& entries, const std::vector<const char*>& names) const;

    /// Drops the bytes of `<entry>/<name>` from the system's memory.
    void forgetAll(const std::vector<std::string>& entries, const char* name) const;

private:
    int m_fd;
};

} // namespace bench
