// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace stemma::ui {

/// What of a graph can be edited now, and why not.
struct GraphAbility {
    bool user = false;  ///< one's data are open
    bool shown = false; ///< a graph is on the page
    QString whyNot;     ///< nothing can be edited
    bool modified = false;
    bool node = false;       ///< one is chosen, or an attribute of one
    bool inGraph = false;    ///< and it is in the graph
    bool transition = false; ///< one is chosen
    bool attribute = false;  ///< the value of one is chosen
    bool morphActive = false;
    bool morphBasic = false; ///< the shown morph is the one that can't go
    int morphs = 0;
    int members = 0; ///< of the shown morph
};

} // namespace stemma::ui
