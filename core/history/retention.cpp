// SPDX-License-Identifier: MIT
#include "core/history/retention.h"

#include <algorithm>
#include <map>
#include <utility>

namespace stemma::history {

namespace {

using Reason = RetentionReason;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t day = 24 * hour;

/// One of the spans of thinning: the newest backup of each slot stays.
struct Tier {
    std::int64_t until; ///< age
    std::int64_t slot;
    Reason reason;
};
constexpr Tier tiers[] = {{7 * day, hour, Reason::newestOfHour},
                          {60 * day, day, Reason::newestOfDay},
                          {INT64_MAX, 7 * day, Reason::newestOfWeek}};

std::int64_t floorDivide(std::int64_t value, std::int64_t by) {
    return value >= 0 ? value / by : -((-value + by - 1) / by);
}

/// Decides on the backups of one report, but for the limit of bytes.
class ReportPlan {
public:
    ReportPlan(const RetentionPolicy& policy, const RetentionHistory& report, Timestamp now)
        : m_policy(policy)
        , m_report(report)
        , m_now(now)
        , m_decisions(report.backups.size()) {}

    std::vector<RetentionDecision> run() {
        for (std::size_t at = 0; at < m_decisions.size(); ++at)
            addHeld(at);
        addNewest();
        if (m_policy.thin)
            addSlots();
        for (std::size_t at = 0; at < m_decisions.size(); ++at)
            decide(at);
        return std::move(m_decisions);
    }

private:
    [[nodiscard]] const RetentionItem& item(std::size_t at) const { return m_report.backups[at]; }
    [[nodiscard]] std::int64_t age(std::size_t at) const { return m_now.micros - item(at).made.micros; }
    void add(std::size_t at, Reason reason) { m_decisions[at].reasons.push_back(reason); }
    [[nodiscard]] bool has(std::size_t at, Reason reason) const {
        const auto& reasons = m_decisions[at].reasons;
        return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
    }

    /// What no policy lets go.
    void addHeld(std::size_t at) {
        if (m_report.damaged)
            add(at, Reason::reportDamaged);
        if (!item(at).restorable)
            add(at, Reason::notRestorable);
        if (item(at).marked)
            add(at, Reason::marked);
        if (item(at).beforeAgent)
            add(at, Reason::beforeAgent);
        if (item(at).replaced)
            add(at, Reason::replaced);
        if (item(at).overwritten)
            add(at, Reason::overwritten);
    }

    void addNewest() {
        std::size_t good = 0;
        for (std::size_t at = m_decisions.size(); at-- > 0;) {
            if (!item(at).restorable)
                continue;
            if (good == 0)
                add(at, Reason::newestGood);
            if (m_policy.keep && good < *m_policy.keep)
                add(at, Reason::amongNewest);
            ++good;
        }
    }

    void addSlots() {
        std::map<std::pair<std::size_t, std::int64_t>, std::size_t> newest;
        for (std::size_t at = 0; at < m_decisions.size(); ++at) {
            if (!item(at).restorable)
                continue;
            if (age(at) <= day) {
                add(at, Reason::lastDay);
                continue;
            }
            const std::size_t tier = tierOf(at);
            const std::int64_t slot = floorDivide(item(at).made.micros, tiers[tier].slot);
            const auto [known, fresh] = newest.try_emplace({tier, slot}, at);
            if (!fresh && item(known->second).made <= item(at).made)
                known->second = at;
        }
        for (const auto& [slot, at] : newest)
            add(at, tiers[slot.first].reason);
    }

    [[nodiscard]] std::size_t tierOf(std::size_t at) const {
        std::size_t tier = 0;
        while (age(at) > tiers[tier].until)
            ++tier;
        return tier;
    }

    /// Whether the thinning keeps it.
    [[nodiscard]] bool isOfSlot(std::size_t at) const {
        return has(at, Reason::lastDay) || has(at, Reason::newestOfHour) || has(at, Reason::newestOfDay) ||
               has(at, Reason::newestOfWeek);
    }

    void decide(std::size_t at) {
        RetentionDecision& decision = m_decisions[at];
        const bool held = std::any_of(decision.reasons.begin(), decision.reasons.end(), neverGoes);
        const bool old = m_policy.olderThan && age(at) / second > *m_policy.olderThan;
        const bool onlyCounted = !m_policy.olderThan && !m_policy.mostBytes && !m_policy.thin;
        std::vector<Reason> going;
        if (old)
            going.push_back(Reason::older);
        if (m_policy.thin && !isOfSlot(at))
            going.push_back(Reason::thinnedOut);
        if (m_policy.keep && onlyCounted)
            going.push_back(Reason::beyondNewest);
        if (!held && !going.empty() && !has(at, Reason::amongNewest)) {
            decision.goes = true;
            decision.reasons = std::move(going);
            return;
        }
        if (m_policy.olderThan && !old && !held)
            add(at, Reason::notOlder);
        if (!m_policy.isOn())
            add(at, Reason::nothingAsked);
    }

