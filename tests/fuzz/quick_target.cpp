// SPDX-License-Identifier: MIT
// What the fast reader takes, the whole judge takes too, and says the same of it.
#include <string>

#include "core/json/jsonl.h"
#include "core/report/outline_rules.h"
#include "core/report/quick_outline.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

namespace {

void checkOutline(report::QuickReader& reader, std::string_view bytes, report::QuickReader::Wanted wanted) {
    const auto quick = reader.outline(bytes, wanted);
    if (!quick)
        return;
    const report::Verdict verdict = report::judgeOutlineBytes(bytes);
    fuzz::require(verdict.peerReads, "igloo-mcp reads it");
    fuzz::require(wanted == report::QuickReader::Wanted::listed || verdict.problems.empty(),
                  "no problem to tell");
    fuzz::require(report::indexEntryOf(verdict.document, "x").has_value(), "it can be listed");
    const report::Outline outline = report::outlineFrom(verdict.document);
    fuzz::require(quick->reportId == outline.id.text() && quick->title == outline.title,
                  "the same id, title");
    fuzz::require(quick->createdAt == outline.createdAt && quick->updatedAt == outline.updatedAt,
                  "the same times");
    fuzz::require(quick->status == outline.status && quick->tags == outline.tags, "the same status and tags");
    fuzz::require(quick->outlineVersion == outline.outlineVersion, "the same version");
    fuzz::require(quick->sections == outline.sections.size() && quick->insights == outline.insights.size(),
                  "as many parts");
}

void checkIndex(report::QuickReader& reader, std::string_view bytes) {
    const auto quick = reader.indexLines(bytes);
    if (!quick)
        return;
    const json::JsonLines lines = json::readJsonLines(bytes);
    fuzz::require(lines.lines.size() == quick->size(), "as many lines");
    for (std::size_t at = 0; at < quick->size(); ++at) {
        const json::Value& line = lines.lines[at].value;
        const report::IndexEntry& entry = (*quick)[at];
        fuzz::require(line.stringAt("report_id") == entry.reportId && line.stringAt("path") == entry.path &&
                          line.stringAt("current_title") == entry.currentTitle &&
                          line.stringAt("created_at") == entry.createdAt &&
                          line.stringAt("updated_at") == entry.updatedAt &&
                          line.stringAt("status").value_or("active") == entry.status,
                      "the same entry");
        const json::Value* tags = line.find("tags");
        fuzz::require((tags ? tags->size() : 0) == entry.tags.size(), "as many tags");
    }
}

} // namespace

void fuzz::quickOutline(std::string_view bytes) {
    static report::QuickReader reader; // kept for many files, as a scan keeps it
    checkOutline(reader, bytes, report::QuickReader::Wanted::listed);
    checkOutline(reader, bytes, report::QuickReader::Wanted::spotless);
    checkIndex(reader, bytes);
}
