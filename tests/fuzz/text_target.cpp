// SPDX-License-Identifier: MIT
// Differences put together give the two texts again; what becomes HTML stays harmless.
#include <string>
#include <vector>

#include "core/diff/text_diff.h"
#include "core/diff/unified_diff.h"
#include "core/exporting/clean_html.h"
#include "core/exporting/html.h"
#include "core/json/utf8.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

namespace {

void checkSegments(const std::vector<diff::Segment>& segments, std::string_view before,
                   std::string_view after) {
    std::string left;
    std::string right;
    for (const diff::Segment& segment : segments) {
        fuzz::require(!segment.text.empty(), "no empty segment");
        if (segment.kind != diff::SegmentKind::added)
            left += segment.text;
        if (segment.kind != diff::SegmentKind::removed)
            right += segment.text;
    }
    fuzz::require(left == before && right == after, "the segments are the texts");
}

} // namespace

/// Two texts with a NUL between them.
void fuzz::difference(std::string_view bytes) {
    const auto [before, after] = twoParts(bytes);
    checkSegments(diff::wordDifference(before, after), before, after);
    checkSegments(diff::lineDifference(before, after), before, after);
    const std::string unified = diff::unifiedDifference(before, after, "a", "b");
    require(unified.empty() == (before == after), "equal texts have no difference");
}

namespace {

void checkHarmless(const std::string& html) {
    fuzz::require(json::firstBadByte(html, json::Surrogates::refused) == std::string::npos, "HTML is UTF-8");
    for (const char* word :
         {"<script", "<style", "<iframe", "<object", "<embed", "<link", "<meta", "<svg", "<form"})
        fuzz::require(html.find(word) == std::string::npos, "nothing that runs or loads");
}

} // namespace

void fuzz::markup(std::string_view bytes) {
    checkHarmless(exporting::markdownHtml(bytes));
    checkHarmless(exporting::safeHtml(bytes));
    checkHarmless(exporting::plainHtml(bytes));
}
