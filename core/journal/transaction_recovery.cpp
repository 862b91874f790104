// SPDX-License-Identifier: MIT
#include "core/journal/transaction_recovery.h"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/strays.h"
#include "core/journal/leaving_folders.h"
#include "core/journal/transaction_log.h"
#include "core/journal/transaction_steps.h"

namespace stemma::journal {

namespace {

/// One run of the rules on one unfinished transaction.
class TransactionRecovery {
public:
    explicit TransactionRecovery(CurrentTransaction& current)
        : m_current(current)
        , m_disk(current.environment.disk) {}

    Status run(RecoveredTransactions& report);

private:
    Status classify();
    Status giveBackWhatWasCaught();
    Result<bool> hasCaught(std::size_t change);
    Status passOverWhatWasInPlace(CommitKnown known);
    Result<bool> wasInPlace(std::size_t change, CommitKnown known);
    Result<bool> canBeFinished();
    Status putAway(RecoveredTransactions& report);
    Status finish(RecoveredTransactions& report);
    Status partImage(std::size_t change);
    Status drop(RecoveredTransactions& report);
    [[nodiscard]] bool any(FileState state) const {
        return std::find(m_states.begin(), m_states.end(), state) != m_states.end();
    }

    CurrentTransaction& m_current;
    io::Disk& m_disk;
    std::vector<FileState> m_states;
};

Status TransactionRecovery::run(RecoveredTransactions& report) {
    if (Status done = classify(); !done)
        return done;
    const auto takingBack = isBeingTakenBack(m_disk, m_current.folder);
    if (!takingBack)
        return fail(takingBack.error());
    if (*takingBack)
        return drop(report);
    const auto known = commitKnown(m_current);
    if (!known)
        return fail(known.error());
    if (*known == CommitKnown::all)
        return putAway(report);
    if (Status done = *known == CommitKnown::no ? giveBackWhatWasCaught() : Status(); !done)
        return done;
    if (Status done = passOverWhatWasInPlace(*known); !done)
        return done;
    if (*known == CommitKnown::event)
        return finish(report);
    // Nothing is in its place before everything is on the disk: so without that, it was never promised.
    if (any(FileState::changed)) {
        const auto possible = canBeFinished();
        if (!possible)
            return fail(possible.error());
        if (*possible)
            return finish(report);
    }
    return drop(report);
}

Status TransactionRecovery::classify() {
    for (std::size_t change = 0; change < m_current.plan.changes.size(); ++change) {
        const auto state = stateOf(m_current, change);
        if (!state)
            return fail(state.error());
        m_states.push_back(*state);
    }
    return {};
}

/// What another program had written at a place in the very moment of the exchange goes back there: the crash
/// came before we could look at it.
Status TransactionRecovery::giveBackWhatWasCaught() {
    for (std::size_t change = 0; change < m_states.size(); ++change) {
        const PlannedChange& planned = m_current.plan.changes[change];
        if (m_states[change] != FileState::changed || planned.oldSha256.empty())
            continue;
        const auto caught = hasCaught(change);
        if (!caught)
            return fail(caught.error());
        if (!*caught)
            continue;
        const auto live = m_current.folders.look(planned.place);
        if (!live)
            return fail(live.error());
        const std::string caughtName = spareName(m_current.plan, change);
        const Status done = *live ? replaceExactly(m_current, caughtName, planned.place, **live)
                                  : putWhereNothingIs(m_current, caughtName, planned.place);
        if (!done)
            return done;
        m_states[change] = FileState::foreign;
    }
    return {};
}

/// Whether what came out of the place is another program's, or was written by it.
Result<bool> TransactionRecovery::hasCaught(std::size_t change) {
    const PlannedChange& planned = m_current.plan.changes[change];
    const std::string name = spareName(m_current.plan, change);
    const auto spare = m_disk.statAt(m_current.folder.get(), name);
    if (!spare)
        return isNotThere(spare.error()) ? Result<bool>(false) : fail(spare.error());
    if (spare->type != io::NodeType::file)
        return true;
    const auto content = io::readFile(m_disk, m_current.folder, name);
    if (!content)
        return fail(content.error());
    const std::string hash = sha256(content->bytes);
    return hash != planned.oldSha256 && hash != planned.newSha256;
}

/// What was in its place, and isn't any more, others made so: it was done all the same.
Status TransactionRecovery::passOverWhatWasInPlace(CommitKnown known) {
    for (std::size_t change = 0; change < m_states.size(); ++change) {
        if (m_states[change] == FileState::changed ||
            (m_states[change] == FileState::old && known == CommitKnown::no))
            continue;
        const auto was = wasInPlace(change, known);
        if (!was)
            return fail(was.error());
        if (*was)
            m_states[change] = FileState::changed;
    }
    return {};
}

/// What is staged tells: its name went into its place, or what was there came out by it. Before the event is
/// known to be there, what is staged may be torn.
Result<bool> TransactionRecovery::wasInPlace(std::size_t change, CommitKnown known) {
    const PlannedChange& planned = m_current.plan.changes[change];
    const auto spare = io::readFile(m_disk, m_current.folder, spareName(m_current.plan, change));
    if (!spare && !isNotThere(spare.error()))
        return fail(spare.error());
    if (planned.newSha256.empty())
        return spare.has_value();
    if (!spare)
        return true;
    const std::string hash = sha256(spare->bytes);
    return known == CommitKnown::no ? !planned.oldSha256.empty() && hash == planned.oldSha256
                                    : hash != planned.newSha256;
}

/// Whether all that is still to be put into place is there. Where names reach the disk in any order, a rename
/// can be half done: the staged name is gone, and the file is not in its place.
Result<bool> TransactionRecovery::canBeFinished() {
    for (std::size_t change = 0; change < m_states.size(); ++change) {
        const std::string& wished = m_current.plan.changes[change].newSha256;
        if (m_states[change] != FileState::old || wished.empty())
            continue;
        const auto staged = io::readFile(m_disk, m_current.folder, newName(change));
        if (!staged && !isNotThere(staged.error()))
            return fail(staged.error());
        if (!staged || sha256(staged->bytes) != wished)
            return false;
    }
    return true;
}

/// It was done, whole and for good: whatever stands at its places now, others put there later.
Status TransactionRecovery::putAway(RecoveredTransactions& report) {
    for (std::size_t change = 0; change < m_states.size(); ++change) {
        if (m_states[change] != FileState::foreign)
            continue;
        if (Status parted = partImage(change); !parted)
            return parted;
    }
    if (Status logged = settleTransactionEvent(m_disk, m_current.root, m_current.plan); !logged)
        return logged;
    if (Status done = finishTransaction(m_current); !done)
        return done;
    report.finished.push_back(m_current.plan.action);
    return {};
}

Status TransactionRecovery::finish(RecoveredTransactions& report) {
    if (Status made = makePlannedFolders(m_current); !made)
        return made;
    RecoveredTransactions::Stopped stopped{m_current.plan.action, {}};
    std::set<std::size_t> foreign;
    for (std::size_t change = 0; change < m_states.size(); ++change) {
        if (m_states[change] == FileState::old) {
            const auto live = m_current.folders.look(m_current.plan.changes[change].place);
            if (!live)
                return fail(live.error());
            if (Status done = applyChange(m_current, change, *live); !done)
                return done; // also where somebody has just come in between: the next recovery sees it
        } else if (m_states[change] == FileState::foreign) {
            stopped.paths.push_back(m_current.plan.changes[change].path);
            foreign.insert(change);
            if (Status parted = partImage(change); !parted)
                return parted;
        }
    }
    removeGoneFolders(m_current); // an empty folder that can't be removed is no reason to hold up all else
    if (Status synced = syncTouchedFolders(m_current); !synced)
        return synced;
    if (Status logged = settleTransactionEvent(m_disk, m_current.root, m_current.plan); !logged)
        return logged;
    if (Status done = finishTransaction(m_current, foreign); !done)
        return done;
    report.finished.push_back(m_current.plan.action);
    if (!stopped.paths.empty())
        report.stopped.push_back(std::move(stopped));
    return {};
}

/// Another program has written in place what is its before-image as well: there is no other one, and two
/// names of one file must not last.
Status TransactionRecovery::partImage(std::size_t change) {
    const auto live = m_current.folders.look(m_current.plan.changes[change].place);
    if (!live)
        return fail(live.error());
    const auto image = m_disk.statAt(m_current.folder.get(), oldName(change));
    if (!image)
        return isNotThere(image.error()) ? Status() : fail(image.error());
    const bool shared = *live && (*live)->sameFileAs(*image);
    return shared ? m_disk.unlinkAt(m_current.folder.get(), oldName(change)) : Status();
}

Status TransactionRecovery::drop(RecoveredTransactions& report) {
    if (Status cleared = removeTransactionEvent(m_disk, m_current.root, m_current.plan); !cleared)
        return cleared;
    const ActionId id = m_current.plan.action;
    const bool inPlace = any(FileState::changed) || !m_current.plan.madeFolders.empty();
    Status done = inPlace ? takeBack(m_current) : discardCurrent(m_disk, m_current.root, m_current.folder);
    if (done)
        report.takenBack.push_back(id);
    return done;
}

Status recoverCurrentFolder(const Environment& environment, TransactionRoot& root,
                            RecoveredTransactions& report) {
    io::Disk& disk = environment.disk;
    auto folder = io::openRealDirectoryAt(disk, root.ours.directory, currentName);
    if (!folder)
        return isNotThere(folder.error()) ? Status() : fail(std::move(folder.error()));
    const auto manifest = io::readFile(disk, *folder, manifestName);
    if (!manifest && !isNotThere(manifest.error()) && manifest.error().code != ErrorCode::damaged)
        return fail(manifest.error());
    auto plan = manifest ? parsePlan(manifest->bytes) : std::nullopt;
    if (!plan) {
        // It was never written whole, so nothing was done after it.
        Status done = discardCurrent(disk, root, *folder);
        if (done)
            report.takenBack.emplace_back();
        return done;
    }
    PlaceFolders folders(disk, root);
    CurrentTransaction current{environment, root, folders, std::move(*folder), std::move(*plan)};
    return TransactionRecovery(current).run(report);
}

/// What interrupted writings of the log and of the lock leave. Under the lock, those of this very process are
/// left over too.
Status removeOwnStrays(io::Disk& disk, const TransactionRoot& root) {
    const io::Open& ours = root.ours.directory;
    const auto entries = disk.list(ours.get());
    if (!entries)
        return fail(entries.error());
    bool removed = false;
    for (const io::DirEntry& entry : *entries) {
        io::TemporaryOwner owner;
        if (!io::isTemporaryName(entry.name, &owner) ||
            (owner.pid != ::getpid() && !io::isStray(disk, ours, entry.name, owner.pid)))
            continue;
        // What can't be removed now stays for the next one.
        removed = (entry.type == io::NodeType::directory ? disk.removeDirectoryAt(ours.get(), entry.name)
                                                         : disk.unlinkAt(ours.get(), entry.name)) ||
                  removed;
    }
    if (!root.keepsOrder) {
        io::removeStrays(disk, root.pathOf(oursName));
        if (removed)
            return disk.sync(ours.get(), io::Durability::everything);
    }
    return {};
}

} // namespace

Result<RecoveredTransactions> recoverCurrent(const Environment& environment, TransactionRoot& root) {
    RecoveredTransactions report;
    if (Status done = recoverCurrentFolder(environment, root, report); !done)
        return fail(during(std::move(done.error()), "finish what was interrupted"));
    if (Status done = removeOwnStrays(environment.disk, root); !done)
        return fail(std::move(done.error()));
    SettledFolders settled = settleLeavingFolders(environment.disk, root);
    report.backupsPutBack = settled.movedBack;
    report.warnings = std::move(settled.warnings);
    for (const auto& stopped : report.stopped)
        report.warnings.push_back(stoppedText(stopped));
    return report;
}

std::string stoppedText(const RecoveredTransactions::Stopped& stopped) {
    std::string text = "A change that was interrupted has been finished, but for files that another program "
                       "wrote meanwhile. Nothing was written over them; what the change would have made of "
                       "them is kept in its history:";
    for (const std::string& path : stopped.paths)
        text += " " + path;
    return text;
}

} // namespace stemma::journal
