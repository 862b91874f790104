// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "core/history/timeline.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "ui/session/library_session.h"

namespace stemma::ui {

/// Two versions side by side, as the diff view shows them.
struct Comparison {
    history::Version before;
    history::Version after;
    QString beforeText; ///< "before “evolve” by agent, 14:02", for the header
    QString afterText;
    diff::Changes changes;
    std::string beforeBytes; ///< for the raw view
    std::string afterBytes;
};

/// One open report: its content, its history, and what can be taken back. Follows the file while other programs write.
/// Lives in the window's thread; every disk access runs on the task runner. Results of outdated requests are dropped.
class ReportSession : public QObject {
    Q_OBJECT
public:
    ReportSession(LibrarySession& library, ReportId id, QObject* parent = nullptr);

    [[nodiscard]] const ReportId& id() const { return m_id; }
    [[nodiscard]] LibrarySession& library() const { return m_library; }
    /// Null until loaded.
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> report() const { return m_report; }
    [[nodiscard]] std::shared_ptr<const history::Timeline> timeline() const { return m_timeline; }

    /// Reads the report, and the history if it is wanted, again if their files changed (or `force`).
    enum class Force { no, yes };
    void refresh(Force force = Force::no);
    /// The history is read only while somebody shows it.
    void setHistoryWanted(bool wanted);

    /// Compares two versions (indices into the timeline's); the answer is compared().
    void compare(std::size_t before, std::size_t after);
    /// The answer is previewReady().
    void previewRestore(std::size_t version);
    /// Restores as previewed: refused as a conflict if somebody wrote since. The answer is restored(), or failed().
    void restore(std::size_t version, const std::string& expectedBase);
    /// Takes the newest restore (or other revertible change of a person) back; false if there is none to take back.
    bool undoLast();
    [[nodiscard]] bool canUndo() const;
    /// Writes the event for a change that has none (R9).
    void recordUnrecordedChange();

Q_SIGNALS:
    void reportChanged();
    void timelineChanged();
    void compared(const std::shared_ptr<const stemma::ui::Comparison>& comparison);
    void previewReady(std::size_t version, const std::shared_ptr<const stemma::report::RestorePreview>& preview);
    /// Something of ours was written; canUndo() tells whether it can be taken back.
    void restored(const QString& what);
    /// Another program changed the report: who and what.
    void changedByOthers(const QString& text);
    void failed(const stemma::Error& error);

private:
    LibrarySession& m_library;
    ReportId m_id;
    std::shared_ptr<const report::LoadedReport> m_report;
    std::shared_ptr<const history::Timeline> m_timeline;
    bool m_historyWanted = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
