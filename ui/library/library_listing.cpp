// SPDX-License-Identifier: MIT
#include "ui/library/library_listing.h"

#include <utility>

#include "ui/library/report_list_model.h"
#include "ui/library/sidebar_model.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

struct LibraryListing::Made {
    ListRows rows;
    PlaceCounts counts;
    quint64 generation = 0;
};

LibraryListing::LibraryListing(TaskRunner& runner, ReportListModel& list, SidebarModel& places,
                               QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_list(list)
    , m_places(places) {}

void LibraryListing::show(std::shared_ptr<const report::LibrarySnapshot> snapshot) {
    m_next = std::move(snapshot);
    if (!m_making)
        make();
}

void LibraryListing::make() {
    m_making = true;
    m_runner.run(
        this,
        [snapshot = std::exchange(m_next, nullptr), before = m_list.rows(), generation = m_generation] {
            Made made{rowsOf(*snapshot, before), {}, generation};
            made.counts = countPlaces(made.rows);
            return made;
        },
        [this](Made made) { take(std::move(made)); });
}

void LibraryListing::take(Made made) {
    m_making = false;
    const bool current = made.generation == m_generation;
    if (current) {
        m_places.setCounts(made.counts);
        m_list.setRows(std::move(made.rows));
    }
    if (m_next != nullptr)
        make();
    if (current)
        Q_EMIT shown();
}

void LibraryListing::clear() {
    ++m_generation;
    m_runner.discard(std::make_pair(m_list.rows(), std::exchange(m_next, nullptr)));
    m_list.setRows({});
    m_places.setCounts({});
}

} // namespace stemma::ui
