// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "core/journal/report_folder.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// The report's lock: the one that lingers after our own last save, if nobody walked in; else a new one.
[[nodiscard]] Result<io::FileLock> lockReport(const Environment& environment, const ReportFolder& folder,
                                              const io::LockOptions& options);

/// Removes the intent `name` of a unit that is done from backups/. Where the file system doesn't keep the
/// order of names, its number is given to no other file before the lock is released, which syncs backups/
/// first.
Status removeIntent(io::Disk& disk, const ReportFolder& folder, const std::string& name, io::FileLock& lock);

/// Where the file system doesn't keep the order of names: makes it last that names in the folders are gone,
/// before anything new is made. `other` may be closed.
Status settleRemovals(io::Disk& disk, const io::Open& directory, const io::Open& other);

/// How often and how long a unit starts again when a foreign program walked in: until the lock's own timeout.
class Patience {
public:
    explicit Patience(const io::LockOptions& options);
    /// The options for the next try: what is left of the time.
    [[nodiscard]] io::LockOptions rest() const;
    /// Waits a little, each time about twice as long, with jitter. False: the time is over or was cancelled.
    [[nodiscard]] bool wait();
    [[nodiscard]] bool cancelled() const { return m_options.stop.stop_requested(); }

private:
    io::LockOptions m_options;
    std::chrono::steady_clock::time_point m_end;
    std::chrono::milliseconds m_next{2};
};

} // namespace stemma::journal
