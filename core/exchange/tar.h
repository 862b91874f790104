// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/exchange/archive.h"

namespace stemma::exchange {

/// What a tar archive of a report may hold at most.
inline constexpr ArchiveLimits tarLimits{
    std::uint64_t{512} << 20, std::uint64_t{64} << 20, std::uint64_t{1} << 30, 200'000, 4'000'000, 1000};

/// Makes a tar archive (POSIX.1-2001, pax) packed by gzip (RFC 1952), in memory: only what is packed is kept.
/// The same files give the same bytes. One thread at a time.
class TarWriter {
public:
    explicit TarWriter(std::string path); ///< of the archive, for messages
    TarWriter(TarWriter&&) noexcept;
    TarWriter(const TarWriter&) = delete;
    TarWriter& operator=(const TarWriter&) = delete;
    TarWriter& operator=(TarWriter&&) = delete;
    ~TarWriter();

    Status add(const std::string& name, std::string_view bytes, Timestamp modified);
    /// The archive; nothing can be added after that.
    [[nodiscard]] Result<std::string> finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Takes one file of an archive; an error ends the reading.
using TakeFile = std::function<Status(const std::string& name, std::string bytes)>;

/// Hands over the files of such an archive, one after the other; folders in it are not told. Refuses, by
/// ErrorCode::unsafe: names, links, special files and sizes as readArchive() does, sparse files; by
/// ErrorCode::damaged: what is no gzip or no tar, or cut off. What was handed over before counts for nothing
/// then. `path` is shown in messages.
Status readTar(std::string_view bytes, const std::string& path, const TakeFile& take,
               const ArchiveLimits& limits = tarLimits, const Progress& progress = {});

} // namespace stemma::exchange
