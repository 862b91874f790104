// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QObject>
#include <QPointer>
#include <QString>

#include "core/report/blame.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

class Job;

/// Reads who made the parts of a report what they are, and again whenever it is saved; what is known by then
/// is taken on. Lives in the window's thread; the reading runs on the task runner, as a job that can be
/// cancelled.
class BlameReader : public QObject {
    Q_OBJECT
public:
    explicit BlameReader(QObject* parent = nullptr);

    /// Not owned; null: no report.
    void setSession(ReportSession* session);
    /// Nothing is read while nobody wants it.
    void setWanted(bool wanted);
    /// Of the newest saved version that was read; null while nothing is known.
    [[nodiscard]] std::shared_ptr<const report::Blame> blame() const { return m_blame; }
    /// Why there is none: one sentence; empty while it is being read.
    [[nodiscard]] const QString& failure() const { return m_failure; }

Q_SIGNALS:
    /// blame() or failure() is another one.
    void changed();

private:
    void read();
    void take(Result<report::Blame> read, const std::string& sha256);

    QPointer<ReportSession> m_session;
    std::shared_ptr<const report::Blame> m_blame;
    std::string m_readSha; ///< of the outline that m_blame, or m_failure, is of
    QString m_failure;
    QPointer<Job> m_job;
    bool m_wanted = false;
    bool m_reading = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
