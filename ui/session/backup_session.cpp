// SPDX-License-Identifier: MIT
#include "ui/session/backup_session.h"

#include <algorithm>
#include <utility>

#include <QLocale>

#include "ui/session/library_session.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

struct BackupSession::Looked {
    marks::FoundRetention retention;
    std::vector<std::shared_ptr<const report::BackupCensus>> censuses;
    std::vector<report::PrunedEntry> trash;
    report::PrunePreview preview;
};

/// What an act did to each report.
struct BackupSession::Acted {
    std::vector<report::PrunedReport> reports;
    std::optional<Error> refused; ///< nothing was done at all
};

namespace {

std::size_t countOf(const std::vector<report::PrunedReport>& reports) {
    std::size_t count = 0;
    for (const report::PrunedReport& report : reports)
        count += report.refused ? 0 : report.set.backups.size();
    return count;
}

QString bytesText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

report::Workspace workspaceIn(const journal::Environment& environment, const std::string& root) {
    return {environment, root, history::Actor::human, {}, {}};
}

} // namespace

BackupSession::BackupSession(LibrarySession& library, Stores stores, std::optional<ReportId> only,
                             QObject* parent)
    : QObject(parent)
    , m_library(library)
    , m_stores(stores)
    , m_only(std::move(only)) {}

BackupSession::~BackupSession() {
    cancel();
}

Timestamp BackupSession::now() const {
    return m_library.environment().clock.now();
}

report::PruneScope BackupSession::scope() const {
    return m_only ? report::PruneScope{{*m_only}} : report::PruneScope();
}

void BackupSession::cancel() {
    if (m_job)
        m_job->cancel();
}

void BackupSession::look() {
    if (m_job)
        return;
    const auto work = [&environment = m_library.environment(), root = toUtf8(m_library.root()),
                       scope = scope(), stores = m_stores, cache = m_cache, policy = m_policy,
                       known = m_policyKnown](const Progress& progress) -> Result<Looked> {
        Looked looked;
        looked.retention.policy = policy;
        if (!known && stores.retention != nullptr)
            looked.retention = stores.retention->find(root);
        const Timestamp now = environment.clock.now();
        auto censuses = report::takeCensuses(environment.disk, root, scope, cache.get(), now, progress);
        if (!censuses)
            return fail(std::move(censuses.error()));
        auto preview = report::planPruning(*censuses, looked.retention.policy, stores.marks, now);
        if (!preview)
            return fail(std::move(preview.error()));
        auto trash = report::prunedEntries(environment.disk, root, scope, {progress.stop, {}});
        if (!trash)
            return fail(std::move(trash.error()));
        looked.censuses = std::move(*censuses);
        looked.preview = std::move(*preview);
        looked.trash = std::move(*trash);
        return looked;
    };
    m_job = m_library.runner().runJob(this, tr("Looking through the backups"), work,
                                      [this](Result<Looked> looked) { takeLook(std::move(looked)); });
    connect(m_job, &Job::percentChanged, this, &BackupSession::progressed);
    Q_EMIT lookingChanged();
}

void BackupSession::takeLook(Result<Looked> looked) {
    m_job = nullptr;
    if (looked) {
        m_looked = true;
        m_censuses = std::move(looked->censuses);
        m_trash = std::move(looked->trash);
        for (const marks::MarkProblem& problem : looked->retention.problems)
            Q_EMIT warned(fromUtf8(problem.message));
        const bool first = !std::exchange(m_policyKnown, true);
        if (first)
            m_policy = looked->retention.policy;
        ++m_generation;
        m_preview = m_library.runner().share(std::move(looked->preview));
        if (first)
            Q_EMIT policyRead();
    }
    Q_EMIT lookingChanged();
    Q_EMIT trashChanged();
    Q_EMIT previewChanged();
    if (!looked && looked.error().code != ErrorCode::cancelled)
        Q_EMIT failed(looked.error());
    else if (looked && looked->preview.policy != m_policy)
        plan(); // another one was chosen meanwhile
}

void BackupSession::check() {
    if (m_checking || m_acting || m_job || !m_looked)
        return;
    m_checking = true;
    m_library.runner().run(
        this,
        [&environment = m_library.environment(), root = toUtf8(m_library.root()), censuses = m_censuses] {
            return report::areStillSo(environment.disk, root, censuses, environment.clock.now());
        },
        [this, looked = m_censuses](bool stillSo) {
            m_checking = false;
            if (!stillSo && !m_acting && !m_job && looked == m_censuses)
                Q_EMIT outdated();
        });
}

void BackupSession::setPolicy(const history::RetentionPolicy& policy) {
    m_policyKnown = true;
    if (policy == m_policy)
        return;
    m_policy = policy;
    m_policyToKeep = policy;
    keepPolicy();
    if (m_looked)
        plan();
}

