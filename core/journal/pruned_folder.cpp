// SPDX-License-Identifier: MIT
#include "core/journal/pruned_folder.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/history/backups.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/io/strays.h"
#include "core/journal/backup_copy.h"

namespace stemma::journal {

namespace {

using history::PrunedBackup;
using history::PrunedSet;
using history::PrunedState;

bool isGone(const Status& status) {
    return !status && status.error().code == ErrorCode::notFound;
}

bool knowsNoLinks(int osErrno) {
    return osErrno == EPERM || osErrno == EMLINK || osErrno == EOPNOTSUPP || osErrno == ENOSYS;
}

} // namespace

Result<bool> PrunedFolder::open() {
    auto home = io::openRealDirectoryAt(m_disk, m_folder.directory, history::prunedHomeName);
    if (!home && home.error().code == ErrorCode::notFound)
        return false;
    if (!home)
        return fail(std::move(home.error()));
    m_home = std::move(*home);
    return true;
}

Status PrunedFolder::make() {
    const auto there = open();
    if (!there || *there)
        return there ? Status() : fail(there.error());
    auto home = io::makeFolder(m_disk, m_folder.directory, history::prunedHomeName);
    if (!home)
        return fail(std::move(home.error()));
    m_home = std::move(*home);
    return {};
}

void PrunedFolder::removeIfEmpty() {
    if (m_disk.removeDirectoryAt(m_folder.directory.get(), history::prunedHomeName)) {
        m_home = io::Open();
        settle(m_folder.directory); // an empty folder that comes back does no harm
    }
}

Result<std::vector<PrunedSet>> PrunedFolder::sets() const {
    const auto entries = m_disk.list(m_home.get());
    if (!entries)
        return fail(entries.error());
    std::vector<PrunedSet> sets;
    for (const io::DirEntry& entry : *entries)
        if (auto set = history::prunedSetOf(entry.name))
            sets.push_back(std::move(*set));
    return sets;
}

Result<io::Open> PrunedFolder::openSet(const PrunedSet& set) const {
    return io::openRealDirectoryAt(m_disk, m_home, set.folder());
}

Status PrunedFolder::settle(const io::Open& directory) const {
    return m_disk.traits(directory.get()).keepsOrder
               ? Status()
               : m_disk.sync(directory.get(), io::Durability::everything);
}

/// What stands in backups/ under the name of a file of the set.
Result<PrunedFolder::Twin> PrunedFolder::twinOf(const io::Open& set, const std::string& name) const {
    if (!m_folder.backups)
        return Twin::none;
    const auto there = m_disk.statAt(m_folder.backups.get(), name);
    if (!there && there.error().code == ErrorCode::notFound)
        return Twin::none;
    const auto own = there ? m_disk.statAt(set.get(), name) : fail(there.error());
    if (!own)
        return fail(own.error());
    if (own->sameFileAs(*there))
        return Twin::same;
    if (own->size != there->size || there->type != io::NodeType::file)
        return Twin::other;
    const auto bytes = io::readFile(m_disk, set, name);
    const auto others = bytes ? io::readFile(m_disk, m_folder.backups, name) : fail(bytes.error());
    if (!others)
        return fail(others.error());
    return bytes->bytes == others->bytes ? Twin::same : Twin::other;
}

Status PrunedFolder::stageOne(const io::Open& staged, const std::string& name) {
    Status linked = m_disk.linkAt(m_folder.backups.get(), name, staged.get(), name);
    if (!linked && knowsNoLinks(linked.error().osErrno))
        return copyBackup(m_disk, m_folder.backups, staged, name);
    return linked;
}

/// Other programs sync no backup: what is to be brought back one day must be on the disk.
Status PrunedFolder::syncFiles(const io::Open& folder, const std::vector<PrunedBackup>& backups) {
    constexpr std::size_t atOnce = 64;
    for (std::size_t from = 0; from < backups.size(); from += atOnce) {
        std::vector<io::Open> open;
        std::vector<io::SyncRequest> requests;
        for (std::size_t i = from; i < std::min(from + atOnce, backups.size()); ++i) {
            auto file = io::openFile(m_disk, folder, backups[i].name, io::OpenMode::read);
            if (!file)
                return fail(std::move(file.error()));
            requests.push_back({file->get(), io::Durability::data});
            open.push_back(std::move(*file));
        }
        if (Status synced = m_disk.syncTogether(requests); !synced)
            return synced;
    }
    return {};
}

Status PrunedFolder::stage(const PrunedSet& set) {
    if (Status made = m_disk.makeDirectoryAt(m_home.get(), set.folder()); !made)
        return made;
    const auto staged = openSet(set);
    if (!staged)
        return fail(staged.error());
    for (const PrunedBackup& backup : set.backups)
        if (Status done = stageOne(*staged, backup.name); !done)
            return done;
    if (Status synced = syncFiles(*staged, set.backups); !synced)
        return synced;
    const Status written =
        io::writeNewFile(m_disk, *staged, history::prunedManifestName, history::prunedManifest(set));
    return written ? m_disk.sync(staged->get(), io::Durability::everything) : written;
}

/// A second name of a backup goes. Where another program removed the first one, it may be the last.
Status PrunedFolder::unstageOne(const io::Open& staged, const std::string& name) {
    if (!history::backupTime(name))
        return m_disk.unlinkAt(staged.get(), name);
    if (Status made = ensureBackups(m_disk, m_folder); !made)
        return made;
    const auto first = m_disk.statAt(m_folder.backups.get(), name);
    if (first)
        return m_disk.unlinkAt(staged.get(), name);
    if (first.error().code != ErrorCode::notFound)
        return fail(first.error());
    Status done =
        m_disk.renameAt(staged.get(), name, m_folder.backups.get(), name, io::RenameMode::noReplace);
    return done ? m_disk.sync(m_folder.backups.get(), io::Durability::everything) : done;
}

Status PrunedFolder::unstage(const PrunedSet& set) {
    const auto staged = openSet(set);
    if (!staged && staged.error().code == ErrorCode::notFound)
        return {};
    if (!staged) // a power cut can make something else of a new folder
        return m_disk.unlinkAt(m_home.get(), set.folder());
    const auto entries = m_disk.list(staged->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (Status done = unstageOne(*staged, entry.name); !done)
            return done;
    Status done = settle(*staged);
    if (done)
        done = m_disk.removeDirectoryAt(m_home.get(), set.folder());
    return done ? settle(m_home) : done;
}

Status PrunedFolder::turn(PrunedSet& set, PrunedState next) {
    const std::string from = set.folder();
    const PrunedState before = set.state;
    set.state = next;
    Status done = m_disk.renameAt(m_home.get(), from, m_home.get(), set.folder(), io::RenameMode::noReplace);
    if (!done) {
        set.state = before;
        return done;
    }
    done = m_disk.sync(m_home.get(), io::Durability::everything);
    if (!done)
        done.error().committed = Committed::unknown;
    return done;
}

Status PrunedFolder::leave(const PrunedSet& set) {
    const auto folder = openSet(set);
    const auto files = folder ? filesOf(set) : fail(folder.error());
    if (!files)
        return fail(files.error());
    for (const std::string& name : *files) {
        const auto twin = twinOf(*folder, name);
        if (!twin)
            return fail(twin.error());
        if (*twin != Twin::same)
            continue;
        Status removed = m_disk.unlinkAt(m_folder.backups.get(), name);
        if (!removed && !isGone(removed))
            return removed;
    }
    return m_folder.backups ? m_disk.sync(m_folder.backups.get(), io::Durability::everything) : Status();
}

Result<std::vector<std::string>> PrunedFolder::inTheWayOf(const PrunedSet& set) const {
    const auto folder = openSet(set);
    if (!folder)
        return fail(folder.error());
    std::vector<std::string> others;
    for (const PrunedBackup& backup : set.backups) {
        const auto twin = twinOf(*folder, backup.name);
        if (!twin)
            return fail(twin.error());
        if (*twin == Twin::other)
            others.push_back(backup.name);
    }
    return others;
}

Status PrunedFolder::comeBackOne(const io::Open& from, const std::string& name) {
    Status linked = m_disk.linkAt(from.get(), name, m_folder.backups.get(), name);
    if (linked || linked.error().code == ErrorCode::conflict || !knowsNoLinks(linked.error().osErrno))
        return linked;
    return copyBackup(m_disk, from, m_folder.backups, name);
}

Status PrunedFolder::comeBack(const PrunedSet& set) {
    m_added.clear();
    if (Status made = ensureBackups(m_disk, m_folder); !made)
        return made;
    const auto folder = openSet(set);
    if (!folder)
        return fail(folder.error());
    for (const PrunedBackup& backup : set.backups) {
        const auto twin = twinOf(*folder, backup.name);
        if (!twin)
            return fail(twin.error());
        if (*twin != Twin::none)
            continue;
        Status done = comeBackOne(*folder, backup.name);
        if (!done && done.error().code != ErrorCode::conflict)
            return done;
        if (done)
            m_added.push_back(backup.name);
    }
    Status synced = m_disk.sync(m_folder.backups.get(), io::Durability::everything);
    if (!synced)
        synced.error().committed = Committed::unknown;
    return synced;
}

Status PrunedFolder::leaveAgain() {
    for (const std::string& name : m_added) {
        Status removed = m_disk.unlinkAt(m_folder.backups.get(), name);
        if (!removed && !isGone(removed))
            return removed;
    }
    m_added.clear();
    return m_folder.backups ? m_disk.sync(m_folder.backups.get(), io::Durability::everything) : Status();
}

Status PrunedFolder::drop(PrunedSet& set, Rest rest) {
    const auto folder = openSet(set);
    if (!folder)
        return fail(folder.error());
    std::vector<PrunedBackup> back;
    for (const PrunedBackup& backup : set.backups) {
        const auto twin = twinOf(*folder, backup.name);
        if (!twin)
            return fail(twin.error());
        if (*twin != Twin::same)
            continue;
        if (Status removed = m_disk.unlinkAt(folder->get(), backup.name); !removed)
            return removed;
        back.push_back(backup);
    }
    set.backups = std::move(back);
    const auto left = m_disk.list(folder->get());
    if (!left)
        return fail(left.error());
    const bool stays = std::any_of(left->begin(), left->end(), [](const io::DirEntry& entry) {
        return entry.name != history::prunedManifestName;
    });
    return stays || rest == Rest::flawed ? turn(set, PrunedState::kept) : removeSet(set, *folder);
}

Status PrunedFolder::removeSet(const PrunedSet& set, const io::Open& folder) {
    Status done = m_disk.unlinkAt(folder.get(), history::prunedManifestName);
    if (!done && !isGone(done))
        return done;
    done = settle(folder);
    if (done)
        done = m_disk.removeDirectoryAt(m_home.get(), set.folder());
    if (done)
        done = settle(m_home);
    if (done)
        removeIfEmpty();
    return done;
}

Status PrunedFolder::empty(const PrunedSet& set) {
    const auto folder = openSet(set);
    const auto entries = folder ? m_disk.list(folder->get()) : fail(folder.error());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (entry.name != history::prunedManifestName)
            if (Status removed = m_disk.unlinkAt(folder->get(), entry.name); !removed)
                return removed;
    return settle(*folder);
}

Result<std::vector<std::string>> PrunedFolder::filesOf(const PrunedSet& set) const {
    const auto folder = openSet(set);
    const auto entries = folder ? m_disk.list(folder->get()) : fail(folder.error());
    if (!entries)
        return fail(entries.error());
    std::vector<std::string> files;
    for (const io::DirEntry& entry : *entries)
        if (entry.type == io::NodeType::file && history::backupTime(entry.name))
            files.push_back(entry.name);
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace stemma::journal
