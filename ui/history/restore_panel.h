// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace stemma::ui {

struct RestoreQuestion {
    QString question; ///< "Restore the version before …?"
    QString body;     ///< what that changes, and what it loses: a sentence a line
    QString act;      ///< on the button; empty: "Restore"
    bool possible = true;
};

/// How often somebody changed something: "3 by agent".
[[nodiscard]] QString changesBy(const std::string& actor, std::size_t changes);

/// Asks, in its place and not in a dialog, whether to restore a version: what that changes, and what it
/// loses.
class RestorePanel : public QFrame {
    Q_OBJECT
public:
    explicit RestorePanel(QWidget* parent = nullptr);

    void ask(const RestoreQuestion& question);
    /// While the restore is being written.
    void setBusy(bool busy);
    [[nodiscard]] QString bodyText() const;

Q_SIGNALS:
    void accepted();
    void rejected();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    bool m_possible = false;
    QLabel* m_question = nullptr;
    QLabel* m_body = nullptr;
    QPushButton* m_restore = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace stemma::ui
