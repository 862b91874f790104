// SPDX-License-Identifier: MIT
#include "ui/graph/picture_maker.h"

#include <algorithm>
#include <utility>

#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using Known = std::map<std::string, layout::Point>;

/// What of the whole picture is wanted.
graph::Picture partOf(graph::Picture whole, const PictureWish& wish, MadePicture& made) {
    made.wholeSize = whole.elements.size();
    made.relations = graph::relationNames(whole);
    made.kept = true;
    if (!wish.focus)
        return graph::withoutOthers(whole, wish.filter);
    std::vector<std::string> from;
    for (const std::string& id : wish.focus->from) {
        if (whole.find(id))
            from.push_back(id);
    }
    if (from.empty())
        from.push_back(graph::mostConnected(whole));
    made.centre = from.front();
    const std::size_t most = mostOfAPart(wish.focus->depth);
    graph::Picture part = graph::focusOn(whole, from, wish.focus->depth, wish.filter, most);
    made.cut = part.elements.size() == most;
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

/// Those whose label was changed and that need more room than they had.
std::vector<std::uint32_t> grownSince(const graph::Picture& picture, const layout::Request& request,
                                      const PictureScene& shown) {
    std::vector<std::uint32_t> grown;
    for (std::uint32_t n = 0; n < picture.elements.size(); ++n) {
        const auto before = shown.picture().find(picture.elements[n].id);
        // A larger font makes all of them larger, and moves none.
        if (!before || shown.picture().elements[*before].label == picture.elements[n].label)
            continue;
        const QRectF& box = shown.box(*before);
        if (request.nodes[n].width > box.width() || request.nodes[n].height > box.height())
            grown.push_back(n);
    }
    return grown;
}

/// Where everything lies: as it is known, where most of it is; else laid out anew.
Result<std::vector<layout::Point>> placesOf(const graph::Picture& picture, const layout::Request& request,
                                            const Known& known, const MadePicture& shown,
                                            const std::string& program, const Progress& progress,
                                            MadePicture& made) {
    auto points = knownPoints(picture, known);
    const auto there = static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [](const auto& point) { return point.has_value(); }));
    // Finding room for thousands takes longer than a layout, and gives a worse picture.
    constexpr std::size_t mostBeside = 500;
    if (there * 2 > points.size() && points.size() - there <= mostBeside) {
        // Two states that are compared lie as the graph does: their labels come and go.
        if (shown.scene && !shown.wish.compared && !made.wish.compared)
            layout::makeRoom(request.nodes, grownSince(picture, request, *shown.scene), points);
        return layout::placeBeside(request, points);
    }
    made.laidOut = true;
    return layout::layOut(request, program, progress);
}

void addKnown(Known& known, const PictureScene& scene) {
    for (std::uint32_t n = 0; n < scene.size(); ++n) {
        const QPointF centre = scene.box(n).center();
        known.try_emplace(scene.picture().elements[n].id, layout::Point{centre.x(), centre.y()});
    }
}

/// An attribute that was edited has another id: it lies where the one lay that is gone, if that can be told.
void addEdited(Known& known, const graph::Picture& picture, const graph::GraphStore& store) {
    for (const graph::PictureElement& element : picture.elements) {
        const graph::Attribute* attribute =
            element.kind == graph::ElementKind::attributeValue ? store.attribute(element.subject) : nullptr;
        if (!attribute || known.contains(element.id))
            continue;
        const std::string prefix = "attrval_" + attribute->source + "::" + attribute->name + "::";
        for (auto at = known.lower_bound(prefix); at != known.end() && at->first.starts_with(prefix); ++at) {
            if (picture.find(at->first))
                continue;
            const layout::Point point = at->second;
            known.try_emplace(element.id, point);
            break;
        }
    }
}

graph::PictureDifference comparedPicture(const GraphStates& states, const PictureWish& wish) {
    return graph::pictureDifference(graph::pictureOf(states.beforeStore, wish.graph, wish.options),
                                    graph::pictureOf(states.afterStore, wish.graph, wish.options),
                                    diff::difference(graph::graphTree(states.beforeStore, wish.graph),
                                                     graph::graphTree(states.afterStore, wish.graph)));
}

