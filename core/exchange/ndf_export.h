// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/graph/graph_store.h"

namespace stemma::exchange {

/// Who exports, and when.
struct NdfFacts {
    std::string user;
    Timestamp now;
};

/// A graph as a `.ndf` file that NDF Studio reads (graphs-format.md, 4.13): the graph's folder with composed
/// files that are right, the types that it uses, and a manifest. What none of these holds – ids of files that
/// are named otherwise, what the format's program only adds in memory, relations and attributes that no morph
/// lists – stands under `stemma` in the manifest, so that readBundle() gives what was there. The name of the
/// machine is not told (`source_host` is empty). `files` must have been read with ReadComposed::yes. What
/// can't be read is left out (exporting::exportWarnings() tells it). ErrorCode::notFound if there is no such
/// graph, unsafe if it is larger than readBundle() takes, or its id can't be a name in an archive.
[[nodiscard]] Result<std::string> ndfBytes(const graph::UserFiles& files, const graph::GraphStore& store,
                                           const std::string& graph, const NdfFacts& facts);

/// Files of a graph's folder that no `.ndf` can hold, and why, a sentence each: their names are none that
/// readBundle() takes, or belong to the types that are written anew, or they can't be read.
[[nodiscard]] std::vector<std::string> leftOutOfNdf(const graph::UserFiles& files, const std::string& graph);

} // namespace stemma::exchange
