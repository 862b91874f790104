// SPDX-License-Identifier: MIT
#pragma once

class QMenu;
class QWidget;

namespace stemma::ui {

class ActionTable;
class ReportDesk;
struct EditAbility;
struct GraphAbility;

/// Enables and disables the commands that edit a report, each with the reason.
void applyEditAbility(ActionTable& actions, const EditAbility& ability);

/// The same for those that edit a graph.
void applyGraphAbility(ActionTable& actions, const GraphAbility& ability);
/// Saving, which reports and graphs have in common, for the latter.
void applyGraphSaving(ActionTable& actions, const GraphAbility& ability);

/// Ties these commands to the desk, which outlives the table's actions or goes with them.
void connectEditCommands(const ActionTable& actions, ReportDesk& desk);

/// The menu of a row of the outline.
QMenu* makeOutlineMenu(QWidget* parent, const ActionTable& actions);

} // namespace stemma::ui
