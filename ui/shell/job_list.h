// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QWidget>

namespace stemma::ui {

class Job;
class TaskRunner;

/// The running jobs, in the status bar: what, how far, and a button that cancels. A job is shown when it has
/// run for half a second, so that quick ones don't flicker.
class JobList : public QWidget {
    Q_OBJECT
public:
    explicit JobList(TaskRunner& runner, QWidget* parent = nullptr);

private:
    void add(Job* job);
    void remove(Job* job);

    QHash<Job*, QWidget*> m_rows;
};

} // namespace stemma::ui
