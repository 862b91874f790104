// SPDX-License-Identifier: MIT
#include "core/history/stale_base.h"

#include <algorithm>
#include <string_view>

#include "core/history/timeline_build.h"

namespace stemma::history {

namespace {

// What somebody had read before he wrote is no older than this.
constexpr std::size_t rowsBack = 30;
constexpr std::size_t mostCandidates = 4;

std::vector<std::string_view> sortedLines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with(',')) // the last of a list has none
            line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// How far a content is from what it may have been made from, in lines. A section that was added is as many
/// new lines as it has, though one that stands in its place in another outline is nearly the same: what was
/// taken away says more.
struct Distance {
    std::size_t gone = 0;  ///< lines of the base only
    std::size_t added = 0; ///< lines of the content only

    [[nodiscard]] bool nearerThan(const Distance& other) const {
        return gone < other.gone && gone + added < other.gone + other.added;
    }
};

Distance distanceTo(const std::vector<std::string_view>& content, const std::string& base) {
    const std::vector<std::string_view> lines = sortedLines(base);
    std::vector<std::string_view> single;
    std::set_difference(lines.begin(), lines.end(), content.begin(), content.end(),
                        std::back_inserter(single));
    Distance distance{single.size(), 0};
    single.clear();
    std::set_difference(content.begin(), content.end(), lines.begin(), lines.end(),
                        std::back_inserter(single));
    distance.added = single.size();
    return distance;
}

bool isQuestionable(const TimelineRow& row, const Contents& contents) {
    if (!row.event || !row.before || !row.after || !row.problems.empty() ||
        recordedHash(*row.event, "before_sha256"))
        return false;
    const std::string& type = row.event->type;
    const bool changes = type == "evolve" || type == "tag_update" || type == "archive";
    return changes && contents.versions[*row.before].readable && contents.versions[*row.after].readable;
}

/// Other contents with the number of the one that the row replaced, the newest first.
std::vector<std::size_t> candidates(const std::vector<TimelineRow>& rows, std::size_t at,
                                    const Contents& contents) {
    const Version& before = contents.versions[*rows[at].before];
    std::vector<std::size_t> found;
    for (std::size_t back = 1; back <= std::min(at, rowsBack) && found.size() < mostCandidates; ++back) {
        for (const auto& index : {rows[at - back].after, rows[at - back].before}) {
            if (!index || std::find(found.begin(), found.end(), *index) != found.end())
                continue;
            const Version& other = contents.versions[*index];
            if (other.readable && other.outlineVersion == before.outlineVersion &&
                other.reportId == before.reportId && other.sha256 != before.sha256)
                found.push_back(*index);
        }
    }
    return found;
}

} // namespace

void markStaleBases(std::vector<TimelineRow>& rows, const Contents& contents, const ReadVersion& read) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (!isQuestionable(rows[at], contents))
            continue;
        const std::vector<std::size_t> others = candidates(rows, at, contents);
        if (others.empty())
            continue;
        const std::string after = read(contents.versions[*rows[at].after]);
        const std::string before = read(contents.versions[*rows[at].before]);
        if (after.empty() || before.empty())
            continue;
        const std::vector<std::string_view> lines = sortedLines(after);
        const Distance own = distanceTo(lines, before);
        const auto nearer = std::find_if(others.begin(), others.end(), [&](std::size_t other) {
            const std::string bytes = read(contents.versions[other]);
            return !bytes.empty() && distanceTo(lines, bytes).nearerThan(own);
        });
        if (nearer != others.end())
            rows[at].problems.push_back({"lost-update",
                                         "It is nearer to an older outline of the same version number than "
                                         "to the one that it replaced: "
                                         "this change may have overwritten another writer's.",
                                         0, *nearer});
    }
}

} // namespace stemma::history
