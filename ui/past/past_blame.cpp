// SPDX-License-Identifier: MIT
#include "ui/past/past_blame.h"

#include <utility>

#include "core/report/blame.h"
#include "ui/report/blame_book.h"
#include "ui/report/blame_delegate.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

constexpr int staysMs = 250;

/// Runs on the pool. Null where it can't be told.
std::shared_ptr<const BlameBook> bookOf(io::Disk& disk, const PastContent& content,
                                        const Progress& progress) {
    const report::LoadedReport& loaded = *content.report;
    const auto blame = report::loadBlame(disk, loaded.directory, content.past.version, progress);
    if (!blame || blame->timeline.versions[blame->version].sha256 != loaded.sha256)
        return nullptr;
    return std::make_shared<const BlameBook>(*blame, loaded, loaded);
}

} // namespace

PastBlame::PastBlame(OutlinePage& page, TaskRunner& runner, QObject* parent)
    : QObject(parent)
    , m_page(page)
    , m_runner(runner) {
    addBlameColumn(*page.tree());
    m_stays.setSingleShot(true);
    m_stays.setInterval(staysMs);
    connect(&m_stays, &QTimer::timeout, this, &PastBlame::read);
}

PastBlame::~PastBlame() {
    if (m_job)
        m_job->cancel();
}

void PastBlame::setWanted(bool wanted) {
    m_wanted = wanted;
    setContent(m_disk, m_content);
}

void PastBlame::setContent(io::Disk* disk, const std::shared_ptr<const PastContent>& content) {
    m_disk = disk;
    m_content = content;
    ++m_generation;
    if (m_job)
        m_job->cancel();
    m_page.model()->setBlame(nullptr);
    const bool readable = content && content->report && content->report->state == report::ReportState::ok;
    show(m_wanted && readable);
    if (m_wanted && readable)
        m_stays.start();
    else
        m_stays.stop();
}

void PastBlame::show(bool margin) {
    m_page.tree()->setColumnHidden(OutlineModel::BlameColumn, !margin);
    m_page.showColumns();
}

void PastBlame::read() {
    if (!m_content || m_disk == nullptr)
        return;
    m_job = m_runner.runJob(
        this, tr("Reading who wrote what"),
        [&disk = *m_disk, content = m_content](const Progress& progress) {
            return bookOf(disk, *content, progress);
        },
        [this, generation = m_generation](std::shared_ptr<const BlameBook> book) {
            if (generation != m_generation)
                return;
            show(book != nullptr);
            m_page.model()->setBlame(std::move(book));
        });
}

} // namespace stemma::ui
