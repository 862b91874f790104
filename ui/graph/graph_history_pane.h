// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QPointer>

#include "ui/graph/history_entries.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_pane.h"
#include "ui/session/graph_past.h"

class QComboBox;
class QToolButton;

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
    /// Whether the picture is to show what differs.
    [[nodiscard]] QToolButton* pictureSwitch() const { return m_inPicture; }
    /// What is compared now; null while nothing is.
    [[nodiscard]] GraphStatesPtr states() const { return m_states; }

    /// What is asked about; null while nothing is.
    [[nodiscard]] GraphOfferPtr offer() const { return m_offer; }
    void offerRestore() override;
    /// Opens the preview of taking the selected change out.
    void offerUndo();

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
    void changeWish() override;
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
    void onPreview(const GraphOfferPtr& offer);
    void onRefused(const Error& error);
    void onWritten();
    void onGraphs();
    void takeParts(const GraphOffer& offer);
    void ask();
    void lookAgain();
    [[nodiscard]] QString questionText() const;
    [[nodiscard]] QString bodyText() const;
    [[nodiscard]] graph::RestoreScope wishedScope() const;
    [[nodiscard]] bool isWanted(std::size_t part) const;
    [[nodiscard]] bool wantsNothing() const;
    [[nodiscard]] const graph::GraphRow* undoableRow() const;
    [[nodiscard]] bool dependsOnNow() const;
    [[nodiscard]] bool concernsRegistriesOnly() const;

    QPointer<GraphPast> m_past;
    QComboBox* m_of = nullptr;
    QToolButton* m_inPicture = nullptr;
    std::string m_graph, m_node;
    QString m_graphTitle, m_nodeName;
    PastScope m_scope;
    PastEntries m_entries;
    bool m_read = false; ///< m_entries are of the scope
    VersionChoice m_choice;
    GraphStatesPtr m_states;
    GraphOfferPtr m_offer;
    std::vector<graph::RestorePart> m_parts; ///< of the whole offer: those that can be left out
    std::vector<RestoreCheck> m_checks;      ///< the same
    std::vector<std::string> m_needs;        ///< the same: the node without which a part can't come back
    std::set<std::string> m_unwanted;        ///< findings that are not to be repaired
    bool m_asking = false;                   ///< an offer is wanted; m_offer may not be there yet
    bool m_toNewest = false;                 ///< something was written: its row is chosen when it is there
    bool m_remade = false;                   ///< it is made again as the data changed
    std::string m_comparing;                 ///< what is compared, to compare it only once
    bool m_fresh = true;                     ///< another scope than the list shows
    quint64 m_generation = 0;
};

} // namespace stemma::ui
