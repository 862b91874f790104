// SPDX-License-Identifier: MIT
#include "core/journal/prune_unit.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/history/backups.h"
#include "core/journal/pruned_folder.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/report_lock.h"

namespace stemma::journal {

namespace {

using history::PrunedSet;
using history::PrunedState;

constexpr const char* pruning = "move the backups to the trash";
constexpr const char* bringingBack = "bring the backups back";
constexpr const char* emptying = "remove the backups for good";
constexpr const char* staysInTrash = "What is left of it stays in the trash, with its hash: a copy from "
                                     "elsewhere, put in its place under that "
                                     "name, can be brought back.";
constexpr const char* noneIsWhole =
    "Nothing was moved. Copies from elsewhere, put in their places under those names, can be brought back.";

/// One act on the pruned backups of a report, under its lock.
class PruneAct {
public:
    PruneAct(const Environment& environment, const std::string& directory)
        : m_environment(environment)
        , m_disk(environment.disk)
        , m_path(directory) {}

    [[nodiscard]] Result<PruneResult> prune(const ChooseBackups& choose, const io::LockOptions& options);
    [[nodiscard]] Result<PruneResult> bringBack(const std::string& id, const io::LockOptions& options);
    [[nodiscard]] Result<PruneResult> empty(const std::string& id, const io::LockOptions& options);

private:
    Status begin(const io::LockOptions& options);
    Status find(const std::string& id, const char* action);
    Status checkPlace(const char* action);
    Status stageAndCommit();
    Status chooseWhole();
    Status commitComing();
    Status dropBack();
    void finish(const char* action, const std::function<Status()>& work);
    Result<PruneResult> end();
    void warn(std::string what) { m_result.warnings.push_back(std::move(what)); }
    void trace(const char* step) const {
        if (m_environment.trace)
            m_environment.trace(ActionId(m_result.set.id), step, m_path);
    }

