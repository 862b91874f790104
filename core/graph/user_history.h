// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_history.h"
#include "core/journal/file_transaction.h"

// What the history, restores and undo share. Only for the files that implement graph_history.h and
// graph_operations.h.

namespace stemma::graph {

/// The old program's logs: beside a `graph_data` folder, or in it; empty if there are none.
[[nodiscard]] std::string oldLogFolderOf(io::Disk& disk, const std::string& dataFolder);

/// One transaction of ours, from its event and its manifest.
struct UserTransaction {
    ActionId action;
    history::LoggedEvent event;
    bool logged = true; ///< the log has its event; else it is known from its manifest alone
    std::optional<journal::PastTransaction> past;
    std::optional<Error> problem; ///< why there is no `past`
};

/// All of a user's, in the order of the log; those that the log lacks by their time.
struct UserHistory {
    std::vector<UserTransaction> transactions;
    history::AuditLog log; ///< its events were moved into `transactions`
    std::optional<Error> logProblem;

    /// The index of a transaction.
    [[nodiscard]] std::optional<std::size_t> find(const ActionId& action) const;
};
[[nodiscard]] Result<UserHistory> readUserHistory(io::Disk& disk, const std::string& userFolder,
                                                  const Progress& progress = {});

/// Whether a change of a transaction is one of the user's data, and not of a backup that was made with it.
[[nodiscard]] bool isUserData(const std::string& path);
/// What other programs leave (`*.tmp` …): never among a user's files.
[[nodiscard]] bool isStrayName(const std::string& path);
/// The graph whose folder a path is in; empty for others.
[[nodiscard]] std::string graphOfPath(const std::string& path);

/// The bytes of one file when so many transactions had been made; none if it wasn't there.
[[nodiscard]] Result<std::optional<std::string>> bytesAfter(io::Disk& disk, const std::string& userFolder,
                                                            const UserHistory& history,
                                                            const std::string& path, std::size_t done);

/// The files as they were at a version: `now` with the before-images of later transactions.
[[nodiscard]] Result<UserFiles> filesOfVersion(io::Disk& disk, const std::string& userFolder,
                                               const UserHistory& history, const UserFiles& now,
                                               const GraphVersion& version, const Progress& progress = {});

} // namespace stemma::graph
