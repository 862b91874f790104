// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/archive.h"
#include "core/graph/graph_import.h"

namespace stemma::exchange {

/// What a `.ndf` begins with, before its ZIP archive.
inline constexpr std::string_view ndfMark = "NDFX";

/// A graph as NDF Studio exports it (graphs-format.md, 4.13), read.
struct Bundle {
    graph::ImportedGraph graph;
    std::string exportedBy; ///< as the manifest says it; empty if it doesn't
    std::string exportedAt;
    std::vector<std::string> notes; ///< what was left out, a sentence each
};

/// Whether a file of an archive is read from it, by its name: neither types nor what is made anew from the
/// rest.
[[nodiscard]] bool isReadFromBundle(std::string_view name);

/// Reads the bytes of a `.ndf` file; `path` is shown in messages. Nothing is written anywhere, and nothing in
/// it is taken as it comes: the archive is checked (archive.h), files that no graph has are left out, and ids
/// are the matter of previewImport(). Left out with a note are also metadata and texts that can't be read
/// and, of what other programs wrote, parts without id and all but the last of those with one id.
/// ErrorCode::damaged or unsafe for all that is off, with the reason.
[[nodiscard]] Result<Bundle> readBundle(std::string_view bytes, const std::string& path,
                                        const ArchiveLimits& limits = {}, const Progress& progress = {});

} // namespace stemma::exchange
