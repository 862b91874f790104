// SPDX-License-Identifier: MIT
#include "ui/shell/action_table.h"

#include <QCoreApplication>
#include <QWidget>

#include "ui/shell/settings.h"

namespace stemma::ui {

namespace {

constexpr const char* context = "stemma::ui::Command";
constexpr const char* whyNotProperty = "stemma_why_not";

QString textOf(const CommandRow& row) {
    return QCoreApplication::translate(context, row.text);
}

} // namespace

const std::vector<CommandRow>& commandRows() {
    static const std::vector<CommandRow> rows{
        {Command::openLibrary, "open_library", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Open Library…"),
         IconName::open, "Ctrl+O"},
        {Command::closeLibrary, "close_library", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Close Library"),
         IconName::close, "Ctrl+W"},
        {Command::refresh, "refresh", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Reload"), IconName::refresh,
         "F5; Ctrl+R"},
        {Command::rebuildIndex, "rebuild_index", QT_TRANSLATE_NOOP("stemma::ui::Command", "Rebuild &Index"),
         IconName::rebuild, ""},
        {Command::quit, "quit", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Quit"), IconName::quit, "Ctrl+Q"},
        {Command::undo, "undo", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Undo"), IconName::undo, "Ctrl+Z"},
        {Command::redo, "redo", QT_TRANSLATE_NOOP("stemma::ui::Command", "Re&do"), IconName::redo,
         "Ctrl+Shift+Z; Ctrl+Y"},
        {Command::copyId, "copy_id", QT_TRANSLATE_NOOP("stemma::ui::Command", "Copy Report I&d"),
         IconName::copy, "Ctrl+Shift+C"},
        {Command::find, "find", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Find…"), IconName::find, "Ctrl+F"},
        {Command::findNext, "find_next", QT_TRANSLATE_NOOP("stemma::ui::Command", "Find &Next"),
         IconName::down, "F3; Ctrl+G"},
        {Command::findPrevious, "find_previous", QT_TRANSLATE_NOOP("stemma::ui::Command", "Find Pre&vious"),
         IconName::up, "Shift+F3; Ctrl+Shift+G"},
        {Command::archive, "archive", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Archive"), IconName::archive,
         "Ctrl+Shift+A"},
        {Command::unarchive, "unarchive", QT_TRANSLATE_NOOP("stemma::ui::Command", "Take Out of Arc&hive"),
         IconName::unarchive, "Ctrl+Shift+U"},
        {Command::trash, "trash", QT_TRANSLATE_NOOP("stemma::ui::Command", "Move to &Trash"), IconName::trash,
         "Delete", KeyScope::list},
        {Command::untrash, "untrash", QT_TRANSLATE_NOOP("stemma::ui::Command", "Take Out of Tra&sh"),
         IconName::untrash, "Ctrl+Shift+T"},
        {Command::showFolder, "show_folder", QT_TRANSLATE_NOOP("stemma::ui::Command", "Show in F&older"),
         IconName::folder, "Ctrl+Shift+O"},
        {Command::back, "back", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Back"), IconName::back,
         "Ctrl+[; Back"},
        {Command::forward, "forward", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Forward"), IconName::forward,
         "Ctrl+]; Forward"},
        {Command::showOutline, "show_outline", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Outline"),
         IconName::outline, "Ctrl+1"},
        {Command::showRead, "show_read", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Read"), IconName::read,
         "Ctrl+2"},
        {Command::showSource, "show_source", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Source"),
         IconName::source, "Ctrl+3"},
        {Command::toggleHistory, "history", QT_TRANSLATE_NOOP("stemma::ui::Command", "&History"),
         IconName::history, "Ctrl+H", KeyScope::window, true},
        {Command::comparePrevious, "compare_previous",
         QT_TRANSLATE_NOOP("stemma::ui::Command", "&Compare with Previous Version"), IconName::compare,
         "Ctrl+D"},
        {Command::restore, "restore", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Restore This Version…"),
         IconName::restore, "Ctrl+Shift+R"},
        {Command::previousChange, "previous_change",
         QT_TRANSLATE_NOOP("stemma::ui::Command", "&Previous Change"), IconName::up, "F7; Ctrl+Shift+P"},
        {Command::nextChange, "next_change", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Next Change"),
         IconName::down, "F8; Ctrl+Shift+N"},
        {Command::toggleSidebar, "sidebar", QT_TRANSLATE_NOOP("stemma::ui::Command", "Side&bar"),
         IconName::sidebar, "F9; Ctrl+B", KeyScope::window, true},
        {Command::nextPane, "next_pane", QT_TRANSLATE_NOOP("stemma::ui::Command", "Next Pa&ne"),
         IconName::forward, "F6; Ctrl+Shift+L"},
        {Command::settings, "settings", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Settings…"),
         IconName::configure, "Ctrl+,"},
        {Command::help, "help", QT_TRANSLATE_NOOP("stemma::ui::Command", "&Keyboard Shortcuts"),
         IconName::keyboard, "F1; Ctrl+/"},
        {Command::about, "about", QT_TRANSLATE_NOOP("stemma::ui::Command", "&About Stemma"), IconName::about,
         ""},
    };
    return rows;
}

ActionTable::ActionTable(const Settings& settings, QObject* parent)
    : QObject(parent) {
    m_actions.reserve(commandRows().size());
    for (const CommandRow& row : commandRows()) {
        auto* action = new QAction(themeIcon(row.icon), textOf(row), this);
        action->setObjectName(QLatin1String(row.id));
        action->setCheckable(row.checkable);
        action->setMenuRole(QAction::NoRole);
        if (row.scope == KeyScope::list)
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_actions.push_back(action);
    }
    reloadShortcuts(settings);
}

QAction* ActionTable::action(Command command) const {
    return m_actions[static_cast<std::size_t>(command)];
}

void ActionTable::reloadShortcuts(const Settings& settings) {
    for (const CommandRow& row : commandRows()) {
        QAction* action = this->action(row.command);
        action->setShortcuts(settings.shortcuts(QLatin1String(row.id), standardKeys(row)));
        describe(action, whyNot(row.command));
    }
}

void ActionTable::setAvailable(Command command, bool available, const QString& whyNot) {
    QAction* action = this->action(command);
    action->setEnabled(available);
    describe(action, available ? QString() : whyNot);
}

QString ActionTable::whyNot(Command command) const {
    return action(command)->property(whyNotProperty).toString();
}

void ActionTable::describe(QAction* action, const QString& whyNot) {
    action->setProperty(whyNotProperty, whyNot);
    QString name = action->text();
    name.remove(QLatin1Char('&'));
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    QString tip = keys.isEmpty() ? name : tr("%1 (%2)", "command, keys").arg(name, keys);
    if (!whyNot.isEmpty())
        tip += QLatin1Char('\n') + whyNot;
    action->setToolTip(tip);
    action->setStatusTip(whyNot);
}

void ActionTable::setText(Command command, const QString& text) {
    QAction* action = this->action(command);
    const QString wanted = text.isEmpty() ? textOf(commandRows()[static_cast<std::size_t>(command)]) : text;
    if (action->text() == wanted)
        return;
    action->setText(wanted);
    describe(action, whyNot(command));
}

void ActionTable::bindListKeys(QWidget* list) {
    for (const CommandRow& row : commandRows()) {
        if (row.scope == KeyScope::list)
            list->addAction(action(row.command));
    }
}

QString ActionTable::plainText(const CommandRow& row) {
    QString text = textOf(row);
    text.remove(QLatin1Char('&'));
    text.remove(QChar(u'…'));
    return text;
}

QList<QKeySequence> ActionTable::standardKeys(const CommandRow& row) {
    if (*row.keys == '\0')
        return {};
    return QKeySequence::listFromString(QLatin1String(row.keys), QKeySequence::PortableText);
}

std::vector<ShortcutClash> shortcutClashes(const Settings& settings) {
    std::vector<ShortcutClash> clashes;
    const auto& rows = commandRows();
    const auto keysOf = [&settings](const CommandRow& row) {
        return settings.shortcuts(QLatin1String(row.id), ActionTable::standardKeys(row));
    };
    for (std::size_t first = 0; first < rows.size(); ++first) {
        for (std::size_t second = first + 1; second < rows.size(); ++second) {
            const auto others = keysOf(rows[second]);
            for (const QKeySequence& keys : keysOf(rows[first])) {
                if (others.contains(keys))
                    clashes.push_back({rows[first].command, rows[second].command, keys});
            }
        }
    }
    return clashes;
}

} // namespace stemma::ui
