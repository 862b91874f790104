// SPDX-License-Identifier: MIT
#include <zip.h>

#include "core/exchange/archive.h"

namespace stemma::exchange {

namespace {

Unexpected archiveFailed(const std::string& why) {
    return fail(ErrorCode::io, "make the archive", {}, why, "Free some memory and try again.");
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
            return archiveFailed(zip_error_strerror(zip_source_error(m_source)));
        std::string bytes(stat.size, '\0');
        const zip_int64_t count = zip_source_read(m_source, bytes.data(), bytes.size());
        zip_source_close(m_source);
        if (count < 0 || static_cast<std::uint64_t>(count) != bytes.size())
            return archiveFailed("its bytes can't be read back");
        return bytes;
    }

private:
    zip_error_t m_error{};
    zip_source_t* m_source = nullptr;
};

Status addFile(zip_t* archive, const ArchiveFile& file, Timestamp time) {
    zip_source_t* source = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    if (source == nullptr)
        return archiveFailed(zip_strerror(archive));
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return archiveFailed(zip_strerror(archive));
    }
    constexpr zip_uint32_t plainFile = 0100644U << 16U;
    constexpr std::int64_t microsPerSecond = 1'000'000;
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 0) != 0 ||
        zip_file_set_mtime(archive, at, static_cast<time_t>(time.micros / microsPerSecond), 0) != 0 ||
        zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, plainFile) != 0)
        return archiveFailed(zip_strerror(archive));
    return {};
}

} // namespace

Result<std::string> writeArchive(const std::vector<ArchiveFile>& files, Timestamp time) {
    Target target;
    if (target.get() == nullptr)
        return archiveFailed(zip_error_strerror(target.error()));
    zip_source_keep(target.get());
    zip_t* archive = zip_open_from_source(target.get(), ZIP_TRUNCATE, target.error());
    if (archive == nullptr) {
        zip_source_free(target.get());
        return archiveFailed(zip_error_strerror(target.error()));
    }
    for (const ArchiveFile& file : files)
        if (auto added = addFile(archive, file, time); !added) {
            zip_discard(archive);
            return fail(added.error());
        }
    if (zip_close(archive) != 0) {
        const std::string why = zip_strerror(archive);
        zip_discard(archive);
        return archiveFailed(why);
    }
    return target.bytes();
}

} // namespace stemma::exchange
