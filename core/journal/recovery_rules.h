// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/audit_file.h"
#include "core/journal/intent.h"
#include "core/journal/recovery.h"
#include "core/journal/report_folder.h"

namespace stemma::history {
struct PrunedSet;
}

namespace stemma::journal {

class PrunedFolder;

/// How far a recovery goes.
enum class Reach {
    beforeUnit, ///< R2–R6, R10: what a unit of ours needs before it begins
    everything, ///< and R7: what only a person can settle is told
};

/// One run of the rules on one report, under its lock. Every rule can be cut off anywhere and run again.
class FolderRecovery {
public:
    /// `folder` outlives it.
    FolderRecovery(const Environment& environment, ReportFolder& folder);

    [[nodiscard]] Result<RecoveryReport> run(Reach reach);
    /// Only R7: tells what a person has to settle. Writes nothing; needs no lock.
    [[nodiscard]] Result<RecoveryReport> tell();
    /// What the folder holds when run() is done.
    [[nodiscard]] const FolderListing& listing() const { return m_listing; }

private:
    struct Live {
        bool exists = false;
        std::string bytes;
        std::string sha256; ///< empty if there is none
    };

    Status relist();
    Result<const Live*> live();
    Result<const std::set<std::string>*> logged();
    void did(const char* rule, std::string path, std::string message);
    void found(const char* rule, std::string path, std::string message);

    // R2, R3 (log_recovery.cpp)
    Status removeTwinsOfLog();
    Status closeLogTail();
    Status removeUnfinishedEvents();
    Status settleFragment(std::uint64_t offset, const std::string& fragment);
    Status setFragmentAside(std::uint64_t offset, const std::string& fragment);
    Status cutLog(std::uint64_t offset, std::string_view end);
    Status mergeAuditTemporary();
    Status appendEvents(std::string_view lines);

    // R4 (intent_recovery.cpp)
    Status readIntents();
    Status settleIntents();
    Status settleSave(const Intent& intent);
    Status settleMove(const Intent& intent);
    Status recordCommitted(const Intent& intent, const char* message);
    Status settleEvent(const Intent& intent, AuditFile& audit);
    Status takeBack(const Intent& intent);
    Status removeStrayBackup(const Intent& intent);
    Status keepLostSave(const Intent& intent, const char* message);
    Status dropIntent(const Intent& intent);
    Result<bool> isNewInLaterBackup(const Intent& intent);
    Result<bool> exists(const io::Open& directory, const std::string& name);

    // R5–R7 (recovery_rules.cpp)
    Status unlinkSharedBackups();
    Status removeTemporaries();
    Status clearTemporaries(const io::Open& directory, const std::vector<std::string>& names,
                            bool keepReadable);
    Status tellDamage();
    Result<std::string> newestReadable();

    // R10 (pruned_recovery.cpp)
    Status settlePruned();
    Status settlePruned(PrunedFolder& pruned, history::PrunedSet& set);
    Status bringBack(PrunedFolder& pruned, history::PrunedSet& set);

    const Environment& m_environment;
    io::Disk& m_disk;
    ReportFolder& m_folder;
    FolderListing m_listing;
    std::vector<Intent> m_intents;
    std::optional<Live> m_live;
    std::optional<std::set<std::string>> m_logged;
    std::vector<std::string> m_keptAside; ///< outlines of ours that this run set aside, in backups/
    RecoveryReport m_report;
};

/// Whether the bytes are one JSON object, as an outline is.
[[nodiscard]] bool isReadableOutline(std::string_view bytes);

} // namespace stemma::journal
