// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

#include "core/marks/retention_store.h"
#include "core/report/pruning.h"

namespace stemma::ui {

class Job;
class LibrarySession;

/// The backups of a library, or of one report of it: what they are worth, what would go, and what went.
/// Nothing is looked at again by itself: what the person decides on stands still. Lives in the window's
/// thread; all disk work is done on the task runner.
class BackupSession : public QObject {
    Q_OBJECT
public:
    /// Both may be null: then nothing is held back by marks, and no rule is kept. They outlive the session.
    struct Stores {
        marks::MarkStore* marks = nullptr;
        marks::RetentionStore* retention = nullptr;
    };
    /// `library` outlives the session. `only`: one report; none: all.
    BackupSession(LibrarySession& library, Stores stores, std::optional<ReportId> only,
                  QObject* parent = nullptr);
    ~BackupSession() override;

    /// Looks through all of them, as a job. A look that is under way goes on.
    void look();
    void cancel();
    [[nodiscard]] bool isLooking() const { return m_job != nullptr; }
    [[nodiscard]] bool isActing() const { return m_acting; }
    [[nodiscard]] const std::optional<ReportId>& only() const { return m_only; }

    /// What may go from now on; kept for the library. The answer is previewChanged().
    void setPolicy(const history::RetentionPolicy& policy);
    [[nodiscard]] const history::RetentionPolicy& policy() const { return m_policy; }
    /// Null until it was looked, and while another policy is being planned.
    [[nodiscard]] std::shared_ptr<const report::PrunePreview> preview() const { return m_preview; }
    /// What was pruned, newest first.
    [[nodiscard]] const std::vector<report::PrunedEntry>& trash() const { return m_trash; }
    [[nodiscard]] Timestamp now() const;

    /// Looks, by stamps alone, whether the preview is still what is there; the answer, if it isn't, is
    /// outdated().
    void check();

    /// Moves what the preview lists to the trash.
    void prune();
    void bringBack(const std::vector<report::PrunedEntry>& sets);
    void removeForGood(const report::PrunedEntry& set);

Q_SIGNALS:
    void lookingChanged();
    /// Percent.
    void progressed(int percent);
    void policyRead();
    void previewChanged();
    void trashChanged();
    /// An act begins or ends.
    void actingChanged();
    /// Something was done; `undo` takes it back (may be empty).
    void done(const QString& what, const std::function<void()>& undo);
    void outdated();
    /// The preview is no longer what is there; nothing was moved.
    void stale(const stemma::Error& error);
    void failed(const stemma::Error& error);
    /// An act passed over reports, for a reason each; what else it did is told by done().
    void leftAsTheyWere(const std::vector<stemma::Error>& reasons);
    void warned(const QString& text);

private:
    struct Looked;
    struct Acted;
    void takeLook(Result<Looked> looked);
    void plan();
    void keepPolicy();
    void act(std::function<Acted(const report::Workspace&)> work, std::function<void(const Acted&)> told);
    void tellPruned(const Acted& acted);
    void tellRefusals(const Acted& acted);
    [[nodiscard]] report::PruneScope scope() const;

    LibrarySession& m_library;
    Stores m_stores;
    std::optional<ReportId> m_only;
    std::shared_ptr<report::CensusCache> m_cache = std::make_shared<report::CensusCache>();
    std::vector<std::shared_ptr<const report::BackupCensus>> m_censuses;
    std::shared_ptr<const report::PrunePreview> m_preview;
    std::vector<report::PrunedEntry> m_trash;
    history::RetentionPolicy m_policy;
    std::optional<history::RetentionPolicy> m_policyToKeep; ///< that isn't written yet
    bool m_keeping = false;
    bool m_policyKnown = false;
    bool m_looked = false;
    bool m_acting = false;
    bool m_checking = false;
    unsigned m_generation = 0; ///< of the plan
    QPointer<Job> m_job;
};

} // namespace stemma::ui
