// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QFrame>

#include "core/base/clock.h"
#include "core/report/report_library.h"

class QLabel;
class QPushButton;

namespace stemma::ui {

class ChipRow;
class ElidedLabel;

/// The top of a report's page: title, state, tags, last change; and what is wrong with the report, with what
/// to do.
class ReportHeader : public QWidget {
    Q_OBJECT
public:
    explicit ReportHeader(QWidget* parent = nullptr);

    /// Null: nothing. `lastChange`: of the library's snapshot.
    void showReport(std::shared_ptr<const report::LoadedReport> report,
                    const std::optional<report::LastChange>& lastChange, Timestamp now);
    /// Whether there are unsaved edits: marks the title.
    void setModified(bool modified);

Q_SIGNALS:
    void historyRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildBanner();
    void showTitle();
    void showBanner();
    void paintBanner();
    [[nodiscard]] QString changeText(const std::optional<report::LastChange>& lastChange,
                                     Timestamp now) const;

    std::shared_ptr<const report::LoadedReport> m_report;
    ElidedLabel* m_title = nullptr;
    bool m_modified = false;
    ChipRow* m_chips = nullptr;
    ElidedLabel* m_change = nullptr;
    QFrame* m_banner = nullptr;
    QLabel* m_bannerIcon = nullptr;
    QLabel* m_bannerText = nullptr;
    QPushButton* m_bannerButton = nullptr;
};

} // namespace stemma::ui
