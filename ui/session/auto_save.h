// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>

#include <QObject>
#include <QTimer>

namespace stemma::ui {

class EditSession;
class GraphEditing;

/// Saves the edits of one report, or of one user's graphs, by themselves after a pause, each time as a save
/// of its own. What can't be saved as it is (problems, conflicts, a field that holds no value) waits,
/// silently, for the next edit. Off until setPause().
class AutoSave : public QObject {
    Q_OBJECT
public:
    /// A child of the session.
    explicit AutoSave(EditSession& edit);
    explicit AutoSave(GraphEditing& editing);

    /// How long nothing must have been edited; zero: never.
    void setPause(std::chrono::milliseconds pause);

private:
    /// What the timer asks of what it saves.
    struct Edits {
        std::function<bool()> isModified, isQuiet, canSave;
        std::function<void()> save;
    };
    AutoSave(QObject& session, Edits edits);
    void onEdited();
    void saveIfQuiet();

    Edits m_edits;
    QTimer m_timer;
};

} // namespace stemma::ui
