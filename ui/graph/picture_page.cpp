// SPDX-License-Identifier: MIT
#include "ui/graph/picture_page.h"

#include <algorithm>
#include <utility>

#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/graph/picture_legend.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

PicturePage::PicturePage(TaskRunner& runner, graph::PlaceStore* places, const std::string& program,
                         QWidget* parent)
    : QWidget(parent)
    , m_runner(runner)
    , m_maker(new PictureMaker(runner, places, program, this))
    , m_bar(new PictureBar(this))
    , m_view(new PictureView(runner, this))
    , m_legend(new PictureLegend(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_legend);
    setFocusProxy(m_view);
    connectParts();
}

void PicturePage::connectParts() {
    connect(m_maker, &PictureMaker::made, this, &PicturePage::take);
    connect(m_maker, &PictureMaker::failed, this, [this](const Error& error) {
        m_revealDue = false;
        tellNote();
        if (error.code != ErrorCode::cancelled)
            Q_EMIT failed(error);
    });
    connect(m_maker, &PictureMaker::notKept, this, &PicturePage::failed);
    connect(m_bar, &PictureBar::changed, this, [this] {
        if (!m_bar->choice().whole && !current().isEmpty())
            m_focus = {toUtf8(current())};
        make();
    });
    connect(m_bar, &PictureBar::layOutAgain, this, [this] { make(PictureWish::Places::anew); });
    connect(m_bar, &PictureBar::fitWanted, m_view, &PictureView::fit);
    connect(m_bar, &PictureBar::zoomWanted, m_view, [this](int steps) {
        if (steps > 0)
            m_view->zoomIn();
        else
            m_view->zoomOut();
    });
    connect(m_bar, &PictureBar::triedReset, this, &PicturePage::resetTried);
    connect(m_view, &PictureView::currentChanged, this, &PicturePage::chooseHere);
    connect(m_view, &PictureView::activated, this, &PicturePage::activated);
    connect(m_view, &PictureView::moved, this, &PicturePage::move);
    connect(m_view, &PictureView::menuRequested, this, &PicturePage::showMenu);
}

void PicturePage::setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph) {
    const bool same = m_graphs && graphs && m_graphs->user == graphs->user && m_graph == graph;
    const bool previewed = graphs && isPreviewOf(graphs->folder, graph);
    m_runner.discard(std::exchange(m_graphs, std::move(graphs)));
    m_graph = graph;
    if (!same && !previewed)
        forget();
    m_previewFolder.clear();
    if (!m_graphs)
        return;
    if (!same) {
        const graph::Graph* found = m_graphs->store.graph(m_graph);
        takeSize(found ? found->nodes.size() * 2 : 0);
    }
    make();
}

void PicturePage::setPreview(const std::string& folder, const std::string& graph,
                             std::shared_ptr<const graph::Picture> preview) {
    forget();
    m_graph = graph;
    m_previewFolder = folder;
    takeSize(preview->elements.size());
    if (m_bar->choice().whole)
        return; // its own places come with the data
    Q_EMIT noteChanged(tr("Reading the graph …"));
    m_maker->make({folder, nullptr, std::move(preview)}, wish());
}

/// What of a graph is shown first, by about how many elements it has.
void PicturePage::takeSize(std::size_t elements) {
    PictureChoice choice = m_bar->choice();
    choice.relations.reset();
    choice.whole = elements <= wholePictureLimit;
    m_bar->setChoice(choice);
}

/// Nothing is left of the graph that was shown: neither its picture, which another graph's places would be
/// kept from, nor what was chosen, tried and moved in it.
void PicturePage::forget() {
    m_maker->cancel();
    ++m_layout;
    m_view->setScene(nullptr, PictureView::Keep::nothing);
    m_runner.discard(std::exchange(m_picture, MadePicture()));
    m_found = 0;
    m_focus.clear();
    m_morphs.clear();
    m_runner.discard(std::exchange(m_compared, nullptr));
    m_chosen.clear();
    m_revealDue = false;
    m_pathStart.clear();
    m_pathEnd.clear();
    m_fresh = true;
    m_bar->setTried(false);
    tellNote();
}

void PicturePage::setCompared(GraphStatesPtr states) {
    if (states == m_compared)
        return;
    m_runner.discard(std::exchange(m_compared, std::move(states)));
    make();
}

PictureWish PicturePage::wish() const {
    const PictureChoice choice = m_bar->choice();
    PictureWish wish;
    wish.graph = m_graph;
    wish.compared = m_compared;
    wish.kind = choice.kind;
    wish.font = m_view->font();
    wish.options.attributes = choice.attributes ? graph::Show::yes : graph::Show::no;
    wish.options.transitions = choice.transitions ? graph::Show::yes : graph::Show::no;
    wish.options.morphs = m_morphs;
    wish.filter.direction = choice.direction;
    if (choice.relations)
        wish.filter.relations = *choice.relations;
    if (choice.relations && choice.relations->empty())
        wish.filter.kinds = {graph::EdgeKind::attribute, graph::EdgeKind::transitionInput,
                             graph::EdgeKind::transitionOutput};
    if (!choice.whole)
        wish.focus = PictureWish::Focus{m_focus, choice.depth};
    return wish;
}

