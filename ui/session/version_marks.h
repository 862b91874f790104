// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <QObject>
#include <QString>

#include "core/marks/mark_store.h"

namespace stemma::ui {

class TaskRunner;

/// What the person noted on the versions of one report: names, notes and pins, by the SHA-256 of the content.
/// What another window or program notes comes by itself. Marks that can't be read or written cost marks and
/// nothing else: that is told. Lives in the window's thread; every disk access runs on the task runner.
class VersionMarks : public QObject {
    Q_OBJECT
public:
    /// All of them outlive it.
    VersionMarks(marks::MarkStore& store, io::Disk& disk, TaskRunner& runner, QObject* parent = nullptr);

    /// An empty id: of no report. The answer is changed(), if there are other marks than before.
    void setReport(const ReportId& report);
    using Versions = std::map<std::string, marks::VersionMark>;
    [[nodiscard]] const Versions& versions() const { return m_versions; }
    /// Nothing is noted on a content that isn't known ("").
    [[nodiscard]] marks::VersionMark of(const std::string& sha256) const;

    /// Notes something on a version; `what` tells it in a sentence. The answer is done(), or failed(). What
    /// is noted already writes nothing.
    void edit(const std::string& sha256, const marks::VersionEdit& edit, const QString& what);

Q_SIGNALS:
    /// versions() are others.
    void changed();
    /// Something was noted; `undo` takes it back, unless it was changed since.
    void done(const QString& what, const std::function<void()>& undo);
    void failed(const stemma::Error& error);
    /// Marks were lost, or can't be read for now: in whole sentences, once.
    void lost(const QString& text);

private:
    struct Edit {
        ReportId report;
        std::string sha256;
        marks::VersionEdit edit;
        QString what;
        bool onlyIfSame = false; ///< takes something back: as long as it is what was noted then
        marks::VersionMark same;
    };
    void read();
    void pump();
    void onWritten(const Edit& edit, Result<marks::FoundMarks> found);
    void take(marks::FoundMarks found);
    void tell(const std::vector<marks::MarkProblem>& problems);

    marks::MarkStore& m_store;
    TaskRunner& m_runner;
    ReportId m_report;
    Versions m_versions;
    std::deque<Edit> m_edits; ///< one after the other: the newest mark is the one that stays
    std::set<std::string> m_told;
    bool m_writing = false;
    bool m_reading = false;
    bool m_readAgain = false;
};

} // namespace stemma::ui
