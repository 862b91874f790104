// SPDX-License-Identifier: MIT
#include "ui/shell/edit_commands.h"

#include <functional>

#include <QApplication>
#include <QCoreApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTextEdit>

#include "ui/graph/graph_ability.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_editor.h"
#include "ui/report/report_page.h"
#include "ui/session/edit_session.h"
#include "ui/shell/action_table.h"
#include "ui/shell/report_desk.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditCommands)
};

/// The first reason against it; empty if there is none.
QString firstOf(std::initializer_list<QString> reasons) {
    for (const QString& reason : reasons)
        if (!reason.isEmpty())
            return reason;
    return {};
}

QString unless(bool condition, const QString& why) {
    return condition ? QString() : why;
}

void apply(ActionTable& actions, std::initializer_list<Command> commands, const QString& why) {
    for (const Command command : commands)
        actions.setAvailable(command, why.isEmpty(), why);
}

/// Chosen from the menu while a text has the focus, they are the text's.
bool goesToText(const char* slot) {
    QWidget* focus = QApplication::focusWidget();
    const bool isText = qobject_cast<QLineEdit*>(focus) != nullptr ||
                        qobject_cast<QPlainTextEdit*>(focus) != nullptr ||
                        qobject_cast<QTextEdit*>(focus) != nullptr;
    return isText && QMetaObject::invokeMethod(focus, slot);
}

} // namespace

void applyEditAbility(ActionTable& actions, const EditAbility& ability) {
    const QString open = unless(ability.shown, Words::tr("No report is open."));
    const QString editable = firstOf({open, ability.whyNot});
    const QString outline =
        firstOf({editable, unless(ability.outline, Words::tr("Go to the page Outline first."))});
    const std::size_t chosen = ability.sections + ability.insights;
    const QString some =
        firstOf({outline, unless(chosen > 0, Words::tr("Choose a section or an insight first."))});
    const QString insights =
        firstOf({outline, unless(ability.insights > 0, Words::tr("Choose an insight first."))});
    apply(actions, {Command::save, Command::saveWithNote, Command::discardEdits},
          firstOf({editable, unless(ability.modified, Words::tr("Nothing is unsaved."))}));
    apply(actions, {Command::addSection, Command::addInsight, Command::pasteParts, Command::editPart},
          outline);
    apply(actions, {Command::replaceText}, outline);
    apply(actions, {Command::cutParts, Command::duplicateParts, Command::renamePart}, some);
    apply(actions, {Command::moveUp, Command::moveDown}, some);
    apply(actions, {Command::deleteParts}, ability.citation ? outline : some);
    apply(actions, {Command::copyParts},
          firstOf({open, unless(chosen > 0 || ability.citation,
                                Words::tr("Choose a section or an insight first."))}));
    apply(actions,
          {Command::moveToPreviousSection, Command::moveToNextSection, Command::raiseImportance,
           Command::lowerImportance, Command::insightActive, Command::insightArchived,
           Command::insightKilled},
          insights);
    apply(actions, {Command::addCitation},
          ability.citation || ability.insights == 1
              ? outline
              : firstOf({outline, Words::tr("Choose the insight that it is for first.")}));
    apply(actions, {Command::splitInsight},
          firstOf({insights, unless(ability.canSplit,
                                    Words::tr("Put the cursor into the text of an insight first."))}));
    apply(
        actions, {Command::joinInsights},
        firstOf({insights, unless(ability.canJoin, Words::tr("No insight comes after it in its section."))}));
    apply(actions, {Command::readPart, Command::copyPartId},
          firstOf({open, unless(chosen > 0 || ability.citation,
                                Words::tr("Choose a section or an insight first."))}));
    apply(actions, {Command::togglePreview}, outline);
    actions.action(Command::togglePreview)->setChecked(ability.preview);
}

