// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QDialog>

#include "ui/session/backup_session.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTreeView;

namespace stemma::ui {

class BackupTreeModel;
class LibrarySession;
class MessageBar;
class Prompts;
class PrunedModel;
class RetentionForm;

/// The backups of a library or a report beside the window: count, room and worth of each; what a rule would
/// let go and why each other stays; and what lies in the trash. Shows what BackupSession knows.
class BackupsWindow : public QDialog {
    Q_OBJECT
public:
    struct Parts {
        LibrarySession& library; ///< outlives the window
        BackupSession::Stores stores;
        Prompts& prompts;
    };
    /// `only` and its title: of one report alone.
    BackupsWindow(const Parts& parts, std::optional<ReportId> only, const QString& title,
                  QWidget* parent = nullptr);

    [[nodiscard]] BackupSession* session() const { return m_session; }
    [[nodiscard]] RetentionForm* form() const { return m_form; }
    [[nodiscard]] QTreeView* backupView() const { return m_list; }
    [[nodiscard]] BackupTreeModel* backupModel() const { return m_model; }
    [[nodiscard]] QComboBox* filterBox() const { return m_filter; }
    [[nodiscard]] QPushButton* pruneButton() const { return m_prune; }
    [[nodiscard]] QTreeView* trashView() const { return m_trashList; }
    [[nodiscard]] QPushButton* bringBackButton() const { return m_bringBack; }
    [[nodiscard]] QPushButton* removeButton() const { return m_remove; }
    [[nodiscard]] QTabWidget* tabs() const { return m_tabs; }
    [[nodiscard]] MessageBar* messages() const { return m_messages; }
    [[nodiscard]] QLabel* summary() const { return m_summary; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeBackupsPage();
    [[nodiscard]] QWidget* makeListPage();
    [[nodiscard]] QWidget* makeBusyPage();
    [[nodiscard]] QWidget* makeTrashPage();
    void connectSession(LibrarySession& library);
    void showLooking();
    void showPreview();
    void fillList();
    void showSummary();
    void showPruneButton();
    void showTrash();
    void showTrashButtons();
    void tellStale(const QString& text);
    void removeForGood();
    [[nodiscard]] std::vector<report::PrunedEntry> chosenSets() const;

    Prompts& m_prompts;
    BackupSession* m_session = nullptr;
    MessageBar* m_messages = nullptr;
    QLabel* m_summary = nullptr;
    QTabWidget* m_tabs = nullptr;
    RetentionForm* m_form = nullptr;
    QComboBox* m_filter = nullptr;
    QStackedWidget* m_pages = nullptr;
    QTreeView* m_list = nullptr;
    QLabel* m_empty = nullptr;
    QLabel* m_nothing = nullptr; ///< says that the filter finds nothing
    BackupTreeModel* m_model = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_sum = nullptr;
    QPushButton* m_lookAgain = nullptr;
    QPushButton* m_prune = nullptr;
    QTreeView* m_trashList = nullptr;
    PrunedModel* m_trashModel = nullptr;
    QPushButton* m_bringBack = nullptr;
    QPushButton* m_remove = nullptr;
    bool m_begun = false;
};

} // namespace stemma::ui
