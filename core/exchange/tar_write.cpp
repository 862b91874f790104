// SPDX-License-Identifier: MIT
#include <archive.h>
#include <archive_entry.h>

#include "core/exchange/tar.h"

namespace stemma::exchange {

namespace {

constexpr const char* writing = "make the archive";

struct Free {
    void operator()(archive* one) const { archive_write_free(one); }
    void operator()(archive_entry* one) const { archive_entry_free(one); }
};

la_ssize_t append(archive* /*archive*/, void* target, const void* bytes, size_t size) {
    static_cast<std::string*>(target)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

} // namespace

struct TarWriter::State {
    std::string path;
    std::string packed;
    std::string trouble; ///< why it can't be begun
    std::unique_ptr<archive, Free> made;

    [[nodiscard]] Unexpected failed(const std::string& name) const {
        const char* why = made ? archive_error_string(made.get()) : nullptr;
        return fail(ErrorCode::io, writing, path,
                    (name.empty() ? "" : "‘" + name + "’: ") + (why ? why : trouble), "Nothing was written.");
    }
};

TarWriter::TarWriter(std::string path)
    : m_state(std::make_unique<State>()) {
    m_state->path = std::move(path);
    m_state->made.reset(archive_write_new());
    archive* made = m_state->made.get();
    const bool good =
        made != nullptr && archive_write_set_format_pax_restricted(made) == ARCHIVE_OK &&
        archive_write_add_filter_gzip(made) == ARCHIVE_OK &&
        archive_write_set_filter_option(made, "gzip", "timestamp", nullptr) == ARCHIVE_OK &&
        archive_write_set_bytes_in_last_block(made, 1) == ARCHIVE_OK && // no filling behind the gzip
        archive_write_open2(made, &m_state->packed, nullptr, append, nullptr, nullptr) == ARCHIVE_OK;
    if (!good)
        m_state->trouble = "it can't be begun";
}

TarWriter::TarWriter(TarWriter&&) noexcept = default;
TarWriter::~TarWriter() = default;

Status TarWriter::add(const std::string& name, std::string_view bytes, Timestamp modified) {
    if (!m_state->trouble.empty())
        return m_state->failed(name);
    constexpr std::int64_t perSecond = 1'000'000;
    constexpr unsigned readable = 0644;
    const std::unique_ptr<archive_entry, Free> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), readable);
    archive_entry_set_mtime(entry.get(), modified.micros / perSecond, 0);
    if (archive_write_header(m_state->made.get(), entry.get()) < ARCHIVE_WARN)
        return m_state->failed(name);
    const la_ssize_t count = archive_write_data(m_state->made.get(), bytes.data(), bytes.size());
    return count == static_cast<la_ssize_t>(bytes.size()) ? Status() : m_state->failed(name);
}

Result<std::string> TarWriter::finish() {
    if (!m_state->trouble.empty() || archive_write_close(m_state->made.get()) != ARCHIVE_OK)
        return m_state->failed({});
    return std::move(m_state->packed);
}

} // namespace stemma::exchange
