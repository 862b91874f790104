// SPDX-License-Identifier: MIT
#include "tests/support/store_builder.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/history/backups.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::tests {

namespace {

namespace fs = std::filesystem;
using json::Value;

const char* const someTime = "2025-03-01T08:00:00.000100+00:00";

Value text(const std::string& utf8) {
    return Value::string(utf8);
}

std::string readAll(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw std::runtime_error("can't read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

void writeAll(const fs::path& path, const std::string& bytes, std::ios::openmode mode = std::ios::trunc) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary | mode);
    out << bytes;
    out.close();
    if (!out)
        throw std::runtime_error("can't write " + path.string());
}

Value parsed(const std::string& bytes) {
    auto value = json::parse(bytes);
    if (!value)
        throw std::runtime_error("not JSON: " + value.error().message);
    return std::move(*value);
}

Value textArray(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& one : texts)
        items.push_back(text(one));
    return Value::array(std::move(items));
}

Value* metadataOf(Value& outline) {
    return outline.edit("metadata");
}

} // namespace

std::string fixedUuid(char kind, int number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - digits.size(), '0');
    return std::string(8, kind) + "-0000-4000-8000-" + digits;
}

Value sectionValue(int number, const std::string& content, const std::vector<int>& insights) {
    std::vector<std::string> ids;
    for (const int insight : insights)
        ids.push_back(fixedUuid('b', insight));
    return Value::object({{"section_id", text(fixedUuid('a', number))},
                          {"title", text("Section " + std::to_string(number))},
                          {"order", Value::integer(number)},
                          {"insight_ids", textArray(ids)},
                          {"notes", Value()},
                          {"content", text(content)},
                          {"content_format", text("markdown")},
                          {"created_at", text(someTime)},
                          {"updated_at", text(someTime)},
                          {"metadata", Value::object()}});
}

Value insightValue(int number, const std::string& summary) {
    return Value::object({{"insight_id", text(fixedUuid('b', number))},
                          {"importance", Value::integer(5)},
                          {"status", text("active")},
                          {"summary", text(summary)},
                          {"supporting_queries", Value::array()},
                          {"citations", Value::array()},
                          {"created_at", text(someTime)},
                          {"updated_at", text(someTime)},
                          {"draft_changes", Value()},
                          {"metadata", Value::object()}});
}

ReportBuilder::ReportBuilder(fs::path root, std::string id)
    : m_root(std::move(root))
    , m_directory(m_root / "by_id" / id)
    , m_id(std::move(id)) {}

std::string ReportBuilder::outlineBytes() const {
    return readAll(m_directory / "outline.json");
}
json::Value ReportBuilder::outline() const {
    return parsed(outlineBytes());
}
std::string ReportBuilder::backupBytes(const std::string& name) const {
    return readAll(m_directory / "backups" / name);
}
void ReportBuilder::writeOn(json::Value stale, const std::string& type) {
    const std::string backup = changeWithoutEvent([](json::Value&) {});
    json::Value payload = json::Value::object();
    if (type == "evolve") {
        stale.set("outline_version",
                  json::Value::integer(stale.find("outline_version")->asInteger().value_or(0) + 1));
        payload.set("outline_version", *stale.find("outline_version"));
    }
    payload.set("backup_filename", json::Value::string(backup));
    const history::AuditEvent told = event(type, "agent", std::move(payload));
    stale.set("updated_at", json::Value::string(told.ts));
    writeOutline(json::pythonText(stale));
    append(told);
}

void ReportBuilder::writeOutline(const std::string& bytes) {
    writeAll(m_directory / "outline.json", bytes);
}
void ReportBuilder::writeBackup(const std::string& name, const std::string& bytes) {
    writeAll(m_directory / "backups" / name, bytes);
}
void ReportBuilder::removeBackup(const std::string& name) {
    fs::remove(m_directory / "backups" / name);
}
void ReportBuilder::appendRaw(const std::string& bytes) {
    writeAll(m_directory / "audit.jsonl", bytes, std::ios::app);
}
void ReportBuilder::append(const history::AuditEvent& event) {
    appendRaw(history::sealed(history::auditLine(event)) + '\n');
}

history::AuditEvent ReportBuilder::event(const std::string& type, const std::string& actor, Value payload) {
    history::AuditEvent event;
    event.action = ActionId(fixedUuid(m_id.front(), ++m_actions));
    // The first digits differ from one to the next, as those of random ids do.
    std::string id = event.action.text();
    id.replace(0, 4, std::to_string(1000 + m_actions));
    event.action = ActionId(id);
    event.report = ReportId(m_id);
    event.ts = isoText(m_now);
    event.actor = actor;
    event.type = type;
    event.payload = std::move(payload);
    return event;
}

std::string ReportBuilder::log(const std::string& type, const std::string& actor, Value payload,
                               const std::string& requestId) {
    history::AuditEvent logged = event(type, actor, std::move(payload));
    if (!requestId.empty())
        logged.requestId = requestId;
    append(logged);
    return logged.action.text();
}

