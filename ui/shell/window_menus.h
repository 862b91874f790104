// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

class QMainWindow;
class QMenu;
class QToolBar;
class QWidget;

namespace stemma::ui {

class ActionTable;

/// The menu bar, from the ids of commands. `recent` fills the menu of recent libraries each time it opens.
void fillMenuBar(QMainWindow& window, const ActionTable& actions, std::function<void(QMenu&)> recent);
/// The tool bar; every action of it is also in a menu.
QToolBar* makeToolBar(QMainWindow& window, const ActionTable& actions);
/// The menu of a row of a history.
QMenu* makeHistoryMenu(QWidget* parent, const ActionTable& actions);
/// The same of a report, on whose versions a person can note something.
QMenu* makeReportHistoryMenu(QWidget* parent, const ActionTable& actions);
/// The menu of a card of the inbox.
QMenu* makeInboxMenu(QWidget* parent, const ActionTable& actions);
/// The menu of a change in the feed.
QMenu* makeFeedMenu(QWidget* parent, const ActionTable& actions);
/// The menu of a finding.
QMenu* makeHealthMenu(QWidget* parent, const ActionTable& actions);
/// The menu of a row of the list.
QMenu* makeListMenu(QWidget* parent, const ActionTable& actions);

} // namespace stemma::ui
