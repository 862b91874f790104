// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "core/report/report_library.h"

class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace stemma::ui {

/// Asks for one report of the library. Doesn't block; chosen() is the answer.
class ReportChooser : public QDialog {
    Q_OBJECT
public:
    /// `purpose` is what the report is for, `act` what the button says.
    ReportChooser(const report::LibrarySnapshot& snapshot, const QString& purpose, const QString& act,
                  QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const { return m_filter; }
    [[nodiscard]] QListView* list() const { return m_list; }
    void accept() override;

Q_SIGNALS:
    void chosen(const stemma::ReportId& report);

private:
    void fill(const report::LibrarySnapshot& snapshot);
    void filter(const QString& words);

    QLineEdit* m_filter = nullptr;
    QSortFilterProxyModel* m_shown = nullptr;
    QListView* m_list = nullptr;
    QPushButton* m_act = nullptr;
};

} // namespace stemma::ui
