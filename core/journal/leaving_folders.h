// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/journal/transaction_folder.h"

namespace stemma::journal {

inline constexpr const char* leavingHomeName = "backups"; ///< in the root: what folders leave
inline constexpr const char* leavingName = "leaving"; ///< in `.stemma`: on their way out, can still go back
inline constexpr const char* leftName = "left";       ///< in `.stemma`: out for good, to be emptied

/// Folders of a root's `backups/` that are to go for good: all that were moved out, or none, through kill and
/// power cut too. First each is moved to `leaving`; one rename of that, to `left`, is the commit; only then
/// is the first file of them removed. Cut off before the commit, recovery moves them back; after it, it goes
/// on emptying. Under the root's lock, after recovery. Lives no longer than the root.
class LeavingFolders {
public:
    /// notFound if there is no `backups/`; conflict if what an earlier one left could not be settled.
    [[nodiscard]] static Result<LeavingFolders> begin(io::Disk& disk, const TransactionRoot& root);

    [[nodiscard]] const io::Open& home() const { return m_home; }
    [[nodiscard]] const io::Open& leaving() const { return m_leaving; }

    Status moveOut(const std::string& name);
    Status moveBack(const std::string& name);
    /// Makes it final that they are out. On an error all are back, or the error says Committed::unknown: then
    /// recovery moves them back, or empties them.
    Status commit();
    /// All go back; as commit() tells it.
    Status takeBack();
    /// Removes what went out. Gives what can't be removed: the next recovery tries again.
    [[nodiscard]] std::vector<std::string> empty();

private:
    LeavingFolders(io::Disk& disk, const TransactionRoot& root)
        : m_disk(&disk)
        , m_root(&root) {}

    io::Disk* m_disk;
    const TransactionRoot* m_root;
    io::Open m_home, m_leaving;
};

/// What a cut off one left, under the lock of the root.
struct SettledFolders {
    std::size_t movedBack = 0;
    std::vector<std::string> warnings; ///< what could not be done; it stays, and is tried again the next time
};
[[nodiscard]] SettledFolders settleLeavingFolders(io::Disk& disk, const TransactionRoot& root);

} // namespace stemma::journal
