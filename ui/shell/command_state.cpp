// SPDX-License-Identifier: MIT
#include "ui/shell/command_state.h"

#include <QCoreApplication>

#include "ui/shell/action_table.h"
#include "ui/shell/edit_commands.h"
#include "ui/shell/history_commands.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::CommandState)
};

/// The first reason there is; empty if all is well.
class Reason {
public:
    Reason& unless(bool condition, const QString& why) {
        if (!condition && m_why.isEmpty())
            m_why = why;
        return *this;
    }
    void applyTo(ActionTable& actions, Command command) const {
        actions.setAvailable(command, m_why.isEmpty(), m_why);
    }

private:
    QString m_why;
};

Reason needsLibrary(const CommandState& state) {
    return Reason()
        .unless(!state.graphsOpen, Words::tr("The open library holds graphs, no reports."))
        .unless(state.libraryOpen, Words::tr("No library is open."));
}

/// Of what reports and graphs have alike.
Reason needsAnyLibrary(const CommandState& state) {
    return Reason().unless(state.graphsOpen || state.libraryOpen, Words::tr("No library is open."));
}

Reason needsRow(const CommandState& state) {
    return needsLibrary(state).unless(state.row.has_value(), Words::tr("Choose a report in the list first."));
}

Reason needsWritableRow(const CommandState& state) {
    return needsRow(state).unless(state.writable, state.readOnlyReason.isEmpty()
                                                      ? Words::tr("This library can only be read.")
                                                      : state.readOnlyReason);
}

Reason needsWritableLibrary(const CommandState& state) {
    return needsLibrary(state)
        .unless(state.libraryRead, Words::tr("The library is still being read."))
        .unless(state.writable, state.readOnlyReason);
}

Reason needsPage(const CommandState& state) {
    return needsLibrary(state).unless(state.pageShown, Words::tr("No report is open."));
}

Reason needsAnyPage(const CommandState& state) {
    return state.graphsOpen ? Reason().unless(state.graphShown, Words::tr("No graph is open."))
                            : needsPage(state);
}

bool isTrashed(const CommandState& state) {
    return state.row && state.row->place == ListRow::Place::trash;
}
bool isArchived(const CommandState& state) {
    return state.row && state.row->archived();
}
bool isReadable(const CommandState& state) {
    return state.row && state.row->state == report::ReportState::ok;
}

void applyToLibrary(ActionTable& actions, const CommandState& state) {
    needsAnyLibrary(state).applyTo(actions, Command::closeLibrary);
    needsAnyLibrary(state).applyTo(actions, Command::refresh);
    for (const Command command :
         {Command::rebuildIndex, Command::newReport, Command::synthesizeReports, Command::importReport})
        needsWritableLibrary(state).applyTo(actions, command);
    needsLibrary(state)
        .unless(state.libraryRead, Words::tr("The library is still being read."))
        .applyTo(actions, Command::showBackups);
    needsAnyLibrary(state).applyTo(actions, Command::find);
    for (const Command command : {Command::findNext, Command::findPrevious})
        needsAnyPage(state).applyTo(actions, command);
    needsAnyLibrary(state).applyTo(actions, Command::toggleSidebar);
    needsAnyLibrary(state).applyTo(actions, Command::nextPane);
    Reason()
        .unless(state.canGoBack, Words::tr("There is no report before this one."))
        .applyTo(actions, Command::back);
    Reason()
        .unless(state.canGoForward, Words::tr("There is no report after this one."))
        .applyTo(actions, Command::forward);
}

void applyToExchange(ActionTable& actions, const CommandState& state) {
    const auto needsGraph = [&] {
        return Reason()
            .unless(!state.libraryOpen, Words::tr("The open library holds reports, no graphs."))
            .unless(state.graphsOpen, Words::tr("No library of graphs is open."))
            .unless(state.graphShown, Words::tr("No graph is open."));
    };
    needsGraph().applyTo(actions, Command::exportGraph);
    needsGraph()
        .unless(state.graphWritable, Words::tr("This library can only be read."))
        .applyTo(actions, Command::importGraph);
}

