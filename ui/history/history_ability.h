// SPDX-License-Identifier: MIT
#pragma once

namespace stemma::ui {

/// What can be done in the history now, beside restoring and taking changes out.
struct HistoryAbility {
    bool canMark = false;    ///< one version is chosen that can be named, noted on and pinned
    bool pinned = false;     ///< it is pinned
    bool markedOnly = false; ///< only versions with a name or a pin are listed
    bool hasPart = false;    ///< a part is chosen in the outline whose history can be told
    friend bool operator==(const HistoryAbility&, const HistoryAbility&) = default;
};

/// What can be told of who wrote what.
struct BlameAbility {
    bool shown = false;
    bool neverHuman = false; ///< what a person made or changed stands back
    bool hasChange = false;  ///< a change is known that made the chosen part what it is
};

} // namespace stemma::ui
