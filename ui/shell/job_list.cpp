// SPDX-License-Identifier: MIT
#include "ui/shell/job_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {

constexpr int patience = 500;
constexpr int barWidth = 120;

void showPercent(QProgressBar& bar, int percent) {
    // 0 to 0 is Qt's way to say "busy, who knows how long".
    bar.setRange(0, percent < 0 ? 0 : 100);
    bar.setValue(percent);
}

} // namespace

JobList::JobList(TaskRunner& runner, QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    setAccessibleName(tr("Running jobs"));
    connect(&runner, &TaskRunner::jobAdded, this, &JobList::add);
    connect(&runner, &TaskRunner::jobEnded, this, &JobList::remove);
    for (Job* job : runner.jobs())
        add(job);
}

void JobList::add(Job* job) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new QLabel(job->title(), row));

    auto* bar = new QProgressBar(row);
    bar->setFixedWidth(barWidth);
    bar->setMaximumHeight(fontMetrics().height() + 2);
    bar->setAccessibleName(job->title());
    showPercent(*bar, job->percent());
    connect(job, &Job::percentChanged, bar, [bar](int percent) { showPercent(*bar, percent); });
    layout->addWidget(bar);

    auto* cancel = new QToolButton(row);
    cancel->setAutoRaise(true);
    cancel->setIcon(themeIcon(IconName::stop));
    cancel->setToolTip(tr("Cancel: %1", "a job").arg(job->title()));
    cancel->setAccessibleName(cancel->toolTip());
    connect(cancel, &QToolButton::clicked, job, [job, cancel] {
        cancel->setEnabled(false);
        job->cancel();
    });
    layout->addWidget(cancel);

    this->layout()->addWidget(row);
    row->hide();
    QTimer::singleShot(patience, row, [row] { row->show(); });
    m_rows.insert(job, row);
}

void JobList::remove(Job* job) {
    delete m_rows.take(job);
}

} // namespace stemma::ui
