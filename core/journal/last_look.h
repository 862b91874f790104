// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/journal/report_folder.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// What a save remembers of itself while its lock lingers.
struct FinishedSave {
    ReportFolder folder;
    ActionId action;
    std::string bytes;        ///< of the new outline
    io::FileStamp outline;    ///< of the new outline, when it was committed
    std::string backupName;   ///< empty: it replaced nothing
    io::Open replaced;        ///< the file that became the backup, or not open
    bool lockWasLost = false; ///< somebody had walked in already when the commit was done
};

/// The last look at a save, at the end of its lock's linger: a program that walked in, or one that knows no
/// lock, may have written over it. Whoever had read and copied the outline before our commit has no backup of
/// what it overwrites, so then what we wrote goes to `backups/` under a name of its own, unless it is there
/// already; and the backup that our event names is put back if it was taken away. The history shows both.
class LastLook {
public:
    LastLook(const Environment& environment, FinishedSave save)
        : m_disk(environment.disk)
        , m_clock(environment.clock)
        , m_trace(environment.trace)
        , m_save(std::move(save)) {}

    void operator()(const io::FileLock& lock) const;

private:
    [[nodiscard]] Result<bool> isUndisturbed(const io::FileLock& lock) const;
    Status putBackReplaced() const;
    [[nodiscard]] Result<bool> isBackedUp() const;
    Status keepBytes() const;
    void trace(const std::string& step) const {
        if (m_trace)
            m_trace(m_save.action, step, m_save.folder.path);
    }

    io::Disk& m_disk;
    const Clock& m_clock;
    std::function<void(const ActionId&, const std::string&, const std::string&)> m_trace;
    FinishedSave m_save;
};

} // namespace stemma::journal
