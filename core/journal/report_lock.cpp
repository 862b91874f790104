// SPDX-License-Identifier: MIT
#include "core/journal/report_lock.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace stemma::journal {

namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

} // namespace

Result<io::FileLock> lockReport(const Environment& environment, const ReportFolder& folder,
                                const io::LockOptions& options) {
    if (auto kept = environment.locks.take(folder.stamp)) {
        const auto ours = kept->stillOurs();
        if (ours && *ours)
            return std::move(*kept);
    }
    io::LockOptions asked = options;
    asked.guardedSize = std::max(asked.guardedSize, folder.outlineSize);
    asked.removal = io::Removal::settled;
    return io::FileLock::acquire(environment.disk, folder.directory, folder.path, lockName, asked);
}

Status removeIntent(io::Disk& disk, const ReportFolder& folder, const std::string& name, io::FileLock& lock) {
    if (!lock.settlesRemovals())
        return disk.unlinkAt(folder.backups.get(), name);
    // Without these two handles it is removed all the same: the worst that can come of it is a left-over.
    auto intent = io::openFile(disk, folder.backups, name, io::OpenMode::read);
    auto backups = io::openDirectoryAt(disk, folder.backups, ".");
    Status removed = disk.unlinkAt(folder.backups.get(), name);
    if (removed && intent && backups)
        lock.keepUntilSynced(std::move(*backups), std::move(*intent));
    return removed;
}

Status settleRemovals(io::Disk& disk, const io::Open& directory, const io::Open& other) {
    if (disk.traits(directory.get()).keepsOrder)
        return {};
    std::vector<io::SyncRequest> folders{{directory.get(), io::Durability::everything}};
    if (other)
        folders.push_back({other.get(), io::Durability::everything});
    return disk.syncTogether(folders);
}

Patience::Patience(const io::LockOptions& options)
    : m_options(options)
    , m_end(Steady::now() + options.timeout) {}

io::LockOptions Patience::rest() const {
    io::LockOptions rest = m_options;
    const auto left = std::chrono::duration_cast<milliseconds>(m_end - Steady::now());
    rest.timeout = std::max(left, milliseconds(0));
    return rest;
}

bool Patience::wait() {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<milliseconds::rep> spread(m_next.count() / 2 + 1, m_next.count());
    m_next = std::min(m_next * 2, milliseconds(100));
    if (cancelled() || Steady::now() >= m_end)
        return false;
    std::this_thread::sleep_until(std::min(Steady::now() + milliseconds(spread(random)), m_end));
    return !cancelled();
}

} // namespace stemma::journal
