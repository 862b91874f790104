// SPDX-License-Identifier: MIT
#include "ui/session/library_session.h"

#include "core/report/lock_state.h"
#include "core/report/report_index.h"
#include "ui/session/store_watcher.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

// Opening must not hang on a report that another program holds: what can't be finished now is finished at its
// next save.
constexpr std::chrono::milliseconds recoveryPatience{2'000};

report::Workspace workspaceOf(const journal::Environment& environment, const std::string& root) {
    return report::Workspace{environment, root, history::Actor::human, std::nullopt, {}};
}

} // namespace

Result<report::Saved> untrashNewest(const report::Workspace& workspace, const ReportId& id) {
    const auto snapshot = report::scanLibrary(workspace.environment.disk, workspace.root);
    if (!snapshot)
        return fail(snapshot.error());
    const report::TrashedReport* newest = nullptr;
    for (const auto& trashed : (*snapshot)->trash) {
        if (trashed.id == id && (newest == nullptr || newest->trashedAt < trashed.trashedAt))
            newest = &trashed;
    }
    if (newest == nullptr)
        return fail(ErrorCode::notFound, "take the report out of the trash", workspace.root,
                    "it is not in the trash any more");
    return report::untrashReport(workspace, newest->name);
}

struct LibrarySession::Scan {
    Result<std::shared_ptr<const report::LibrarySnapshot>> snapshot;
    Result<journal::RecoveryReport> recovery;
};

LibrarySession::LibrarySession(const journal::Environment& environment, TaskRunner& runner, QString root,
                               QObject* parent)
    : QObject(parent)
    , m_environment(environment)
    , m_runner(runner)
    , m_root(std::move(root)) {}

LibrarySession::~LibrarySession() {
    m_runner.discard(std::move(m_snapshot));
}

report::Workspace LibrarySession::workspace() const {
    return workspaceOf(m_environment, toUtf8(m_root));
}

void LibrarySession::open() {
    m_recoveryDue = true;
    // Watching begins before looking, so that nothing falls between the two.
    watch();
    refresh();
}

void LibrarySession::watch() {
    if (m_watcher != nullptr)
        return;
    m_watcher = new StoreWatcher(m_root, {"by_id", ".trash"}, m_environment.disk, m_runner, this);
    connect(m_watcher, &StoreWatcher::changed, this, &LibrarySession::refresh);
    connect(m_watcher, &StoreWatcher::pollingChanged, this, &LibrarySession::pollingChanged);
}

void LibrarySession::watchReports() {
    std::vector<std::string> names;
    names.reserve(m_snapshot->reports.size());
    for (const auto& summary : m_snapshot->reports)
        names.push_back("by_id/" + summary.id.text());
    m_watcher->setFolders(names);
}

void LibrarySession::refresh() {
    if (m_scanning) {
        m_scanAgain = true;
        return;
    }
    scan();
}

void LibrarySession::scan() {
    m_scanning = true;
    m_scanAgain = false;
    const bool recover = std::exchange(m_recoveryDue, false);
    auto work = [&environment = m_environment, root = toUtf8(m_root), previous = m_snapshot,
                 recover](const Progress& progress) {
        Result<journal::RecoveryReport> recovery;
        if (recover) {
            io::LockOptions lock;
            lock.timeout = recoveryPatience;
            lock.stop = progress.stop;
            recovery = journal::recoverLibrary(environment, root, lock);
        }
        return Scan{report::scanLibrary(environment.disk, root, previous, progress), std::move(recovery)};
    };
    auto done = [this](Scan scan) { takeScan(std::move(scan)); };
    if (m_snapshot == nullptr)
        m_runner.runJob(this, tr("Reading the library"), std::move(work), std::move(done));
    else
        m_runner.run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
}

void LibrarySession::takeScan(Scan scan) {
    m_scanning = false;
    if (!scan.recovery && scan.recovery.error().code != ErrorCode::cancelled)
        Q_EMIT operationFailed(scan.recovery.error());
    else if (scan.recovery && !scan.recovery->steps.empty())
        Q_EMIT recovered(*scan.recovery);
    if (scan.snapshot) {
        m_runner.discard(std::exchange(m_snapshot, *scan.snapshot));
        watchReports();
        Q_EMIT snapshotChanged(m_snapshot);
    } else {
        Q_EMIT failed(scan.snapshot.error());
    }
    // A listener may have asked already.
    if (m_scanAgain && !m_scanning)
        this->scan();
}

