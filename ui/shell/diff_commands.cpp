// SPDX-License-Identifier: MIT
#include "ui/shell/diff_commands.h"

#include <QCoreApplication>
#include <QMenu>

#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"
#include "ui/shell/action_table.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::DiffCommands)
};

} // namespace

DiffAbility diffAbility(const DiffView& view) {
    return {view.isShown(),     view.isOfFiles(),    view.isRaw(),    view.unchangedShown(),
            view.stampsShown(), view.inTwoColumns(), view.isSwapped()};
}

void applyDiffAbility(ActionTable& actions, const DiffAbility& ability) {
    const QString none = ability.shown ? QString() : Words::tr("Compare two versions first.");
    const QString files =
        !none.isEmpty() || ability.ofFiles ? none : Words::tr("These are no versions of one file.");
    for (const Command command : {Command::twoColumns, Command::unchangedText, Command::rawDifference,
                                  Command::copyMarkdown, Command::printDifference})
        actions.setAvailable(command, none.isEmpty(), none);
    for (const Command command : {Command::shownStamps, Command::swapSides, Command::copyPatch})
        actions.setAvailable(command, files.isEmpty(), files);
    actions.action(Command::twoColumns)->setChecked(ability.twoColumns);
    actions.action(Command::unchangedText)->setChecked(ability.unchanged);
    actions.action(Command::rawDifference)->setChecked(ability.raw);
    actions.action(Command::shownStamps)->setChecked(ability.stamps);
    actions.action(Command::swapSides)->setChecked(ability.swapped);
}

void connectDiffCommands(const ActionTable& actions, QWidget& receiver, std::function<DiffView*()> current) {
    const auto on = [&](Command command, std::function<void(DiffView&, bool)> act) {
        QObject::connect(actions.action(command), &QAction::triggered, &receiver,
                         [current, act = std::move(act)](bool checked) {
                             if (DiffView* view = current())
                                 act(*view, checked);
                         });
    };
    on(Command::twoColumns, [](DiffView& view, bool shown) { view.setTwoColumns(shown); });
    on(Command::unchangedText, [](DiffView& view, bool shown) { view.setUnchangedShown(shown); });
    on(Command::rawDifference, [](DiffView& view, bool shown) { view.setRaw(shown); });
    on(Command::shownStamps, [](DiffView& view, bool shown) { view.setStampsShown(shown); });
    on(Command::swapSides, [](DiffView& view, bool shown) { view.setSwapped(shown); });
    on(Command::copyMarkdown, [](DiffView& view, bool) { view.copyMarkdown(); });
    on(Command::copyPatch, [](DiffView& view, bool) { view.copyPatch(); });
    on(Command::printDifference, [](DiffView& view, bool) { view.print(); });
}

QMenu* makeDiffMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const auto add = [&](std::initializer_list<Command> commands) {
        for (const Command command : commands)
            menu->addAction(actions.action(command));
    };
    add({Command::twoColumns, Command::unchangedText, Command::shownStamps, Command::rawDifference,
         Command::swapSides});
    menu->addSeparator();
    add({Command::previousChange, Command::nextChange});
    menu->addSeparator();
    add({Command::compareWith, Command::restoreParts});
    menu->addSeparator();
    add({Command::copyMarkdown, Command::copyPatch, Command::printDifference});
    return menu;
}

} // namespace stemma::ui
