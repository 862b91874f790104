// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>

#include <QWidget>

#include "ui/session/graph_session.h"

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabBar;

namespace stemma::graph {
class PlaceStore;
}

namespace stemma::ui {

class ElidedLabel;
class NodeTable;
class PicturePage;
class SourceView;

/// One graph: its title and state, and below it the picture, the table, its text, and its composed file as
/// JSON or YAML. Picture and table have one selection and one search.
class GraphPage : public QWidget {
    Q_OBJECT
public:
    enum Page { PictureTab, TableTab, TextTab, JsonTab, YamlTab, PageCount };

    GraphPage(TaskRunner& runner, graph::PlaceStore* places, const std::string& program,
              QWidget* parent = nullptr);

    /// Null: nothing is open.
    void setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph);
    [[nodiscard]] const std::string& graph() const { return m_graph; }
    [[nodiscard]] const std::shared_ptr<const UserGraphs>& graphs() const { return m_graphs; }
    [[nodiscard]] Page page() const;
    void showPage(Page page);
    /// While the data of a large graph are read: a first picture of it. Only where nothing is open.
    void setPreview(const QString& title, const std::string& folder, const std::string& graph,
                    const std::shared_ptr<const graph::Picture>& preview);
    /// What of the page takes the keys; null: no graph is on show.
    [[nodiscard]] QWidget* pane() const;
    /// The chosen element, as the picture knows it.
    [[nodiscard]] QString current() const { return m_current; }
    void setCurrent(const QString& id);
    void findText();
    void findNext(int step);
    [[nodiscard]] PicturePage* picture() const { return m_picture; }
    [[nodiscard]] NodeTable* table() const { return m_table; }

Q_SIGNALS:
    void currentChanged(const QString& id);
    void cardWanted();
    void pageChanged(int page);
    void failed(const stemma::Error& error);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build(TaskRunner& runner, graph::PlaceStore* places, const std::string& program);
    void connectParts();
    void forget();
    void showHeader();
    void makeCurrent();
    void makeSource(Page page);
    void setSearch(const QString& text);
    void showNote();

    TaskRunner& m_runner;
    std::shared_ptr<const UserGraphs> m_graphs;
    std::string m_graph;
    QString m_current;
    QString m_pictureNote;
    ElidedLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_banner = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_note = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    PicturePage* m_picture = nullptr;
    NodeTable* m_table = nullptr;
    std::array<SourceView*, PageCount> m_sources{};
    std::array<bool, PageCount> m_stale{};
    std::array<quint64, PageCount> m_generations{};
};

} // namespace stemma::ui
