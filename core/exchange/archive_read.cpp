// SPDX-License-Identifier: MIT
#include <array>
#include <memory>

#include <zip.h>

#include "core/exchange/archive.h"
#include "core/exchange/archive_names.h"

namespace stemma::exchange {

namespace {

constexpr const char* reading = "read the archive";
constexpr std::uint64_t ratioMatters = std::uint64_t{1} << 20;
constexpr std::uint32_t unixKind = 0170000; ///< the bits of a mode that say what a file is (sys/stat.h)
constexpr std::uint32_t unixFile = 0100000;
constexpr std::uint32_t unixFolder = 0040000;
constexpr unsigned bitsBeforeMode = 16;

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using PackedFile = std::unique_ptr<zip_file_t, Discard>;

class Reading {
public:
    Reading(const std::string& path, const ArchiveLimits& limits, const Progress& progress,
            const Wanted& wanted)
        : m_path(path)
        , m_limits(limits)
        , m_progress(progress)
        , m_wanted(wanted) {}

    Result<std::vector<ArchiveFile>> read(std::string_view bytes);

private:
    Unexpected refuse(ErrorCode code, const std::string& name, const std::string& why) const;
    [[nodiscard]] bool isWanted(const std::string& name) const { return !m_wanted || m_wanted(name); }
    Unexpected tooLarge(const std::string& name) const;
    Result<Archive> open(std::string_view bytes) const;
    Status check(zip_t* archive, zip_uint64_t index, const zip_stat_t& stat, const std::string& name);
    Result<std::string> unpack(zip_t* archive, zip_uint64_t index, const zip_stat_t& stat,
                               const std::string& name);

    const std::string& m_path;
    const ArchiveLimits& m_limits;
    const Progress& m_progress;
    const Wanted& m_wanted;
    ArchiveNames m_names;
    std::uint64_t m_total = 0;
};

Unexpected Reading::refuse(ErrorCode code, const std::string& name, const std::string& why) const {
    return fail(code, reading, m_path, name.empty() ? why : "‘" + name + "’ in it: " + why,
                "Nothing was read from it. Ask for it again where it came from.");
}

Unexpected Reading::tooLarge(const std::string& name) const {
    return refuse(ErrorCode::unsafe, name, "it unpacks to more than a graph can be");
}

Result<Archive> Reading::open(std::string_view bytes) const {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive =
        source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (archive == nullptr) {
        const std::string why = zip_error_strerror(&error);
        if (source != nullptr)
            zip_source_free(source);
        zip_error_fini(&error);
        return refuse(ErrorCode::damaged, "", "it is no whole ZIP archive (" + why + ")");
    }
    zip_error_fini(&error);
    return Archive(archive);
}

/// All that can be said of a file before it is unpacked.
Status Reading::check(zip_t* archive, zip_uint64_t index, const zip_stat_t& stat, const std::string& name) {
    if (std::string bad = m_names.add(name); !bad.empty())
        return refuse(ErrorCode::unsafe, name, "its name can't be taken: " + bad);
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((stat.valid & needed) != needed)
        return refuse(ErrorCode::damaged, name, "the archive doesn't say how large it is");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return refuse(ErrorCode::damaged, name, "it is encrypted");
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return refuse(ErrorCode::damaged, name, "it is packed in a way that these files don't know");
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0)
        return refuse(ErrorCode::damaged, name, "the archive doesn't say what it is");
    const std::uint32_t kind = (attributes >> bitsBeforeMode) & unixKind;
    if (system == ZIP_OPSYS_UNIX && kind != 0 && kind != unixFile && kind != unixFolder)
        return refuse(ErrorCode::unsafe, name, "it is a link or another special file");
    if (!isWanted(name))
        return {};
    if (stat.size > m_limits.entry)
        return tooLarge(name);
    if (stat.size > ratioMatters && stat.size / m_limits.ratio > stat.comp_size)
        return refuse(ErrorCode::unsafe, name, "it unpacks to suspiciously many times its size");
    return {};
}

/// The size that the archive tells is only a hint: what comes out counts.
Result<std::string> Reading::unpack(zip_t* archive, zip_uint64_t index, const zip_stat_t& stat,
                                    const std::string& name) {
    const PackedFile file(zip_fopen_index(archive, index, 0));
    if (!file)
        return refuse(ErrorCode::damaged, name, zip_strerror(archive));
    constexpr std::size_t chunk = std::size_t{64} << 10;
    std::array<char, chunk> room{};
    std::string bytes;
    while (true) {
        if (m_progress.cancelled())
            return refuse(ErrorCode::cancelled, name, "cancelled");
        const zip_int64_t count = zip_fread(file.get(), room.data(), room.size());
        if (count < 0)
            return refuse(ErrorCode::damaged, name, zip_file_strerror(file.get()));
        if (count == 0)
            break;
        bytes.append(room.data(), static_cast<std::size_t>(count));
        m_total += static_cast<std::uint64_t>(count);
        if (bytes.size() > m_limits.entry || m_total > m_limits.total)
            return tooLarge(name);
        if (bytes.size() > stat.size)
            return refuse(ErrorCode::unsafe, name, "it is larger than the archive says");
    }
    if (bytes.size() != stat.size)
        return refuse(ErrorCode::damaged, name, "it is cut off");
    return bytes;
}

Result<std::vector<ArchiveFile>> Reading::read(std::string_view bytes) {
    if (bytes.size() > m_limits.archive)
        return refuse(ErrorCode::unsafe, "", "it is larger than the archive of a graph can be");
    if (bytes.empty()) // which the library would take for an archive that is yet to be filled
        return refuse(ErrorCode::damaged, "", "it is no whole ZIP archive (it is empty)");
    const auto archive = open(bytes);
    if (!archive)
        return fail(archive.error());
    const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
    if (count < 0 || static_cast<std::uint64_t>(count) > m_limits.entries)
        return refuse(ErrorCode::unsafe, "", "it holds more files than the archive of a graph can");
    std::vector<ArchiveFile> files;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        m_progress.tell(index, static_cast<std::uint64_t>(count));
        zip_stat_t stat;
        zip_stat_init(&stat);
        const char* raw = zip_get_name(archive->get(), index, ZIP_FL_ENC_RAW);
        if (raw == nullptr || zip_stat_index(archive->get(), index, 0, &stat) != 0)
            return refuse(ErrorCode::damaged, "", zip_strerror(archive->get()));
        std::string name = raw;
        if (auto checked = check(archive->get(), index, stat, name); !checked)
            return fail(checked.error());
        if (!isWanted(name) && !name.ends_with('/')) {
            files.push_back({std::move(name), {}});
            continue;
        }
        auto unpacked = unpack(archive->get(), index, stat, name);
        if (!unpacked)
            return fail(unpacked.error());
        if (!name.ends_with('/'))
            files.push_back({std::move(name), std::move(*unpacked)});
        else if (!unpacked->empty())
            return refuse(ErrorCode::unsafe, name, "it is a folder with content of its own");
    }
    return files;
}

} // namespace

Result<std::vector<ArchiveFile>> readArchive(std::string_view bytes, const std::string& path,
                                             const ArchiveLimits& limits, const Progress& progress,
                                             const Wanted& wanted) {
    return Reading(path, limits, progress, wanted).read(bytes);
}

} // namespace stemma::exchange
