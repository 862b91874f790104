// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "core/exchange/report_bundle.h"
#include "core/journal/recovery.h"
#include "core/journal/save_unit.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "ui/session/store_watcher.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

/// Takes the report out of the trash that was moved there last. Work for the pool.
[[nodiscard]] Result<report::Saved> untrashNewest(const report::Workspace& workspace, const ReportId& id);

/// An open library: its newest snapshot, kept fresh while other programs write, and what can be done to the
/// library as a whole. Lives in the window's thread; every disk access runs on the task runner.
class LibrarySession : public QObject {
    Q_OBJECT
public:
    /// `environment` and `runner` outlive the session. Call open() next.
    LibrarySession(const journal::Environment& environment, TaskRunner& runner, QString root,
                   QObject* parent = nullptr);
    ~LibrarySession() override;

    /// Finishes interrupted saves of ours, if there are any, scans, and begins to watch.
    void open();
    /// Scans again now (F5); otherwise changes are seen by themselves, within a second.
    void refresh();

    [[nodiscard]] const QString& root() const { return m_root; }
    /// Null until the first scan is done.
    [[nodiscard]] std::shared_ptr<const report::LibrarySnapshot> snapshot() const { return m_snapshot; }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    [[nodiscard]] TaskRunner& runner() const { return m_runner; }
    /// For operations: actor human, this root.
    [[nodiscard]] report::Workspace workspace() const;

    /// Something of this window was written: whoever sees it on the disk can tell that it was us.
    void noteWritten(const report::Saved& saved);
    /// Whether this window wrote that change.
    [[nodiscard]] bool isOwn(const ActionId& action) const { return m_ownActions.count(action.text()) > 0; }
    /// Whether this window wrote an outline with that hash.
    [[nodiscard]] bool isOwnContent(const std::string& sha256) const {
        return m_ownContents.count(sha256) > 0;
    }
    /// Whether an operation is on its way: what is seen on the disk may be ours before isOwn() can tell. A
    /// snapshotChanged() follows its end.
    [[nodiscard]] bool isWriting() const { return m_writes > 0; }

    /// Before and after something that this session doesn't run itself is written on the pool: what is seen on
    /// the disk between the two may be ours. `saved`: the changes of reports that it was.
    void beginWriting() { ++m_writes; }
    void endWriting(const std::vector<report::Saved>& saved);

    /// Writes on the pool as the person, told to everybody as ours; `done` hears what became of it.
    using Write = std::function<Result<report::Saved>(const report::Workspace&)>;
    void write(Write work, std::function<void(const Result<report::Saved>&)> done);

    /// Rebuilds index.jsonl as a job.
    void rebuildIndex();
    /// A new report; `outline` as newReport() takes it. The answer is made().
    void create(const QString& title, const QStringList& tags, std::optional<std::string> outline);
    void fork(const ReportId& id, const QString& title);
    /// A copy beside it, with a title that no other report has: igloo-mcp finds reports by title too.
    void duplicate(const ReportId& id);
    void synthesize(const QString& title, const std::vector<ReportId>& sources);
    /// As a job; with a title: as a new report. The answer is made().
    void importBundle(const std::shared_ptr<const exchange::ReportBundle>& bundle,
                      const std::optional<QString>& copyTitle);
    void trash(const ReportId& id);
    void untrash(const QString& trashName);
    void setArchived(const ReportId& id, bool archived);
    /// Sets a stale lock of another program aside; refused while its owner may live.
    void breakLock(const ReportId& id);

Q_SIGNALS:
    void snapshotChanged(const std::shared_ptr<const stemma::report::LibrarySnapshot>& snapshot);
    /// The library could not be read at all; the last snapshot, if any, stays.
    void failed(const stemma::Error& error);
    /// There is a new report, which the next snapshot has.
    void made(const stemma::ReportId& id);
    /// Something was done; `undo` brings it back (may be empty).
    void done(const QString& what, const std::function<void()>& undo);
    void operationFailed(const stemma::Error& error);
    /// What recovery did, or leaves to the person.
    void recovered(const stemma::journal::RecoveryReport& report);
    /// Changes can only be polled here (network file system, or no more watches): shown as a mark.
    void pollingChanged(stemma::ui::StoreWatcher::Polling why);

private:
    struct Scan;
    void scan();
    void takeScan(Scan scan);
    void watch();
    void watchReports();
    void noteEnd(const Result<report::Saved>& saved);
    void finish(const Result<report::Saved>& saved, const std::function<void(const report::Saved&)>& told);
    void tellMade(const report::Saved& saved, QString what);
    void operate(Write work, std::function<void(const report::Saved&)> told);
    using Make = std::function<Result<report::Saved>(const report::Workspace&)>;
    void makeReport(Make make, const QString& title);
    [[nodiscard]] QString titleOf(const ReportId& id) const;

    const journal::Environment& m_environment;
    TaskRunner& m_runner;
    QString m_root;
    std::shared_ptr<const report::LibrarySnapshot> m_snapshot;
    StoreWatcher* m_watcher = nullptr;
    std::unordered_set<std::string> m_ownActions;
    std::unordered_set<std::string> m_ownContents; ///< sha256 of what we wrote
    int m_writes = 0;
    bool m_scanning = false;
    bool m_scanAgain = false;
    bool m_recoveryDue = true;
};

} // namespace stemma::ui
