// SPDX-License-Identifier: MIT
#include "ui/shell/window_menus.h"

#include <initializer_list>
#include <optional>

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

#include "ui/shell/action_table.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::WindowMenus)
};

using Entry = std::optional<Command>;
constexpr Entry separator = std::nullopt;

template <class Place>
void fill(Place& place, const ActionTable& actions, std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) {
        if (entry)
            place.addAction(actions.action(*entry));
        else
            place.addSeparator();
    }
}

QMenu* addMenu(QMainWindow& window, const QString& title) {
    QMenu* menu = window.menuBar()->addMenu(title);
    menu->setToolTipsVisible(true);
    return menu;
}

} // namespace

void fillMenuBar(QMainWindow& window, const ActionTable& actions, std::function<void(QMenu&)> recent) {
    QMenu* library = addMenu(window, Words::tr("&Library"));
    fill(*library, actions, {Command::openLibrary});
    QMenu* recentMenu = library->addMenu(Words::tr("Open &Recent"));
    QObject::connect(recentMenu, &QMenu::aboutToShow, recentMenu,
                     [recentMenu, recent = std::move(recent)] { recent(*recentMenu); });
    fill(*library, actions,
         {separator, Command::importReport, Command::exportReport, separator, Command::importGraph,
          Command::exportGraph, separator, Command::refresh, Command::rebuildIndex, Command::showBackups,
          separator, Command::closeLibrary, Command::quit});

    fill(*addMenu(window, Words::tr("&Edit")), actions,
         {Command::undo, Command::redo, separator, Command::cutParts, Command::copyParts, Command::pasteParts,
          Command::duplicateParts, Command::deleteParts, separator, Command::find, Command::findNext,
          Command::findPrevious, Command::replaceText, separator, Command::settings});
    fill(*addMenu(window, Words::tr("&Outline")), actions,
         {Command::addSection,
          Command::addInsight,
          Command::addCitation,
          separator,
          Command::editPart,
          Command::renamePart,
          Command::splitInsight,
          Command::joinInsights,
          separator,
          Command::moveUp,
          Command::moveDown,
          Command::moveToPreviousSection,
          Command::moveToNextSection,
          separator,
          Command::raiseImportance,
          Command::lowerImportance,
          Command::insightActive,
          Command::insightArchived,
          Command::insightKilled,
          separator,
          Command::readPart,
          Command::copyPartId});
    fill(*addMenu(window, Words::tr("&Report")), actions,
         {Command::newReport, Command::duplicateReport, Command::forkReport, Command::synthesizeReports,
          separator, Command::save, Command::saveWithNote, Command::discardEdits, separator, Command::archive,
          Command::unarchive, separator, Command::trash, Command::untrash, separator, Command::copyId,
          Command::showFolder});
    fill(*addMenu(window, Words::tr("&Inbox")), actions,
         {Command::showInbox, separator, Command::nextCard, Command::previousCard, Command::openCard,
          Command::editCard, separator, Command::acceptCard, Command::undoCard, Command::undoCardParts,
          separator, Command::acceptAllCards, Command::lookAgain});
    fill(*addMenu(window, Words::tr("&Graph")), actions, {Command::newGraph,      Command::editGraph,
                                                          Command::editGraphText, separator,
                                                          Command::addNode,       Command::addExistingNode,
                                                          Command::addRelation,   Command::addAttribute,
                                                          Command::addTransition, separator,
                                                          Command::editElement,   Command::takeFromGraph,
                                                          Command::deleteElement, separator,
                                                          Command::addMorph,      Command::renameMorph,
                                                          Command::activateMorph, Command::assignMembers,
                                                          Command::deleteMorph,   separator,
                                                          Command::deleteGraph});
    fill(*addMenu(window, Words::tr("&History")), actions,
         {Command::toggleHistory,
          Command::findInHistory,
          Command::showFeed,
          Command::partHistory,
          Command::partChange,
          separator,
          Command::comparePrevious,
          Command::compareWith,
          Command::previousChange,
          Command::nextChange,
          separator,
          Command::twoColumns,
          Command::unchangedText,
          Command::shownStamps,
          Command::rawDifference,
          Command::swapSides,
          separator,
          Command::copyMarkdown,
          Command::copyPatch,
          Command::printDifference,
          separator,
          Command::undoChange,
          Command::restore,
          Command::restoreParts,
          separator,
          Command::nameVersion,
          Command::noteVersion,
          Command::pinVersion,
          Command::markedVersions,
          separator,
          Command::reportBackups,
          separator,
          Command::openEntry,
          Command::onlyRequest,
          Command::wholeFeed});
    fill(*addMenu(window, Words::tr("&View")), actions,
         {Command::showOutline, Command::showRead, Command::showSource, Command::togglePreview, separator,
          Command::showBlame, Command::neverHuman, separator, Command::back, Command::forward, separator,
          Command::showAsItWas, Command::earlierChange, Command::laterChange, separator,
          Command::toggleSidebar, Command::nextPane});
    fill(*addMenu(window, Words::tr("Heal&th")), actions,
         {Command::showHealth, separator, Command::fixFinding, Command::fixAllFindings, separator,
          Command::findingSubject, Command::findingHistory, Command::findingPath, Command::findingFolder,
          separator, Command::lookAtHealth});
    fill(*addMenu(window, Words::tr("Hel&p")), actions, {Command::help, separator, Command::about});
}

QToolBar* makeToolBar(QMainWindow& window, const ActionTable& actions) {
    QToolBar* bar = window.addToolBar(Words::tr("Main Tool Bar"));
    bar->setObjectName(QStringLiteral("main_tool_bar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonFollowStyle);
    fill(*bar, actions,
         {Command::toggleSidebar, separator, Command::back, Command::forward, separator, Command::openLibrary,
          Command::refresh, separator, Command::newReport, Command::save, Command::undo, Command::redo,
          separator, Command::addSection, Command::addInsight, separator, Command::toggleHistory,
          Command::comparePrevious});
    return bar;
}

QMenu* makeHistoryMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    fill(*menu, actions,
         {Command::undoChange, Command::restore, separator, Command::previousChange, Command::nextChange,
          separator, Command::reportBackups});
    return menu;
}

QMenu* makeReportHistoryMenu(QWidget* parent, const ActionTable& actions) {
    QMenu* menu = makeHistoryMenu(parent, actions);
    fill(*menu, actions,
         {separator, Command::restoreParts, Command::compareWith, separator, Command::nameVersion,
          Command::noteVersion, Command::pinVersion});
    return menu;
}

QMenu* makeInboxMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    fill(*menu, actions,
         {Command::openCard, Command::editCard, separator, Command::acceptCard, Command::undoCard,
          Command::undoCardParts});
    return menu;
}

QMenu* makeFeedMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    fill(*menu, actions, {Command::openEntry, separator, Command::onlyRequest, Command::wholeFeed});
    return menu;
}

QMenu* makeHealthMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    fill(*menu, actions,
         {Command::fixFinding, separator, Command::findingSubject, Command::findingHistory,
          Command::findingPath, Command::findingFolder});
    return menu;
}

QMenu* makeListMenu(QWidget* parent, const ActionTable& actions) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    fill(*menu, actions,
         {Command::toggleHistory, Command::copyId, Command::showFolder, separator, Command::duplicateReport,
          Command::forkReport, Command::synthesizeReports, Command::exportReport, separator, Command::archive,
          Command::unarchive, separator, Command::trash, Command::untrash});
    return menu;
}

} // namespace stemma::ui