void PicturePage::make(PictureWish::Places places) {
    if (!m_graphs)
        return;
    Q_EMIT noteChanged(tr("Laying out …"));
    PictureWish wished = wish();
    wished.places = places;
    m_maker->make({m_graphs->folder, m_graphs}, wished, m_picture);
}

void PicturePage::take(const MadePicture& picture) {
    // Moves lead to places of the layout that they were made in.
    const bool anew = picture.laidOut || picture.wish.kind != m_picture.wish.kind;
    if (anew)
        ++m_layout;
    const bool keep = !std::exchange(m_fresh, false) && m_picture.centre == picture.centre;
    auto before = std::exchange(m_picture, picture);
    m_view->setScene(picture.scene, keep ? PictureView::Keep::view : PictureView::Keep::nothing, marks());
    m_legend->setPicture(picture.scene->picture(), picture.changes);
    m_runner.discard(std::move(before));
    m_bar->setRelations(picture.relations);
    showChosen();
    tellNote();
    if (anew)
        Q_EMIT laidOutAnew();
}

/// What was chosen before the picture was there, or was hidden in the one before.
void PicturePage::showChosen() {
    const bool reveal = std::exchange(m_revealDue, false);
    const bool there = m_picture.scene->picture().find(toUtf8(m_chosen)).has_value();
    m_view->setCurrent(there ? m_chosen : QString(),
                       reveal && there ? PictureView::Reveal::yes : PictureView::Reveal::no);
    const std::vector<std::string> around{toUtf8(m_chosen)};
    if (reveal && !there && !m_chosen.isEmpty() && m_picture.wish.focus && m_focus != around)
        focusOn(m_chosen);
}

void PicturePage::setCurrent(const QString& id) {
    m_chosen = id;
    m_revealDue = m_maker->isBusy();
    const bool there = m_picture.scene && m_picture.scene->picture().find(toUtf8(id));
    m_view->setCurrent(there ? id : QString());
    // It isn't in the picture: the part around it is made.
    if (!there && !id.isEmpty() && m_picture.scene && m_picture.wish.focus && !m_revealDue)
        focusOn(id);
}

void PicturePage::chooseHere(const QString& id) {
    m_chosen = id;
    m_revealDue = false;
    Q_EMIT currentChanged(id);
}

void PicturePage::focusOn(const QString& id) {
    PictureChoice choice = m_bar->choice();
    choice.whole = false;
    m_bar->setChoice(choice);
    m_focus = {toUtf8(id)};
    m_chosen = id;
    make();
    m_revealDue = true;
}

// --- searching and paths

void PicturePage::setSearch(const QString& text) {
    const QString folded = text.trimmed().toCaseFolded();
    if (folded == m_search)
        return;
    m_search = folded;
    mark();
    tellNote();
}

void PicturePage::mark() {
    if (m_picture.scene)
        m_view->setMarks(marks());
}

/// Dims what isn't found, and shows the path; nothing moves.
PictureMarks PicturePage::marks() {
    m_found = 0;
    PictureMarks marks;
    const QStringList& labels = m_picture.labels;
    if (!m_search.isEmpty()) {
        marks.dimmed.assign(static_cast<std::size_t>(labels.size()), true);
        for (qsizetype n = 0; n < labels.size(); ++n) {
            if (!labels[n].contains(m_search))
                continue;
            marks.dimmed[static_cast<std::size_t>(n)] = false;
            ++m_found;
        }
    }
    if (!m_pathEnd.isEmpty()) {
        const graph::Picture& picture = m_picture.scene->picture();
        marks.onPath.assign(picture.edges.size(), false);
        for (const std::uint32_t edge : graph::pathBetween(picture, toUtf8(m_pathStart), toUtf8(m_pathEnd)))
            marks.onPath[edge] = true;
    }
    if (m_graphs && !m_graphs->edited.empty()) {
        const auto& elements = m_picture.scene->picture().elements;
        marks.edited.assign(elements.size(), false);
        for (std::size_t n = 0; n < elements.size(); ++n)
            marks.edited[n] = elements[n].kind == graph::ElementKind::node &&
                              m_graphs->edited.contains(elements[n].subject);
    }
    marks.changes = m_picture.changes;
    return marks;
}

