// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>
#include <QTimer>

#include "ui/session/past_session.h"

namespace stemma::ui {

class Job;
class OutlinePage;
class TaskRunner;

/// Who wrote what, beside an outline as it was: as of that moment. Read on the task runner, as a job that can
/// be cancelled, when the person stays at a moment; the margin goes where it can't be told.
class PastBlame : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    PastBlame(OutlinePage& page, TaskRunner& runner, QObject* parent = nullptr);
    ~PastBlame() override;

    /// Whether the person wants to see it.
    void setWanted(bool wanted);
    /// What the page shows now; null: nothing. `disk` outlives its use.
    void setContent(io::Disk* disk, const std::shared_ptr<const PastContent>& content);

private:
    void show(bool margin);
    void read();

    OutlinePage& m_page;
    TaskRunner& m_runner;
    io::Disk* m_disk = nullptr;
    std::shared_ptr<const PastContent> m_content;
    QPointer<Job> m_job;
    QTimer m_stays; ///< while moments are passed quickly, nothing is read
    bool m_wanted = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