    const Environment& m_environment;
    io::Disk& m_disk;
    const std::string& m_path;
    std::optional<ReportFolder> m_folder;
    std::optional<io::FileLock> m_lock;
    std::optional<PrunedFolder> m_pruned;
    std::vector<Error> m_flaws; ///< of what does not come back
    PruneResult m_result;
};

Status PruneAct::begin(const io::LockOptions& options) {
    auto folder = openReportFolder(m_disk, m_path);
    if (!folder)
        return fail(std::move(folder.error()));
    m_folder = std::move(*folder);
    auto lock = lockReport(m_environment, *m_folder, options);
    if (!lock)
        return fail(std::move(lock.error()));
    m_lock = std::move(*lock);
    const auto recovered = FolderRecovery(m_environment, *m_folder).run(Reach::beforeUnit);
    if (!recovered)
        return fail(recovered.error());
    for (const RecoveryStep& step : recovered->steps)
        if (step.needsPerson)
            warn(step.path + ": " + step.message);
    m_pruned.emplace(m_disk, *m_folder);
    return {};
}

Result<PruneResult> PruneAct::end() {
    if (const Status released = m_lock->release(); !released)
        warn("The lock could not be removed: " + describe(released.error()));
    trace("done");
    return std::move(m_result);
}

/// The last look before the commit.
Status PruneAct::checkPlace(const char* action) {
    const auto ours = m_lock->stillOurs();
    if (!ours)
        return fail(ours.error());
    if (!*ours)
        return fail(ErrorCode::locked, action, m_path, "another program took the lock meanwhile",
                    "Nothing was changed. Try again in a moment.");
    const auto inPlace = stillInPlace(m_disk, *m_folder);
    if (!inPlace)
        return fail(inPlace.error());
    return *inPlace ? Status()
                    : fail(ErrorCode::conflict, action, m_path, "another program moved the report meanwhile",
                           "Nothing was changed. Look for the report in the trash.");
}

/// What comes after the commit is a warning if it fails, and is done with the next change.
void PruneAct::finish(const char* action, const std::function<Status()>& work) {
    trace("committed");
    if (const Status done = work(); !done)
        warn(std::string("A part of the work is left, and is done with the report's next change, or by "
                         "`stemmactl recover` (") +
             action + "). " + describe(done.error()));
}

Result<PruneResult> PruneAct::prune(const ChooseBackups& choose, const io::LockOptions& options) {
    if (Status begun = begin(options); !begun)
        return fail(std::move(begun.error()));
    auto chosen = choose();
    if (!chosen)
        return fail(std::move(chosen.error()));
    if (chosen->backups.empty())
        return end();
    for (const history::PrunedBackup& backup : chosen->backups)
        if (!history::backupTime(backup.name))
            return fail(ErrorCode::unsafe, pruning, backup.name, "this is not the name of a backup");
    m_result.set = std::move(*chosen);
    m_result.set.id = newUuid();
    m_result.set.state = PrunedState::staged;
    if (Status made = m_pruned->make(); !made)
        return fail(std::move(made.error()));
    if (Status done = stageAndCommit(); !done) {
        if (done.error().committed == Committed::no) {
            m_pruned->unstage(m_result.set); // what can't be removed, recovery finds
            m_pruned->removeIfEmpty();
        }
        return fail(std::move(done.error()));
    }
    finish(pruning, [this] {
        const Status left = m_pruned->leave(m_result.set);
        return left ? m_pruned->turn(m_result.set, PrunedState::kept) : left;
    });
    return end();
}

Status PruneAct::stageAndCommit() {
    trace("stage");
    if (Status staged = m_pruned->stage(m_result.set); !staged)
        return staged;
    const auto same = m_pruned->isAsStaged(m_result.set);
    if (!same)
        return fail(same.error());
    if (!*same)
        return fail(ErrorCode::conflict, pruning, m_path, "another program changed a backup meanwhile",
                    "Nothing was moved. Look again at what would go.");
    if (Status place = checkPlace(pruning); !place)
        return place;
    return m_pruned->turn(m_result.set, PrunedState::leaving);
}

Status PruneAct::find(const std::string& id, const char* action) {
    const auto there = m_pruned->open();
    auto sets = there && *there ? m_pruned->sets() : Result<std::vector<PrunedSet>>();
    if (!there || !sets)
        return fail(there ? sets.error() : there.error());
    const auto found =
        std::find_if(sets->begin(), sets->end(), [&](const PrunedSet& set) { return set.id == id; });
    const bool none = found == sets->end();
    if (none || history::isGoneForGood(found->state))
        return fail(ErrorCode::notFound, action, m_path,
                    none ? "the report has no pruned backups of that name"
                         : "these backups were removed for good",
                    "`stemmactl report pruned` lists what can be brought back.");
    if (found->state != PrunedState::kept)
        return fail(ErrorCode::conflict, action, m_path,
                    "what was begun with these backups before was cut off, and can't be finished",
                    "`stemmactl recover` says why.");
    m_result.set = std::move(*found);
    return m_pruned->read(m_result.set);
}

/// What was lost or damaged in the trash stays there, and all that is told of it.
Status PruneAct::chooseWhole() {
    auto contents = m_pruned->look(m_result.set);
    if (!contents)
        return fail(std::move(contents.error()));
    const bool unknown = !contents->whole.empty() && contents->whole.front().sha256.empty();
    m_result.set.backups = std::move(contents->whole);
    m_flaws = std::move(contents->flaws);
    if (unknown)
        warn("Nobody could look whether these backups are as they were: the manifest with their hashes can't "
             "be "
             "used: " +
             m_folder->pathOf(history::prunedHomeName) + '/' + m_result.set.id);
    if (m_flaws.empty() || !m_result.set.backups.empty())
        return {};
    Error none = std::move(m_flaws.front());
    if (none.code != ErrorCode::io)
        none.code = ErrorCode::damaged;
    none.detail += m_flaws.size() > 1 ? ", and no other of the set is as it was" : "";
    none.advice = noneIsWhole;
    return fail(std::move(none));
}

Result<PruneResult> PruneAct::bringBack(const std::string& id, const io::LockOptions& options) {
    Status done = begin(options);
    if (done)
        done = find(id, bringingBack);
    if (done)
        done = chooseWhole();
    if (!done)
        return fail(std::move(done.error()));
    const auto inTheWay = m_pruned->inTheWayOf(m_result.set);
    if (!inTheWay)
        return fail(inTheWay.error());
    if (!inTheWay->empty())
        return fail(ErrorCode::conflict, bringingBack, m_folder->backupPathOf(inTheWay->front()),
                    "another file has the name of a backup that is to come back",
                    "Nothing was moved. Move that file away first.");
    done = checkPlace(bringingBack);
    if (done)
        done = commitComing();
    if (!done)
        return fail(std::move(done.error()));
    for (Error& flaw : m_flaws) {
        flaw.action = "bring the backup back";
        flaw.advice = staysInTrash;
        warn(describe(flaw));
    }
    finish(bringingBack, [this] { return dropBack(); });
    return end();
}

/// Where another program took a name in that very moment, the backup stays in the set.
Status PruneAct::dropBack() {
    std::vector<history::PrunedBackup> coming = m_result.set.backups;
    Status done =
        m_pruned->drop(m_result.set, m_flaws.empty() ? PrunedFolder::Rest::none : PrunedFolder::Rest::flawed);
    for (const history::PrunedBackup& backup : m_result.set.backups)
        std::erase(coming, backup);
    if (done)
        for (const history::PrunedBackup& backup : coming)
            warn(describe(Error{ErrorCode::conflict, "bring the backup back",
                                m_folder->backupPathOf(backup.name),
                                "another program gave that name to a file meanwhile",
                                "It stays in the trash. Move that file away, and bring it back then."}));
    return done;
}

/// All names are in backups/ again, or none.
Status PruneAct::commitComing() {
    Status done = m_pruned->turn(m_result.set, PrunedState::coming);
    if (done)
        done = m_pruned->comeBack(m_result.set);
    if (done || m_result.set.state != PrunedState::coming)
        return done;
    if (done.error().committed == Committed::no) {
        Status back = m_pruned->leaveAgain();
        if (back)
            back = m_pruned->turn(m_result.set, PrunedState::kept);
        if (back)
            return done;
        done.error().committed = Committed::unknown;
    }
    done.error().advice = "The report's next change, or `stemmactl recover`, brings all of them back.";
    return done;
}

Result<PruneResult> PruneAct::empty(const std::string& id, const io::LockOptions& options) {
    Status done = begin(options);
    if (done)
        done = find(id, emptying);
    if (done)
        done = checkPlace(emptying);
    if (done)
        done = m_pruned->turn(m_result.set, PrunedState::emptying);
    if (!done)
        return fail(std::move(done.error()));
    finish(emptying, [this] {
        const Status emptied = m_pruned->empty(m_result.set);
        return emptied ? m_pruned->turn(m_result.set, PrunedState::emptied) : emptied;
    });
    return end();
}

Result<PruneResult> as(const char* action, Result<PruneResult> result) {
    if (!result)
        return fail(during(std::move(result.error()), action));
    return result;
}

} // namespace

Result<PruneResult> pruneBackups(const Environment& environment, const std::string& directory,
                                 const ChooseBackups& choose, const io::LockOptions& lock) {
    return as(pruning, PruneAct(environment, directory).prune(choose, lock));
}

Result<PruneResult> bringBackPruned(const Environment& environment, const std::string& directory,
                                    const std::string& set, const io::LockOptions& lock) {
    return as(bringingBack, PruneAct(environment, directory).bringBack(set, lock));
}

Result<PruneResult> emptyPruned(const Environment& environment, const std::string& directory,
                                const std::string& set, const io::LockOptions& lock) {
    return as(emptying, PruneAct(environment, directory).empty(set, lock));
}

} // namespace stemma::journal
