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
        else if (row.scope != KeyScope::window)
            action->setShortcutContext(Qt::WidgetShortcut); // not while a title is edited in the tree
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
    const QString why = available ? QString() : whyNot;
    if (action->isEnabled() == available && this->whyNot(command) == why)
        return; // asked for at each move of a cursor
    action->setEnabled(available);
    describe(action, why);
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

void ActionTable::bindKeys(KeyScope scope, QWidget* widget) {
    for (const CommandRow& row : commandRows()) {
        if (row.scope == scope)
            widget->addAction(action(row.command));
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
            const bool together = rows[first].scope == rows[second].scope ||
                                  rows[first].scope == KeyScope::window ||
                                  rows[second].scope == KeyScope::window;
            const bool apart = rows[first].realm != Realm::both && rows[second].realm != Realm::both &&
                               rows[first].realm != rows[second].realm;
            if (!together || apart)
                continue;
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
