// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/citation_shim.h"
#include "core/report/outline_schema.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"
#include "core/report/report_making.h"
#include "core/report/templates.h"

namespace stemma::report {

namespace {

using json::Value;

Value emptyOutline(const std::vector<std::string>& tags) {
    return Value::object(
        {{"report_id", Value()},
         {"title", Value()},
         {"created_at", Value()},
         {"updated_at", Value()},
         {"version", Value::string("1.0")},
         {"outline_version", Value()},
         {"sections", Value::array()},
         {"insights", Value::array()},
         {"metadata", Value::object({{"tags", distinctTexts(tags)}, {"template", Value::string("empty")}})}});
}

/// Puts a key where the model has it among those that are there.
void setInOrder(Value& object, std::span<const FieldRule> fields, std::string_view key, Value value) {
    if (object.find(key))
        return object.set(key, std::move(value));
    std::size_t at = 0;
    for (const FieldRule& rule : fields) {
        if (rule.name == key)
            break;
        for (std::size_t i = 0; i < object.members().size(); ++i) {
            if (object.members()[i].key == rule.name)
                at = std::max(at, i + 1);
        }
    }
    object.insertMember(at, std::string(key), std::move(value));
}

/// Ids and dates that a given outline leaves out.
void completeParts(Value& document, const char* list, std::span<const FieldRule> fields, const char* idKey,
                   const Value& time) {
    Value* parts = document.edit(list);
    for (std::size_t i = 0; parts && parts->isArray() && i < parts->items().size(); ++i) {
        Value& part = parts->editItem(i);
        if (!part.isObject())
            continue;
        if (!part.find(idKey))
            setInOrder(part, fields, idKey, Value::string(newUuid()));
        for (const char* key : {"created_at", "updated_at"}) {
            if (!part.find(key))
                setInOrder(part, fields, key, time);
        }
        applyCitationShim(part);
    }
}

Result<Value> givenOutline(const std::string& bytes, const std::vector<std::string>& tags,
                           const Value& time) {
    auto document = json::parseFile(bytes, "outline");
    if (!document)
        return document;
    if (!document->isObject())
        return fail(ErrorCode::damaged, makingReport, "outline", "it is no JSON object");
    for (const char* key : {"version", "sections", "insights", "metadata"}) {
        if (document->find(key))
            continue;
        const Value empty = emptyOutline({});
        setInOrder(*document, outlineFields(), key,
                   std::string_view(key) == "metadata" ? Value::object() : *empty.find(key));
    }
    completeParts(*document, "sections", sectionFields(), "section_id", time);
    completeParts(*document, "insights", insightFields(), "insight_id", time);
    if (Value* metadata = document->edit("metadata"); metadata && metadata->isObject() && !tags.empty())
        metadata->set("tags", distinctTexts(tags));
    return document;
}

} // namespace

Result<Saved> newReport(const Workspace& workspace, const std::string& title,
                        const std::vector<std::string>& tags, const std::optional<std::string>& outline) {
    const Timestamp now = workspace.environment.clock.now();
    const Value time = Value::string(isoText(now));
    auto document = outline ? givenOutline(*outline, tags, time) : emptyOutline(tags);
    if (!document)
        return tl::unexpected(document.error());
    if (title.empty() && (!outline || !document->find("title")))
        return fail(ErrorCode::usage, makingReport, workspace.root, "a title must not be empty");
    NewReport report;
    report.id = outline ? document->stringAt("report_id").value_or(newUuid()) : newUuid();
    if (!isSafeName(report.id) || !isUuid(report.id))
        return fail(ErrorCode::damaged, makingReport, "outline", "report_id is no UUID: “" + report.id + "”");
    setInOrder(*document, outlineFields(), "report_id", Value::string(report.id));
    if (!title.empty())
        setInOrder(*document, outlineFields(), "title", Value::string(title));
    if (!outline || !document->find("created_at"))
        setInOrder(*document, outlineFields(), "created_at", time);
    setInOrder(*document, outlineFields(), "updated_at", time);
    setInOrder(*document, outlineFields(), "outline_version", Value::integer(1));
    report.eventType = "create";
    report.payload =
        Value::object({{"initial_title", Value::string(document->stringAt("title").value_or(""))}});
    report.document = std::move(*document);
    return makeReport(workspace, report, now);
}

void makeForkOf(Value& document, const std::string& id, const std::string& title, Timestamp now,
                const std::string& version) {
    const Value time = Value::string(isoText(now));
    const Value source = document.find("report_id") ? *document.find("report_id") : Value();
    document.set("report_id", Value::string(id));
    document.set("title", Value::string(title));
    document.set("created_at", time);
    stampOutline(document, now, version);
    if (!document.find("metadata"))
        document.set("metadata", Value::object());
    Value& metadata = *document.edit("metadata");
    metadata.remove("status");
    metadata.set("forked_from", Value::string(source.text()));
    metadata.set("forked_at", time);
}

Result<Saved> forkReport(const Workspace& workspace, const ReportId& source, const std::string& title) {
    constexpr const char* action = "fork the report";
    if (title.empty())
        return fail(ErrorCode::usage, action, source.text(), "a title must not be empty");
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, source);
    if (!directory)
        return tl::unexpected(directory.error());
    const auto content = io::readFile(disk, io::joinPath(*directory, "outline.json"));
    if (!content && content.error().code != ErrorCode::notFound)
        return tl::unexpected(content.error());
    const LiveOutline live = liveOutlineFrom(content ? &content->bytes : nullptr);
    if (!live.verdict.peerReads)
        return tl::unexpected(damagedError(action, *directory, live));
    NewReport report;
    report.id = newUuid();
    report.document = live.document();
    report.style = Style::keep;
    const Timestamp now = workspace.environment.clock.now();
    makeForkOf(report.document, report.id, title, now, "1");
    report.eventType = "fork";
    report.payload = Value::object(
        {{"source_report_id", Value::string(live.document().stringAt("report_id").value_or(""))},
         {"new_title", Value::string(title)}});
    copyData(disk, *directory, report);
    return makeReport(workspace, report, now);
}

} // namespace stemma::report
