// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>

#include <QWidget>

#include "core/graph/graph_picture.h"
#include "core/layout/layout.h"

class QComboBox;
class QMenu;
class QSpinBox;
class QToolButton;

namespace stemma::ui {

/// What a person wishes to see of a graph, as the bar above the picture has it.
struct PictureChoice {
    bool whole = true;
    unsigned depth = 2;
    graph::Direction direction = graph::Direction::both;
    std::optional<std::set<std::string>> relations{}; ///< names of those that are shown; none: all
    layout::Kind kind = layout::Kind::force;
    bool attributes = true;
    bool transitions = true;
};

/// The controls of a picture: how much of the graph, how far, which relations, laid out how, zoom.
class PictureBar : public QWidget {
    Q_OBJECT
public:
    explicit PictureBar(QWidget* parent = nullptr);

    [[nodiscard]] PictureChoice choice() const;
    /// Shows a choice without telling of it.
    void setChoice(const PictureChoice& choice);
    /// The relations that there are, with how often each stands in the graph.
    void setRelations(const std::map<std::string, std::size_t>& names);
    /// Whether transitions were tried, which can be taken back.
    void setTried(bool tried);

Q_SIGNALS:
    void changed();
    /// The picture is to be laid out anew.
    void layOutAgain();
    void fitWanted();
    void zoomWanted(int steps);
    void triedReset();

private:
    void buildExtent();
    void buildFilters();
    void buildZoom();
    void enable();
    void fillRelations();
    void showRelations(std::optional<std::set<std::string>> chosen);

    QComboBox* m_extent = nullptr;
    QSpinBox* m_depth = nullptr;
    QComboBox* m_direction = nullptr;
    QToolButton* m_relations = nullptr;
    QMenu* m_relationMenu = nullptr;
    QComboBox* m_kind = nullptr;
    QToolButton* m_attributes = nullptr;
    QToolButton* m_transitions = nullptr;
    QToolButton* m_reset = nullptr;
    std::map<std::string, std::size_t> m_names;
    std::optional<std::set<std::string>> m_chosen;
};

} // namespace stemma::ui
