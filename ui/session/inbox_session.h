// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>

#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "core/report/inbox.h"
#include "ui/session/inbox_act_text.h"
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
    [[nodiscard]] int cameMeanwhile() const { return m_meanwhile; }
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
    [[nodiscard]] bool canRedo() const { return !m_undone.empty() && m_writes == 0; }
    /// "Undo “accepted: a report”", for menus; empty if there is none.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;
    /// Takes back what was done last: accepted, taken out or moved to the trash.
    void undo();
    /// Does again what undo() took back last, as long as nothing else was done since: done().
    void redo();

Q_SIGNALS:
    void changed();
    void offerReady(const std::shared_ptr<const stemma::ui::CardOffer>& offer);
    /// Something was done, which undo() takes back.
    void done(const QString& what);
    /// These cards are back, or will be as soon as changed() tells; never null.
    void returned(const std::shared_ptr<const std::vector<std::string>>& cards);
    /// Nothing was accepted: so many changes came since they were counted.
    void refused(int changes);
    /// What undo() or redo() was to take out again, others changed since: nothing was written.
    void undoOverlaps(const stemma::ReportId& report, const stemma::ActionId& action);
    /// Marks or histories that could not be used; each is told once.
    void problemsFound(const QStringList& problems);
    /// What others changed there isn't among the cards; each is told once.
    void historiesUnreadable(const QStringList& problems);
    /// acceptAll() waited for a card that was to be taken out, and that is back: nothing more was accepted.
    void acceptAllGivenUp();
    /// `card`: of which it was asked; empty: of none.
    void failed(const stemma::Error& error, const std::string& card = {});

private:
    /// Cards, and what accepting them marked. Of thousands of them there may be many: shared.
    struct Acceptance {
        std::vector<std::string> cards;
        report::AcceptedChanges changes;
    };
    struct Step {
        ActText text;
        std::shared_ptr<const Acceptance> accepted;
        enum class Beside { nothing, takenOut, trashed };
        Beside beside = Beside::nothing; ///< what else was done
        ReportId report = {};            ///< to which one
        ActionId action = {};            ///< the newest change that took it out, or put it back
        bool written = false;            ///< on the way back or forth that is done, and only the marks aren't
    };
    /// The reader takes one call at a time, also of those that go on without the session.
    struct Reader {
        std::mutex turn;
        report::InboxReader reader;
    };
    struct Waiting {
        std::function<void()> start;
        std::function<void()> alone; ///< the same when the session is gone; empty: it is not needed then
    };
    template <class Work, class Done>
    void enqueue(Work work, Done then) {
        const auto call = [reader = m_reader, work = std::move(work)] {
            const std::lock_guard turn(reader->turn);
            return work(reader->reader);
        };
        m_waiting.push_back({[this, call, then = std::move(then)] {
                                 m_running = true;
                                 m_library.runner().run(this, call, [this, then](auto result) mutable {
                                     m_running = false;
                                     then(std::move(result));
                                     next();
                                 });
                             },
                             [call] { static_cast<void>(call()); }});
        next();
    }
    void next();
    void look();
    /// What the pool makes of a look, so that the window has nothing to go through.
    struct Looked {
        std::shared_ptr<const report::Inbox> inbox;
        std::unordered_map<std::string_view, const report::InboxCard*> cards; ///< by their ids
        std::unordered_set<std::string_view> keys;                            ///< of all changes
    };
    static std::shared_ptr<const Looked> lookedAt(TaskRunner& runner, report::Inbox inbox);
    void take(Result<std::shared_ptr<const Looked>> looked);
    void countMeanwhile();
    void tellProblems();
    [[nodiscard]] std::shared_ptr<CardOffer> offerOf(const std::string& card) const;
    void takeTakenOut(const CardOffer& offer, const Result<report::Saved>& saved);
    void acceptNow(const std::shared_ptr<const report::Inbox>& inbox, const std::string& card, Step step);
    void letLeave(const Step& step);
    void letReturn(const Step& step);
    void acceptAllNow();
    /// Of inbox(); null if it isn't there.
    [[nodiscard]] const report::InboxCard* find(const std::string& card) const;
    void finish(Step step);
    enum class Way { back, again };
    void go(Way way, Step step);
    void writeBeside(Way way, Step step);
    void mark(Way way, Step step);
    void keepWaiting(Way way, Step step, const Error& error);

    LibrarySession& m_library;
    std::shared_ptr<Reader> m_reader;
    std::stop_source m_stop;
    std::deque<Waiting> m_waiting;
    bool m_running = false;
    bool m_lookWaits = false;
    std::shared_ptr<const report::Inbox> m_inbox;
    std::shared_ptr<const Looked> m_looked; ///< of m_inbox; null until the first look
    std::shared_ptr<const Looked> m_seen;   ///< what the person saw in the list
    int m_meanwhile = 0;                    ///< changes that came since then
    std::unordered_set<std::string> m_leaving;
    std::unordered_set<std::string> m_toldProblems;
    std::vector<Step> m_steps;  ///< the newest last
    std::vector<Step> m_undone; ///< what was taken back of them, the last at the end
    int m_writes = 0;
    bool m_allWanted = false; ///< acceptAll() waits for a look
    bool m_tellRefused = false;
    quint64 m_previews = 0;
};

} // namespace stemma::ui
