// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include "ui/shell/theme.h"

namespace stemma::ui {

class Settings;

/// Every command of the window.
enum class Command {
    openLibrary,
    closeLibrary,
    refresh,
    rebuildIndex,
    showBackups,
    quit,
    newReport,
    duplicateReport,
    forkReport,
    synthesizeReports,
    save,
    saveWithNote,
    discardEdits,
    undo,
    redo,
    cutParts,
    copyParts,
    pasteParts,
    duplicateParts,
    deleteParts,
    copyId,
    find,
    findNext,
    findPrevious,
    replaceText,
    addSection,
    addInsight,
    addCitation,
    renamePart,
    editPart,
    splitInsight,
    joinInsights,
    moveUp,
    moveDown,
    moveToPreviousSection,
    moveToNextSection,
    raiseImportance,
    lowerImportance,
    insightActive,
    insightArchived,
    insightKilled,
    readPart,
    copyPartId,
    togglePreview,
    archive,
    unarchive,
    trash,
    untrash,
    showFolder,
    showInbox,
    nextCard,
    previousCard,
    openCard,
    editCard,
    acceptCard,
    undoCard,
    undoCardParts,
    acceptAllCards,
    lookAgain,
    showAsItWas,
    earlierChange,
    laterChange,
    showFeed,
    openEntry,
    onlyRequest,
    wholeFeed,
    showHealth,
    lookAtHealth,
    fixFinding,
    fixAllFindings,
    findingSubject,
    findingHistory,
    findingPath,
    findingFolder,
    newGraph,
    editGraph,
    editGraphText,
    deleteGraph,
    addNode,
    addExistingNode,
    editElement,
    deleteElement,
    takeFromGraph,
    addRelation,
    addAttribute,
    addMorph,
    renameMorph,
    activateMorph,
    assignMembers,
    deleteMorph,
    addTransition,
    back,
    forward,
    showOutline,
    showRead,
    showSource,
    importReport,
    exportReport,
    exportGraph,
    importGraph,
    toggleHistory,
    findInHistory,
    comparePrevious,
    compareWith,
    restore,
    restoreParts,
    undoChange,
    partHistory,
    partChange,
    nameVersion,
    noteVersion,
    pinVersion,
    markedVersions,
    reportBackups,
    previousChange,
    nextChange,
    showBlame,
    neverHuman,
    twoColumns,
    unchangedText,
    shownStamps,
    rawDifference,
    swapSides,
    copyMarkdown,
    copyPatch,
    printDifference,
    toggleSidebar,
    nextPane,
    settings,
    help,
    about,
};

/// Where a command's keys are heard: everywhere in the window, or only while the list, the inbox, the feed,
/// the health, the outline, the rows of a report's history or the picture and the table of a graph have the focus (keys
/// like Delete that mean something else elsewhere).
enum class KeyScope { window, list, inbox, feed, health, outline, history, graph };

/// What a command is for: reports and graphs are never open at the same time, so their commands may share
/// keys.
enum class Realm { both, reports, graphs };

/// One row of the table.
struct CommandRow {
    Command command;
    const char* id;   ///< what settings know it by; never changes
    const char* text; ///< with its mnemonic; translated when the action is made
    IconName icon;
    const char* keys; ///< portable text, "; " between alternatives; empty for none
    KeyScope scope = KeyScope::window;
    bool checkable = false;
    Realm realm = Realm::both;
};

/// The rows, in the order of the menus.
[[nodiscard]] const std::vector<CommandRow>& commandRows();

/// Makes one action for each row. Menus, tool bars and the help are built from it and nothing else.
class ActionTable : public QObject {
    Q_OBJECT
public:
    /// Shortcuts are the person's where `settings` has some.
    explicit ActionTable(const Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] QAction* action(Command command) const;
    /// Enables the command, or disables it with the reason: one sentence, shown in its tool tip.
    void setAvailable(Command command, bool available, const QString& whyNot = {});
    [[nodiscard]] QString whyNot(Command command) const;
    /// A text that names what the command would do now ("Undo “restored”"); empty: the row's own.
    void setText(Command command, const QString& text);
    /// Gives the keys of the rows of that scope to the widget.
    void bindKeys(KeyScope scope, QWidget* widget);
    /// After the person changed shortcuts.
    void reloadShortcuts(const Settings& settings);

    /// A command's text without mnemonic and dots.
    [[nodiscard]] static QString plainText(const CommandRow& row);
    [[nodiscard]] static QList<QKeySequence> standardKeys(const CommandRow& row);

private:
    void describe(QAction* action, const QString& whyNot);
    std::vector<QAction*> m_actions;
};

/// Two commands that hear the same keys in the same place.
struct ShortcutClash {
    Command first, second;
    QKeySequence keys;
};
[[nodiscard]] std::vector<ShortcutClash> shortcutClashes(const Settings& settings);

} // namespace stemma::ui
