// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>

#include <QAction>
#include <QUndoStack>
#include <QWidget>

class QMenu;

#include "ui/graph/picture_bar.h"
#include "ui/graph/picture_maker.h"
#include "ui/graph/picture_painter.h"

namespace stemma::ui {

class PictureLegend;
class PictureView;

/// The picture of a graph with its controls and its legend: what of it is wished, what was found or tried,
/// and nodes that a person moved, which can be undone.
class PicturePage : public QWidget {
    Q_OBJECT
public:
    /// All outlive the page; `places` may be null. `program`: the layout program.
    PicturePage(TaskRunner& runner, graph::PlaceStore* places, const std::string& program,
                QWidget* parent = nullptr);

    /// Another graph, or another state of the same: then everything stays as the person has it. Null:
    /// nothing.
    void setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph);
    /// Until the data of a large graph are there: the part of it that is shown first, as it was composed
    /// last. setGraph() of the same graph goes on from there.
    void setPreview(const std::string& folder, const std::string& graph,
                    std::shared_ptr<const graph::Picture> preview);
    [[nodiscard]] bool isPreviewOf(const std::string& folder, const std::string& graph) const {
        return !m_previewFolder.empty() && m_previewFolder == folder && m_graph == graph;
    }
    /// Shows the difference of two states of the graph in the picture; null: how it is now, again.
    void setCompared(GraphStatesPtr states);
    /// The chosen element. It stays chosen while the picture doesn't show it; where a part of the graph is
    /// pictured, that becomes the part around it.
    void setCurrent(const QString& id);
    [[nodiscard]] const QString& current() const { return m_chosen; }
    /// Dims what doesn't hold the text.
    void setSearch(const QString& text);
    /// How many elements hold it.
    [[nodiscard]] int foundCount() const { return m_found; }
    /// The next of those, from the chosen one on.
    void showNextFound(int step);

    /// Morphs that are shown instead of the active ones, by node.
    [[nodiscard]] const std::map<std::string, std::string>& morphs() const { return m_morphs; }
    void showMorph(const std::string& node, const std::string& morph);
    void tryTransition(const std::string& transition);
    void resetTried();

    /// Moves of nodes, among whatever else is put there.
    [[nodiscard]] QUndoStack& undoStack() { return *m_undo; }
    /// Where moves go from now on; it outlives the page or the next call. Null: a stack of its own.
    void setUndoStack(QUndoStack* stack) { m_undo = stack ? stack : &m_ownUndo; }
    [[nodiscard]] PictureView* view() const { return m_view; }
    /// Commands for the menus of an element and of the ground.
    void setMenuActions(const QList<QAction*>& element, const QList<QAction*>& ground) {
        m_elementActions = element;
        m_groundActions = ground;
    }
    [[nodiscard]] PictureBar* bar() const { return m_bar; }
    [[nodiscard]] bool isBusy() const { return m_maker->isBusy(); }
    /// Pictures the part around an element.
    void focusOn(const QString& id);

Q_SIGNALS:
    void currentChanged(const QString& id);
    /// The person wants to read about it.
    void activated(const QString& id);
    /// The history of the chosen one is to be shown.
    void historyWanted();
    /// What is said of the picture: how much of the graph it shows, what was found.
    void noteChanged(const QString& note);
    void morphsChanged();
    /// Everything lies elsewhere now: moves of before can't be taken back any more.
    void laidOutAnew();
    void failed(const stemma::Error& error);

private:
    friend class MoveElement;

    void connectParts();
    void forget();
    void takeSize(std::size_t elements);
    [[nodiscard]] PictureWish wish() const;
    void make(PictureWish::Places places = PictureWish::Places::keep);
    void take(const MadePicture& picture);
    [[nodiscard]] PictureMarks marks();
    void mark();
    void showChosen();
    void chooseHere(const QString& id);
    void move(const QString& id, const QPointF& centre);
    void place(const std::string& id, const QPointF& centre);
    void showMenu(const QString& id, const QPoint& at);
    void fillMenu(QMenu& menu, const QString& id);
    void showPath(const QString& to);
    void tellNote();
    [[nodiscard]] QString labelOf(const QString& id) const;

    TaskRunner& m_runner;
    PictureMaker* m_maker = nullptr;
    PictureBar* m_bar = nullptr;
    PictureView* m_view = nullptr;
    PictureLegend* m_legend = nullptr;
    std::shared_ptr<const UserGraphs> m_graphs;
    std::string m_graph;
    std::string m_previewFolder; ///< the user's of whose graph a preview is shown; else empty
    GraphStatesPtr m_compared;
    MadePicture m_picture;
    std::vector<std::string> m_focus;
    std::map<std::string, std::string> m_morphs;
    QString m_search, m_chosen, m_pathStart, m_pathEnd;
    bool m_revealDue = false; ///< the chosen one was chosen while a picture was being made
    int m_found = 0;
    QList<QAction*> m_elementActions, m_groundActions;
    bool m_fresh = true;  ///< the next picture is another graph's
    quint64 m_layout = 0; ///< moves in another one mean nothing any more
    QUndoStack m_ownUndo;
    QUndoStack* m_undo = &m_ownUndo;
};

} // namespace stemma::ui
