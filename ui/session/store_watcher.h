// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/io/disk.h"

namespace stemma::ui {

class TaskRunner;

/// Tells that something in a library changed, soon (well within a second) and not for every single write. A
/// hint only: who hears it looks at the stamps. Watches directories, never files, so that files replaced by
/// renaming are seen; where notices can't be had (network file systems, limits) it polls and says so. Nothing
/// in it blocks the window's thread.
class StoreWatcher : public QObject {
    Q_OBJECT
public:
    /// Why it looks by itself every two seconds, instead of waiting for notices.
    enum class Polling {
        no,
        noNotices, ///< a network file system, or the system watches no more folders, or the folder is gone
        tooMany,   ///< more changes came at once than the system can tell; over some time after the last
    };
    Q_ENUM(Polling)

    /// Watches the library's root, and those of its folders named in `places` that are there or come later,
    /// at once; others when setFolders() names them. `disk` and `runner` outlive it: thousands of watches are
    /// given back on the pool.
    StoreWatcher(QString root, const std::vector<std::string>& places, io::Disk& disk, TaskRunner& runner,
                 QObject* parent = nullptr);
    ~StoreWatcher() override;

    /// The folders below the places that there are now, as paths from the root, ordered: new ones are
    /// watched, others no more. When new ones are watched, changed() comes once more, for what happened to
    /// them before.
    void setFolders(const std::vector<std::string>& folders);

    [[nodiscard]] Polling polling() const;

Q_SIGNALS:
    void changed();
    void pollingChanged(stemma::ui::StoreWatcher::Polling why);

private:
    struct State;
    void hint();
    void lose(const std::string& directory);
    void overflow();
    enum class Why { missing, unwatchable };
    void limit(const std::string& directory, Why why);
    void updatePolling();

    TaskRunner& m_runner;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::ui
