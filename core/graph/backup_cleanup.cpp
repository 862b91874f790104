// SPDX-License-Identifier: MIT
#include "core/graph/backup_cleanup.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "core/graph/backup_folder.h"
#include "core/io/folders.h"
#include "core/journal/transaction_recovery.h"

namespace stemma::graph {

namespace {

constexpr const char* backupsFolder = "backups";
constexpr const char* emptyingFolder = "cleanup"; ///< in .stemma: what is on its way out

struct Planned {
    CleanupRow row;
    std::optional<BackupName> name;
    std::int64_t moment = 0; ///< microseconds since 1970
};

std::string hoursText(double hours) {
    char text[48];
    std::snprintf(text, sizeof text, "%g", hours);
    return text;
}

Result<Planned> lookAt(io::Disk& disk, const io::Open& backups, const io::DirEntry& entry,
                       const LoggedBackups& logged) {
    Planned planned;
    planned.row.folder = entry.name;
    const auto name = backupNameOf(entry.name);
    if (entry.type != io::NodeType::directory || !name) {
        planned.row.reason =
            entry.type != io::NodeType::directory ? "it is no folder" : "its name is not that of a backup";
        return planned;
    }
    auto content = readBackupContent(disk, backups, entry.name);
    if (!content)
        return fail(std::move(content.error()));
    planned.row.bytes = content->bytes;
    planned.row.seen = std::move(content->seen);
    if (!content->plain) {
        planned.row.reason = "it holds more than registries";
        return planned;
    }
    const auto told = logged.find(entry.name);
    planned.moment = told == logged.end() ? content->newestNs / 1000 : told->second.micros;
    planned.name = *name;
    return planned;
}

void decide(std::vector<Planned>& all, double maxAgeHours, Timestamp now) {
    std::map<std::string, const Planned*> newest;
    for (const Planned& each : all)
        if (each.name) {
            const Planned*& known = newest[each.name->graph];
            if (!known || known->moment <= each.moment)
                known = &each;
        }
    for (Planned& each : all) {
        if (!each.name)
            continue;
        const double hours = static_cast<double>(now.micros - each.moment) / 3.6e9;
        each.row.goes = hours > maxAgeHours && newest[each.name->graph] != &each;
        each.row.reason = hours <= maxAgeHours ? "not older than " + hoursText(maxAgeHours) + " hours"
                          : each.row.goes      ? "older than " + hoursText(maxAgeHours) + " hours"
                                               : "newest of its graph";
    }
}

/// One cleanup under the lock.
class Cleanup {
public:
    Cleanup(io::Disk& disk, const journal::TransactionRoot& root)
        : m_disk(disk)
        , m_root(root) {}

    Status open();
    void moveOut(CleanupRow& row);
    Status settle();
    void empty();

    std::vector<std::string> warnings;

private:
    Status removeFolder(const std::string& name);

