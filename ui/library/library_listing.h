// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QObject>

#include "core/report/report_library.h"

namespace stemma::ui {

class ReportListModel;
class SidebarModel;
class TaskRunner;

/// Brings the list and the places in step with the snapshots of a library. Rows are made and counted on the
/// pool, the window's thread takes only the difference; of snapshots that come meanwhile the newest counts.
class LibraryListing : public QObject {
    Q_OBJECT
public:
    /// All of them outlive it.
    LibraryListing(TaskRunner& runner, ReportListModel& list, SidebarModel& places,
                   QObject* parent = nullptr);

    /// The answer is shown(), for this snapshot or a newer one.
    void show(std::shared_ptr<const report::LibrarySnapshot> snapshot);
    /// Whether a newer snapshot is on its way than what is shown.
    [[nodiscard]] bool isMaking() const { return m_making; }
    /// No library is open; a snapshot on its way is dropped.
    void clear();

Q_SIGNALS:
    void shown();

private:
    struct Made;
    void make();
    void take(Made made);

    TaskRunner& m_runner;
    ReportListModel& m_list;
    SidebarModel& m_places;
    std::shared_ptr<const report::LibrarySnapshot> m_next;
    bool m_making = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
