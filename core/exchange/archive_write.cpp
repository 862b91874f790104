// SPDX-License-Identifier: MIT
#include <zip.h>

#include "core/exchange/archive.h"

namespace stemma::exchange {

namespace {

constexpr const char* making = "make the archive";

Unexpected archiveFailed(zip_error_t* error) {
    const bool memory = zip_error_code_zip(error) == ZIP_ER_MEMORY;
    return fail(ErrorCode::io, making, {}, zip_error_strerror(error),
                memory ? "Free some memory and try again." : "");
}

Unexpected fileFailed(zip_t* archive, const ArchiveFile& file) {
    Unexpected failed = archiveFailed(zip_get_error(archive));
    failed.value().path = file.name;
    return failed;
}

Unexpected tooLarge(const std::string& name, const std::string& what, std::uint64_t limit) {
    return fail(ErrorCode::unsafe, making, name,
                what + " than the " + std::to_string(limit) + " bytes that an import takes",
                "Export the graph in another format, or a part of it.");
}

/// What reading would refuse.
Status checkSizes(const std::vector<ArchiveFile>& files, const ArchiveLimits& limits, const Wanted& wanted) {
    std::uint64_t total = 0;
    for (const ArchiveFile& file : files) {
        if (wanted && !wanted(file.name))
            continue;
        if (file.bytes.size() > limits.entry)
            return tooLarge(file.name, "it is larger", limits.entry);
        total += file.bytes.size();
    }
    if (total > limits.total)
        return tooLarge({}, "its files are larger together", limits.total);
    if (files.size() > limits.entries)
        return fail(ErrorCode::unsafe, making, {},
                    "it has more than the " + std::to_string(limits.entries) + " files that an import takes");
    return {};
}

/// A source that outlives its archive, which the finished bytes are read from.
class Target {
public:
    Target() {
        zip_error_init(&m_error);
        m_source = zip_source_buffer_create(nullptr, 0, 0, &m_error);
    }
    ~Target() {
        if (m_source != nullptr)
            zip_source_free(m_source);
        zip_error_fini(&m_error);
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    [[nodiscard]] zip_source_t* get() const { return m_source; }
    [[nodiscard]] zip_error_t* error() { return &m_error; }

    [[nodiscard]] Result<std::string> bytes() {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_source_stat(m_source, &stat) != 0 || zip_source_open(m_source) != 0)
            return archiveFailed(zip_source_error(m_source));
        std::string bytes(stat.size, '\0');
        const zip_int64_t count = zip_source_read(m_source, bytes.data(), bytes.size());
        zip_source_close(m_source);
        if (count < 0 || static_cast<std::uint64_t>(count) != bytes.size())
            return fail(ErrorCode::io, making, {}, "its bytes can't be read back");
        return bytes;
    }

private:
    zip_error_t m_error{};
    zip_source_t* m_source = nullptr;
};

Status addFile(zip_t* archive, const ArchiveFile& file, Timestamp time) {
    zip_source_t* source = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    if (source == nullptr)
        return fileFailed(archive, file);
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return fileFailed(archive, file);
    }
    constexpr zip_uint32_t plainFile = 0100644U << 16U;
    constexpr std::int64_t microsPerSecond = 1'000'000;
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 0) != 0 ||
        zip_file_set_mtime(archive, at, static_cast<time_t>(time.micros / microsPerSecond), 0) != 0 ||
        zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, plainFile) != 0)
        return fileFailed(archive, file);
    return {};
}

} // namespace

Result<std::string> writeArchive(const std::vector<ArchiveFile>& files, Timestamp time,
                                 const ArchiveLimits& limits, const Wanted& wanted) {
    if (Status sizes = checkSizes(files, limits, wanted); !sizes)
        return fail(sizes.error());
    Target target;
    if (target.get() == nullptr)
        return archiveFailed(target.error());
    zip_source_keep(target.get());
    zip_t* archive = zip_open_from_source(target.get(), ZIP_TRUNCATE, target.error());
    if (archive == nullptr) {
        zip_source_free(target.get());
        return archiveFailed(target.error());
    }
    for (const ArchiveFile& file : files)
        if (auto added = addFile(archive, file, time); !added) {
            zip_discard(archive);
            return fail(added.error());
        }
    if (zip_close(archive) != 0) {
        const Unexpected failed = archiveFailed(zip_get_error(archive));
        zip_discard(archive);
        return failed;
    }
    auto bytes = target.bytes();
    if (bytes && bytes->size() > limits.archive)
        return tooLarge({}, "it is larger", limits.archive);
    return bytes;
}

} // namespace stemma::exchange
