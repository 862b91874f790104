// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::journal {

/// Unsaved work on one report as it is kept in the state directory, so that a crash loses none of it.
struct Draft {
    std::string library; ///< real path of the library's root
    ReportId report;
    std::string title;        ///< of the report, to show
    Timestamp written;        ///< when it was last written
    std::string base;         ///< the outline that was edited, whole
    std::string working;      ///< the outline as it was on the screen, whole
    std::string path;         ///< of the draft's file
    bool ownerAlive = false;  ///< the program that wrote it still runs
};

/// Keeps drafts: one file a report and window, `<directory>/<key of the library and report>.<pid>-<nonce>.draft`,
/// replaced atomically and synced at each write. What can't be read is set aside (`*.damaged`), never deleted.
/// Thread-safe; all calls block on the disk.
class DraftStore {
public:
    /// `directory`: `$XDG_STATE_HOME/stemma/drafts`; made when first written, 0700.
    DraftStore(io::Disk& disk, std::string directory);

    /// Writes or replaces this program's draft of a report. `owner`: a nonce for the window.
    Status write(const Draft& draft, const std::string& owner);
    /// Removes this window's draft: the work is saved, or was given up by the person.
    Status remove(const std::string& library, const ReportId& report, const std::string& owner);
    /// What was left by programs that no longer run (and, marked, by ones that do), newest first.
    [[nodiscard]] Result<std::vector<Draft>> find(const std::string& library, const ReportId& report) const;
    /// All of a library, without base and working texts.
    [[nodiscard]] Result<std::vector<Draft>> list(const std::string& library) const;
    /// Moves it to `set-aside/`, where it stays: answers the new path.
    Result<std::string> setAside(const Draft& draft);
    /// The person took it up or gave it up: it is moved to `set-aside/` too, and only the newest 50 stay there.
    Status settle(const Draft& draft);

private:
    io::Disk& m_disk;
    std::string m_directory;
};

} // namespace stemma::journal
