// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QSpinBox;

namespace stemma::ui {

class Settings;

/// The person's choices. They are taken on OK.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    /// `settings` outlives the dialog.
    explicit SettingsDialog(Settings& settings, QWidget* parent = nullptr);

    void accept() override;

private:
    void buildEditing(QFormLayout& form);

    Settings& m_settings;
    QCheckBox* m_reopen = nullptr;
    QSpinBox* m_recent = nullptr;
    QSpinBox* m_seconds = nullptr;
    QCheckBox* m_autoSave = nullptr;
    QSpinBox* m_autoSaveSeconds = nullptr;
    QCheckBox* m_spelling = nullptr;
};

} // namespace stemma::ui
