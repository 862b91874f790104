// SPDX-License-Identifier: MIT
#include "ui/shell/history_commands.h"

#include <functional>

#include <QCoreApplication>

#include "ui/history/history_pane.h"
#include "ui/report/blame_margin.h"
#include "ui/report/report_page.h"
#include "ui/shell/action_table.h"
#include "ui/shell/command_state.h"
#include "ui/shell/report_desk.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::HistoryCommands)
};

/// Why no report is there to act on; empty if one is.
QString whyNoReport(const CommandState& state) {
    if (state.graphsOpen)
        return Words::tr("The open library holds graphs, no reports.");
    return state.pageShown ? QString() : Words::tr("No report is open.");
}

/// The same of its history.
QString whyNoHistory(const CommandState& state) {
    const QString why = whyNoReport(state);
    return !why.isEmpty() || state.historyShown ? why : Words::tr("Open the history first.");
}

} // namespace

void applyHistoryAbility(ActionTable& actions, const CommandState& state) {
    const QString history = whyNoHistory(state);
    const auto apply = [&actions](Command command, const QString& why) {
        actions.setAvailable(command, why.isEmpty(), why);
    };
    const QString version = !history.isEmpty()      ? history
                            : state.history.canMark ? QString()
                                                    : Words::tr("Choose one version in the history first.");
    for (const Command command : {Command::nameVersion, Command::noteVersion, Command::pinVersion})
        apply(command, version);
    apply(Command::markedVersions, history);
    const QString page = whyNoReport(state);
    apply(Command::partHistory,
          !page.isEmpty() ? page
          : state.history.hasPart
              ? QString()
              : Words::tr("Choose a section, an insight or a citation in the outline first."));
    apply(Command::showBlame, page);
    apply(Command::neverHuman, page);
    apply(Command::partChange, !page.isEmpty() ? page
                               : state.blame.hasChange
                                   ? QString()
                                   : Words::tr("Show the blame, and choose a part first."));
    actions.action(Command::showBlame)->setChecked(state.blame.shown);
    actions.action(Command::neverHuman)->setChecked(state.blame.neverHuman);
    actions.action(Command::pinVersion)->setChecked(state.history.pinned);
    actions.action(Command::markedVersions)->setChecked(state.history.markedOnly);
}

void connectHistoryCommands(const ActionTable& actions, ReportDesk& desk) {
    const auto on = [&actions, &desk](Command command, std::function<void(bool checked)> act) {
        QObject::connect(actions.action(command), &QAction::triggered, &desk, std::move(act));
    };
    HistoryPane* history = desk.history();
    on(Command::partHistory, [&desk](bool) { desk.showPartHistory(); });
    on(Command::partChange, [&desk](bool) { desk.page()->blame()->goToChange(); });
    on(Command::showBlame, [&desk](bool checked) { desk.page()->blame()->setShown(checked); });
    on(Command::neverHuman, [&desk](bool checked) { desk.page()->blame()->setNeverHuman(checked); });
    on(Command::nameVersion, [history](bool) { history->nameVersion(); });
    on(Command::noteVersion, [history](bool) { history->noteVersion(); });
    on(Command::pinVersion, [history](bool) { history->togglePin(); });
    on(Command::markedVersions, [history](bool checked) { history->setMarkedOnly(checked); });
}

} // namespace stemma::ui
