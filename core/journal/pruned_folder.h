// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/history/pruned_backups.h"
#include "core/journal/report_folder.h"

/// The steps on a folder of pruned backups, under the report's lock. Each can be cut off anywhere and done
/// again: a backup has a name in `backups/` or in the set at every moment. Private to core/journal.
namespace stemma::journal {

/// What a set holds, by the hashes of its manifest.
struct SetContents {
    std::vector<history::PrunedBackup>
        whole;                ///< with the bytes that were pruned, or nobody knows which those were
    std::vector<Error> flaws; ///< path and reason of each that is lost, damaged, or no backup of the set
};

/// `.stemma-pruned` of a report, held open.
class PrunedFolder {
public:
    /// `folder` outlives it.
    PrunedFolder(io::Disk& disk, ReportFolder& folder)
        : m_disk(disk)
        , m_folder(folder) {}

    /// False: there is none. unsafe: it is no folder.
    Result<bool> open();
    /// Makes it, durably, if there is none.
    Status make();
    /// Removes it, if nothing is in it.
    void removeIfEmpty();

    /// The sets in it by the names of their folders: id and state alone.
    [[nodiscard]] Result<std::vector<history::PrunedSet>> sets() const;

    /// What the manifest of such a set says.
    Status read(history::PrunedSet& set) const { return history::readPrunedSet(m_disk, m_home, set); }
    /// Reads every file of the set. What stands in backups/ again as it was pruned is no flaw.
    [[nodiscard]] Result<SetContents> look(const history::PrunedSet& set) const;

    /// Makes the staged set: a second name (or, where there are no links, a copy) of each backup, and the
    /// manifest, all of it durable.
    Status stage(const history::PrunedSet& set);
    /// Takes that back. A backup that another program removed meanwhile gets its name again.
    Status unstage(const history::PrunedSet& set);
    /// Whether each backup of the staged set is what was chosen, by its hash, and still has its name.
    [[nodiscard]] Result<bool> isAsStaged(const history::PrunedSet& set) const;
    /// Makes the sets' names durable.
    Status sync() { return m_disk.sync(m_home.get(), io::Durability::everything); }
    /// Gives the set its next state, durably.
    Status turn(history::PrunedSet& set, history::PrunedState next);
    /// Removes from backups/, durably, what the set holds.
    Status leave(const history::PrunedSet& set);
    /// The names of its backups that something else has in backups/.
    [[nodiscard]] Result<std::vector<std::string>> inTheWayOf(const history::PrunedSet& set) const;
    /// Gives each file of the set its name in backups/ again, durably, where nothing else has it.
    Status comeBack(const history::PrunedSet& set);
    /// Takes from backups/ what comeBack() put there.
    Status leaveAgain();
    /// Removes from the set those of its backups that are back, and from `set.backups` those that aren't, as
    /// another program took the name. With the last file goes the set; while `flawed` or with anything left
    /// in it, it stays as one that is kept, with its manifest.
    enum class Rest { none, flawed };
    Status drop(history::PrunedSet& set, Rest rest);
    /// Removes all its files but the manifest.
    Status empty(const history::PrunedSet& set);

    /// The names of the backups in a set.
    [[nodiscard]] Result<std::vector<std::string>> filesOf(const history::PrunedSet& set) const;

private:
    [[nodiscard]] Result<io::Open> openSet(const history::PrunedSet& set) const;
    enum class Twin { none, same, other };
    [[nodiscard]] Result<Twin> twinOf(const io::Open& set, const std::string& name) const;
    Status removeSet(const history::PrunedSet& set, const io::Open& folder);
    Status stageOne(const io::Open& staged, const std::string& name);
    Status unstageOne(const io::Open& staged, const std::string& name);
    Status comeBackOne(const io::Open& from, const std::string& name);
    Status syncFiles(const io::Open& folder, const std::vector<history::PrunedBackup>& backups);
    Status settle(const io::Open& directory) const;

    io::Disk& m_disk;
    ReportFolder& m_folder;
    io::Open m_home;
    std::vector<std::string> m_added; ///< to backups/, by comeBack()
};

} // namespace stemma::journal