/// One after the other: the last that was chosen is the last that is written.
void BackupSession::keepPolicy() {
    if (m_keeping || !m_policyToKeep || m_stores.retention == nullptr)
        return;
    m_keeping = true;
    m_library.runner().run(
        this,
        [store = m_stores.retention, root = toUtf8(m_library.root()),
         policy = *std::exchange(m_policyToKeep, std::nullopt)] { return store->set(root, policy); },
        [this](const Status& kept) {
            m_keeping = false;
            if (!kept)
                Q_EMIT failed(kept.error());
            keepPolicy();
        });
}

/// By the new rule on what was looked at. The moment is a new one: it is that of the decision.
void BackupSession::plan() {
    const unsigned generation = ++m_generation;
    m_preview.reset();
    Q_EMIT previewChanged();
    m_library.runner().run(
        this,
        [censuses = m_censuses, policy = m_policy, marks = m_stores.marks, now = now()] {
            return report::planPruning(censuses, policy, marks, now);
        },
        [this, generation](Result<report::PrunePreview> preview) {
            if (generation != m_generation)
                return;
            if (preview)
                m_preview = m_library.runner().share(std::move(*preview));
            Q_EMIT previewChanged();
            if (!preview)
                Q_EMIT failed(preview.error());
        });
}

void BackupSession::act(std::function<Acted(const report::Workspace&)> work,
                        std::function<void(const Acted&)> told) {
    m_acting = true;
    Q_EMIT actingChanged();
    m_library.runner().run(
        this,
        [&environment = m_library.environment(), root = toUtf8(m_library.root()), work = std::move(work)] {
            return work(workspaceIn(environment, root));
        },
        [this, told = std::move(told)](const Acted& acted) {
            m_acting = false;
            Q_EMIT actingChanged();
            for (const report::PrunedReport& report : acted.reports)
                for (const std::string& warning : report.warnings)
                    Q_EMIT warned(fromUtf8(warning));
            told(acted);
            m_library.refresh();
            if (!acted.reports.empty())
                look();
        });
}

void BackupSession::prune() {
    if (!m_preview || m_acting || m_preview->plan.going == 0)
        return;
    act(
        [preview = m_preview, marks = m_stores.marks](const report::Workspace& workspace) {
            Acted acted;
            auto reports = report::prune(workspace, *preview, marks);
            if (reports)
                acted.reports = std::move(*reports);
            else
                acted.refused = std::move(reports.error());
            return acted;
        },
        [this](const Acted& acted) { tellPruned(acted); });
}

void BackupSession::tellRefusals(const Acted& acted) {
    if (acted.refused && acted.refused->code == ErrorCode::conflict)
        Q_EMIT stale(*acted.refused);
    else if (acted.refused)
        Q_EMIT failed(*acted.refused);
    std::vector<Error> left;
    for (const report::PrunedReport& report : acted.reports)
        if (report.refused)
            left.push_back(*report.refused);
    if (!left.empty())
        Q_EMIT leftAsTheyWere(left);
}

void BackupSession::tellPruned(const Acted& acted) {
    tellRefusals(acted);
    std::vector<report::PrunedEntry> sets;
    std::uint64_t bytes = 0;
    for (const report::PrunedReport& report : acted.reports) {
        if (report.refused)
            continue;
        sets.push_back({report.id, {}, report.set});
        bytes += report.set.bytes();
    }
    if (sets.empty())
        return;
    Q_EMIT done(tr("Moved %n backup(s) to the trash (%1).", nullptr, static_cast<int>(countOf(acted.reports)))
                    .arg(bytesText(bytes)),
                [guard = QPointer(this), sets] {
                    if (guard)
                        guard->bringBack(sets);
                });
}

void BackupSession::bringBack(const std::vector<report::PrunedEntry>& sets) {
    if (m_acting || sets.empty())
        return;
    act(
        [sets](const report::Workspace& workspace) {
            Acted acted;
            for (const report::PrunedEntry& set : sets) {
                auto back = report::bringBack(workspace, set.id, set.set.id);
                acted.reports.push_back(back ? std::move(*back)
                                             : report::PrunedReport{set.id, {}, back.error(), {}});
            }
            return acted;
        },
        [this](const Acted& acted) {
            tellRefusals(acted);
            if (const std::size_t count = countOf(acted.reports); count > 0)
                Q_EMIT done(tr("Brought %n backup(s) back.", nullptr, static_cast<int>(count)), {});
        });
}

void BackupSession::removeForGood(const report::PrunedEntry& set) {
    if (m_acting)
        return;
    act(
        [set](const report::Workspace& workspace) {
            auto gone = report::emptyPruned(workspace, set.id, set.set.id);
            Acted acted;
            acted.reports.push_back(gone ? std::move(*gone)
                                         : report::PrunedReport{set.id, {}, gone.error(), {}});
            return acted;
        },
        [this, count = set.set.backups.size()](const Acted& acted) {
            tellRefusals(acted);
            if (!acted.reports.front().refused)
                Q_EMIT done(tr("Removed %n backup(s) for good.", nullptr, static_cast<int>(count)), {});
        });
}

} // namespace stemma::ui
