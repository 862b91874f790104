// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace stemma::ui {

/// What can be done in the inbox now, and why not.
struct InboxAbility {
    bool shown = false;  ///< the inbox is on show
    bool cards = false;  ///< there are some
    bool card = false;   ///< one is chosen
    bool asking = false; ///< something is to be decided first
    QString whyNoUndo;   ///< why its changes can't be taken out; empty: they can
    QString whyNoParts;  ///< the same of parts of them
    QString whyNoEdit;
};

} // namespace stemma::ui
