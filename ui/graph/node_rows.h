// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <QString>

#include "ui/session/graph_session.h"

namespace stemma::ui {

/// The columns of the table of nodes.
enum class NodeColumn { name, role, morph, out, in, attributes, description, graphs };
inline constexpr int nodeColumnCount = 8;

/// A node as the table has it.
struct NodeRow {
    std::string id;
    QString name, role, morph, graphs, description;
    QString problem;     ///< a sentence; empty: none
    bool edited = false; ///< not saved yet
    int relationsOut = 0, relationsIn = 0, attributes = 0, morphs = 0;
    friend bool operator==(const NodeRow&, const NodeRow&) = default;
};
/// What a column shows of it.
[[nodiscard]] QString cellText(const NodeRow& row, NodeColumn column);

/// Which rows are shown, and in which order.
struct NodeOrder {
    QString filter;  ///< rows that hold it in some column, whatever its case; empty: all
    int column = -1; ///< a NodeColumn; -1: the registry's order
    Qt::SortOrder direction = Qt::AscendingOrder;
};

/// The rows of a graph as they are shown. Shared and never changed.
struct NodeRows {
    std::shared_ptr<const std::vector<NodeRow>> all; ///< in registry order
    std::vector<std::uint32_t> shown;                ///< indices in `all`
    std::unordered_map<std::string, int> at;         ///< place among the shown ones, by id

    [[nodiscard]] const NodeRow& row(int place) const {
        return (*all)[shown[static_cast<std::size_t>(place)]];
    }
};

/// The nodes of a graph in registry order. Pure; for the pool, as what follows.
[[nodiscard]] std::vector<NodeRow> nodeRows(const UserGraphs& graphs, const std::string& graph);
/// Text is compared as the person's language does.
[[nodiscard]] std::shared_ptr<const NodeRows> arranged(std::shared_ptr<const std::vector<NodeRow>> all,
                                                       const NodeOrder& order);
/// What is wrong with a node, as a sentence; empty: nothing.
[[nodiscard]] QString problemOf(const graph::Node& node);

} // namespace stemma::ui
