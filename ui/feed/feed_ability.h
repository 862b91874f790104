// SPDX-License-Identifier: MIT
#pragma once

namespace stemma::ui {

/// What can be done in the feed now.
struct FeedAbility {
    bool shown = false;   ///< the feed is on show
    bool chosen = false;  ///< a change is chosen
    bool request = false; ///< it has a request id
    bool filtered = false;
};

} // namespace stemma::ui
