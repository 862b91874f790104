// SPDX-License-Identifier: MIT
#include "core/graph/backup_cleanup.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "core/graph/backup_folder.h"
#include "core/io/folders.h"
#include "core/journal/leaving_folders.h"
#include "core/journal/transaction_recovery.h"

namespace stemma::graph {

namespace {

struct Planned {
    CleanupRow row;
    std::optional<OldBackup> name; ///< of what is a backup that can be restored
    std::int64_t moment = 0;       ///< microseconds since 1970
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
    auto name = oldBackupOfName(entry.name);
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
    const auto flaw = backupFlaw(disk, backups, entry.name);
    if (!flaw)
        return fail(flaw.error());
    if (!flaw->empty()) {
        planned.row.reason = "it could not be restored: " + *flaw;
        return planned;
    }
    const auto told = logged.find(entry.name);
    planned.moment = told == logged.end() ? content->newestNs / 1000 : told->second.micros;
    planned.name = std::move(*name);
    return planned;
}

Planned unreadable(const std::string& folder, const Error& error) {
    Planned planned;
    planned.row.folder = folder;
    planned.row.reason = "it can't be read: " + error.detail;
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
        const Planned& kept = *newest[each.name->graph];
        const double hours = static_cast<double>(now.micros - each.moment) / 3.6e9;
        each.row.newest = kept.row.folder;
        each.row.goes = hours > maxAgeHours && &kept != &each;
        each.row.reason = hours <= maxAgeHours ? "not older than " + hoursText(maxAgeHours) + " hours"
                          : each.row.goes      ? "older than " + hoursText(maxAgeHours) + " hours"
                                               : "newest of its graph";
    }
}

void stays(CleanupRow& row, std::string why) {
    row.goes = false;
    row.refused = true;
    row.reason = std::move(why);
}

/// One cleanup under the lock.
class Cleanup {
public:
    Cleanup(io::Disk& disk, journal::LeavingFolders& folders, std::vector<CleanupRow>& rows)
        : m_disk(disk)
        , m_folders(folders)
        , m_rows(rows) {
        for (const CleanupRow& row : rows)
            m_seen[row.folder] = row.seen;
    }

    void moveOut();
    /// The last look before it is final, as programs without locks may remove backups too.
    Status lookOnceMore();
    [[nodiscard]] bool anyGoes() const;

private:
    [[nodiscard]] bool isAsSeen(const io::Open& where, const std::string& folder) const;
    void moveOut(CleanupRow& row);

    io::Disk& m_disk;
    journal::LeavingFolders& m_folders;
    std::vector<CleanupRow>& m_rows;
    std::map<std::string, std::string> m_seen;
};

bool Cleanup::isAsSeen(const io::Open& where, const std::string& folder) const {
    const auto content = readBackupContent(m_disk, where, folder);
    const auto seen = m_seen.find(folder);
    return content && seen != m_seen.end() && content->seen == seen->second;
}

bool Cleanup::anyGoes() const {
    return std::any_of(m_rows.begin(), m_rows.end(), [](const CleanupRow& row) { return row.goes; });
}

void Cleanup::moveOut() {
    for (CleanupRow& row : m_rows)
        if (row.goes)
            moveOut(row);
}

void Cleanup::moveOut(CleanupRow& row) {
    const auto content = readBackupContent(m_disk, m_folders.home(), row.folder);
    if (!content) {
        const bool gone = content.error().code == ErrorCode::notFound;
        stays(row, gone ? "it is gone already" : describe(content.error()));
        row.refused = !gone;
    } else if (content->seen != row.seen) {
        stays(row, "it has changed since");
    } else if (!isAsSeen(m_folders.home(), row.newest)) {
        stays(row, "the newest of its graph, " + row.newest + ", has changed since");
    } else if (const Status moved = m_folders.moveOut(row.folder); !moved) {
        stays(row, describe(moved.error()));
    }
}

Status Cleanup::lookOnceMore() {
    for (CleanupRow& row : m_rows) {
        if (!row.goes)
            continue;
        if (!isAsSeen(m_folders.home(), row.newest))
            stays(row, "the newest of its graph, " + row.newest + ", has changed since");
        else if (!isAsSeen(m_folders.leaving(), row.folder))
            stays(row, "it has changed since");
        if (row.goes)
            continue;
        if (Status back = m_folders.moveBack(row.folder); !back)
            return back;
    }
    return {};
}

Result<Cleaned> runCleanup(const journal::Environment& environment, journal::TransactionRoot& root,
                           const std::vector<CleanupRow>& plan) {
    const auto recovered = journal::recoverCurrent(environment, root);
    if (!recovered)
        return fail(recovered.error());
    auto folders = journal::LeavingFolders::begin(environment.disk, root);
    if (!folders)
        return fail(std::move(folders.error()));
    Cleaned cleaned{plan, recovered->warnings};
    Cleanup cleanup(environment.disk, *folders, cleaned.rows);
    cleanup.moveOut();
    Status done = cleanup.lookOnceMore();
    if (!done || !cleanup.anyGoes()) {
        Status back = folders->takeBack();
        if (!done)
            done.error().committed = back ? Committed::no : Committed::unknown;
        return done ? back ? Result<Cleaned>(std::move(cleaned)) : fail(std::move(back.error()))
                    : fail(std::move(done.error()));
    }
    if (done = folders->commit(); !done)
        return fail(std::move(done.error()));
    const auto left = folders->empty();
    cleaned.warnings.insert(cleaned.warnings.end(), left.begin(), left.end());
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
    const auto backups = io::openRealDirectoryAt(disk, *user, journal::leavingHomeName);
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
            all.push_back(unreadable(entry.name, planned.error()));
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
    if (const Status released = held->release(); !released && cleaned)
        cleaned->warnings.push_back("The lock could not be removed: " + describe(released.error()));
    if (*made)
        journal::removeEmptyOurs(environment.disk, *root);
    return cleaned;
}

} // namespace stemma::graph
