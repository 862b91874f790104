// SPDX-License-Identifier: MIT
#include "ui/graph/place_keeper.h"

#include <cmath>
#include <utility>

namespace stemma::ui {

namespace {

using Known = std::map<std::string, layout::Point>;

/// As the file has them: hundredths of a point.
bool same(const layout::Point& one, const layout::Point& other) {
    return std::abs(one.x - other.x) < 0.01 && std::abs(one.y - other.y) < 0.01;
}

/// Whether anything became different.
bool put(Known& known, const PictureScene& scene, std::uint32_t element) {
    const QPointF centre = scene.box(element).center();
    const layout::Point point{centre.x(), centre.y()};
    const auto [at, isNew] = known.try_emplace(scene.picture().elements[element].id, point);
    if (!isNew && same(at->second, point))
        return false;
    at->second = point;
    return true;
}

bool merge(Known& known, const PlaceChange& change) {
    if (change.element)
        return put(known, *change.scene, *change.element);
    if (change.scene->size() == 0)
        return false; // the graph may be unreadable just now
    bool changed = false;
    if (change.others == PlaceChange::Others::go)
        changed = !std::exchange(known, {}).empty();
    for (std::uint32_t n = 0; n < change.scene->size(); ++n)
        changed = put(known, *change.scene, n) || changed;
    return changed;
}

} // namespace

void PlaceKeeper::put(PlaceChange change) {
    const std::lock_guard held(m_queueMutex);
    m_queue.push_back(std::move(change));
}

Status PlaceKeeper::write() {
    const std::lock_guard disk(m_diskMutex);
    std::deque<PlaceChange> queue;
    {
        const std::lock_guard held(m_queueMutex);
        queue = std::exchange(m_queue, {});
    }
    Status first;
    while (m_store && !queue.empty()) {
        const std::string folder = queue.front().folder;
        const std::string graph = queue.front().graph;
        auto kept = m_store->load(folder, graph);
        graph::PicturePlaces places = kept ? std::move(*kept) : graph::PicturePlaces{};
        bool changed = false;
        for (; !queue.empty() && queue.front().folder == folder && queue.front().graph == graph;
             queue.pop_front())
            changed = merge(places.kinds[queue.front().kind], queue.front()) || changed;
        const Status saved = changed ? m_store->save(folder, graph, places) : Status();
        if (!saved && first)
            first = saved;
    }
    return first;
}

graph::PicturePlaces PlaceKeeper::load(const std::string& folder, const std::string& graph) {
    const std::lock_guard disk(m_diskMutex);
    auto kept = m_store ? m_store->load(folder, graph) : Result<graph::PicturePlaces>();
    graph::PicturePlaces places = kept ? std::move(*kept) : graph::PicturePlaces{};
    const std::lock_guard held(m_queueMutex);
    for (const PlaceChange& change : m_queue) {
        if (change.folder == folder && change.graph == graph)
            merge(places.kinds[change.kind], change);
    }
    return places;
}

} // namespace stemma::ui
