// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace stemma::ui {

/// What can be done about the health of a library now.
struct HealthAbility {
    bool shown = false;   ///< the place is on show
    bool busy = false;    ///< something is being fixed
    bool looking = false; ///< the library is being looked through
    bool chosen = false;  ///< a finding is chosen
    QString fixText;      ///< what fixing it does, as a command; empty: that is left to the person
    bool fixable = false; ///< there is anything that can be fixed
    bool subject = false; ///< it is of a report, or of somebody's graphs
    bool report = false;  ///< and that is a report
};

} // namespace stemma::ui