    io::Disk& m_disk;
    const journal::TransactionRoot& m_root;
    io::Open m_backups, m_emptying;
};

Status Cleanup::open() {
    auto backups = io::openRealDirectoryAt(m_disk, m_root.directory, backupsFolder);
    if (!backups)
        return fail(backups.error());
    m_backups = std::move(*backups);
    auto emptying = io::makeFolder(m_disk, m_root.ours.directory, emptyingFolder);
    if (!emptying)
        return fail(emptying.error());
    m_emptying = std::move(*emptying);
    empty(); // what a cleanup that was cut off left
    return {};
}

void Cleanup::moveOut(CleanupRow& row) {
    const auto stays = [&](std::string why) {
        row.goes = false;
        row.reason = std::move(why);
    };
    const auto content = readBackupContent(m_disk, m_backups, row.folder);
    if (!content)
        return stays(content.error().code == ErrorCode::notFound ? "it is gone already"
                                                                 : describe(content.error()));
    if (content->seen != row.seen)
        return stays("it has changed since");
    if (const Status moved = m_disk.renameAt(m_backups.get(), row.folder, m_emptying.get(), row.folder,
                                             io::RenameMode::noReplace);
        !moved)
        stays(describe(moved.error()));
}

/// Before a file of them goes, they are out of `backups/` for good: never half a backup there.
Status Cleanup::settle() {
    for (const io::Open* folder : {&m_emptying, &m_backups})
        if (const Status synced = m_disk.sync(folder->get(), io::Durability::everything); !synced)
            return synced;
    return {};
}

Status Cleanup::removeFolder(const std::string& name) {
    const auto folder = io::openRealDirectoryAt(m_disk, m_emptying, name);
    if (!folder)
        return fail(folder.error());
    const auto entries = m_disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (const Status removed = m_disk.unlinkAt(folder->get(), entry.name); !removed)
            return removed;
    return m_disk.removeDirectoryAt(m_emptying.get(), name);
}

void Cleanup::empty() {
    const auto entries = m_disk.list(m_emptying.get());
    if (!entries)
        return warnings.push_back(describe(entries.error()));
    for (const io::DirEntry& entry : *entries)
        if (const Status removed = removeFolder(entry.name); !removed)
            warnings.push_back("A backup on its way out could not be removed yet. " +
                               describe(removed.error()));
}

Result<Cleaned> runCleanup(const journal::Environment& environment, journal::TransactionRoot& root,
                           const std::vector<CleanupRow>& plan) {
    const auto recovered = journal::recoverCurrent(environment, root);
    if (!recovered)
        return fail(recovered.error());
    Cleanup cleanup(environment.disk, root);
    if (Status opened = cleanup.open(); !opened)
        return fail(std::move(opened.error()));
    Cleaned cleaned{plan, recovered->warnings};
    for (CleanupRow& row : cleaned.rows)
        if (row.goes)
            cleanup.moveOut(row);
    if (Status settled = cleanup.settle(); !settled)
        return fail(std::move(settled.error()));
    cleanup.empty();
    cleaned.warnings.insert(cleaned.warnings.end(), cleanup.warnings.begin(), cleanup.warnings.end());
    return cleaned;
}

} // namespace

Result<std::vector<CleanupRow>> planCleanup(io::Disk& disk, const std::string& userFolder,
                                            const std::string& logFolder, double maxAgeHours, Timestamp now) {
    if (!std::isfinite(maxAgeHours) || maxAgeHours < 0)
        return fail(ErrorCode::usage, "clean up", userFolder, "the age must be a number of hours, 0 or more");
    const auto user = io::openDirectory(disk, userFolder);
    if (!user)
        return fail(user.error());
    const auto backups = io::openRealDirectoryAt(disk, *user, backupsFolder);
    if (!backups && backups.error().code == ErrorCode::notFound)
        return std::vector<CleanupRow>();
    if (!backups)
        return fail(backups.error());
    auto entries = disk.list(backups->get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    const LoggedBackups logged = readLoggedBackups(disk, logFolder);
    std::vector<Planned> all;
    for (const io::DirEntry& entry : *entries) {
        auto planned = lookAt(disk, *backups, entry, logged);
        if (planned)
            all.push_back(std::move(*planned));
        else if (planned.error().code != ErrorCode::notFound)
            all.push_back({{entry.name, false, "it can't be read: " + planned.error().detail, 0, {}}, {}, 0});
    }
    decide(all, maxAgeHours, now);
    std::vector<CleanupRow> rows;
    for (Planned& each : all)
        rows.push_back(std::move(each.row));
    return rows;
}

Result<Cleaned> cleanUp(const journal::Environment& environment, const std::string& userFolder,
                        const std::vector<CleanupRow>& plan, const io::LockOptions& lock) {
    if (std::none_of(plan.begin(), plan.end(), [](const CleanupRow& row) { return row.goes; }))
        return Cleaned{plan, {}};
    auto root = journal::openTransactionRoot(environment.disk, userFolder);
    if (!root)
        return fail(std::move(root.error()));
    const auto made = journal::makeOurs(environment.disk, *root);
    if (!made)
        return fail(made.error());
    io::LockOptions asked = lock;
    asked.removal = io::Removal::settled;
    auto held = io::FileLock::acquire(environment.disk, root->ours.directory, root->ours.path,
                                      journal::transactionLockName, asked);
    if (!held)
        return fail(std::move(held.error()));
    auto cleaned = runCleanup(environment, *root, plan);
    // Best-effort: an empty folder does no harm.
    (void)environment.disk.removeDirectoryAt(root->ours.directory.get(), emptyingFolder);
    if (const Status released = held->release(); !released && cleaned)
        cleaned->warnings.push_back("The lock could not be removed: " + describe(released.error()));
    if (*made)
        journal::removeEmptyOurs(environment.disk, *root);
    return cleaned;
}

} // namespace stemma::graph
