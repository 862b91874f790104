// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

namespace stemma::ui {

class TaskRunner;

/// Tells that something in a library changed, soon (well within a second) and not for every single write. A
/// hint only: who hears it looks at the stamps. Watches directories, never files, so that files replaced by
/// renaming are seen; where notices can't be had (network file systems, limits) it polls and says so. Nothing
/// in it blocks the window's thread.
class StoreWatcher : public QObject {
    Q_OBJECT
public:
    /// Watches the library's root, `by_id` and `.trash` at once, and each report's directory once it is
    /// named. `runner` outlives it: thousands of watches are given back on the pool.
    StoreWatcher(QString root, TaskRunner& runner, QObject* parent = nullptr);
    ~StoreWatcher() override;

    /// The names of the directories in `by_id` that there are now, ordered: new ones are watched, others no
    /// more. When new ones are watched, changed() comes once more, for what happened to them before.
    void setReports(const std::vector<std::string>& names);

    [[nodiscard]] bool polling() const;

Q_SIGNALS:
    void changed();
    void pollingChanged(bool polling);

private:
    struct State;
    void hint();
    void lose(const std::string& directory);
    enum class Why { missing, unwatchable };
    void limit(const std::string& directory, Why why);
    void updatePolling();

    TaskRunner& m_runner;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::ui
