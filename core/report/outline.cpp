// SPDX-License-Identifier: MIT
#include "core/report/outline.h"

#include <algorithm>
#include <unordered_set>

#include "core/report/citation_shim.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Value;

std::string textAt(const Value& object, std::string_view key, std::string_view otherwise = {}) {
    return object.stringAt(key).value_or(std::string(otherwise));
}

std::string integerTextAt(const Value& object, std::string_view key, std::string_view otherwise) {
    const Value* value = object.find(key);
    return value ? laxInteger(*value).value_or(std::string(otherwise)) : std::string(otherwise);
}

std::int64_t integerAt(const Value& object, std::string_view key, std::int64_t otherwise) {
    const std::string text = integerTextAt(object, key, std::to_string(otherwise));
    return Value::numberFromText(text).asInteger().value_or(otherwise);
}

std::vector<std::string> stringsAt(const Value& object, std::string_view key) {
    std::vector<std::string> out;
    for (const Value& item : itemsAt(object, key)) {
        if (item.isString())
            out.push_back(item.text());
    }
    return out;
}

Citation citationFrom(const Value& value) {
    return Citation{.source = textAt(value, "source"),
                    .provider = value.stringAt("provider"),
                    .description = value.stringAt("description"),
                    .executionId = value.stringAt("execution_id"),
                    .queryId = value.stringAt("query_id"),
                    .sqlSha256 = value.stringAt("sql_sha256"),
                    .cacheManifest = value.stringAt("cache_manifest"),
                    .url = value.stringAt("url"),
                    .title = value.stringAt("title"),
                    .accessedAt = value.stringAt("accessed_at"),
                    .endpoint = value.stringAt("endpoint"),
                    .responseHash = value.stringAt("response_hash"),
                    .path = value.stringAt("path"),
                    .page = value.stringAt("page"),
                    .observedAt = value.stringAt("observed_at")};
}

Insight insightFrom(const Value& value) {
    Insight insight;
    insight.id = InsightId(textAt(value, "insight_id"));
    insight.importance = integerAt(value, "importance", 0);
    insight.status = textAt(value, "status", "active");
    insight.summary = textAt(value, "summary");
    for (const Value& citation : citedSources(value).citations) {
        if (citation.isObject())
            insight.citations.push_back(citationFrom(citation));
    }
    insight.createdAt = textAt(value, "created_at");
    insight.updatedAt = textAt(value, "updated_at");
    if (const Value* metadata = value.find("metadata"))
        insight.chartId = metadata->stringAt("chart_id");
    return insight;
}

Section sectionFrom(const Value& value) {
    Section section;
    section.id = SectionId(textAt(value, "section_id"));
    section.title = textAt(value, "title");
    section.order = integerTextAt(value, "order", "0");
    for (std::string& id : stringsAt(value, "insight_ids"))
        section.insightIds.emplace_back(std::move(id));
    section.notes = value.stringAt("notes");
    section.content = value.stringAt("content");
    section.contentFormat = textAt(value, "content_format", "markdown");
    section.createdAt = textAt(value, "created_at");
    section.updatedAt = textAt(value, "updated_at");
    return section;
}

void readMetadata(const Value& document, Outline& outline) {
    const Value* metadata = document.find("metadata");
    if (!metadata || !metadata->isObject())
        return;
    outline.status = textAt(*metadata, "status", "active");
    outline.tags = stringsAt(*metadata, "tags");
    outline.description = metadata->stringAt("description");
}

} // namespace

const Insight* Outline::insight(const InsightId& wanted) const {
    const auto found = std::find_if(insights.begin(), insights.end(),
                                    [&](const Insight& candidate) { return candidate.id == wanted; });
    return found == insights.end() ? nullptr : &*found;
}

std::vector<const Insight*> Outline::orphans() const {
    std::unordered_set<InsightId> named;
    for (const Section& section : sections)
        named.insert(section.insightIds.begin(), section.insightIds.end());
    std::vector<const Insight*> out;
    for (const Insight& candidate : insights) {
        if (!named.contains(candidate.id))
            out.push_back(&candidate);
    }
    return out;
}

Outline outlineHead(const Value& document) {
    Outline outline;
    outline.id = ReportId(textAt(document, "report_id"));
    outline.title = textAt(document, "title");
    outline.createdAt = textAt(document, "created_at");
    outline.updatedAt = textAt(document, "updated_at");
    outline.outlineVersion = integerAt(document, "outline_version", 1);
    readMetadata(document, outline);
    return outline;
}

Outline outlineFrom(const Value& document) {
    Outline outline = outlineHead(document);
    for (const Value& section : itemsAt(document, "sections")) {
        if (section.isObject())
            outline.sections.push_back(sectionFrom(section));
    }
    std::stable_sort(
        outline.sections.begin(), outline.sections.end(),
        [](const Section& a, const Section& b) { return compareIntegers(a.order, b.order) < 0; });
    for (const Value& insight : itemsAt(document, "insights")) {
        if (insight.isObject())
            outline.insights.push_back(insightFrom(insight));
    }
    return outline;
}

Result<Outline> readOutline(std::string_view bytes, const std::string& path) {
    auto document = json::parseFile(bytes, path);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    if (!document->isObject())
        return fail(ErrorCode::damaged, "read the outline", path, "it is no JSON object",
                    "Restore a version, or mend the file by hand.");
    return outlineFrom(*document);
}

} // namespace stemma::report
