// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>

#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "core/report/inbox.h"
#include "ui/session/library_session.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

/// What taking a card's changes out would do, as it was when it was looked at.
struct CardOffer {
    std::shared_ptr<const report::Inbox> inbox; ///< that has the card
    std::string card;
    ReportId report;
    TakeOutOffer takeOut;
    diff::Changes whole; ///< what would change if nothing of it were kept
};

/// What others changed in a library since its person last looked, followed while they write; what was seen is
/// accepted, and can be taken back. Lives in the window's thread; all reading and marking runs on the task
/// runner, one after the other.
class InboxSession : public QObject {
    Q_OBJECT
public:
    /// All outlive the session. Looks as soon as the library was read.
    InboxSession(LibrarySession& library, marks::MarkStore& marks, marks::BaselineStore& baselines,
                 QObject* parent = nullptr);
    ~InboxSession() override;

    [[nodiscard]] LibrarySession& library() const { return m_library; }
    /// Null until the first look.
    [[nodiscard]] std::shared_ptr<const report::Inbox> inbox() const { return m_inbox; }
    /// Whether the card is being accepted: it is as good as gone.
    [[nodiscard]] bool isLeaving(const std::string& card) const { return m_leaving.contains(card); }
    /// Whether something that the person asked for is on its way.
    [[nodiscard]] bool isBusy() const { return !m_leaving.empty() || m_writes > 0 || m_allWanted; }
    /// How many changes aren't seen yet: those that are leaving don't count.
    [[nodiscard]] int count() const;

    /// The person sees what there is now: acceptAll() is about this.
    void lookAgain();
    /// How many changes came since the person saw what there is.
    [[nodiscard]] int cameMeanwhile() const;
    [[nodiscard]] bool isMeanwhile(const report::InboxCard& card) const;

    void accept(const std::string& card);
    /// All that the person saw; refused() if others wrote since.
    void acceptAll();

    /// The answer is offerReady(). `parts`: only those differences go; none: all.
    void previewTakeOut(const std::string& card, std::vector<report::Resolution> resolutions,
                        std::optional<std::vector<report::PartChoice>> parts);
    void cancelPreview() { ++m_previews; }
    /// Takes the card's changes out if there is nothing to ask, and accepts it: done(). Else offerReady(),
    /// and the card is back: later changes overlap, or nothing of it is there any more.
    void takeOutAtOnce(const std::string& card);
    /// Takes the changes out as previewed, and accepts the card. The answer is done(), or failed(): with
    /// ErrorCode::conflict somebody wrote since.
    void takeOut(const CardOffer& offer);
    /// Moves the report that the card made to the trash, and accepts the card.
    void trashMade(const std::string& card);

    [[nodiscard]] bool canUndo() const { return !m_steps.empty() && m_writes == 0; }
    [[nodiscard]] QString undoText() const;
    /// Takes the last accepting, or undo, back.
    void undo();

Q_SIGNALS:
    void changed();
    void offerReady(const std::shared_ptr<const stemma::ui::CardOffer>& offer);
    /// Something was done, which undo() takes back.
    void done(const QString& what);
    /// These cards are back, or will be as soon as changed() tells.
    void returned(const std::vector<std::string>& cards);
    /// Nothing was accepted: so many changes came since they were counted.
    void refused(int changes);
    /// What undo() was to take out again, others changed since: nothing was written.
    void undoOverlaps(const stemma::ReportId& report, const stemma::ActionId& action);
    /// Marks or histories that could not be used; each is told once.
    void problemsFound(const QStringList& problems);
    void failed(const stemma::Error& error);

private:
    struct Step {
        QString text;
        std::vector<std::string> cards;
        report::AcceptedChanges accepted;
        std::function<void(std::function<void()>)> takeBack = {}; ///< what else is to be undone first
    };
    template <class Work, class Done>
    void enqueue(Work work, Done then);
    void next();
    void look();
    void take(Result<report::Inbox> looked);
    void tellProblems();
    [[nodiscard]] std::shared_ptr<CardOffer> offerOf(const std::string& card) const;
    void takeTakenOut(const CardOffer& offer, const Result<report::Saved>& saved);
    void acceptNow(std::shared_ptr<const report::Inbox> inbox, Step step);
    void acceptAllNow();
    void markBack(Step step);
    [[nodiscard]] const report::InboxCard* find(const report::Inbox& inbox, const std::string& card) const;
    void takeOutAgain(const ReportId& report, const ActionId& action, std::function<void()> then);

    LibrarySession& m_library;
    std::shared_ptr<report::InboxReader> m_reader;
    std::stop_source m_stop;
    std::deque<std::function<void()>> m_waiting;
    bool m_running = false;
    bool m_lookWaits = false;
    std::shared_ptr<const report::Inbox> m_inbox;
    std::unordered_set<std::string> m_seen; ///< keys of the changes that the person saw in the list
    std::unordered_set<std::string> m_leaving;
    std::unordered_set<std::string> m_toldProblems;
    std::vector<Step> m_steps; ///< the newest last
    int m_writes = 0;
    bool m_allWanted = false; ///< acceptAll() waits for a look
    bool m_tellRefused = false;
    quint64 m_previews = 0;
};

} // namespace stemma::ui
