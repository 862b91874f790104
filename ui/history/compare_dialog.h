// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "ui/history/version_picker.h"

class QPushButton;

namespace stemma::ui {

/// Asks which two versions are to be compared. Doesn't block; wanted() is the answer.
class CompareDialog : public QDialog {
    Q_OBJECT
public:
    /// As VersionPicker has them.
    CompareDialog(LibrarySession& library, const ReportId& report, const std::optional<std::string>& unsaved,
                  const VersionPicker::AskFile& askFile, QWidget* parent = nullptr);

    [[nodiscard]] VersionPicker* from() const { return m_from; }
    [[nodiscard]] VersionPicker* to() const { return m_to; }
    [[nodiscard]] QPushButton* compareButton() const { return m_compare; }

Q_SIGNALS:
    void wanted(const stemma::ui::VersionPlace& from, const stemma::ui::VersionPlace& to);

private:
    void compare();

    VersionPicker* m_from = nullptr;
    VersionPicker* m_to = nullptr;
    QPushButton* m_compare = nullptr;
};

} // namespace stemma::ui
