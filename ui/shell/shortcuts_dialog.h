// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace stemma::ui {

class Settings;

/// All commands with their keys: to look up (F1), and to change. Keys that two commands claim are said so.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    /// `settings` outlives the dialog; changes are taken at once.
    explicit ShortcutsDialog(Settings& settings, QWidget* parent = nullptr);

private:
    void buildList();
    void buildEditor();
    void fill();
    void filter(const QString& text);
    void showCurrent();
    void setKeys();
    void resetKeys();
    void showClashes();
    [[nodiscard]] int currentCommand() const;

    Settings& m_settings;
    QLineEdit* m_filter = nullptr;
    QTreeWidget* m_list = nullptr;
    QKeySequenceEdit* m_edit = nullptr;
    QPushButton* m_assign = nullptr;
    QPushButton* m_reset = nullptr;
    QLabel* m_clash = nullptr;
};

} // namespace stemma::ui
