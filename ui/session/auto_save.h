// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include <QObject>
#include <QTimer>

namespace stemma::ui {

class EditSession;

/// Saves the edits of one report by themselves after a pause, each time as a save of its own. What can't be
/// saved as it is (problems, conflicts, a field that holds no value) waits, silently, for the next edit. Off
/// until setPause().
class AutoSave : public QObject {
    Q_OBJECT
public:
    /// A child of the session.
    explicit AutoSave(EditSession& edit);

    /// How long nothing must have been edited; zero: never.
    void setPause(std::chrono::milliseconds pause);

private:
    void onEdited();
    void saveIfQuiet();

    EditSession& m_edit;
    QTimer m_timer;
};

} // namespace stemma::ui