QString LibrarySession::titleOf(const ReportId& id) const {
    if (m_snapshot != nullptr) {
        for (const auto& summary : m_snapshot->reports) {
            if (summary.id == id && !summary.title.empty())
                return isolated(fromUtf8(summary.title));
        }
    }
    return isolated(fromUtf8(id.text()));
}

void LibrarySession::noteWritten(const report::Saved& saved) {
    if (saved.unchanged)
        return;
    m_ownActions.insert(saved.action.text());
    m_ownContents.insert(saved.sha256);
}

void LibrarySession::write(Write work, std::function<void(const Result<report::Saved>&)> done) {
    ++m_writes;
    m_runner.run(
        this,
        [&environment = m_environment, root = toUtf8(m_root), work = std::move(work)] {
            return work(workspaceOf(environment, root));
        },
        [this, done = std::move(done)](const Result<report::Saved>& saved) {
            noteEnd(saved);
            done(saved);
        });
}

void LibrarySession::endWriting(const std::vector<report::Saved>& saved) {
    --m_writes;
    for (const report::Saved& one : saved)
        noteWritten(one);
    refresh();
}

void LibrarySession::noteEnd(const Result<report::Saved>& saved) {
    --m_writes;
    if (saved)
        noteWritten(*saved);
    refresh();
}

void LibrarySession::finish(const Result<report::Saved>& saved,
                            const std::function<void(const report::Saved&)>& told) {
    noteEnd(saved);
    if (saved)
        told(*saved);
    else
        Q_EMIT operationFailed(saved.error());
}

void LibrarySession::operate(Write work, std::function<void(const report::Saved&)> told) {
    write(std::move(work), [this, told = std::move(told)](const Result<report::Saved>& saved) {
        if (saved)
            told(*saved);
        else
            Q_EMIT operationFailed(saved.error());
    });
}

void LibrarySession::trash(const ReportId& id) {
    const QString title = titleOf(id);
    operate([id](const report::Workspace& workspace) { return report::trashReport(workspace, id); },
            [this, id, title](const report::Saved&) {
                Q_EMIT done(tr("Moved “%1” to the trash.").arg(title), [guard = QPointer(this), id, title] {
                    if (guard.isNull())
                        return;
                    guard->operate(
                        [id](const report::Workspace& workspace) { return untrashNewest(workspace, id); },
                        [guard, title](const report::Saved&) {
                            Q_EMIT guard->done(tr("“%1” is back from the trash.").arg(title), {});
                        });
                });
            });
}

void LibrarySession::untrash(const QString& trashName) {
    operate([name = toUtf8(trashName)](
                const report::Workspace& workspace) { return report::untrashReport(workspace, name); },
            [this](const report::Saved& saved) {
                const ReportId id = saved.id;
                Q_EMIT done(tr("The report is back from the trash."), [guard = QPointer(this), id] {
                    if (!guard.isNull())
                        guard->trash(id);
                });
            });
}

void LibrarySession::setArchived(const ReportId& id, bool archived) {
    const QString title = titleOf(id);
    operate(
        [id, archived](const report::Workspace& workspace) {
            return archived ? report::archiveReport(workspace, id) : report::unarchiveReport(workspace, id);
        },
        [this, id, archived, title](const report::Saved& saved) {
            if (saved.unchanged)
                return;
            const QString what = (archived ? tr("Archived “%1”.") : tr("“%1” is active again.")).arg(title);
            Q_EMIT done(what, [guard = QPointer(this), id, archived] {
                if (!guard.isNull())
                    guard->setArchived(id, !archived);
            });
        });
}

void LibrarySession::breakLock(const ReportId& id) {
    const QString title = titleOf(id);
    m_runner.run(
        this,
        [&disk = m_environment.disk, root = toUtf8(m_root), id] {
            return report::breakReportLock(disk, root, id);
        },
        [this, title](const Status& status) {
            refresh();
            if (status)
                Q_EMIT done(tr("Set the stale lock of “%1” aside.").arg(title), {});
            else
                Q_EMIT operationFailed(status.error());
        });
}

void LibrarySession::rebuildIndex() {
    m_runner.runJob(
        this, tr("Rebuilding the index"),
        [&disk = m_environment.disk, root = toUtf8(m_root)](const Progress& progress) {
            return report::rebuildIndex(disk, root, report::DryRun::no, progress);
        },
        [this](const Result<report::IndexCheck>& check) {
            refresh();
            if (check)
                Q_EMIT done(
                    tr("Rebuilt the index: %n report(s) in it.", nullptr, static_cast<int>(check->reports)),
                    {});
            else if (check.error().code != ErrorCode::cancelled)
                Q_EMIT operationFailed(check.error());
        });
}

} // namespace stemma::ui
