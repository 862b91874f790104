// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QString>

#include "ui/feed/feed_ability.h"
#include "ui/graph/graph_ability.h"
#include "ui/health/health_ability.h"
#include "ui/history/history_ability.h"
#include "ui/inbox/inbox_ability.h"
#include "ui/library/list_row.h"
#include "ui/report/outline_editing.h"
#include "ui/shell/diff_commands.h"

namespace stemma::ui {

class ActionTable;

/// What decides which commands make sense now.
struct CommandState {
    bool graphsOpen = false; ///< a library of graphs; then there are no reports
    bool graphShown = false;
    bool graphWritable = true;
    bool libraryOpen = false;
    bool libraryRead = false; ///< its first snapshot is there
    bool writable = true;
    QString readOnlyReason;
    std::optional<ListRow> row; ///< the chosen one
    bool pageShown = false;     ///< a report is on the page
    bool historyShown = false;
    bool canRestore = false; ///< a version is chosen in the history
    bool canRestoreParts = false;
    QString undoChangeText; ///< "Undo These 5 Changes…"; empty: no change is chosen there
    bool canCompare = false;
    bool diffShown = false;
    DiffAbility diff;
    bool canUndo = false, canRedo = false;
    QString undoText, redoText; ///< "Undo “restored”"; empty: just "Undo"
    HistoryAbility history;
    BlameAbility blame;
    EditAbility edit;
    InboxAbility inbox;
    FeedAbility feed;
    HealthAbility health;
    bool past = false; ///< the library is shown as it was
    bool canStepBack = false, canStepOn = false;
    QString whyNoRestore;        ///< of what is shown as it was
    bool otherDiffShown = false; ///< one that is no history's
    GraphAbility graph;
    bool canGoBack = false, canGoForward = false;
};

/// Enables and disables every command, each with the reason.
void applyCommandState(ActionTable& actions, const CommandState& state);

} // namespace stemma::ui