    const RetentionPolicy& m_policy;
    const RetentionHistory& m_report;
    Timestamp m_now;
    std::vector<RetentionDecision> m_decisions;
};

bool isHeld(const RetentionDecision& decision) {
    return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                       [](Reason reason) { return neverGoes(reason) || reason == Reason::amongNewest; });
}

/// Lets the oldest go until the rest is within the limit.
void limitBytes(std::uint64_t limit, const std::vector<RetentionHistory>& reports, RetentionPlan& plan) {
    struct Candidate {
        Timestamp made;
        std::size_t report;
        std::size_t at;
    };
    std::vector<Candidate> candidates;
    std::uint64_t sum = 0;
    for (std::size_t report = 0; report < reports.size(); ++report)
        for (std::size_t at = 0; at < reports[report].backups.size(); ++at) {
            const RetentionDecision& decision = plan.reports[report][at];
            const RetentionItem& item = reports[report].backups[at];
            if (decision.goes || !item.restorable)
                continue;
            sum += item.bytes;
            if (!isHeld(decision))
                candidates.push_back({item.made, report, at});
        }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.made < b.made; });
    for (const Candidate& each : candidates) {
        RetentionDecision& decision = plan.reports[each.report][each.at];
        if (sum <= limit) {
            decision.reasons.push_back(Reason::withinBytes);
            continue;
        }
        decision.goes = true;
        decision.reasons = {Reason::overBytes};
        sum -= reports[each.report].backups[each.at].bytes;
    }
    plan.bytesOver = sum > limit ? sum - limit : 0;
}

} // namespace

bool neverGoes(RetentionReason reason) {
    switch (reason) {
    case Reason::newestGood:
    case Reason::marked:
    case Reason::beforeAgent:
    case Reason::replaced:
    case Reason::overwritten:
    case Reason::notRestorable:
    case Reason::reportDamaged:
        return true;
    default:
        return false;
    }
}

namespace {

struct ReasonWords {
    Reason reason;
    const char* word;
    const char* text;
};
constexpr ReasonWords reasonWords[] = {
    {Reason::older, "older", "it is older than asked for"},
    {Reason::thinnedOut, "thinned-out", "a newer one of its hour, day or week stays"},
    {Reason::beyondNewest, "beyond-newest", "so many newer ones stay"},
    {Reason::overBytes, "over-bytes", "it is among the oldest, and all together take too much room"},
    {Reason::newestGood, "newest-good", "it is the newest that can be restored"},
    {Reason::marked, "marked", "you pinned or named it, or wrote a note on it"},
    {Reason::beforeAgent, "before-agent", "it is the last before an agent changed a person's work"},
    {Reason::replaced, "replaced", "a restore or an undo replaced it: undoing that needs it"},
    {Reason::overwritten, "overwritten", "it holds, or shows, a change that another writer wrote over"},
    {Reason::notRestorable, "not-restorable", "it can't be restored as it is, and may be all that is left"},
    {Reason::reportDamaged, "report-damaged", "the report itself can't be read: restore it first"},
    {Reason::notOlder, "not-older", "it is not older than asked for"},
    {Reason::amongNewest, "among-newest", "it is among the newest that are to stay"},
    {Reason::lastDay, "last-day", "it is of the last day"},
    {Reason::newestOfHour, "newest-of-hour", "it is the newest of its hour"},
    {Reason::newestOfDay, "newest-of-day", "it is the newest of its day"},
    {Reason::newestOfWeek, "newest-of-week", "it is the newest of its week"},
    {Reason::withinBytes, "within-bytes", "there is room for it"},
    {Reason::nothingAsked, "nothing-asked", "nothing was asked to go"},
};

const ReasonWords& wordsOf(Reason reason) {
    const auto* found = std::find_if(std::begin(reasonWords), std::end(reasonWords),
                                     [reason](const ReasonWords& words) { return words.reason == reason; });
    return *found;
}

std::string agoText(std::int64_t seconds) {
    constexpr std::int64_t secondsOfDay = 24 * 3600;
    if (seconds % secondsOfDay == 0)
        return std::to_string(seconds / secondsOfDay) + (seconds == secondsOfDay ? " day" : " days");
    if (seconds % 3600 == 0)
        return std::to_string(seconds / 3600) + (seconds == 3600 ? " hour" : " hours");
    return std::to_string(seconds) + " seconds";
}

} // namespace

const char* retentionReasonWord(RetentionReason reason) {
    return wordsOf(reason).word;
}

const char* retentionReasonText(RetentionReason reason) {
    return wordsOf(reason).text;
}

RetentionPlan planRetention(const RetentionPolicy& policy, const std::vector<RetentionHistory>& reports,
                            Timestamp now) {
    RetentionPlan plan;
    for (const RetentionHistory& report : reports)
        plan.reports.push_back(ReportPlan(policy, report, now).run());
    if (policy.mostBytes)
        limitBytes(*policy.mostBytes, reports, plan);
    for (std::size_t report = 0; report < reports.size(); ++report)
        for (std::size_t at = 0; at < reports[report].backups.size(); ++at) {
            const RetentionItem& item = reports[report].backups[at];
            const bool goes = plan.reports[report][at].goes;
            plan.going += goes ? 1 : 0;
            (goes ? plan.goingBytes : plan.stayingBytes) += goes || item.restorable ? item.bytes : 0;
        }
    return plan;
}

std::string retentionText(const RetentionPolicy& policy) {
    std::string text;
    const auto add = [&text](const std::string& rule) { text += (text.empty() ? "" : ", ") + rule; };
    if (policy.olderThan)
        add("older than " + agoText(*policy.olderThan));
    if (policy.thin)
        add("thinned out");
    if (policy.mostBytes)
        add("at most " + std::to_string(*policy.mostBytes) + " bytes");
    if (policy.keep)
        add("the newest " + std::to_string(*policy.keep) + " stay");
    return text.empty() ? "off" : text;
}

} // namespace stemma::history
