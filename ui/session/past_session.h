// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <QObject>

#include "core/report/library_past.h"
#include "ui/session/library_session.h"

namespace stemma::ui {

/// A report as it was, and what to call that.
struct PastContent {
    report::PastReport past;
    std::shared_ptr<const report::LoadedReport> report; ///< null where it wasn't there, or is lost
    QString why;                                        ///< why it is null: a whole sentence
};

/// An open library as it was at other moments. Of several that are asked for quickly the last counts. Lives
/// in the window's thread; all reading runs on the task runner, and stops when nobody wants it any more.
class PastSession : public QObject {
    Q_OBJECT
public:
    /// `library` outlives the session. Reads at once when anything changed; the answer is momentsChanged().
    explicit PastSession(LibrarySession& library, QObject* parent = nullptr);
    ~PastSession() override;

    [[nodiscard]] LibrarySession& library() const { return m_library; }
    using Moments = std::shared_ptr<const std::vector<Timestamp>>;
    /// When anything changed, oldest first; null until it was read.
    [[nodiscard]] Moments moments() const { return m_moments; }
    /// The answer is shown().
    void goTo(Timestamp moment);
    /// The answer is reportShown().
    void showReport(const ReportId& id, const QString& directory, Timestamp moment);

Q_SIGNALS:
    void momentsChanged();
    void shown(const std::shared_ptr<const stemma::report::LibrarySnapshot>& library,
               stemma::Timestamp moment);
    void reportShown(const std::shared_ptr<const stemma::ui::PastContent>& content);
    void failed(const stemma::Error& error);
    /// The histories could not be read, or it was cancelled: there is no past to show.
    void abandoned();

private:
    void readMoments();
    void next();
    void nextReport();

    LibrarySession& m_library;
    std::shared_ptr<report::LibraryPast> m_past;
    Moments m_moments;
    bool m_running = false;
    bool m_momentsDue = true;
    std::optional<Timestamp> m_wanted;
    std::stop_source m_stop;
    struct WantedReport {
        ReportId id;
        QString directory;
        Timestamp moment;
    };
    std::optional<WantedReport> m_reportWanted;
    bool m_readingReport = false;
};

} // namespace stemma::ui