/// The backup is made a little after the moment that the event carries.
std::string ReportBuilder::makeBackup() {
    m_lastBackup = history::backupFileName(Timestamp{m_now.micros + 10'000});
    writeBackup(m_lastBackup, outlineBytes());
    return m_lastBackup;
}

void ReportBuilder::save(Value changed, bool bumpVersion) {
    changed.set("updated_at", text(isoText(m_now)));
    if (bumpVersion) {
        const auto version = outline().find("outline_version")->asInteger().value_or(0);
        changed.set("outline_version", Value::integer(version + 1));
    }
    writeOutline(json::pythonText(changed));
}

std::string ReportBuilder::create(const std::string& title) {
    tick();
    const Value made = Value::object({{"report_id", text(m_id)},
                                      {"title", text(title)},
                                      {"created_at", text(isoText(m_now))},
                                      {"updated_at", text(isoText(m_now))},
                                      {"version", text("1.0")},
                                      {"outline_version", Value::integer(1)},
                                      {"sections", Value::array({sectionValue(0, "Opening words.")})},
                                      {"insights", Value::array()},
                                      {"metadata", Value::object({{"template", text("default")}})}});
    fs::create_directories(m_directory / "backups");
    writeOutline(json::pythonText(made));
    return log("create", "agent", Value::object({{"initial_title", text(title)}}));
}

std::string ReportBuilder::evolve(const Edit& edit, const std::string& actor, const std::string& requestId) {
    tick();
    Value changed = outline();
    const Value oldTitle = *changed.find("title");
    edit(changed);
    const std::string backup = makeBackup();
    save(changed, true);
    return log("evolve", actor,
               Value::object({{"old_title", oldTitle},
                              {"new_title", *changed.find("title")},
                              {"sections_changed", Value::boolean(false)},
                              {"insights_changed", Value::boolean(false)},
                              {"backup_filename", text(backup)},
                              {"outline_version", *outline().find("outline_version")}}),
               requestId);
}

std::string ReportBuilder::tagUpdate(const std::vector<std::string>& tags) {
    tick();
    const std::string backup = makeBackup();
    Value changed = outline();
    metadataOf(changed)->set("tags", textArray(tags));
    save(changed, false);
    return log("tag_update", "cli",
               Value::object({{"tags_added", textArray(tags)},
                              {"tags_removed", Value::array()},
                              {"final_tags", textArray(tags)},
                              {"backup_filename", text(backup)}}));
}

std::string ReportBuilder::archive() {
    tick();
    const std::string backup = makeBackup();
    Value changed = outline();
    metadataOf(changed)->set("status", text("archived"));
    save(changed, false);
    return log("archive", "cli", Value::object({{"backup_filename", text(backup)}}));
}

std::string ReportBuilder::statusChange(const std::string& status) {
    tick();
    return log("status_change", "agent", Value::object({{"status", text(status)}}));
}

std::string ReportBuilder::render() {
    tick();
    return log("render", "agent",
               Value::object({{"format", text("html")},
                              {"output_files", Value::array()},
                              {"quarto_version", text("unknown")},
                              {"outline_sha256", text(std::string(64, '0'))},
                              {"options", Value::object()}}));
}

std::string ReportBuilder::lowLevelSave(const Edit& edit) {
    tick();
    makeBackup();
    Value changed = outline();
    edit(changed);
    writeOutline(json::pythonText(changed));
    m_now.micros += 50'000; // this event is dated after its backup
    return log("backup", "cli", Value::object({{"reason", text("outline_save")}}));
}

history::AuditEvent ReportBuilder::eventOf(const std::string& action) const {
    for (const history::LoggedEvent& logged :
         history::readAuditLog(readAll(m_directory / "audit.jsonl")).events)
        if (logged.event.action.text() == action)
            return logged.event;
    throw std::runtime_error("no event " + action);
}

std::string ReportBuilder::revert(const std::string& action, const std::string& actor) {
    tick();
    const history::AuditEvent undone = eventOf(action);
    const std::string restored = undone.backupName().value_or("");
    const std::string current = makeBackup();
    writeOutline(backupBytes(restored));
    return log("revert", actor,
               Value::object({{"reverted_from_action_id", text(action)},
                              {"reverted_from_action_type", text(undone.type)},
                              {"reverted_from_timestamp", text(undone.ts)},
                              {"backup_restored", text(restored)},
                              {"current_state_backup", text(current)}}));
}

ReportBuilder ReportBuilder::fork(const std::string& id, const std::string& title,
                                  std::string* action) const {
    ReportBuilder copy(m_root, id);
    fs::copy(m_directory, copy.m_directory, fs::copy_options::recursive);
    copy.m_now = m_now;
    copy.m_actions = m_actions + 500;
    copy.tick();
    copy.makeBackup();
    Value changed = copy.outline();
    changed.set("report_id", text(id));
    changed.set("title", text(title));
    changed.set("created_at", text(isoText(copy.m_now)));
    changed.set("updated_at", text(isoText(copy.m_now)));
    changed.set("outline_version", Value::integer(1));
    metadataOf(changed)->set("forked_from", text(m_id));
    copy.writeOutline(json::pythonText(changed));
    const std::string made = copy.log(
        "fork", "cli", Value::object({{"source_report_id", text(m_id)}, {"new_title", text(title)}}));
    if (action != nullptr)
        *action = made;
    return copy;
}

void ReportBuilder::editByHand(const Edit& edit) {
    tick();
    Value changed = outline();
    edit(changed);
    writeOutline(json::pythonText(changed));
}

std::string ReportBuilder::changeWithoutEvent(const Edit& edit) {
    tick();
    const std::string backup = makeBackup();
    Value changed = outline();
    edit(changed);
    save(changed, true);
    return backup;
}

} // namespace stemma::tests