void applyGraphAbility(ActionTable& actions, const GraphAbility& ability) {
    const QString open = unless(ability.shown, Words::tr("No graph is open."));
    const QString editable = firstOf({open, ability.whyNot});
    const QString node = firstOf({editable, unless(ability.node, Words::tr("Choose a node first."))});
    apply(actions, {Command::newGraph},
          firstOf({unless(ability.user, Words::tr("Choose a user or a graph first.")), ability.whyNot}));
    apply(actions,
          {Command::editGraph, Command::editGraphText, Command::deleteGraph, Command::addNode,
           Command::addExistingNode, Command::addTransition},
          editable);
    apply(actions, {Command::editElement, Command::deleteElement},
          firstOf({editable, unless(ability.node || ability.transition,
                                    Words::tr("Choose a node or a transition first."))}));
    apply(actions, {Command::addRelation, Command::addAttribute, Command::addMorph}, node);
    apply(actions, {Command::takeFromGraph},
          firstOf({node, unless(ability.inGraph, Words::tr("The node isn't in this graph."))}));
    const QString morph =
        firstOf({node, unless(ability.morphs > 0, Words::tr("The node has no morph yet."))});
    const QString basic =
        unless(!ability.morphBasic, Words::tr("The basic morph can neither be renamed nor deleted."));
    apply(actions, {Command::renameMorph, Command::deleteMorph}, firstOf({morph, basic}));
    apply(actions, {Command::activateMorph},
          firstOf({morph, unless(!ability.morphActive, Words::tr("It is the active one already."))}));
    apply(actions, {Command::assignMembers},
          firstOf({morph, unless(ability.members > 0, Words::tr("Nothing is in this morph."))}));
}

void applyGraphSaving(ActionTable& actions, const GraphAbility& ability) {
    apply(actions, {Command::save, Command::saveWithNote, Command::discardEdits},
          firstOf({unless(ability.shown || ability.modified, Words::tr("No graph is open.")), ability.whyNot,
                   unless(ability.modified, Words::tr("Nothing is unsaved."))}));
}

void connectEditCommands(const ActionTable& actions, ReportDesk& desk) {
    const auto on = [&actions, &desk](Command command, std::function<void()> act) {
        QObject::connect(actions.action(command), &QAction::triggered, &desk, std::move(act));
    };
    OutlineEditing* editing = desk.page()->editing();
    OutlinePage* outline = desk.page()->outlinePage();
    on(Command::save, [&desk] { desk.save(); });
    on(Command::saveWithNote, [&desk] { desk.saveWithNote(); });
    on(Command::discardEdits, [&desk] {
        if (desk.edit() != nullptr)
            desk.edit()->discard();
    });
    on(Command::cutParts, [editing] {
        if (!goesToText("cut"))
            editing->cut();
    });
    on(Command::copyParts, [editing] {
        if (!goesToText("copy"))
            editing->copy();
    });
    on(Command::pasteParts, [editing] {
        if (!goesToText("paste"))
            editing->paste();
    });
    on(Command::duplicateParts, [editing] { editing->duplicate(); });
    on(Command::deleteParts, [editing] { editing->remove(); });
    on(Command::replaceText, [&desk] { desk.page()->replaceText(); });
    on(Command::addSection, [editing] { editing->addSection(); });
    on(Command::addInsight, [editing] { editing->addInsight(); });
    on(Command::addCitation, [editing] { editing->addCitation(); });
    on(Command::renamePart, [editing] { editing->rename(); });
    on(Command::editPart, [editing] { editing->editText(); });
    on(Command::splitInsight, [editing] { editing->split(); });
    on(Command::joinInsights, [editing] { editing->join(); });
    on(Command::moveUp, [editing] { editing->move(Direction::up); });
    on(Command::moveDown, [editing] { editing->move(Direction::down); });
    on(Command::moveToPreviousSection, [editing] { editing->moveToSection(Direction::up); });
    on(Command::moveToNextSection, [editing] { editing->moveToSection(Direction::down); });
    on(Command::raiseImportance, [editing] { editing->changeImportance(1); });
    on(Command::lowerImportance, [editing] { editing->changeImportance(-1); });
    on(Command::insightActive, [editing] { editing->setStatus("active"); });
    on(Command::insightArchived, [editing] { editing->setStatus("archived"); });
    on(Command::insightKilled, [editing] { editing->setStatus("killed"); });
    on(Command::readPart, [outline] { outline->readCurrent(); });
    on(Command::copyPartId, [editing] { editing->copyId(); });
    on(Command::togglePreview,
       [outline] { outline->editor()->setPreviewShown(!outline->editor()->isPreviewShown()); });
}

QMenu* makeOutlineMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const auto add = [&](std::initializer_list<Command> commands) {
        for (const Command command : commands)
            menu->addAction(actions.action(command));
        menu->addSeparator();
    };
    add({Command::editPart, Command::renamePart});
    add({Command::addInsight, Command::addSection, Command::addCitation});
    add({Command::cutParts, Command::copyParts, Command::pasteParts, Command::duplicateParts});
    add({Command::moveUp, Command::moveDown, Command::moveToPreviousSection, Command::moveToNextSection});
    add({Command::splitInsight, Command::joinInsights});
    add({Command::insightActive, Command::insightArchived, Command::insightKilled});
    add({Command::deleteParts});
    add({Command::readPart, Command::partHistory, Command::partChange, Command::copyPartId});
    return menu;
}

} // namespace stemma::ui
