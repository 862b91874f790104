// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/history/timeline_build.h"

namespace stemma::history {

namespace {

void markCurrent(std::vector<TimelineRow>& rows, const Contents& contents) {
    if (!contents.live)
        return;
    const Version& live = contents.versions[*contents.live];
    bool found = false;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (!row->after)
            continue;
        const Version& after = contents.versions[*row->after];
        if (*row->after != *contents.live && (live.sha256.empty() || after.sha256 != live.sha256))
            continue;
        (found ? row->sameAsCurrent : row->current) = true;
        found = true;
    }
}

void markClock(std::vector<TimelineRow>& rows) {
    std::optional<Timestamp> above;
    for (TimelineRow& row : rows) {
        const auto time = row.event ? parseIso(row.ts) : std::nullopt;
        if (!time)
            continue;
        row.clockWentBack = above && *time < *above;
        above = time;
    }
}

bool holdsAnother(const TimelineRow& row) {
    return std::any_of(row.problems.begin(), row.problems.end(),
                       [](const RowProblem& problem) { return problem.rule == "backup-foreign"; });
}

/// The highest version number that was given so far, and to which bytes.
class GivenVersions {
public:
    void forget() { m_any = false; }
    void give(std::int64_t version, const std::string& sha256) {
        if (m_any && version < m_highest)
            return;
        if (!m_any || version > m_highest || m_sha256.empty())
            m_sha256 = sha256;
        m_highest = version;
        m_any = true;
    }
    /// Whether that number is spent on other bytes.
    [[nodiscard]] bool spent(std::int64_t version, const std::string& sha256) const {
        if (!m_any || version > m_highest)
            return false;
        return version < m_highest || m_sha256.empty() || sha256.empty() || m_sha256 != sha256;
    }

private:
    bool m_any = false;
    std::int64_t m_highest = 0;
    std::string m_sha256;
};

/// The version that an evolve says it made; 0 if it says none.
std::int64_t toldVersion(const TimelineRow& row, const Version* after) {
    const json::Value* told =
        row.event->payload.isObject() ? row.event->payload.find("outline_version") : nullptr;
    const std::int64_t number = told != nullptr ? told->asInteger().value_or(0) : 0;
    return number == 0 && after != nullptr && after->readable ? after->outlineVersion : number;
}

/// What the row is known to have replaced.
const Version* replacedBy(const TimelineRow& row, const Contents& contents) {
    const Version* before = row.before && !holdsAnother(row) ? &contents.versions[*row.before] : nullptr;
    return before != nullptr && before->readable ? before : nullptr;
}

/// Whether another program made its change from something else than what it replaced: an evolve counts the
/// version of the outline that it had read up by one, a tag or an archiving leaves it. Ours compare before
/// they write.
bool madeFromAnother(const TimelineRow& row, const Version& before, const Version* after) {
    if (recordedHash(*row.event, "before_sha256"))
        return false;
    if (row.event->type == "evolve") {
        const std::int64_t version = toldVersion(row, after);
        return version > 0 && version != before.outlineVersion + 1;
    }
    const bool keepsVersion = row.event->type == "tag_update" || row.event->type == "archive";
    return keepsVersion && after != nullptr && after->readable &&
           after->outlineVersion != before.outlineVersion;
}

void tellLostUpdate(TimelineRow& row, std::int64_t version, const char* how) {
    row.problems.push_back({"lost-update", "Version " + std::to_string(version) + how +
                                               ": this change may have overwritten another writer's."});
}

/// R8 of durability.md: a writer that had read an older outline writes over what others did since. Its backup
/// shows what it replaced; where that is lost, a version number that was given before tells.
void markLostUpdates(std::vector<TimelineRow>& rows, const Contents& contents) {
    GivenVersions given;
    for (TimelineRow& row : rows) {
        const Version* before = replacedBy(row, contents);
        const Version* after = row.after ? &contents.versions[*row.after] : nullptr;
        if (before != nullptr)
            given.give(before->outlineVersion, before->sha256);
        const bool evolves = row.event && row.event->type == "evolve";
        const std::int64_t version = evolves ? toldVersion(row, after) : 0;
        if (row.event && before != nullptr) {
            if (madeFromAnother(row, *before, after))
                tellLostUpdate(row, version > 0 ? version : after->outlineVersion,
                               " was not made from the version that it replaced");
        } else if (version > 0 && given.spent(version, after != nullptr ? after->sha256 : std::string())) {
            tellLostUpdate(row, version, " was given before");
        }
        if (version > 0)
            given.give(version, after != nullptr ? after->sha256 : std::string());
        if (row.event && (row.event->type == "revert" || row.event->type == "fork"))
            given.forget(); // both take the version back
        if (after != nullptr && after->readable)
            given.give(after->outlineVersion, after->sha256);
    }
}

} // namespace

void markRows(std::vector<TimelineRow>& rows, const Contents& contents) {
    markCurrent(rows, contents);
    markClock(rows);
    markLostUpdates(rows, contents);
    std::size_t n = 0;
    for (TimelineRow& row : rows)
        row.n = ++n;
}

} // namespace stemma::history