void applyToRow(ActionTable& actions, const CommandState& state) {
    const QString inTrash = Words::tr("The report is in the trash: take it out first.");
    const QString unreadable =
        Words::tr("The report is damaged: restore a good version from its history first.");
    needsRow(state).applyTo(actions, Command::copyId);
    needsRow(state).unless(!isTrashed(state), inTrash).applyTo(actions, Command::reportBackups);
    needsRow(state).applyTo(actions, Command::showFolder);
    needsRow(state).unless(!isTrashed(state), inTrash).applyTo(actions, Command::exportReport);
    for (const Command command : {Command::duplicateReport, Command::forkReport})
        needsWritableRow(state)
            .unless(!isTrashed(state), inTrash)
            .unless(isReadable(state), unreadable)
            .applyTo(actions, command);
    needsWritableRow(state)
        .unless(!isTrashed(state), inTrash)
        .unless(isReadable(state), unreadable)
        .unless(!isArchived(state), Words::tr("The report is archived already."))
        .applyTo(actions, Command::archive);
    needsWritableRow(state)
        .unless(!isTrashed(state), inTrash)
        .unless(isReadable(state), unreadable)
        .unless(isArchived(state), Words::tr("The report is not archived."))
        .applyTo(actions, Command::unarchive);
    needsWritableRow(state)
        .unless(!isTrashed(state), Words::tr("The report is in the trash already."))
        .applyTo(actions, Command::trash);
    needsWritableRow(state)
        .unless(isTrashed(state), Words::tr("The report is not in the trash."))
        .applyTo(actions, Command::untrash);
}

void applyToPage(ActionTable& actions, const CommandState& state) {
    for (const Command command : {Command::showOutline, Command::showRead, Command::showSource})
        needsAnyPage(state).applyTo(actions, command);
    actions.setText(Command::showOutline, state.graphsOpen ? Words::tr("&Picture") : QString());
    actions.setText(Command::showRead, state.graphsOpen ? Words::tr("&Table") : QString());
    actions.setText(Command::showSource, state.graphsOpen ? Words::tr("Te&xt") : QString());
    needsAnyPage(state).applyTo(actions, Command::toggleHistory);
    needsPage(state).applyTo(actions, Command::findInHistory);
    needsAnyPage(state)
        .unless(state.canCompare, Words::tr("There is no earlier version to compare with."))
        .applyTo(actions, Command::comparePrevious);
    needsPage(state).applyTo(actions, Command::compareWith);
    needsAnyPage(state)
        .unless(state.writable, state.readOnlyReason)
        .unless(state.historyShown && state.canRestore, Words::tr("Choose a version in the history first."))
        .applyTo(actions, Command::restore);
    needsPage(state)
        .unless(state.writable, state.readOnlyReason)
        .unless(state.historyShown && state.canRestoreParts,
                Words::tr("Choose a version in the history first."))
        .applyTo(actions, Command::restoreParts);
    needsAnyPage(state)
        .unless(state.writable, state.readOnlyReason)
        .unless(state.historyShown && !state.undoChangeText.isEmpty(),
                Words::tr("Choose a change in the history first."))
        .applyTo(actions, Command::undoChange);
    actions.setText(Command::undoChange, state.undoChangeText);
    for (const Command command : {Command::previousChange, Command::nextChange})
        (state.otherDiffShown ? Reason() : needsAnyPage(state))
            .unless(state.otherDiffShown || state.diffShown, Words::tr("Compare two versions first."))
            .applyTo(actions, command);
}

void applyToInbox(ActionTable& actions, const CommandState& state) {
    const InboxAbility& inbox = state.inbox;
    needsLibrary(state).applyTo(actions, Command::showInbox);
    const auto needsInbox = [&] {
        return needsLibrary(state).unless(inbox.shown, Words::tr("Go to the inbox first."));
    };
    const auto needsCards = [&] {
        return needsInbox().unless(inbox.cards, Words::tr("Nothing is new in the inbox."));
    };
    const auto needsCard = [&] {
        return needsCards().unless(inbox.card, Words::tr("Choose a card in the inbox first."));
    };
    const auto needsFreeCard = [&] {
        return needsCard().unless(!inbox.asking, Words::tr("Decide first what is asked on the page."));
    };
    for (const Command command : {Command::nextCard, Command::previousCard})
        needsCards().applyTo(actions, command);
    for (const Command command : {Command::openCard, Command::editCard})
        needsCard().applyTo(actions, command);
    if (!inbox.whyNoEdit.isEmpty())
        actions.setAvailable(Command::editCard, false, inbox.whyNoEdit);
    needsFreeCard().applyTo(actions, Command::acceptCard);
    const auto needsWritable = [&](const QString& why) {
        return needsFreeCard().unless(state.writable, state.readOnlyReason).unless(why.isEmpty(), why);
    };
    needsWritable(inbox.whyNoUndo).applyTo(actions, Command::undoCard);
    needsWritable(inbox.whyNoParts).applyTo(actions, Command::undoCardParts);
    needsCards()
        .unless(!inbox.asking, Words::tr("Decide first what is asked on the page."))
        .applyTo(actions, Command::acceptAllCards);
    needsInbox().applyTo(actions, Command::lookAgain);
}

