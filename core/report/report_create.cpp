// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/journal/directory_unit.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/citation_shim.h"
#include "core/report/outline_schema.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* making = "make the report";

/// A report that is to be made whole.
struct NewReport {
    std::string id;
    Value document;
    Style style = Style::format;
    std::string eventType;
    Value payload;
    std::vector<journal::NewFile> files; ///< beside the outline and the log
    std::vector<std::string> warnings;
};

/// A library that is being begun gets an index, as igloo-mcp lists nothing without one.
void indexNewReport(const Workspace& workspace, const NewReport& report, Saved& saved) {
    const auto index = readIndex(workspace.environment.disk, workspace.root);
    if (!index || index->exists)
        return refreshIndex(workspace, report.document, report.id, saved);
    const auto opened = io::openDirectory(workspace.environment.disk, io::joinPath(workspace.root, "by_id"));
    const auto entries =
        opened ? workspace.environment.disk.list(opened->get()) : Result<std::vector<io::DirEntry>>();
    if (!opened || !entries || entries->size() != 1)
        return;
    if (const auto built = rebuildIndex(workspace.environment.disk, workspace.root, DryRun::no); !built)
        saved.warnings.push_back("The report is made, but the index could not be. " +
                                 describe(built.error()));
}

Result<Saved> make(const Workspace& workspace, NewReport& report, Timestamp now) {
    if (const std::string why = whyNotWritable(report.document); !why.empty())
        return fail(ErrorCode::damaged, making, io::joinPath(workspace.root, report.id),
                    "the outline can't be written: " + why,
                    "Nothing was written. Correct the outline first.");
    const std::string bytes =
        report.style == Style::keep ? json::bytesOf(report.document) : json::pythonText(report.document);
    Saved saved;
    saved.id = ReportId(report.id);
    saved.action = ActionId(newUuid());
    saved.outlineVersion = 1;
    saved.sha256 = sha256(bytes);
    saved.warnings = std::move(report.warnings);
    report.payload.set("outline_version", Value::integer(1));
    addHashes(report.payload, {}, saved.sha256);
    std::vector<journal::NewFile> files{
        {"outline.json", bytes},
        {"audit.jsonl",
         eventLine(workspace, {saved.action, report.id, now, report.eventType}, report.payload) + '\n'}};
    std::move(report.files.begin(), report.files.end(), std::back_inserter(files));
    const Status done =
        journal::createDirectory(workspace.environment, workspace.root, io::joinPath(workspace.root, "by_id"),
                                 report.id, files, {"backups"});
    if (!done)
        return tl::unexpected(done.error());
    indexNewReport(workspace, report, saved);
    return saved;
}

Value textList(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& text : texts) {
        if (std::find(items.begin(), items.end(), Value::string(text)) == items.end())
            items.push_back(Value::string(text));
    }
    return Value::array(std::move(items));
}

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
         {"metadata", Value::object({{"tags", textList(tags)}, {"template", Value::string("empty")}})}});
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
        return fail(ErrorCode::damaged, making, "outline", "it is no JSON object");
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
        metadata->set("tags", textList(tags));
    return document;
}

/// A folder's regular files; anything else is told as not copied.
void copyFiles(io::Disk& disk, const io::Open& source, const char* folder, NewReport& report) {
    const auto opened = io::openDirectoryAt(disk, source, folder);
    if (!opened && opened.error().code == ErrorCode::notFound)
        return;
    const auto entries =
        opened ? disk.list(opened->get()) : Result<std::vector<io::DirEntry>>(fail(opened.error()));
    if (!entries) {
        report.warnings.push_back(std::string(folder) + " was not copied: " + entries.error().detail);
        return;
    }
    for (const io::DirEntry& entry : *entries) {
        const std::string name = std::string(folder) + '/' + entry.name;
        auto content = io::readFile(disk, *opened, entry.name);
        if (content)
            report.files.push_back({name, std::move(content->bytes)});
        else
            report.warnings.push_back(name + " was not copied: " + content.error().detail);
    }
}

void copyData(io::Disk& disk, const std::string& directory, NewReport& report) {
    const auto source = io::openDirectory(disk, directory);
    if (!source) {
        report.warnings.push_back("The report's files were not copied: " + source.error().detail);
        return;
    }
    copyFiles(disk, *source, "report_files", report);
    auto content = io::readFile(disk, *source, "dataset_sources.json");
    if (content)
        report.files.push_back({"dataset_sources.json", std::move(content->bytes)});
    else if (content.error().code != ErrorCode::notFound)
        report.warnings.push_back("dataset_sources.json was not copied: " + content.error().detail);
}

/// A fork begins its own life: new id and dates, version 1, and not in the archive.
void makeFork(Value& document, const std::string& id, const std::string& title, Timestamp now) {
    const Value time = Value::string(isoText(now));
    const Value source = document.find("report_id") ? *document.find("report_id") : Value();
    document.set("report_id", Value::string(id));
    document.set("title", Value::string(title));
    document.set("created_at", time);
    stampOutline(document, now, "1");
    if (!document.find("metadata"))
        document.set("metadata", Value::object());
    Value& metadata = *document.edit("metadata");
    metadata.remove("status");
    metadata.set("forked_from", Value::string(source.text()));
    metadata.set("forked_at", time);
}

} // namespace

Result<Saved> newReport(const Workspace& workspace, const std::string& title,
                        const std::vector<std::string>& tags, const std::optional<std::string>& outline) {
    const Timestamp now = workspace.environment.clock.now();
    const Value time = Value::string(isoText(now));
    if (title.empty() && !outline)
        return fail(ErrorCode::usage, making, workspace.root, "a title must not be empty");
    auto document = outline ? givenOutline(*outline, tags, time) : emptyOutline(tags);
    if (!document)
        return tl::unexpected(document.error());
    NewReport report;
    report.id = outline ? document->stringAt("report_id").value_or(newUuid()) : newUuid();
    if (!isSafeName(report.id) || !isUuid(report.id))
        return fail(ErrorCode::damaged, making, "outline", "report_id is no UUID: “" + report.id + "”");
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
    return make(workspace, report, now);
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
    makeFork(report.document, report.id, title, now);
    report.eventType = "fork";
    report.payload = Value::object(
        {{"source_report_id", Value::string(live.document().stringAt("report_id").value_or(""))},
         {"new_title", Value::string(title)}});
    copyData(disk, *directory, report);
    return make(workspace, report, now);
}

} // namespace stemma::report
