// SPDX-License-Identifier: MIT
#include <array>

#include <archive.h>
#include <archive_entry.h>

#include "core/exchange/archive_names.h"
#include "core/exchange/tar.h"

namespace stemma::exchange {

namespace {

constexpr const char* reading = "read the archive";

struct Free {
    void operator()(archive* one) const { archive_read_free(one); }
};

class TarReading {
public:
    TarReading(std::string_view bytes, const std::string& path, const ArchiveLimits& limits,
               const Progress& progress)
        : m_bytes(bytes)
        , m_path(path)
        , m_limits(limits)
        , m_progress(progress)
        , m_archive(archive_read_new()) {}

    Status read(const TakeFile& take);

private:
    Unexpected refuse(ErrorCode code, const std::string& name, const std::string& why) const {
        return fail(code, reading, m_path, name.empty() ? why : "‘" + name + "’ in it: " + why,
                    "Nothing was taken from it. Ask for it again where it came from.");
    }
    Unexpected broken(const std::string& name) const {
        const char* why = archive_error_string(m_archive.get());
        return refuse(ErrorCode::damaged, name,
                      std::string("it is no whole tar archive packed by gzip") +
                          (why ? std::string(" (") + why + ")" : ""));
    }
    Status open() const;
    Result<std::string> nameOf(archive_entry* entry);
    Result<std::string> unpack(const std::string& name);

    std::string_view m_bytes;
    const std::string& m_path;
    const ArchiveLimits& m_limits;
    const Progress& m_progress;
    std::unique_ptr<archive, Free> m_archive;
    ArchiveNames m_names;
    std::uint64_t m_total = 0;
};

Status TarReading::open() const {
    archive* made = m_archive.get();
    if (m_bytes.size() > m_limits.archive)
        return refuse(ErrorCode::unsafe, "", "it is larger than such an archive can be");
    // Other ways of packing, and none, are passed over: what is read here is one format.
    const bool packed = m_bytes.starts_with("\x1f\x8b");
    if (!packed || made == nullptr || archive_read_support_filter_gzip(made) != ARCHIVE_OK ||
        archive_read_support_format_tar(made) != ARCHIVE_OK ||
        archive_read_open_memory(made, m_bytes.data(), m_bytes.size()) != ARCHIVE_OK)
        return broken("");
    return {};
}

/// A name that a file can be called by; empty for a folder.
Result<std::string> TarReading::nameOf(archive_entry* entry) {
    const char* raw = archive_entry_pathname_utf8(entry);
    if (raw == nullptr)
        return refuse(ErrorCode::unsafe, "", "a name in it is no valid text (UTF-8)");
    std::string name = raw;
    const bool isFolder = archive_entry_filetype(entry) == AE_IFDIR;
    if (std::string bad = m_names.add(isFolder && !name.ends_with('/') ? name + '/' : name); !bad.empty())
        return refuse(ErrorCode::unsafe, name, "its name can't be taken: " + bad);
    if (isFolder)
        return std::string();
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr ||
        archive_entry_symlink(entry) != nullptr || archive_entry_sparse_count(entry) > 0)
        return refuse(ErrorCode::unsafe, name, "it is a link or another special file");
    if (archive_entry_size_is_set(entry) == 0 || archive_entry_size(entry) < 0)
        return refuse(ErrorCode::damaged, name, "the archive doesn't say how large it is");
    if (static_cast<std::uint64_t>(archive_entry_size(entry)) > m_limits.entry)
        return refuse(ErrorCode::unsafe, name, "it is larger than such a file can be");
    return name;
}

Result<std::string> TarReading::unpack(const std::string& name) {
    constexpr std::size_t chunk = std::size_t{64} << 10;
    std::array<char, chunk> room{};
    std::string bytes;
    while (true) {
        if (m_progress.cancelled())
            return refuse(ErrorCode::cancelled, name, "cancelled");
        const la_ssize_t count = archive_read_data(m_archive.get(), room.data(), room.size());
        if (count < 0)
            return broken(name);
        if (count == 0)
            return bytes;
        bytes.append(room.data(), static_cast<std::size_t>(count));
        m_total += static_cast<std::uint64_t>(count);
        if (bytes.size() > m_limits.entry || m_total > m_limits.total)
            return refuse(ErrorCode::unsafe, name, "it unpacks to more than such an archive can hold");
        constexpr std::uint64_t ratioMatters = std::uint64_t{1} << 20;
        if (m_total > ratioMatters && m_total / m_limits.ratio > m_bytes.size())
            return refuse(ErrorCode::unsafe, name, "it unpacks to suspiciously many times its size");
    }
}

Status TarReading::read(const TakeFile& take) {
    if (Status opened = open(); !opened)
        return opened;
    for (std::uint64_t count = 0;; ++count) {
        archive_entry* entry = nullptr;
        const int next = archive_read_next_header(m_archive.get(), &entry);
        if (next == ARCHIVE_EOF)
            return count == 0 ? Status(broken("")) : Status();
        if (next != ARCHIVE_OK)
            return broken("");
        if (count >= m_limits.entries)
            return refuse(ErrorCode::unsafe, "", "it holds more files than such an archive can");
        const auto name = nameOf(entry);
        if (!name)
            return fail(name.error());
        if (name->empty())
            continue;
        m_progress.tell(m_total, m_limits.total);
        auto bytes = unpack(*name);
        if (!bytes)
            return fail(std::move(bytes.error()));
        if (Status taken = take(*name, std::move(*bytes)); !taken)
            return taken;
    }
}

} // namespace

Status readTar(std::string_view bytes, const std::string& path, const TakeFile& take,
               const ArchiveLimits& limits, const Progress& progress) {
    return TarReading(bytes, path, limits, progress).read(take);
}

} // namespace stemma::exchange
