// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::journal {

/// Unsaved work on one report as it is kept in the state directory, so that a crash loses none of it.
struct Draft {
    std::string library; ///< path of the library's root; a draft that was found has the real one
    ReportId report;
    std::string title;       ///< of the report, to show
    Timestamp written;       ///< when it was last written
    std::string base;        ///< the outline that was edited, whole
    std::string working;     ///< the outline as it was on the screen, whole
    std::string path;        ///< of the draft's file; set by whoever finds it
    std::string owner;       ///< the nonce of the window that wrote it; set by whoever finds it
    bool ownerAlive = false; ///< the window that wrote it is still there
};

/// A file among the drafts that can't be offered.
struct DraftProblem {
    std::string path;
    std::string message; ///< one sentence: what it is, and why
    std::string movedTo; ///< where a damaged one lies now; empty: it was left alone
};

struct FoundDrafts {
    std::vector<Draft> drafts; ///< the newest first
    std::vector<DraftProblem> problems;
};

/// Keeps drafts: one file a report and window, `<directory>/<key of the library and
/// report>.<pid>-<nonce>.draft`, replaced atomically and synced at each write: after a power cut at any
/// moment the last one that was acknowledged, or a later one, is there whole. What can't be read is set aside
/// (`set-aside/<name>.damaged-<UTC stamp>`), never deleted; what a later version of this program wrote is
/// left alone; symbolic links and special files are refused. All of that is told. Thread-safe, but the calls
/// for one owner must come one after another; all block on the disk.
class DraftStore {
public:
    /// `directory`: `$XDG_STATE_HOME/stemma/drafts`; made when first written, 0700. `disk` outlives the
    /// store.
    DraftStore(io::Disk& disk, std::string directory);

    /// A name for a window's drafts (16 hexadecimal digits).
    [[nodiscard]] static std::string newOwner();

    /// Writes or replaces a window's draft of a report. `path`, `owner` and `ownerAlive` of the draft don't
    /// matter. The owner is alive from now on, until release() or the end of the process.
    Status write(const Draft& draft, const std::string& owner);
    /// Removes this window's draft, if there is one: the work is saved, or was given up by the person.
    Status remove(const std::string& library, const ReportId& report, const std::string& owner);
    /// The window is closed: the draft that it leaves, if any, is offered again.
    void release(const std::string& owner);
    /// What there is of a report, also (marked) by windows that are still there. Sets damaged ones aside, and
    /// removes the temporary files of programs that no longer run.
    [[nodiscard]] Result<FoundDrafts> find(const std::string& library, const ReportId& report);
    /// All of a library, without base and working texts.
    [[nodiscard]] Result<FoundDrafts> list(const std::string& library);
    /// Moves it to `set-aside/`, where it stays: answers the new path.
    Result<std::string> setAside(const Draft& draft);
    /// The person took it up or gave it up: it is moved to `set-aside/` too, under a name that ends in
    /// `.settled`, and only the newest 50 of these stay there.
    Status settle(const Draft& draft);
    static constexpr std::size_t mostSettled = 50;

private:
    struct Folder;
    [[nodiscard]] Result<Folder> openFolder();
    [[nodiscard]] std::string realPath(const std::string& library) const;
    [[nodiscard]] Result<FoundDrafts> search(const std::string& prefix, const std::string& library);
    void take(Folder& folder, const io::DirEntry& entry, const std::string& library, FoundDrafts& found);
    [[nodiscard]] Result<std::string> move(const Folder& folder, const std::string& name,
                                           const std::string& newName);
    [[nodiscard]] Result<std::string> moveDraft(const Draft& draft, const char* action,
                                                const std::string& ending);
    Status prune(const Folder& folder);
    [[nodiscard]] bool isOwned(int pid, const std::string& owner, bool processAlive) const;

    io::Disk& m_disk;
    const std::string m_directory;
    mutable std::mutex m_mutex;
    std::set<std::string> m_owners; ///< of this process, alive
};

} // namespace stemma::journal
