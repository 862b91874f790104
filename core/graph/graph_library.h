// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/graph_store.h"
#include "core/io/disk.h"

namespace stemma::graph {

/// What a list shows of one graph.
struct GraphSummary {
    std::string id;
    std::string title;
    std::string description;
    std::string modified; ///< as metadata.yaml says it
    bool exists = true;
    std::size_t nodes = 0, relations = 0, attributes = 0, transitions = 0; ///< by the registries
    std::uint64_t bytes = 0;                                               ///< of the graph's folder
    std::vector<Problem> problems;
};

struct UserSummary {
    std::string id;   ///< the folder's name
    std::string name; ///< to show: the id, as users.db (a database of accounts) is not opened
    std::string folder;
    std::vector<GraphSummary> graphs;
    std::size_t nodes = 0, relations = 0, attributes = 0, transitions = 0, functions = 0;
    std::size_t backups = 0; ///< folders of the old program
    std::vector<Problem> problems;
};

/// One look at a graph library: a `graph_data` folder, or one user's.
struct GraphLibrary {
    std::string root;
    std::string globalFolder; ///< empty if there is none
    std::string logFolder;    ///< the old program's logs, empty if none was found beside it
    std::vector<UserSummary> users;
    std::vector<Problem> problems;
    bool writable = true;
    std::string readOnlyReason;
};

/// Whether a folder is a graph library: it has `users/`, or `graph_data/users/`, or is a user's folder itself
/// (a registry or `graphs/` in it).
[[nodiscard]] bool looksLikeGraphLibrary(io::Disk& disk, const std::string& folder);

/// Lists users and their graphs from the registries and the graphs' metadata, without reading nodes. Writes
/// nothing. A user who can't be read is listed with the reason. ErrorCode::notFound if the folder is missing.
[[nodiscard]] Result<GraphLibrary> scanGraphLibrary(io::Disk& disk, const std::string& root,
                                                    const Progress& progress = {});

/// The folder of a user: `user` as it is called, or without its hyphens where only that exists.
/// ErrorCode::unsafe for what is no plain name, notFound otherwise.
[[nodiscard]] Result<std::string> userFolder(io::Disk& disk, const std::string& root,
                                             const std::string& user);

} // namespace stemma::graph
