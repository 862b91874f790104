// SPDX-License-Identifier: MIT
#include "app/stemmactl/report_json.h"

#include "app/stemmactl/output.h"

namespace stemma::ctl {

namespace {

using json::Value;

Value problemsValue(const std::vector<report::Problem>& problems) {
    Value list = Value::array();
    for (const report::Problem& problem : problems) {
        Value value = Value::object({{"rule", Value::string(problem.rule)},
                                     {"severity", Value::string(severityWord(problem.severity))},
                                     {"message", Value::string(problem.message)}});
        if (problem.line != 0)
            value.set("line", numberValue(problem.line));
        if (!problem.fix.empty())
            value.set("fix", Value::string(problem.fix));
        list.appendItem(std::move(value));
    }
    return list;
}

Value lastChangeValue(const std::optional<report::LastChange>& change) {
    if (!change)
        return {};
    return Value::object({{"ts", Value::string(change->ts)},
                          {"actor", textOrNull(change->actor)},
                          {"action_type", textOrNull(change->actionType)}});
}

Value versionValue(const history::Timeline& timeline, const std::optional<std::size_t>& version) {
    return version ? textOrNull(timeline.versions.at(*version).sha256) : Value();
}

Value fieldsValue(const std::vector<diff::FieldChange>& fields) {
    Value list = Value::array();
    for (const diff::FieldChange& field : fields)
        list.appendItem(Value::object({{"name", Value::string(field.name)},
                                       {"old", field.hadBefore ? field.before : Value()},
                                       {"new", field.hasAfter ? field.after : Value()}}));
    return list;
}

Value changeValue(const diff::Change& change) {
    Value value = Value::object({{"kind", Value::string(diff::changeKindWord(change.kind))},
                                 {"what", Value::string(change.what)},
                                 {"id", Value::string(change.id)},
                                 {"parent", textOrNull(change.parent)},
                                 {"title", Value::string(change.title)},
                                 {"fields", fieldsValue(change.fields)}});
    if (change.kind == diff::ChangeKind::moved) {
        value.set("old_parent", textOrNull(change.oldParent));
        value.set("old_position", numberValue(change.oldPosition));
        value.set("new_position", numberValue(change.newPosition));
    }
    return value;
}

} // namespace

Value problemsValue(const std::vector<history::RowProblem>& problems) {
    Value list = Value::array();
    for (const history::RowProblem& problem : problems) {
        Value value = Value::object({{"rule", Value::string(problem.rule)},
                                     {"severity", Value::string("warning")},
                                     {"message", Value::string(problem.message)}});
        if (problem.line != 0)
            value.set("line", numberValue(problem.line));
        list.appendItem(std::move(value));
    }
    return list;
}

Value countsValue(const std::optional<history::ChangeCounts>& counts) {
    if (!counts)
        return {};
    return Value::object({{"added", numberValue(counts->added)},
                          {"edited", numberValue(counts->edited)},
                          {"moved", numberValue(counts->moved)},
                          {"removed", numberValue(counts->removed)}});
}

void addMark(Value& value, const marks::VersionMark& mark) {
    if (!mark.name.empty())
        value.set("name", Value::string(mark.name));
    if (!mark.note.empty())
        value.set("note", Value::string(mark.note));
    if (mark.pinned)
        value.set("pinned", Value::boolean(true));
}

std::string markText(const marks::VersionMark& mark) {
    std::string text = mark.name.empty() ? std::string() : "“" + printable(mark.name) + "”";
    if (mark.pinned)
        text += (text.empty() ? "" : ", ") + std::string("pinned");
    if (!mark.note.empty())
        text += (text.empty() ? "" : ", ") + std::string("note: ") + printable(mark.note);
    return text;
}

Value textList(const std::vector<std::string>& texts) {
    Value list = Value::array();
    for (const std::string& text : texts)
        list.appendItem(Value::string(text));
    return list;
}

Value numberValue(std::size_t number) {
    return Value::integer(static_cast<std::int64_t>(number));
}

Value textOrNull(const std::string& text) {
    return text.empty() ? Value() : Value::string(text);
}

Value summaryValue(const report::ReportSummary& summary) {
    return Value::object({{"id", Value::string(summary.id.text())},
                          {"title", Value::string(summary.title)},
                          {"status", Value::string(summary.status)},
                          {"tags", textList(summary.tags)},
                          {"created_at", textOrNull(summary.createdAt)},
                          {"updated_at", textOrNull(summary.updatedAt)},
                          {"outline_version", Value::integer(summary.outlineVersion)},
                          {"last_change", lastChangeValue(summary.lastChange)},
                          {"sections", numberValue(summary.sections)},
                          {"insights", numberValue(summary.insights)},
                          {"state", Value::string(report::reportStateWord(summary.state))},
                          {"problems", problemsValue(summary.problems)}});
}

Value trashedValue(const report::TrashedReport& trashed) {
    return Value::object({{"name", Value::string(trashed.name)},
                          {"id", Value::string(trashed.id.text())},
                          {"trashed_at", textOrNull(trashed.trashedAt)},
                          {"title", Value::string(trashed.title)},
                          {"status", Value::string(trashed.status)},
                          {"tags", textList(trashed.tags)},
                          {"state", Value::string(report::reportStateWord(trashed.state))},
                          {"problems", problemsValue(trashed.problems)}});
}

Value savedValue(const report::Saved& saved) {
    Value value = Value::object({{"id", Value::string(saved.id.text())},
                                 {"action_id", textOrNull(saved.action.text())},
                                 {"backup", textOrNull(saved.backup)},
                                 {"outline_version", Value::integer(saved.outlineVersion)},
                                 {"sha256", textOrNull(saved.sha256)}});
    if (saved.unchanged)
        value.set("unchanged", Value::boolean(true));
    if (!saved.warnings.empty())
        value.set("warnings", textList(saved.warnings));
    return value;
}

Value rowValue(const history::Timeline& timeline, const history::TimelineRow& row) {
    const auto& event = row.event;
    return Value::object({{"n", numberValue(row.n)},
                          {"kind", Value::string(history::rowKindWord(row.kind))},
                          {"action_id", event ? textOrNull(event->action.text()) : Value()},
                          {"action_type", event ? textOrNull(event->type) : Value()},
                          {"actor", textOrNull(row.actor)},
                          {"ts", textOrNull(row.ts)},
                          {"request_id", event ? Value::stringOrNull(event->requestId) : Value()},
                          {"before", versionValue(timeline, row.before)},
                          {"after", versionValue(timeline, row.after)},
                          {"counts", countsValue(row.counts)},
                          {"backup", textOrNull(row.backup)},
                          {"backup_state", Value::string(history::backupStateWord(row.backupState))},
                          {"current", Value::boolean(row.current)},
                          {"problems", problemsValue(row.problems)}});
}

Value changesValue(const diff::Changes& changes) {
    Value list = Value::array();
    for (const diff::Change& change : changes)
        list.appendItem(changeValue(change));
    return list;
}

Value partRowValue(const history::Timeline& timeline, const report::PartRow& row) {
    Value value = rowValue(timeline, timeline.rows.at(row.row));
    value.set("certain", Value::boolean(row.certain));
    value.set("changes", changesValue(row.changes));
    return value;
}

Value originValue(const history::Timeline& timeline, const report::Origin& origin) {
    const auto rowNumber = [&](std::optional<std::size_t> row) {
        return row ? numberValue(timeline.rows.at(*row).n) : Value();
    };
    Value value = Value::object();
    for (const char* key : {"action_id", "ts", "actor", "request_id"})
        value.set(key, Value());
    if (origin.row) {
        const history::TimelineRow& row = timeline.rows.at(*origin.row);
        if (row.event) {
            value.set("action_id", textOrNull(row.event->action.text()));
            value.set("request_id", Value::stringOrNull(row.event->requestId));
        }
        value.set("ts", textOrNull(row.ts));
        value.set("actor", textOrNull(row.actor));
    }
    value.set("n", rowNumber(origin.row));
    value.set("before_row", rowNumber(origin.beforeRow));
    return value;
}

Value blameValue(const history::Timeline& timeline, const report::PartBlame& part,
                 const report::FieldBlame* field) {
    Value value = Value::object({{"what", Value::string(part.what)},
                                 {"id", Value::string(part.id)},
                                 {"parent", textOrNull(part.parent)},
                                 {"title", Value::string(part.title)}});
    if (field != nullptr)
        value.set("field", Value::string(field->name));
    const Value origin = originValue(timeline, field != nullptr ? field->changed : part.changed);
    for (const json::Member& member : origin.members())
        value.set(member.key, member.value);
    value.set("made_by", originValue(timeline, part.made));
    value.set("human", Value::boolean(field != nullptr ? field->human : part.human));
    return value;
}

Value verifyValue(const report::VerifyRow& row) {
    return Value::object({{"report", Value::string(row.report)},
                          {"what", Value::string(row.what)},
                          {"name", Value::string(row.name)},
                          {"state", Value::string(row.state)},
                          {"message", Value::string(row.message)}});
}

Value findingValue(const report::IndexFinding& finding) {
    Value value = Value::object({{"kind", Value::string(finding.kind)},
                                 {"report_id", textOrNull(finding.reportId)},
                                 {"message", Value::string(finding.message)}});
    if (finding.line != 0)
        value.set("line", numberValue(finding.line));
    return value;
}

Value stepValue(const journal::RecoveryStep& step) {
    return Value::object({{"rule", Value::string(step.rule)},
                          {"path", Value::string(step.path)},
                          {"message", Value::string(step.message)},
                          {"needs_person", Value::boolean(step.needsPerson)}});
}

json::Value feedEntryValue(const report::FeedEntry& entry) {
    return json::Value::object({{"report", json::Value::string(entry.report.text())},
                                {"title", json::Value::string(entry.title)},
                                {"trashed", json::Value::boolean(entry.trashed)},
                                {"kind", json::Value::string(history::rowKindWord(entry.kind))},
                                {"action_id", textOrNull(entry.action)},
                                {"action_type", textOrNull(entry.type)},
                                {"actor", textOrNull(entry.actor)},
                                {"ts", textOrNull(entry.ts)},
                                {"request_id", json::Value::stringOrNull(entry.requestId)},
                                {"line", entry.line == 0 ? json::Value() : numberValue(entry.line)}});
}

} // namespace stemma::ctl
