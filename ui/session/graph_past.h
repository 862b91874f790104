// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/graph/graph_history.h"
#include "core/graph/graph_operations.h"
#include "ui/session/graph_session.h"

namespace stemma::ui {

/// A user's data at two moments. Shared and never changed: threads may keep them.
struct GraphStates {
    graph::UserFiles before, after;
    graph::GraphStore beforeStore, afterStore;
};
using GraphStatesPtr = std::shared_ptr<const GraphStates>;

/// The history of the data of the user who is open: what happened, how it was, and taking it back. Follows
/// what other programs write while it is wanted. Lives in the window's thread; every disk access runs on the
/// task runner; answers to outdated questions are dropped.
class GraphPast : public QObject {
    Q_OBJECT
public:
    /// `session` outlives it.
    explicit GraphPast(GraphSession& session, QObject* parent = nullptr);
    ~GraphPast() override;

    [[nodiscard]] GraphSession& session() const { return m_session; }
    /// The history is read only while somebody shows it.
    void setWanted(bool wanted);
    /// All of the user's; null until it was read.
    [[nodiscard]] std::shared_ptr<const graph::GraphTimeline> timeline() const { return m_timeline; }

    /// The data at two versions; the answer is compared(), or failed().
    void compare(const graph::GraphVersion& before, const graph::GraphVersion& after);
    /// Nobody waits for the answer any more.
    void cancelCompare() { ++m_compareGeneration; }

Q_SIGNALS:
    /// What happened is there, or more has happened. Null: another user is open.
    void timelineChanged();
    void compared(const stemma::ui::GraphStatesPtr& states);
    void failed(const stemma::Error& error);

private:
    struct Look;
    void refresh();
    void take(Look look);
    void takeGraphs();

    GraphSession& m_session;
    std::string m_folder; ///< of the user
    std::shared_ptr<const graph::GraphTimeline> m_timeline;
    std::vector<io::FileStamp> m_stamps; ///< of what the timeline was read from
    std::shared_ptr<const UserGraphs> m_readWith;
    bool m_wanted = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_failed = false; ///< it could not be read the last time, and that was told
    quint64 m_compareGeneration = 0;
};

} // namespace stemma::ui
