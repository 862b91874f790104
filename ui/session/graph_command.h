// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

#include <QUndoCommand>

namespace stemma::ui {

/// A step of a user's undo list that is seen in one of the user's graphs.
class GraphCommand : public QUndoCommand {
public:
    GraphCommand(std::string graph, const QString& text)
        : QUndoCommand(text)
        , m_graph(std::move(graph)) {}
    [[nodiscard]] const std::string& graph() const { return m_graph; }
    /// What it is about is no more: it is passed over.
    [[nodiscard]] virtual bool isStale() const { return false; }

private:
    std::string m_graph;
};

} // namespace stemma::ui
