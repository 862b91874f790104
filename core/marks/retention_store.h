// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/history/retention.h"
#include "core/marks/mark_folder.h"

namespace stemma::marks {

struct FoundRetention {
    history::RetentionPolicy policy; ///< off where nothing was asked for, or what was can't be read
    std::vector<MarkProblem> problems;
};

/// Keeps what a person asked to be kept of each library's backups: one file a library beside the marks,
/// `<32 digits of the SHA-256 of its path>.retention`. It only says what is proposed: nothing is ever pruned
/// without being asked for. What is promised of the files is MarkFolder's. Thread-safe; all calls block on
/// the disk.
class RetentionStore {
public:
    /// `directory`: the one of the MarkStore. `disk` outlives the store.
    RetentionStore(io::Disk& disk, std::string directory);

    /// `library`: path of its root. Never fails.
    [[nodiscard]] FoundRetention find(const std::string& library) const;
    Status set(const std::string& library, const history::RetentionPolicy& policy,
               const io::LockOptions& lock = {});

private:
    [[nodiscard]] std::string realPath(const std::string& library) const;

    io::Disk& m_disk;
    MarkFolder m_folder;
};

} // namespace stemma::marks
