// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "ui/inbox/card_model.h"
#include "ui/inbox/card_parts.h"
#include "ui/inbox/inbox_ability.h"
#include "ui/session/change_reading.h"
#include "ui/session/inbox_session.h"

namespace stemma::ui {

class CardList;
class ChangePage;
struct Message;

/// The inbox as a place in the window: its list, the page of the chosen card, and what keys do about it.
class InboxDesk : public QObject {
    Q_OBJECT
public:
    /// Both outlive it. Its list and its page belong to whoever shows them.
    InboxDesk(TaskRunner& runner, const Clock& clock, QObject* parent = nullptr);
    ~InboxDesk() override;

    /// `marks` and `baselines` outlive the library's being open.
    void open(LibrarySession& library, marks::MarkStore& marks, marks::BaselineStore& baselines);
    void close();
    [[nodiscard]] InboxSession* session() const { return m_session.get(); }
    [[nodiscard]] CardList* list() const { return m_list; }
    [[nodiscard]] ChangePage* page() const { return m_page; }
    [[nodiscard]] CardModel* model() const { return m_model.get(); }

    /// The person goes to the inbox, or leaves it.
    void setShown(bool shown);
    [[nodiscard]] InboxAbility ability() const;
    void focusList();

    void step(int cards);
    void accept();
    void acceptAll();
    void lookAgain();
    /// Takes the chosen card's changes out; asks first where later changes overlap.
    void undoCard();
    /// Asks which parts of them stay.
    void undoParts();
    void openReport();
    void editReport();
    [[nodiscard]] bool canUndo() const { return m_session && m_session->canUndo(); }
    void undo();
    [[nodiscard]] bool canRedo() const { return m_session && m_session->canRedo(); }
    void redo();

Q_SIGNALS:
    void stateChanged();
    void countChanged(int changes);
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);
    /// The report of that row is to be shown; at that part, if one is named, and to be edited there or not.
    void reportWanted(const QString& key, const std::string& part, bool edit);
    /// The change is to be taken out in the history of its report, as others changed the same since.
    void takeOutWanted(const QString& key, const stemma::ActionId& action);

private:
    enum class Asking { nothing, overlaps, parts, trash };

    void connectSession();
    void takeRows();
    [[nodiscard]] std::string firstReturned(const std::vector<CardModel::Row>& rows) const;
    void showCurrent();
    void readCurrent();
    void updateTexts();
    void tellDone(const QString& what);
    void onFailed(const Error& error, const std::string& card);
    [[nodiscard]] const report::InboxCard* current() const;
    [[nodiscard]] static QString keyOf(const report::InboxCard& card);

    void connectPage();
    void onOffer(const std::shared_ptr<const CardOffer>& offer);
    void ask();
    [[nodiscard]] RestoreQuestion question() const;
    void askTrash(const report::InboxCard& card);
    void lookAtWish();
    void acceptQuestion();
    void closeQuestion();
    void takeOffer(const std::shared_ptr<const CardOffer>& offer);

    TaskRunner& m_runner;
    const Clock& m_clock;
    std::unique_ptr<CardModel> m_model;
    CardList* m_list = nullptr;
    ChangePage* m_page = nullptr;
    std::unique_ptr<InboxSession> m_session;
    bool m_shown = false;
    bool m_refused = false; ///< accepting all was, and the person hasn't looked again
    QString m_since;        ///< when the library was opened

    std::string m_showing; ///< the card on the page
    std::string m_part;    ///< of it, where E goes
    bool m_reading = false;

    Asking m_asking = Asking::nothing; ///< what is asked, or to be asked when the offer is there
    bool m_undoing = false;            ///< from the answer until it is written
    std::string m_movedTo;             ///< the card that was chosen when one was taken out at once
    std::shared_ptr<const CardOffer> m_offer;
    std::vector<CardPart> m_parts;
    std::vector<bool> m_wanted;
    QString m_refusal; ///< why the wished parts can't be had
    bool m_remade = false;
    std::shared_ptr<const std::vector<std::string>> m_returned; ///< one is to be chosen when it is there
};

} // namespace stemma::ui
