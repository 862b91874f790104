// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QObject>

#include "core/journal/draft_store.h"
#include "ui/graph/edit_forms.h"
#include "ui/graph/graph_ability.h"
#include "ui/session/graph_editing.h"
#include "ui/shell/action_table.h"

namespace stemma::ui {

class EditForm;
class GraphDraftKeeper;
class GraphPage;
class NodeCard;
struct Message;

/// What a person edits in the graphs of an open library: it opens the forms, hands over what they come to,
/// and tells what became of it. Owns the editing of each user with unsaved edits.
class GraphEditor : public QObject {
    Q_OBJECT
public:
    /// All outlive it.
    GraphEditor(GraphPage& page, NodeCard& card, QObject* parent = nullptr);
    ~GraphEditor() override;

    /// Where unsaved edits are kept from now on; null: nowhere. It outlives this.
    void setDrafts(journal::DraftStore* drafts) { m_drafts = drafts; }
    /// How long after an edit it is saved by itself; zero: never.
    void setAutoSave(std::chrono::milliseconds pause);
    /// Another library, or none: whatever isn't saved is given up.
    void setSession(GraphSession* session);
    /// What is to be shown of data that were read: with the edits that aren't saved. Null: nobody's are.
    std::shared_ptr<const UserGraphs> shown(const std::shared_ptr<const UserGraphs>& graphs);
    /// Of the user who is on the page; null while there is none.
    [[nodiscard]] GraphEditing* editing() const { return m_editing; }
    /// Users with unsaved edits; the one on the page first.
    [[nodiscard]] std::vector<GraphEditing*> unsaved() const;
    /// One that is still busy with what the person asked for; null if none is.
    [[nodiscard]] GraphEditing* underWay() const;
    /// Titles of the graphs with unsaved edits.
    [[nodiscard]] QStringList unsavedTitles() const;

    [[nodiscard]] GraphAbility ability() const;
    /// Does one of the commands that edit; false if it is none of them.
    bool run(Command command);
    /// Opens the form of a relation or an attribute.
    void editRelation(const std::string& relation);
    void editAttribute(const std::string& attribute);
    /// A person drew a line from one node to another.
    void connectNodes(const std::string& from, const std::string& to);
    /// Gives up what isn't saved of the user on the page, what is being typed too.
    void discard();
    [[nodiscard]] EditForm* form() const { return m_form; }

Q_SIGNALS:
    /// shown() would give something else.
    void changed();
    /// ability(), or what can be undone, has changed.
    void stateChanged();
    void message(const stemma::ui::Message& message);
    void messageSettled(const QString& subject);
    void failed(const stemma::Error& error);
    /// A question that the window asks: what, in which words, and what is done if the answer is yes.
    void confirmationWanted(const QString& title, const QString& text, const QString& yes,
                            const std::function<void()>& confirmed);
    /// A graph that is to be shown: it was just made.
    void graphWanted(const std::string& user, const std::string& graph);
    /// A form wants to be seen.
    void formOpened();
    void formClosed();

private:
    void connectEditing(GraphEditing& editing);
    void connectForm();
    void dropSettled();
    [[nodiscard]] bool isHeld(std::function<void()> next);
    void open(FormSpec spec);
    void flush();
    void applyForm(const FormEdits& edits, std::function<void()> next = {});
    void apply(FormEdits edits);
    void closeForm();
    void onChosen();
    void deleteElement();
    void deleteNode(const std::string& node);
    void openElement();
    void openNewGraph();
    void makeGraph(const FormValues& values);
    void askToDeleteGraph();
    struct DoomedGraph {
        std::string folder; ///< the user's
        std::string id;
        QString title;
    };
    void deleteOnceSaved(GraphEditing& editing, const DoomedGraph& doomed);
    void deleteGraph(const DoomedGraph& doomed);
    void tellUndoable(GraphEditing& editing, const QString& text);
    void tellDone(const QString& text, const std::string& folder, const Result<graph::SavedGraph>& saved);
    void undoAction(const std::string& folder, const ActionId& action);
    void keepDrafts(GraphEditing& editing);
    void offerDraft(GraphDraftKeeper& keeper);
    void tellClash(GraphEditing& editing);
    void tellMorph(Command command);
    [[nodiscard]] GraphsPtr graphs() const;
    [[nodiscard]] std::string graph() const;
    [[nodiscard]] std::string element() const;
    /// The chosen node, or the one that the chosen attribute is of; null if there is none.
    [[nodiscard]] const graph::Node* node() const;
    [[nodiscard]] std::string transition() const;
    [[nodiscard]] std::string attribute() const;
    /// The morph that the card shows.
    [[nodiscard]] const graph::Morph* morph() const;

    GraphPage& m_page;
    NodeCard& m_card;
    EditForm* m_form = nullptr;
    GraphSession* m_session = nullptr;
    journal::DraftStore* m_drafts = nullptr;
    std::map<std::string, std::unique_ptr<GraphEditing>> m_all; ///< by user
    std::chrono::milliseconds m_autoSave{0};
    GraphEditing* m_editing = nullptr;
    GraphEditing* m_formOf = nullptr; ///< whose data the form edits
    GraphsPtr m_formOn;               ///< what was shown when it was opened
    std::string m_formGraph, m_formElement;
    std::function<void(const FormValues&)> m_formAct; ///< in place of edits
};

} // namespace stemma::ui
