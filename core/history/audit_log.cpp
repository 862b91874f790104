// SPDX-License-Identifier: MIT
#include "core/history/audit_log.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/json/python_format.h"

namespace stemma::history {

namespace {

constexpr std::array<std::string_view, 7> knownKeys = {"action_id",   "report_id",  "ts",     "actor",
                                                       "action_type", "request_id", "payload"};

constexpr std::array<std::string_view, 13> knownTypes = {
    "create", "evolve", "revert", "archive", "tag_update", "status_change",       "fork",
    "render", "delete", "backup", "rename",  "synthesize", "manual_edit_detected"};

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

/// Why the format's own program drops the line; empty if it reads it. Its model forbids unknown keys and
/// takes only strings for strings.
std::string objectionTo(const json::Value& line) {
    for (const auto& member : line.members())
        if (std::find(knownKeys.begin(), knownKeys.end(), member.key) == knownKeys.end())
            return "unknown key " + quoted(member.key);
    for (const std::string_view key : {"action_id", "report_id", "ts", "actor", "action_type"}) {
        const json::Value* value = line.find(key);
        if (value == nullptr)
            return quoted(key) + " is missing";
        if (!value->isString())
            return quoted(key) + " is not a text";
    }
    for (const std::string_view key : {"action_id", "report_id"})
        if (!isUuid(line.find(key)->text()))
            return quoted(key) + " is not a UUID";
    if (!actorFromWord(line.find("actor")->text()))
        return "unknown actor " + quoted(line.find("actor")->text());
    if (!isKnownActionType(line.find("action_type")->text()))
        return "unknown action_type " + quoted(line.find("action_type")->text());
    const json::Value* request = line.find("request_id");
    if (request != nullptr && !request->isNull() && !request->isString())
        return "\"request_id\" is neither a text nor null";
    const json::Value* payload = line.find("payload");
    if (payload != nullptr && !payload->isObject())
        return "\"payload\" is not an object";
    return {};
}

AuditEvent eventFrom(const json::Value& line) {
    AuditEvent event;
    event.action = ActionId(line.stringAt("action_id").value_or(""));
    event.report = ReportId(line.stringAt("report_id").value_or(""));
    event.ts = line.stringAt("ts").value_or("");
    event.actor = line.stringAt("actor").value_or("");
    event.type = line.stringAt("action_type").value_or("");
    event.requestId = line.stringAt("request_id");
    if (const json::Value* payload = line.find("payload"))
        event.payload = *payload;
    return event;
}

} // namespace

const char* actorWord(Actor actor) {
    switch (actor) {
    case Actor::cli:
        return "cli";
    case Actor::agent:
        return "agent";
    case Actor::human:
        return "human";
    }
    return "human";
}

std::optional<Actor> actorFromWord(std::string_view word) {
    for (const Actor actor : {Actor::cli, Actor::agent, Actor::human})
        if (word == actorWord(actor))
            return actor;
    return std::nullopt;
}

bool isKnownActionType(std::string_view type) {
    return std::find(knownTypes.begin(), knownTypes.end(), type) != knownTypes.end();
}

std::optional<std::string> AuditEvent::backupName() const {
    if (!payload.isObject())
        return std::nullopt;
    for (const std::string_view key : {"backup_filename", "current_state_backup"}) {
        if (key == "current_state_backup" && type != "revert")
            break;
        const auto name = payload.stringAt(key);
        if (name && !name->empty())
            return name;
    }
    return std::nullopt;
}

std::string auditLine(const AuditEvent& event) {
    return json::pythonLine(json::Value::object({
        {"action_id", json::Value::string(event.action.text())},
        {"report_id", json::Value::string(event.report.text())},
        {"ts", json::Value::string(event.ts)},
        {"actor", json::Value::string(event.actor)},
        {"action_type", json::Value::string(event.type)},
        {"request_id", json::Value::stringOrNull(event.requestId)},
        {"payload", event.payload},
    }));
}

AuditLog readAuditLog(std::string_view bytes) {
    json::JsonLines lines = json::readJsonLines(bytes);
    AuditLog log;
    log.tornTail = lines.tornTail;
    log.problems = std::move(lines.problems);
    std::unordered_map<std::string, std::size_t> firstLine;
    for (const json::JsonLine& line : lines.lines) {
        AuditEvent event = eventFrom(line.value);
        if (event.type.empty()) {
            log.problems.push_back(
                {line.line, line.offset, line.length, "not an audit event: no action_type"});
            continue;
        }
        if (!event.action.empty()) {
            const auto [first, isNew] = firstLine.try_emplace(event.action.text(), line.line);
            if (!isNew) {
                log.repeated.push_back({line.line, line.offset, line.length,
                                        "repeats the action_id of line " + std::to_string(first->second)});
                continue;
            }
        }
        std::string objection = objectionTo(line.value);
        const bool accepted = objection.empty();
        log.events.push_back({std::move(event), line.line, accepted, std::move(objection),
                              sealOf(bytes.substr(line.offset, line.length))});
    }
    std::stable_sort(log.problems.begin(), log.problems.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return log;
}

} // namespace stemma::history
