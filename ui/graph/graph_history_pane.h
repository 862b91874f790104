// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QPointer>

#include "ui/graph/history_entries.h"
#include "ui/history/timeline_pane.h"
#include "ui/session/graph_past.h"

class QComboBox;

namespace stemma::ui {

/// The history of a graph, of one of its nodes, or of all of the user's graphs.
class GraphHistoryPane : public TimelinePane {
    Q_OBJECT
public:
    explicit GraphHistoryPane(QWidget* parent = nullptr);

    /// Not owned; null: nothing is open. The history is read while the pane is visible.
    void setPast(GraphPast* past);
    /// What the page shows; `node`: the chosen node, or empty.
    void setShown(const std::string& graph, const QString& title, const std::string& node,
                  const QString& nodeName);

    enum class Of { graph, node, user };
    [[nodiscard]] Of of() const;
    void setOf(Of of);
    [[nodiscard]] const PastScope& scope() const { return m_scope; }
    [[nodiscard]] const PastEntries& entries() const { return m_entries; }
    /// What is compared now; null while nothing is.
    [[nodiscard]] GraphStatesPtr states() const { return m_states; }

    void offerRestore() override;

Q_SIGNALS:
    /// states() are others: the picture may show what differs.
    void statesChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void choose() override;
    void showButtons() override;
    void doSpecial() override;
    void acceptRestore() override;
    void forgetOffer() override;
    [[nodiscard]] Timestamp now() const override;

private:
    void buildScope();
    void nameScopes();
    void takeScope();
    void onTimeline();
    void take(PastEntries entries);
    void onCompared(const GraphStatesPtr& states);
    void onFailed(const Error& error);
    void showStates(GraphStatesPtr states);
    [[nodiscard]] bool concernsRegistriesOnly() const;

    QPointer<GraphPast> m_past;
    QComboBox* m_of = nullptr;
    std::string m_graph, m_node;
    QString m_graphTitle, m_nodeName;
    PastScope m_scope;
    PastEntries m_entries;
    bool m_read = false; ///< m_entries are of the scope
    VersionChoice m_choice;
    GraphStatesPtr m_states;
    std::string m_comparing; ///< what is compared, to compare it only once
    bool m_fresh = true;     ///< another scope than the list shows
    quint64 m_generation = 0;
};

} // namespace stemma::ui
