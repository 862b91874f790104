// SPDX-License-Identifier: MIT
#include "core/history/pruned_backups.h"
#include "core/journal/pruned_folder.h"
#include "core/journal/recovery_rules.h"

namespace stemma::journal {

using history::PrunedSet;
using history::PrunedState;
using Rest = PrunedFolder::Rest;

/// R10: an act on pruned backups that was cut off is taken back where it only made second names, else it goes
/// on. What can't be settled stands in nobody's way: it is told, and tried again the next time.
Status FolderRecovery::settlePruned() {
    if (!m_listing.prunedUnsettled)
        return {};
    PrunedFolder pruned(m_disk, m_folder);
    const std::string path = m_folder.pathOf(history::prunedHomeName);
    const auto there = pruned.open();
    auto sets = there && *there ? pruned.sets() : Result<std::vector<PrunedSet>>();
    if (!there || !sets) {
        found("R10", path,
              "could not look after backups that were pruned: " +
                  (there ? sets.error() : there.error()).detail);
        return {};
    }
    for (PrunedSet& set : *sets) {
        const bool unsettled = history::isUnsettled(set.state);
        if (const Status done = unsettled ? settlePruned(pruned, set) : Status(); !done)
            found("R10", io::joinPath(path, set.folder()),
                  "could not finish what was begun with these backups: " + done.error().detail);
    }
    pruned.removeIfEmpty();
    return {};
}

Status FolderRecovery::bringBack(PrunedFolder& pruned, PrunedSet& set) {
    const std::string path = io::joinPath(m_folder.pathOf(history::prunedHomeName), set.folder());
    if (Status read = pruned.read(set); !read)
        return read;
    auto contents = pruned.look(set);
    if (!contents)
        return fail(std::move(contents.error()));
    set.backups = std::move(contents->whole);
    Status done = pruned.comeBack(set);
    const std::size_t coming = set.backups.size();
    if (done)
        done = pruned.drop(set, contents->flaws.empty() ? Rest::none : Rest::flawed);
    if (!done)
        return done;
    did("R10", path, "finished bringing pruned backups back");
    for (const Error& flaw : contents->flaws)
        found("R10", flaw.path, "this pruned backup did not come back: " + flaw.detail);
    if (set.backups.size() < coming)
        found("R10", path, "some did not come back, as other files have their names");
    return done;
}

Status FolderRecovery::settlePruned(PrunedFolder& pruned, PrunedSet& set) {
    const std::string path = io::joinPath(m_folder.pathOf(history::prunedHomeName), set.folder());
    if (set.state == PrunedState::staged) {
        Status done = pruned.unstage(set);
        if (done)
            did("R10", path, "took back an interrupted pruning; the backups are where they were");
        return done;
    }
    // After a kill the set's new name may be in memory only.
    Status done = pruned.sync();
    if (!done)
        return done;
    switch (set.state) {
    case PrunedState::leaving:
        done = pruned.leave(set);
        if (done)
            done = pruned.turn(set, PrunedState::kept);
        if (done)
            did("R10", path, "finished moving backups to the trash");
        break;
    case PrunedState::coming:
        done = bringBack(pruned, set);
        break;
    case PrunedState::emptying:
        done = pruned.empty(set);
        if (done)
            done = pruned.turn(set, PrunedState::emptied);
        if (done)
            did("R10", path, "finished removing pruned backups for good");
        break;
    case PrunedState::staged:
    case PrunedState::kept:
    case PrunedState::emptied:
        break;
    }
    return done;
}

} // namespace stemma::journal