void PicturePage::showNextFound(int step) {
    if (m_found == 0)
        return;
    const auto& elements = m_picture.scene->picture().elements;
    const auto size = static_cast<qsizetype>(elements.size());
    const auto now = m_picture.scene->picture().find(toUtf8(current()));
    qsizetype at = now ? static_cast<qsizetype>(*now) : (step > 0 ? -1 : size);
    do {
        at = (at + step + size) % size;
    } while (!m_picture.labels[at].contains(m_search));
    const QString id = fromUtf8(elements[static_cast<std::size_t>(at)].id);
    m_view->setCurrent(id);
    chooseHere(id);
}

void PicturePage::showPath(const QString& to) {
    m_pathEnd = to;
    mark();
    tellNote();
}

QString PicturePage::labelOf(const QString& id) const {
    const auto element = m_picture.scene ? m_picture.scene->picture().find(toUtf8(id)) : std::nullopt;
    return element ? oneLine(fromUtf8(m_picture.scene->picture().elements[*element].label), 60) : id;
}

void PicturePage::tellNote() {
    if (!m_picture.scene)
        return Q_EMIT noteChanged({});
    const QLocale locale;
    const auto shownCount = static_cast<qulonglong>(m_picture.scene->size());
    QStringList parts;
    if (m_picture.wish.focus && m_picture.scene->size() < m_picture.wholeSize)
        parts << (m_picture.cut ? tr("the nearest %1 of %2 shown, around %3")
                                : tr("%1 of %2 shown, around %3"))
                     .arg(locale.toString(shownCount),
                          locale.toString(static_cast<qulonglong>(m_picture.wholeSize)),
                          isolated(labelOf(fromUtf8(m_picture.centre))));
    if (m_picture.changes.any()) {
        const auto count = [this](graph::Became became) {
            const auto& all = m_picture.changes.elements;
            return QString::number(std::count(all.begin(), all.end(), became));
        };
        parts << tr("compared: %1 added, %2 edited, %3 removed")
                     .arg(count(graph::Became::added), count(graph::Became::edited),
                          count(graph::Became::removed));
    }
    if (!m_search.isEmpty())
        parts << (m_found > 0 ? tr("%n found", nullptr, m_found) : tr("nothing found"));
    if (!m_pathEnd.isEmpty()) {
        const auto length = std::count(m_view->marks().onPath.begin(), m_view->marks().onPath.end(), true);
        parts << (length > 0 ? tr("a path of %n step(s)", nullptr, static_cast<int>(length))
                             : tr("there is no path from %1 to %2 in this picture")
                                   .arg(isolated(labelOf(m_pathStart)), isolated(labelOf(m_pathEnd))));
    }
    Q_EMIT noteChanged(parts.join(QStringLiteral(" · ")));
}

// --- the menu

void PicturePage::showMenu(const QString& id, const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    fillMenu(*menu, id);
    menu->popup(at);
}

void PicturePage::fillMenu(QMenu& menu, const QString& id) {
    menu.addActions(id.isEmpty() ? m_groundActions : m_elementActions);
    menu.addSeparator();
    if (!id.isEmpty()) {
        menu.addAction(themeIcon(IconName::find), tr("Show What Is &Around It"), this,
                       [this, id] { focusOn(id); });
        menu.addAction(themeIcon(IconName::history), tr("&History of This Node"), this, [this, id] {
            m_view->setCurrent(id);
            Q_EMIT currentChanged(id);
            Q_EMIT historyWanted();
        });
        menu.addAction(tr("Begin a &Path Here"), this, [this, id] {
            m_pathStart = id;
            showPath({});
        });
        if (!m_pathStart.isEmpty() && m_pathStart != id)
            menu.addAction(tr("Path from %1 to &Here").arg(isolated(labelOf(m_pathStart))), this,
                           [this, id] { showPath(id); });
        menu.addSeparator();
    }
    if (!m_pathEnd.isEmpty())
        menu.addAction(tr("&Clear the Path"), this, [this] { showPath({}); });
    menu.addAction(themeIcon(IconName::zoomFit), tr("Show &Everything"), m_view, &PictureView::fit);
}

// --- morphs

void PicturePage::showMorph(const std::string& node, const std::string& morph) {
    m_morphs[node] = morph;
    m_bar->setTried(true);
    make();
    Q_EMIT morphsChanged();
}

void PicturePage::tryTransition(const std::string& transition) {
    if (!m_graphs)
        return;
    auto after = graph::afterTransition(m_graphs->store, transition, m_morphs);
    if (!after)
        return Q_EMIT failed(after.error());
    m_morphs = std::move(*after);
    m_bar->setTried(true);
    make();
    Q_EMIT morphsChanged();
}

void PicturePage::resetTried() {
    m_morphs.clear();
    m_bar->setTried(false);
    make();
    Q_EMIT morphsChanged();
}

} // namespace stemma::ui