void applyToFeed(ActionTable& actions, const CommandState& state) {
    const FeedAbility& feed = state.feed;
    needsLibrary(state).applyTo(actions, Command::showFeed);
    const auto needsFeed = [&] {
        return needsLibrary(state).unless(feed.shown, Words::tr("Go to the feed first."));
    };
    const QString choose = Words::tr("Choose a change in the feed first.");
    needsFeed().unless(feed.chosen, choose).applyTo(actions, Command::openEntry);
    needsFeed()
        .unless(feed.chosen, choose)
        .unless(feed.request, Words::tr("This change belongs to no request."))
        .applyTo(actions, Command::onlyRequest);
    needsFeed()
        .unless(feed.filtered, Words::tr("The whole feed is shown."))
        .applyTo(actions, Command::wholeFeed);
}

void applyToHealth(ActionTable& actions, const CommandState& state) {
    const HealthAbility& health = state.health;
    needsAnyLibrary(state).applyTo(actions, Command::showHealth);
    const auto needsHealth = [&] {
        return needsAnyLibrary(state).unless(health.shown, Words::tr("Go to Health first."));
    };
    const auto needsFinding = [&] {
        return needsHealth().unless(health.chosen, Words::tr("Choose a finding first."));
    };
    const QString readOnly =
        state.graphsOpen ? Words::tr("This library can only be read.") : state.readOnlyReason;
    const bool writable = state.graphsOpen ? state.graphWritable : state.writable;
    const QString busy = Words::tr("Something is being fixed: wait until that is done.");
    needsHealth().applyTo(actions, Command::lookAtHealth); // its button may have the keyboard: never off
    needsFinding()
        .unless(writable, readOnly)
        .unless(!health.busy, busy)
        .unless(!health.fixText.isEmpty(), Words::tr("Nothing that Stemma can do without you."))
        .applyTo(actions, Command::fixFinding);
    actions.setText(Command::fixFinding, health.fixText);
    needsHealth()
        .unless(writable, readOnly)
        .unless(!health.busy, busy)
        .unless(health.fixable, Words::tr("There is nothing that Stemma can fix by itself."))
        .applyTo(actions, Command::fixAllFindings);
    needsFinding()
        .unless(health.subject, Words::tr("It is about the library as a whole."))
        .applyTo(actions, Command::findingSubject);
    actions.setText(Command::findingSubject, state.graphsOpen ? Words::tr("Show the &Graph") : QString());
    needsFinding()
        .unless(health.report, Words::tr("It is of no report."))
        .applyTo(actions, Command::findingHistory);
    for (const Command command : {Command::findingPath, Command::findingFolder})
        needsFinding().applyTo(actions, command);
}

void applyToPast(ActionTable& actions, const CommandState& state) {
    needsLibrary(state)
        .unless(state.libraryRead, Words::tr("The library is still being read."))
        .applyTo(actions, Command::showAsItWas);
    actions.setText(Command::showAsItWas, state.past ? Words::tr("Back to &Now") : QString());
    const auto needsPast = [&] {
        return needsLibrary(state).unless(state.past, Words::tr("Show the library as it was first."));
    };
    needsPast()
        .unless(state.canStepBack, Words::tr("Nothing changed before that."))
        .applyTo(actions, Command::earlierChange);
    needsPast()
        .unless(state.canStepOn, Words::tr("Nothing changed after that."))
        .applyTo(actions, Command::laterChange);
    if (state.past) // the only thing that the past is good for but to be looked at
        Reason().unless(state.whyNoRestore.isEmpty(), state.whyNoRestore).applyTo(actions, Command::restore);
}

void applyToUndo(ActionTable& actions, const CommandState& state) {
    Reason()
        .unless(state.canUndo, Words::tr("There is nothing of yours to take back."))
        .applyTo(actions, Command::undo);
    Reason()
        .unless(state.canRedo, Words::tr("There is nothing that was taken back."))
        .applyTo(actions, Command::redo);
    actions.setText(Command::undo, state.undoText);
    actions.setText(Command::redo, state.redoText);
}

} // namespace

void applyCommandState(ActionTable& actions, const CommandState& state) {
    applyToLibrary(actions, state);
    applyToExchange(actions, state);
    applyToRow(actions, state);
    applyToPage(actions, state);
    applyToInbox(actions, state);
    applyToFeed(actions, state);
    applyToHealth(actions, state);
    applyToPast(actions, state);
    applyToUndo(actions, state);
    applyHistoryAbility(actions, state);
    applyDiffAbility(actions, state.diff);
    applyEditAbility(actions, state.edit);
    applyGraphAbility(actions, state.graph);
    if (state.graphsOpen)
        applyGraphSaving(actions, state.graph);
}

} // namespace stemma::ui
