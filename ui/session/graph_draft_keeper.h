// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QObject>
#include <QString>

#include "ui/session/draft_offers.h"
#include "ui/session/graph_editing.h"

namespace stemma::ui {

/// Unsaved edits of graphs as a draft has them.
struct GraphDraftTexts {
    std::string base; ///< JSON: the files that were edited, by path, as they were; null: there was none
    /// JSON: `steps`, each `{graph, edits}`; `files` of a state from before a save; `paths`: all that there
    /// were
    std::string working;
};
/// Pure; for the pool.
[[nodiscard]] GraphDraftTexts draftTextsOf(const DraftStates& states, Timestamp now);

/// What such a draft was made of: the files as they were then, and what was done to them.
struct ReadGraphDraft {
    std::shared_ptr<const graph::UserFiles> base;
    graph::GraphDraft draft;
};
/// `now`: what lies on the disk; files that weren't edited are taken from it. ErrorCode::damaged for what is
/// no such draft. Pure; for the pool.
[[nodiscard]] Result<ReadGraphDraft> readGraphDraft(const journal::Draft& draft, const graph::UserFiles& now);

/// Keeps the unsaved edits of one user's graphs in the draft store, on every change, and offers what was left
/// by windows that are gone. A child of the editing; lives in the window's thread.
class GraphDraftKeeper : public QObject {
    Q_OBJECT
public:
    /// `store` and `runner` outlive it.
    GraphDraftKeeper(journal::DraftStore& store, TaskRunner& runner, const Clock& clock,
                     GraphEditing& editing);
    /// What was to be kept still is.
    ~GraphDraftKeeper() override;

    /// Everything is kept as it is now.
    [[nodiscard]] bool isSettled() const { return m_writer.isSettled(); }
    /// What is on offer; null if nothing is.
    [[nodiscard]] DraftOfferPtr offer() const { return m_offers.offer(); }
    /// Makes the edits on offer the person's unsaved ones; what others saved since is merged.
    void takeUp();
    void setAside() { m_offers.setAside(); }

Q_SIGNALS:
    void offered();
    void tookUp();
    void setAsideAt(const QString& path);
    void problemFound(const QString& text);
    void failed(const stemma::Error& error);
    /// The edits can't be kept: told once, until keptAgain().
    void cannotKeep(const stemma::Error& error);
    void keptAgain();

private:
    void keep();

    TaskRunner& m_runner;
    const Clock& m_clock;
    GraphEditing& m_editing;
    DraftWriter m_writer;
    DraftOffers m_offers;
};

} // namespace stemma::ui
