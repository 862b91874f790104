// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QObject>
#include <QString>

namespace stemma::ui {

/// Tells that something in a library changed, soon (well within a second) and not for every single write. A hint only:
/// who hears it looks at the stamps. Watches directories, never files, so that files replaced by renaming are seen; where
/// notices can't be had (network file systems, limits) it polls and says so. Nothing in it blocks the window's thread.
class StoreWatcher : public QObject {
    Q_OBJECT
public:
    explicit StoreWatcher(QString root, QObject* parent = nullptr);
    ~StoreWatcher() override;

    [[nodiscard]] bool polling() const;

Q_SIGNALS:
    void changed();
    void pollingChanged(bool polling);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::ui
