// SPDX-License-Identifier: MIT
#include "ui/graph/picture_maker.h"

#include <algorithm>
#include <utility>

#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

using Known = std::map<std::string, layout::Point>;

/// What of the whole picture is wanted.
graph::Picture partOf(graph::Picture whole, const PictureWish& wish, MadePicture& made) {
    made.wholeSize = whole.elements.size();
    made.relations = graph::relationNames(whole);
    made.kept = true;
    if (!wish.focus)
        return whole;
    std::vector<std::string> from;
    for (const std::string& id : wish.focus->from) {
        if (whole.find(id))
            from.push_back(id);
    }
    if (from.empty())
        from.push_back(graph::mostConnected(whole));
    made.centre = from.front();
    graph::Picture part = graph::focusOn(whole, from, wish.focus->depth, wish.focus->filter);
    return part;
}

std::vector<std::optional<layout::Point>> knownPoints(const graph::Picture& picture, const Known& known) {
    std::vector<std::optional<layout::Point>> points;
    for (const graph::PictureElement& element : picture.elements) {
        const auto found = known.find(element.id);
        points.push_back(found == known.end() ? std::nullopt : std::optional(found->second));
    }
    return points;
}

/// Where everything lies: as it is known, where most of it is; else laid out anew.
Result<std::vector<layout::Point>> placesOf(const graph::Picture& picture, const layout::Request& request,
                                            const Known& known, const std::string& program,
                                            const Progress& progress) {
    const auto points = knownPoints(picture, known);
    const auto there = static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [](const auto& point) { return point.has_value(); }));
    if (there * 2 > points.size())
        return layout::placeBeside(request, points);
    return layout::layOut(request, program, progress);
}

struct Work {
    std::shared_ptr<const UserGraphs> graphs;
    PictureWish wish;
    graph::PlaceStore* store = nullptr;
    std::string program;
    PictureMaker::Places places = PictureMaker::Places::keep;

    Result<MadePicture> operator()(const Progress& progress) const {
        MadePicture made;
        graph::Picture picture =
            partOf(graph::pictureOf(graphs->store, wish.graph, wish.options), wish, made);
        const std::vector<QSizeF> sizes = sizesOf(picture, wish.font);
        const layout::Request request = layoutRequest(picture, sizes, wish.kind, made.centre);
        graph::PicturePlaces kept;
        if (store) { // places that can't be read are made anew
            if (auto loaded = store->load(graphs->folder, wish.graph))
                kept = std::move(*loaded);
        }
        const bool anew = places == PictureMaker::Places::anew;
        const auto points = anew ? layout::layOut(request, program, progress)
                                 : placesOf(picture, request, kept.kinds[wish.kind], program, progress);
        if (!points)
            return fail(points.error());
        // A part of a graph that was never laid out whole is its own picture: nothing of it is kept.
        made.kept = !wish.focus || !kept.kinds[wish.kind].empty();
        made.scene = std::make_shared<const PictureScene>(std::move(picture), sizes, pointsOf(*points));
        if (store && !wish.focus) {
            const Status saved = rememberScene(kept, *made.scene);
            if (!saved)
                return fail(saved.error());
        }
        return made;
    }

private:
    Status rememberScene(graph::PicturePlaces& kept, const PictureScene& scene) const {
        Known& known = kept.kinds[wish.kind];
        Known now;
        for (std::uint32_t n = 0; n < scene.size(); ++n) {
            const QPointF centre = scene.box(n).center();
            now[scene.picture().elements[n].id] = {centre.x(), centre.y()};
        }
        if (now == known)
            return {};
        known = std::move(now);
        return store->save(graphs->folder, wish.graph, kept);
    }
};

} // namespace

PictureMaker::PictureMaker(TaskRunner& runner, graph::PlaceStore* places, std::string program,
                           QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_places(places)
    , m_program(std::move(program)) {}

PictureMaker::~PictureMaker() {
    if (m_job)
        m_job->cancel();
}

void PictureMaker::make(std::shared_ptr<const UserGraphs> graphs, const PictureWish& wish, Places places) {
    if (m_job)
        m_job->cancel();
    const quint64 generation = ++m_generation;
    m_busy = true;
    m_job = m_runner.runJob(this, tr("Laying out the graph"),
                            Work{std::move(graphs), wish, m_places, m_program, places},
                            [this, generation](Result<MadePicture> picture) {
                                if (generation != m_generation)
                                    return;
                                m_busy = false;
                                if (picture)
                                    Q_EMIT made(*picture);
                                else
                                    Q_EMIT failed(picture.error());
                            });
}

void PictureMaker::remember(const UserGraphs& graphs, const PictureWish& wish, const PictureScene& scene) {
    if (!m_places)
        return;
    Known now;
    for (std::uint32_t n = 0; n < scene.size(); ++n) {
        const QPointF centre = scene.box(n).center();
        now[scene.picture().elements[n].id] = {centre.x(), centre.y()};
    }
    m_unsaved.push_back({graphs.folder, wish.graph, wish.kind, std::move(now)});
    saveNext();
}

/// One after another: two at once could leave the older places.
void PictureMaker::saveNext() {
    if (m_saving || m_unsaved.empty())
        return;
    m_saving = true;
    m_runner.run(
        this,
        [store = m_places, all = std::exchange(m_unsaved, {})]() -> Status {
            for (const Unsaved& one : all) {
                auto kept = store->load(one.folder, one.graph);
                graph::PicturePlaces places = kept ? std::move(*kept) : graph::PicturePlaces{};
                for (const auto& [id, point] : one.points)
                    places.kinds[one.kind][id] = point;
                if (const Status saved = store->save(one.folder, one.graph, places); !saved)
                    return saved;
            }
            return {};
        },
        [this](const Status& saved) {
            m_saving = false;
            if (!saved)
                Q_EMIT failed(saved.error());
            saveNext();
        });
}

} // namespace stemma::ui
