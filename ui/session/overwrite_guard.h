// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/report/overwritten_edits.h"

namespace stemma::ui {

class ReportSession;

/// Looks, whenever others changed an open report and when it is opened, whether they undid an edit that the
/// person had saved, and tells it once. Lives in the window's thread, reads on the task runner.
class OverwriteGuard : public QObject {
    Q_OBJECT
public:
    /// A child of the session that it watches.
    explicit OverwriteGuard(ReportSession& session);

Q_SIGNALS:
    /// Edits of the person that are undone: which, and a sentence about it. ReportSession::putBackEdits()
    /// makes them again.
    void found(const std::vector<stemma::ActionId>& edits, const QString& text);

private:
    void look();
    void take(const std::vector<report::OverwrittenEdit>& edits);

    ReportSession& m_session;
    std::string m_seen; ///< sha256 of the outline that was looked at last
    std::set<std::string> m_told;
    bool m_looking = false;
    bool m_again = false;
};

/// "Agent saved an older copy at 14:02 and undid your edit of 13:58: “Churn rose 4 %”." Pure.
[[nodiscard]] QString overwrittenText(const std::vector<report::OverwrittenEdit>& edits, Timestamp now);

} // namespace stemma::ui
