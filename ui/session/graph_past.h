// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

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

/// What a restore, or taking a change out, would do, as it was when it was looked at.
struct GraphOffer {
    std::string graph;
    graph::GraphVersion version;
    graph::RestoreScope scope;
    ActionId undoes;       ///< a change that is to be taken out; empty: a version is to be restored
    QString text;          ///< the version, or the change: "before “edited” by agent, 14:02"
    GraphStatesPtr states; ///< as it is, and as it would be
    std::vector<graph::Finding> findings; ///< what would be wrong then and isn't now
    bool unchanged = false;
};
using GraphOfferPtr = std::shared_ptr<const GraphOffer>;

/// Something of ours that was written.
struct GraphWritten {
    QString what, label; ///< label: as "Undo …" goes on
    bool isNew = true;   ///< it takes nothing back that was written here
    ActionId action;     ///< empty: there was nothing to write
    QStringList warnings;
};

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
    void cancelCompare();

    /// The offer to restore `scope` of a version; the answer is previewReady(), or failed().
    void previewRestore(const std::string& graph, const graph::GraphVersion& version,
                        const graph::RestoreScope& scope, const QString& text);
    /// The offer to take one change out and to keep the later ones.
    void previewUndo(const std::string& graph, const ActionId& action, const QString& text);
    /// The same offer for how it is now.
    void previewAgain(const GraphOffer& offer);
    /// An answer that is on its way is dropped.
    void cancelPreview() { ++m_previewGeneration; }
    /// Does as offered: refused as a conflict if somebody wrote since. The answer is written(), or failed().
    void accept(const GraphOffer& offer);
    /// Takes a change out at once; then `action` is what that wrote, to be taken out in turn, or empty if it
    /// could not be done.
    void undo(const std::shared_ptr<ActionId>& action, const QString& label);
    [[nodiscard]] bool isWriting() const { return m_writing; }
    /// Says why nothing may be written now, or is empty: edits of the person that aren't saved yet.
    void setRefusal(std::function<QString()> whyNot) { m_whyNot = std::move(whyNot); }

Q_SIGNALS:
    /// What happened is there, or more has happened. Null: another user is open.
    void timelineChanged();
    void compared(const stemma::ui::GraphStatesPtr& states);
    /// A version can't be had.
    void compareFailed(const stemma::Error& error);
    void previewReady(const stemma::ui::GraphOfferPtr& offer);
    void written(const stemma::ui::GraphWritten& written);
    /// isWriting() has changed.
    void busyChanged();
    void failed(const stemma::Error& error);

private:
    struct Look;
    void refresh();
    void take(Look look);
    void takeGraphs();
    using Write = std::function<Result<graph::SavedGraph>(const graph::GraphWorkspace&)>;
    bool write(Write work, GraphWritten told, const std::shared_ptr<ActionId>& undone);
    void takeWritten(const Result<graph::SavedGraph>& saved, GraphWritten told);

    GraphSession& m_session;
    std::string m_folder; ///< of the user
    std::shared_ptr<const graph::GraphTimeline> m_timeline;
    std::vector<io::FileStamp> m_stamps; ///< of what the timeline was read from
    std::shared_ptr<const UserGraphs> m_readWith;
    bool m_wanted = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_failed = false; ///< it could not be read the last time, and that was told
    bool m_writing = false;
    std::deque<std::function<void()>> m_waiting; ///< what is to be taken back when that is written
    std::function<QString()> m_whyNot;
    bool m_comparing = false;
    std::optional<std::pair<graph::GraphVersion, graph::GraphVersion>> m_next; ///< to be compared then
    quint64 m_compareGeneration = 0;
    quint64 m_previewGeneration = 0;
};

} // namespace stemma::ui
