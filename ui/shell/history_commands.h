// SPDX-License-Identifier: MIT
#pragma once

namespace stemma::ui {

class ActionTable;
class ReportDesk;
struct CommandState;

/// Enables and disables the commands of a report's history that note something on a version, each with the
/// reason.
void applyHistoryAbility(ActionTable& actions, const CommandState& state);
/// Lets them act on the report that is open.
void connectHistoryCommands(const ActionTable& actions, ReportDesk& desk);

} // namespace stemma::ui
