// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/history/timeline.h"
#include "core/json/json_value.h"

namespace stemma::history {

/// What is remembered of one line of a log.
struct ChainLink {
    std::string action;     ///< the event's id; empty: the line can't be read
    std::string lineSha256; ///< of the line in audit.jsonl, without its newline
    std::string backup;     ///< the name of the backup that it names; empty: none
    std::string before;     ///< SHA-256 of that; empty: it was gone when it was looked at
    friend bool operator==(const ChainLink&, const ChainLink&) = default;
};

/// All that is remembered of a report. Each link is bound to all before it by a hash (S. Haber, W. S.
/// Stornetta, "How to Time-Stamp a Digital Document", Journal of Cryptology 3 (1991)).
struct Chain {
    std::vector<ChainLink> links; ///< in the order of the log
    std::string live; ///< SHA-256 of outline.json when it was last looked at; empty: there was none
    std::string seen; ///< ISO time of that
    friend bool operator==(const Chain&, const Chain&) = default;
};

/// The links of a log as it stands (a torn last line is none yet), and what is live.
[[nodiscard]] Chain chainOf(const Timeline& timeline, std::string_view log, std::string seen);

/// What a comparison of what is remembered with what is there says.
struct ChainVerdict {
    enum class State {
        begun,  ///< nothing was remembered: from now on it is
        whole,  ///< all that was remembered is there, unchanged and in its order
        broken, ///< the first thing that is not
    } state = State::begun;
    std::size_t links = 0; ///< that were compared, or are remembered from now on
    std::size_t added = 0; ///< events that came since
    std::string at;        ///< where it broke: an action id, a backup's name, "outline.json"
    std::string message;   ///< what is wrong there, and since when
    std::string present;   ///< names what is there now: fingerprintOf() it; empty where only chains met
};

/// The same for the same links and outline, whenever they were looked at.
[[nodiscard]] std::string fingerprintOf(const Chain& chain);

/// Compares. Events that came after the last link are no fault; an outline that changed without one is. What
/// a chain on the same machine can't show: what was changed before it was begun, and what somebody changed
/// who can write to the state directory as well.
[[nodiscard]] ChainVerdict compareChains(const Chain& remembered, const Chain& now);

/// The chain as JSON, with the hash that binds each link.
[[nodiscard]] json::Value chainValue(const Chain& chain);
/// ErrorCode::damaged with the number of the first link that doesn't bind to the ones before it: what is
/// remembered was changed itself.
[[nodiscard]] Result<Chain> chainFrom(const json::Value& value);

} // namespace stemma::history
