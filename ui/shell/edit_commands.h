// SPDX-License-Identifier: MIT
#pragma once

class QMenu;
class QWidget;

namespace stemma::ui {

class ActionTable;
class ReportDesk;
struct EditAbility;

/// Enables and disables the commands that edit a report, each with the reason.
void applyEditAbility(ActionTable& actions, const EditAbility& ability);

/// Ties these commands to the desk, which outlives the table's actions or goes with them.
void connectEditCommands(const ActionTable& actions, ReportDesk& desk);

/// The menu of a row of the outline.
QMenu* makeOutlineMenu(QWidget* parent, const ActionTable& actions);

} // namespace stemma::ui
