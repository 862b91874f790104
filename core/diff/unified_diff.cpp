// SPDX-License-Identifier: MIT
#include "core/diff/unified_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/diff/text_diff.h"

namespace stemma::diff {

namespace {

constexpr std::size_t contextLines = 3;

struct Line {
    SegmentKind kind = SegmentKind::same;
    std::string_view text;  ///< with its newline, if it has one
    std::size_t before = 0; ///< how many lines of the old text stand above it
    std::size_t after = 0;  ///< the same of the new text
};

std::vector<Line> linesOf(const std::vector<Segment>& segments) {
    std::vector<Line> lines;
    std::size_t before = 0;
    std::size_t after = 0;
    for (const Segment& segment : segments) {
        std::string_view rest = segment.text;
        while (!rest.empty()) {
            const std::size_t length = std::min(rest.size(), rest.find('\n') + 1);
            const std::size_t taken = length == 0 ? rest.size() : length;
            lines.push_back({segment.kind, rest.substr(0, taken), before, after});
            before += segment.kind != SegmentKind::added ? 1 : 0;
            after += segment.kind != SegmentKind::removed ? 1 : 0;
            rest.remove_prefix(taken);
        }
    }
    return lines;
}

/// The end of the hunk that begins with the change at `change`: changes whose contexts meet share one.
std::size_t hunkEnd(const std::vector<Line>& lines, std::size_t change) {
    std::size_t last = change;
    for (std::size_t at = change; at < lines.size() && at <= last + 2 * contextLines; ++at)
        if (lines[at].kind != SegmentKind::same)
            last = at;
    return std::min(lines.size(), last + 1 + contextLines);
}

/// `start,count`; a side without lines counts from the line above.
std::string range(std::size_t above, std::size_t count) {
    const std::string start = std::to_string(count == 0 ? above : above + 1);
    return count == 1 ? start : start + ',' + std::to_string(count);
}

void printHunk(std::string& out, const std::vector<Line>& lines, std::size_t from, std::size_t to) {
    std::size_t removed = 0;
    std::size_t added = 0;
    for (std::size_t at = from; at < to; ++at) {
        removed += lines[at].kind != SegmentKind::added ? 1 : 0;
        added += lines[at].kind != SegmentKind::removed ? 1 : 0;
    }
    out += "@@ -" + range(lines[from].before, removed) + " +" + range(lines[from].after, added) + " @@\n";
    for (std::size_t at = from; at < to; ++at) {
        const SegmentKind kind = lines[at].kind;
        out += kind == SegmentKind::same ? ' ' : kind == SegmentKind::removed ? '-' : '+';
        out += lines[at].text;
        if (!lines[at].text.ends_with('\n'))
            out += "\n\\ No newline at end of file\n";
    }
}

} // namespace

std::string unifiedDifference(std::string_view before, std::string_view after, const std::string& beforeName,
                              const std::string& afterName) {
    if (before == after)
        return {};
    const std::vector<Segment> segments = lineDifference(before, after);
    const std::vector<Line> lines = linesOf(segments);
    std::string out = "--- " + beforeName + "\n+++ " + afterName + '\n';
    std::size_t printed = 0;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines[at].kind == SegmentKind::same)
            continue;
        const std::size_t from = std::max(printed, at < contextLines ? 0 : at - contextLines);
        printed = hunkEnd(lines, at);
        printHunk(out, lines, from, printed);
        at = printed - 1;
    }
    return out;
}

} // namespace stemma::diff