struct Work {
    PictureSource source;
    PictureWish wish;
    std::shared_ptr<PlaceKeeper> keeper;
    std::string program;
    MadePicture shown; ///< whose places count where none are kept

    Result<MadePicture> operator()(const Progress& progress) const {
        MadePicture made;
        made.wish = wish;
        made.folder = source.folder;
        graph::PictureDifference difference;
        if (wish.compared)
            difference = comparedPicture(*wish.compared, wish);
        graph::Picture picture =
            partOf(wish.compared   ? std::move(difference.picture)
                   : source.graphs ? graph::pictureOf(source.graphs->store, wish.graph, wish.options)
                                   : *source.preview,
                   wish, made);
        if (wish.compared)
            made.changes = graph::changesOf(difference, picture);
        for (const graph::PictureElement& element : picture.elements)
            made.labels << fromUtf8(element.label).toCaseFolded();
        const std::vector<QSizeF> sizes = sizesOf(picture, wish.font);
        const layout::Request request = layoutRequest(picture, sizes, wish.kind, made.centre, wish.font);
        Known known;
        if (wish.places == PictureWish::Places::keep)
            known = keeper->load(source.folder, wish.graph).kinds[wish.kind];
        const bool whole = !known.empty();
        // What is on show lies where it lies, unless that is a part that was laid out by itself.
        if (wish.places == PictureWish::Places::keep && shown.scene && (shown.kept || (!whole && wish.focus)))
            addKnown(known, *shown.scene);
        if (source.graphs)
            addEdited(known, picture, source.graphs->store);
        const auto points = placesOf(picture, request, known, shown, program, progress, made);
        if (!points)
            return fail(points.error());
        // A part of a graph that was never laid out whole is its own picture: nothing of it is kept.
        made.kept = !wish.focus || (whole && !made.laidOut);
        made.scene = std::make_shared<const PictureScene>(std::move(picture), sizes, pointsOf(*points));
        return made;
    }
};

} // namespace

PictureMaker::PictureMaker(TaskRunner& runner, graph::PlaceStore* places, std::string program,
                           QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_keeper(std::make_shared<PlaceKeeper>(places))
    , m_program(std::move(program)) {}

PictureMaker::~PictureMaker() {
    cancel();
}

void PictureMaker::cancel() {
    if (m_job)
        m_job->cancel();
    ++m_generation;
    m_busy = false;
}

void PictureMaker::make(PictureSource source, PictureWish wish, const MadePicture& shown) {
    // Others may write while it is laid out anew: that is wanted nevertheless.
    if (m_busy && m_folder == source.folder && m_wish.graph == wish.graph && m_wish.kind == wish.kind &&
        m_wish.places == PictureWish::Places::anew)
        wish.places = PictureWish::Places::anew;
    cancel();
    m_folder = source.folder;
    m_wish = wish;
    const bool alike = shown.scene && shown.folder == source.folder && shown.wish.graph == wish.graph &&
                       shown.wish.kind == wish.kind;
    m_busy = true;
    m_job = m_runner.runJob(
        this, tr("Laying out the graph"),
        Work{std::move(source), std::move(wish), m_keeper, m_program, alike ? shown : MadePicture{}},
        [this, generation = m_generation](Result<MadePicture> picture) {
            if (generation != m_generation)
                return m_runner.discard(std::move(picture));
            m_busy = false;
            if (picture)
                take(std::move(*picture));
            else
                Q_EMIT failed(picture.error());
        });
}

void PictureMaker::take(MadePicture picture) {
    if (!picture.wish.focus)
        keep({picture.folder, picture.wish.graph, picture.wish.kind, picture.scene,
              picture.laidOut ? PlaceChange::Others::go : PlaceChange::Others::stay, std::nullopt});
    Q_EMIT made(picture);
}

void PictureMaker::remember(const MadePicture& picture, std::uint32_t element) {
    keep({picture.folder, picture.wish.graph, picture.wish.kind, picture.scene, PlaceChange::Others::stay,
          element});
}

void PictureMaker::keep(PlaceChange change) {
    m_keeper->put(std::move(change));
    m_runner.run(
        this, [keeper = m_keeper] { return keeper->write(); },
        [this](const Status& written) {
            if (!written)
                Q_EMIT notKept(written.error());
        });
}

} // namespace stemma::ui
