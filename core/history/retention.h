// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"

/// Which backups may go. Pure: nothing here reads or writes a file. What takes its measure from backup
/// programs (thinning out by hour, day and week) is the grandfather-father-son rotation.
namespace stemma::history {

/// What a person asked for. A backup goes if one of the rules for going says so and nothing keeps it. Off
/// until something is asked for.
struct RetentionPolicy {
    std::optional<std::int64_t> olderThan;  ///< seconds: those that are older go
    std::optional<std::uint64_t> mostBytes; ///< of all that stay: the oldest go until it is no more
    bool thin = false; ///< all of the last day stay, one an hour of the last week, one a day of the last 60
                       ///< days, one a week of what is older: the newest each
    /// The newest so many of each report stay, whatever else says. Alone: all others go.
    std::optional<std::size_t> keep;

    [[nodiscard]] bool isOn() const { return olderThan || mostBytes || thin || keep; }
    friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
};

/// What is known of one backup.
struct RetentionItem {
    std::string name;
    Timestamp made;
    std::uint64_t bytes = 0;
    bool restorable = false;  ///< else nothing lets it go, and it counts for nothing
    bool marked = false;      ///< a person pinned or named it, or wrote a note on it
    bool beforeAgent = false; ///< the last state before an agent went on from a person's, or what shows that
    bool replaced = false;    ///< what a restore or an undo replaced: undoing that needs it
    bool overwritten = false; ///< it holds somebody's change that another writer wrote over, or shows that
};

/// Why a backup goes or stays.
enum class RetentionReason {
    // it goes
    older,
    thinnedOut,
    beyondNewest,
    overBytes,
    // it never goes
    newestGood,
    marked,
    beforeAgent,
    replaced,
    overwritten,
    notRestorable,
    reportDamaged, ///< the report itself can't be read: all that it had stays
    // it stays by the policy
    notOlder,
    amongNewest,
    lastDay,
    newestOfHour,
    newestOfDay,
    newestOfWeek,
    withinBytes,
    nothingAsked,
};
[[nodiscard]] bool neverGoes(RetentionReason reason);
/// "newest-good", for programs.
[[nodiscard]] const char* retentionReasonWord(RetentionReason reason);
/// "it is the newest that can be restored"
[[nodiscard]] const char* retentionReasonText(RetentionReason reason);

struct RetentionDecision {
    bool goes = false;
    std::vector<RetentionReason> reasons; ///< at least one
};

struct RetentionPlan {
    std::vector<std::vector<RetentionDecision>> reports; ///< as the items were given
    std::size_t going = 0;
    std::uint64_t goingBytes = 0;
    std::uint64_t stayingBytes = 0; ///< of what could be restored
    std::uint64_t bytesOver = 0;    ///< by how much what stays still passes `mostBytes`
};

/// The backups of a report, in the order of its history.
struct RetentionHistory {
    std::vector<RetentionItem> backups;
    bool damaged = false; ///< the report itself can't be read
};

/// Decides on the backups of some reports; `mostBytes` counts for all of them together. To plan again at the
/// same moment without those that went lets nothing more go.
[[nodiscard]] RetentionPlan planRetention(const RetentionPolicy& policy,
                                          const std::vector<RetentionHistory>& reports, Timestamp now);

/// "older than 90 days, thinned out, at most 500000000 bytes, the newest 20 stay"
[[nodiscard]] std::string retentionText(const RetentionPolicy& policy);

} // namespace stemma::history
