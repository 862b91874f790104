// SPDX-License-Identifier: MIT
// An outline is judged, shown, listed and edited, whatever it says.
#include <algorithm>
#include <string>

#include "core/exporting/html.h"
#include "core/json/json_document.h"
#include "core/json/utf8.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_rules.h"
#include "core/report/report_index.h"
#include "core/report/report_summary.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

namespace {

bool isUtf8OrLone(std::string_view text) {
    return json::firstBadByte(text, json::Surrogates::accepted) == std::string_view::npos;
}

void checkShown(const json::Value& document) {
    const report::Outline outline = report::outlineFrom(document);
    fuzz::require(outline.title == report::outlineHead(document).title, "the head is the outline's head");
    fuzz::require(isUtf8OrLone(outline.title), "a title is text");
    fuzz::require(json::firstBadByte(exporting::reportHtml(outline), json::Surrogates::refused) ==
                      std::string_view::npos,
                  "a page is UTF-8");
    const diff::Tree tree = report::outlineTree(document);
    fuzz::require(diff::difference(tree, tree).empty(), "no difference to itself");
}

/// What goes into the index is one line, and the other program takes it.
void checkListed(const json::Value& document) {
    const auto entry = report::indexEntryOf(document, "1b4e28ba-2fa1-41d2-883f-0016d3cca427");
    if (!entry)
        return;
    const std::string line = report::indexLine(*entry);
    fuzz::require(line.find('\n') == std::string::npos, "one line");
    fuzz::require(json::parse(line).has_value(), "a line of the index is JSON");
}

bool hasError(const report::Verdict& verdict) {
    return std::any_of(verdict.problems.begin(), verdict.problems.end(), [](const report::Problem& problem) {
        return problem.severity == report::Severity::error;
    });
}

} // namespace

void fuzz::outline(std::string_view bytes) {
    const report::Verdict verdict = report::judgeOutlineBytes(bytes);
    const history::Content content = report::interpretOutline(bytes);
    require(verdict.peerReads || hasError(verdict), "a reason for what can't be read");
    require(content.readable || !content.problem.empty(), "a reason for what can't be shown");
    require(!verdict.peerReads || content.readable, "what the other program reads can be shown");
    require(isUtf8OrLone(report::titleOfDamaged(bytes)), "the title of a damaged file is text");
    if (verdict.document.isObject()) {
        checkShown(verdict.document);
        checkListed(verdict.document);
        require(report::judgeOutline(verdict.document).peerReads == verdict.peerReads,
                "the same verdict again");
        require(!report::whyNotWritable(verdict.document).empty() || verdict.peerReads,
                "nothing is written that can't be read");
    }
}

/// A list of edits and, after a NUL, the outline.
void fuzz::outlineEdit(std::string_view bytes) {
    const auto [first, second] = twoParts(bytes);
    const auto edits = json::parse(first);
    const auto document = json::parse(second);
    if (!edits || !document)
        return;
    json::Value edited = *document;
    const auto outcome = report::applyEdits(edited, *edits, Timestamp{1'741'687'922'743'707});
    const std::string written = json::bytesOf(edited);
    if (!outcome) {
        require(written == second, "edits that failed changed nothing");
        require(!outcome.error().detail.empty(), "a failure has a reason");
        return;
    }
    const auto back = json::parse(written, {.depth = 100'000});
    require(back && *back == edited, "what was edited can be read again");
    static_cast<void>(report::outlineDifference(*document, edited));
}
