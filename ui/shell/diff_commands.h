// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

class QMenu;
class QWidget;

namespace stemma::ui {

class ActionTable;
class DiffView;

/// What the commands on a difference can do.
struct DiffAbility {
    bool shown = false;   ///< a difference is on show
    bool ofFiles = false; ///< one of two files
    bool raw = false, unchanged = false, stamps = false, twoColumns = false, swapped = false;
};
[[nodiscard]] DiffAbility diffAbility(const DiffView& view);

/// Enables and disables them, each with the reason, and ticks those that are on.
void applyDiffAbility(ActionTable& actions, const DiffAbility& ability);

/// Ties them to the view that is on show when they are called; it may be null. `receiver` outlives what
/// `current` needs.
void connectDiffCommands(const ActionTable& actions, QWidget& receiver, std::function<DiffView*()> current);

/// What can be done with a difference, for its own button and for a right click.
QMenu* makeDiffMenu(QWidget* parent, const ActionTable& actions);

} // namespace stemma::ui
