// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <QFrame>

#include "ui/shell/theme.h"

class QCheckBox;
class QLabel;
class QLayout;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace stemma::ui {

/// Something that a person may want or not.
struct RestoreCheck {
    QString text;
    QString detail; ///< a tool tip
    bool wanted = true;
    bool possible = true;
};

struct RestoreQuestion {
    QString question;                  ///< "Restore the version before …?"
    QString body;                      ///< what that changes, and what it loses: a sentence a line
    QString act;                       ///< on the button; empty: "Restore"
    std::optional<IconName> icon = {}; ///< on the button; none: undo, where `act` says something
    bool possible = true;
    std::optional<RestoreCheck> choice = {}; ///< to do it in another way
    QString partsTitle;                      ///< "Restore:"
    std::vector<RestoreCheck> parts;         ///< empty: it is all or nothing
    QString repairsTitle;
    std::vector<RestoreCheck> repairs;
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
    /// Something more to decide, above the buttons; hidden while there is nothing.
    void addPart(QWidget* part);
    /// While the restore is being written.
    void setBusy(bool busy);
    [[nodiscard]] QString bodyText() const;
    /// Which of the parts, and of the repairs, are wanted now.
    [[nodiscard]] std::vector<bool> wantedParts() const { return wanted(*m_parts); }
    [[nodiscard]] std::vector<bool> wantedRepairs() const { return wanted(*m_repairs); }
    [[nodiscard]] bool wantsChoice() const;
    [[nodiscard]] QCheckBox* choiceBox() const { return m_choice; }
    [[nodiscard]] QPushButton* acceptButton() const { return m_restore; }
    [[nodiscard]] QListWidget* partList() const { return m_parts; }
    [[nodiscard]] QListWidget* repairList() const { return m_repairs; }

Q_SIGNALS:
    void accepted();
    void rejected();
    /// Another part, repair or way is wanted, or no longer.
    void wishChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QLayout* makeButtons();
    QListWidget* makeList(const QString& name);
    static void fill(QLabel& title, QListWidget& list, const QString& text,
                     const std::vector<RestoreCheck>& checks);
    [[nodiscard]] static std::vector<bool> wanted(const QListWidget& list);

    bool m_possible = false;
    QLabel* m_question = nullptr;
    QLabel* m_body = nullptr;
    QCheckBox* m_choice = nullptr;
    QLabel* m_partsTitle = nullptr;
    QListWidget* m_parts = nullptr;
    QLabel* m_repairsTitle = nullptr;
    QListWidget* m_repairs = nullptr;
    QWidget* m_lastOfParts = nullptr; ///< in the order of Tab
    QPushButton* m_restore = nullptr;
    QPushButton* m_cancel = nullptr;
    QVBoxLayout* m_rows = nullptr;
};

} // namespace stemma::ui
