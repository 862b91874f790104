// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace stemma::exchange {

/// What an archive may hold at most. It comes from anywhere: what it says of itself is never believed.
struct ArchiveLimits {
    std::uint64_t archive = std::uint64_t{128} << 20; ///< bytes of the archive itself
    std::uint64_t entry = std::uint64_t{64} << 20;    ///< of one file in it, unpacked
    std::uint64_t total = std::uint64_t{256} << 20;   ///< of all of them
    std::uint64_t entries = 4096;
    std::size_t values = 4'000'000; ///< of one JSON document in it, once it is read (ndf_bundle.h)
    std::uint64_t ratio = 400;      ///< unpacked to packed bytes of a file of more than a MiB
};

struct ArchiveFile {
    std::string name; ///< `water/graph_data/metadata.yaml`: relative, `/` between plain names, UTF-8
    std::string bytes;
};

/// Which files of an archive are read; empty: all.
using Wanted = std::function<bool(std::string_view name)>;

/// The files of a ZIP archive in memory, in its order; its folders are not told. Refuses it whole, by
/// ErrorCode::unsafe: names that are absolute, hold `..`, `.`, an empty part, a backslash or control
/// characters, are no UTF-8 or too long or deep, come twice, or are a file's and a folder's at once; symbolic
/// links and other special files; what passes the limits, also where the archive says otherwise. By
/// ErrorCode::damaged: no archive, cut off, wrong checksums, encrypted files, ways of packing other than none
/// and deflate. `path` is shown in messages. No name is meant to become a path. `wanted`: files of other
/// names are told without their bytes, which are neither unpacked nor counted.
[[nodiscard]] Result<std::vector<ArchiveFile>> readArchive(std::string_view bytes, const std::string& path,
                                                           const ArchiveLimits& limits = {},
                                                           const Progress& progress = {},
                                                           const Wanted& wanted = {});

/// The bytes of a ZIP archive (deflate) with these files, in this order, all of that time. ErrorCode::unsafe
/// for what readArchive() with the same `limits` and `wanted` would refuse as too large.
[[nodiscard]] Result<std::string> writeArchive(const std::vector<ArchiveFile>& files, Timestamp time,
                                               const ArchiveLimits& limits = {}, const Wanted& wanted = {});

} // namespace stemma::exchange
