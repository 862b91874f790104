// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QSplitter>

#include "ui/session/graph_session.h"

namespace stemma::graph {
class PlaceStore;
}

namespace stemma::ui {

class GraphEditor;
class GraphHistoryPane;
class GraphPage;
class GraphPast;
struct GraphWritten;
class GraphTree;
class GraphTreeModel;
class HealthDesk;
class NodeCard;
struct Message;

/// An open graph library: its users and graphs, the chosen graph, and the card of the chosen node. It places
/// the parts and passes on what they ask for.
class GraphDesk : public QSplitter {
    Q_OBJECT
public:
    /// All outlive the desk; `places` may be null.
    GraphDesk(const journal::Environment& environment, TaskRunner& runner, graph::PlaceStore* places,
              const std::string& layoutProgram, QWidget* parent = nullptr);
    ~GraphDesk() override;

    /// Opens a library in place of the open one. `root` is an absolute path.
    void open(const QString& root);
    void close();
    [[nodiscard]] GraphSession* session() const { return m_session.get(); }
    [[nodiscard]] GraphPage* page() const { return m_page; }
    [[nodiscard]] GraphTree* tree() const { return m_tree; }
    [[nodiscard]] NodeCard* card() const { return m_card; }

    /// Shows a graph, soon: when its user's data are there.
    void showGraph(const std::string& user, const std::string& graph);
    /// Opens a user's data without a graph: one who has none yet can be given one.
    void showUser(const std::string& user);
    void setTreeShown(bool shown);
    /// What a person edits; lives as long as the desk.
    [[nodiscard]] GraphEditor* editor() const { return m_editor; }
    /// The parts that F6 goes through, in order.
    [[nodiscard]] QList<QWidget*> panes() const;
    /// The history of what is shown; the parts live as long as the desk.
    [[nodiscard]] GraphHistoryPane* history() const { return m_history; }
    /// Null while nothing is open.
    [[nodiscard]] GraphPast* past() const { return m_past.get(); }
    [[nodiscard]] bool historyShown() const { return m_historyShown; }
    void setHistoryShown(bool shown);
    /// Shows the history and takes the keyboard there, or goes back to the page.
    void toggleHistory();
    void showNodeHistory();
    void compareWithPrevious();
    /// What is wrong in the library; lives as long as the desk.
    [[nodiscard]] HealthDesk* health() const { return m_health; }
    [[nodiscard]] bool healthShown() const { return m_healthShown; }
    /// The findings in the place of the graph, or the graph again.
    void setHealthShown(bool shown);
    /// Shows what a finding is about: a graph, a node in the first of its graphs, what belongs to a node; a
    /// user's data where that is nothing that can be shown.
    void showElement(const std::string& user, const std::string& element);
    /// One sentence on what is open, for the status bar.
    [[nodiscard]] QString status() const;

Q_SIGNALS:
    void failed(const stemma::Error& error);
    /// Something was done, and how to take it back.
    void message(const stemma::ui::Message& message);
    /// What is open, or can be undone, has changed.
    void stateChanged();
    void pollingChanged(stemma::ui::StoreWatcher::Polling why);
    /// The library's first list is on show.
    void shown();

private:
    void buildHealth();
    void openHealth();
    void showWantedElement();
    void connectParts();
    void connectSession();
    void takeLibrary();
    void takeGraphs();
    void showCard();
    void connectEditor();
    void buildHistory();
    void openHistory();
    void closeHistory();
    void showInHistory();
    void showCompared();
    void tellWritten(const GraphWritten& written);
    void focusPage();

    const journal::Environment& m_environment;
    TaskRunner& m_runner;
    std::unique_ptr<GraphTreeModel> m_model;
    std::unique_ptr<GraphSession> m_session;
    GraphTree* m_tree = nullptr;
    GraphPage* m_page = nullptr;
    NodeCard* m_card = nullptr;
    GraphEditor* m_editor = nullptr;
    GraphHistoryPane* m_history = nullptr;
    std::unique_ptr<GraphPast> m_past;
    HealthDesk* m_health = nullptr;
    QSplitter* m_healthPlace = nullptr; ///< its list and its page
    bool m_healthShown = false;
    std::string m_wantedElement; ///< to be shown when its user's data are there
    bool m_historyShown = false;
    bool m_historyFirst = true; ///< it has no width of its own yet
    std::string m_graph;        ///< that is shown, or will be
    bool m_first = true;
};

} // namespace stemma::ui
