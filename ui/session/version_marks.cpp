// SPDX-License-Identifier: MIT
#include "ui/session/version_marks.h"

#include <utility>

#include <QPointer>

#include "ui/session/store_watcher.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

marks::VersionMark markOf(const VersionMarks::Versions& versions, const std::string& sha256) {
    const auto found = versions.find(sha256);
    return found == versions.end() ? marks::VersionMark() : found->second;
}

/// What sets the same texts back to what they were.
marks::VersionEdit backTo(const marks::VersionMark& before, const marks::VersionEdit& edit) {
    marks::VersionEdit back;
    if (edit.name)
        back.name = before.name;
    if (edit.note)
        back.note = before.note;
    if (edit.pinned)
        back.pinned = before.pinned;
    return back;
}

marks::VersionMark applied(marks::VersionMark mark, const marks::VersionEdit& edit) {
    mark.name = edit.name.value_or(mark.name);
    mark.note = edit.note.value_or(mark.note);
    mark.pinned = edit.pinned.value_or(mark.pinned);
    return mark;
}

} // namespace

VersionMarks::VersionMarks(marks::MarkStore& store, io::Disk& disk, TaskRunner& runner, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_runner(runner) {
    auto* watcher = new StoreWatcher(fromUtf8(store.directory()), {}, disk, runner, this);
    connect(watcher, &StoreWatcher::changed, this, &VersionMarks::read);
}

void VersionMarks::setReport(const ReportId& report) {
    if (m_report == report)
        return;
    m_report = report;
    if (!std::exchange(m_versions, {}).empty())
        Q_EMIT changed();
    read();
}

marks::VersionMark VersionMarks::of(const std::string& sha256) const {
    return markOf(m_versions, sha256);
}

void VersionMarks::read() {
    if (m_report.text().empty() || m_writing)
        return; // a write reads them again
    if (m_reading) {
        m_readAgain = true;
        return;
    }
    m_reading = true;
    m_readAgain = false;
    m_runner.run(
        this, [&store = m_store, report = m_report] { return store.find(report); },
        [this, report = m_report](marks::FoundMarks found) {
            m_reading = false;
            if (report == m_report && !m_writing)
                take(std::move(found));
            if (m_readAgain || report != m_report)
                read();
        });
}

void VersionMarks::take(marks::FoundMarks found) {
    tell(found.problems);
    if (m_versions == found.marks.versions)
        return;
    m_versions = std::move(found.marks.versions);
    Q_EMIT changed();
}

void VersionMarks::tell(const std::vector<marks::MarkProblem>& problems) {
    for (const marks::MarkProblem& problem : problems) {
        if (!m_told.insert(problem.path + problem.message + problem.movedTo).second)
            continue;
        QString text = problem.refusal
                           ? tr("Names, notes and pins can't be read: %1").arg(fromUtf8(problem.message))
                           : tr("Names, notes and pins are lost: %1").arg(fromUtf8(problem.message));
        text += QLatin1Char('\n') +
                (problem.movedTo.empty()
                     ? tr("They are in %1. The report itself is untouched.").arg(fromUtf8(problem.path))
                     : tr("They were in %1, which lies at %2 now. The report itself is untouched.")
                           .arg(fromUtf8(problem.path), fromUtf8(problem.movedTo)));
        Q_EMIT lost(text);
    }
}

void VersionMarks::edit(const std::string& sha256, const marks::VersionEdit& edit, const QString& what) {
    m_edits.push_back({m_report, sha256, edit, what, false, {}});
    pump();
}

void VersionMarks::pump() {
    if (m_writing || m_edits.empty())
        return;
    m_writing = true;
    const Edit next = m_edits.front();
    m_edits.pop_front();
    m_runner.run(
        this,
        [&store = m_store, next]() -> Result<marks::FoundMarks> {
            if (next.onlyIfSame && markOf(store.find(next.report).marks.versions, next.sha256) != next.same)
                return fail(ErrorCode::conflict, "take the mark back", {},
                            "the version was marked anew since", "Change the mark itself.");
            return store.markVersion(next.report, next.sha256, next.edit);
        },
        [this, next](Result<marks::FoundMarks> found) {
            m_writing = false;
            onWritten(next, std::move(found));
            pump();
            read(); // what others noted meanwhile
        });
}

void VersionMarks::onWritten(const Edit& edit, Result<marks::FoundMarks> found) {
    if (!found) {
        Q_EMIT failed(found.error());
        return;
    }
    const marks::VersionMark before = markOf(m_versions, edit.sha256);
    const marks::VersionMark after = markOf(found->marks.versions, edit.sha256);
    if (edit.report == m_report)
        take(std::move(*found));
    if (edit.onlyIfSame || before == applied(before, edit.edit) || edit.report != m_report)
        return;
    Edit back{edit.report, edit.sha256, backTo(before, edit.edit), {}, true, after};
    Q_EMIT done(edit.what, [self = QPointer(this), back] {
        if (self.isNull())
            return;
        self->m_edits.push_back(back);
        self->pump();
    });
}

} // namespace stemma::ui
