// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "core/report/report_library.h"
#include "ui/library/making_dialog.h"

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace stemma::ui {

/// Asks which reports are to be put together, and how the new one is called. They come in the order in which
/// they were chosen. Doesn't block; wanted() is the answer.
class SynthesisDialog : public MakingDialog {
    Q_OBJECT
public:
    /// `first` is chosen already, if it is in the snapshot.
    SynthesisDialog(const report::LibrarySnapshot& snapshot, const ReportId& first,
                    QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const { return m_filter; }
    [[nodiscard]] QListWidget* list() const { return m_list; }

Q_SIGNALS:
    void wanted(const QString& title, const std::vector<stemma::ReportId>& sources);

protected:
    void make() override;

private:
    void fill(const report::LibrarySnapshot& snapshot, const ReportId& first);
    void filter(const QString& words);
    void follow(QListWidgetItem* item);
    void updateState();

    QLineEdit* m_filter = nullptr;
    QListWidget* m_list = nullptr;
    std::vector<QListWidgetItem*> m_chosen; ///< in order
};

} // namespace stemma::ui
