// SPDX-License-Identifier: MIT
#include "core/report/report_change.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/edit_rules.h"
#include "core/report/outline_schema.h"
#include "core/report/report_event.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

std::vector<const Problem*> errorsOf(const Verdict& verdict) {
    std::vector<const Problem*> errors;
    for (const Problem& problem : verdict.problems) {
        if (problem.severity == Severity::error)
            errors.push_back(&problem);
    }
    return errors;
}

/// The first error that the change would bring in; it lives as long as `after`.
const Problem* newHarm(const Verdict& before, const Verdict& after) {
    const auto known = errorsOf(before);
    for (const Problem* problem : errorsOf(after)) {
        const bool old = std::any_of(known.begin(), known.end(),
                                     [&](const Problem* one) { return one->rule == problem->rule; });
        if (!old || !after.peerReads)
            return problem;
    }
    return nullptr;
}

/// Decimal text plus one; the text is not negative.
std::string increased(std::string digits) {
    std::size_t at = digits.size();
    while (at > 0 && digits[at - 1] == '9')
        digits[--at] = '0';
    if (at == 0)
        return '1' + digits;
    ++digits[at - 1];
    return digits;
}

Value idList(const std::vector<ActionId>& ids) {
    std::vector<Value> items;
    for (const ActionId& id : ids)
        items.push_back(Value::string(id.text()));
    return Value::array(std::move(items));
}

/// One run of a change, perhaps composed several times.
class ChangeRun {
public:
    ChangeRun(const Workspace& workspace, std::string directory, const char* action, const MakeChange& make)
        : m_workspace(workspace)
        , m_directory(std::move(directory))
        , m_action(action)
        , m_make(make) {
        // Read before the lock is taken, so that it is held for no longer than it takes to see that nothing
        // changed.
        if (const auto content =
                io::readFile(workspace.environment.disk, io::joinPath(m_directory, "outline.json")))
            m_live = liveOutlineFrom(&content->bytes);
    }

    Result<std::optional<journal::UnitContent>> compose(const journal::UnitInput& input) {
        if (!input.liveBytes || !m_live.exists || *input.liveBytes != m_live.bytes)
            m_live = liveOutlineFrom(input.liveBytes);
        if (!m_live.verdict.peerReads)
            return tl::unexpected(damagedError(m_action, m_directory, m_live));
        auto change = m_make(m_live, input);
        if (!change)
            return tl::unexpected(change.error());
        if (!*change)
            return std::optional<journal::UnitContent>();
        return write(**change, input);
    }

    const json::Value& document() const { return m_document; }
    std::string& bytes() { return m_bytes; }
    const LiveOutline& live() const { return m_live; }

private:
    Result<std::optional<journal::UnitContent>> write(Change& change, const journal::UnitInput& input) {
        const std::string version = nextVersion(m_live.document());
        stampOutline(change.document, input.now, version);
        const Verdict after = judgeOutline(change.document);
        if (const Problem* harm = newHarm(m_live.verdict, after))
            return fail(ErrorCode::damaged, m_action, m_directory, harm->message,
                        "Nothing was written. " +
                            (harm->fix.empty() ? "Correct the outline first." : harm->fix));
        journal::UnitContent content;
        content.outlineBytes =
            change.style == Style::keep ? json::bytesOf(change.document) : json::pythonText(change.document);
        content.sha256 = sha256(content.outlineBytes);
        Value payload = std::move(change.payload);
        payload.set("backup_filename", Value::string(input.backupName));
        payload.set("outline_version", Value::numberFromText(version));
        addHashes(payload, m_live.sha256, content.sha256);
        if (change.note && !change.note->empty())
            payload.edit("stemma")->set("note", Value::string(*change.note));
        if (!change.undoes.empty())
            payload.edit("stemma")->set("undoes", idList(change.undoes));
        if (change.parts)
            payload.edit("stemma")->set("parts", *change.parts);
        if (change.restored)
            payload.edit("stemma")->set("restored", *change.restored);
        if (change.purpose == RestorePurpose::undo)
            payload.edit("stemma")->set("undo", Value::boolean(true));
        content.auditLine = eventLine(
            m_workspace,
            {input.action, change.document.stringAt("report_id").value_or(""), input.now, change.type},
            payload);
        m_document = std::move(change.document);
        m_bytes = content.outlineBytes;
        return std::optional(std::move(content));
    }

    const Workspace& m_workspace;
    std::string m_directory;
    const char* m_action;
    const MakeChange& m_make;
    LiveOutline m_live;
    Value m_document;
    std::string m_bytes;
};

} // namespace

LiveOutline liveOutlineFrom(const std::string* bytes) {
    LiveOutline live;
    if (!bytes) {
        live.verdict.peerReads = false;
        live.verdict.problems.push_back(
            {"outline-missing", Severity::error, "outline.json is missing", 0, {}});
        return live;
    }
    live.exists = true;
    live.bytes = *bytes;
    live.sha256 = sha256(*bytes);
    live.verdict = judgeOutlineBytes(*bytes);
    return live;
}

Result<LiveOutline> readLiveOutline(io::Disk& disk, const std::string& directory) {
    const auto content = io::readFile(disk, io::joinPath(directory, "outline.json"));
    if (content)
        return liveOutlineFrom(&content->bytes);
    const Error& error = content.error();
    if (error.code == ErrorCode::io)
        return tl::unexpected(error);
    LiveOutline live = liveOutlineFrom(nullptr);
    if (error.code != ErrorCode::notFound)
        live.verdict.problems.front() = {
            "outline-unreadable", Severity::error, "outline.json can't be read: " + error.detail, 0, {}};
    return live;
}

Error damagedError(const char* action, const std::string& directory, const LiveOutline& live) {
    const auto errors = errorsOf(live.verdict);
    return Error{ErrorCode::damaged, action, io::joinPath(directory, "outline.json"),
                 errors.empty() ? "igloo-mcp can't read it" : errors.front()->message,
                 "Nothing was written. Restore a version of the report, which mends it."};
}

std::optional<Change> changeTo(const LiveOutline& live, Value after, const std::optional<std::string>& note) {
    if (sameContent(live.document(), after))
        return std::nullopt;
    EventKind event = eventOf(live.document(), after);
    return Change{std::move(after), Style::keep, std::move(event.type), std::move(event.payload), note};
}

Status checkHarmless(const char* action, const Value& before, const Value& after, const std::string& path) {
    const auto problems = blockingProblems(after, before);
    if (problems.empty())
        return {};
    return fail(ErrorCode::damaged, action, path, describe(problems.front()),
                "Nothing was written. " + problems.front().fix);
}

void stampOutline(Value& document, Timestamp now, const std::string& version) {
    document.set("updated_at", Value::string(isoText(now)));
    if (document.find("outline_version")) {
        document.set("outline_version", Value::numberFromText(version));
        return;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < document.members().size(); ++i) {
        const std::string& key = document.members()[i].key;
        if (key == "version" || key == "updated_at" || key == "created_at" || key == "title")
            at = i + 1;
    }
    document.insertMember(at, "outline_version", Value::numberFromText(version));
}

std::string nextVersion(const Value& document) {
    const Value* version = document.find("outline_version");
    const std::string text = version ? laxInteger(*version).value_or("0") : "1";
    return text.starts_with('-') ? "1" : increased(text);
}

std::string eventLine(const Workspace& workspace, const EventFacts& facts, Value payload) {
    history::AuditEvent event;
    event.action = facts.action;
    event.report = ReportId(facts.reportId);
    event.ts = isoText(facts.now);
    event.actor = history::actorWord(workspace.actor);
    event.type = facts.type;
    event.requestId = workspace.requestId;
    event.payload = std::move(payload);
    if (Value* ours = event.payload.edit("stemma"))
        ours->set(history::sealKey, Value::string(history::emptySeal()));
    return history::sealed(history::auditLine(event));
}

void addHashes(Value& payload, const std::string& before, const std::string& after) {
    const auto hash = [](const std::string& text) { return text.empty() ? Value() : Value::string(text); };
    payload.set("stemma", Value::object({{"before_sha256", hash(before)}, {"after_sha256", hash(after)}}));
}

void refreshIndex(const Workspace& workspace, const Value& document, const std::string& directoryName,
                  Saved& saved) {
    const auto entry = indexEntryOf(document, directoryName);
    if (!entry)
        return;
    if (const Status done = appendIndexEntry(workspace.environment.disk, workspace.root, *entry); !done)
        saved.warnings.push_back("The report is saved, but the index could not be brought up to date. " +
                                 describe(done.error()));
}

Result<Changed> changeOutline(const Workspace& workspace, const ReportId& id, const char* action,
                              const MakeChange& make, const std::optional<std::string>& baseSha256) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    ChangeRun run(workspace, *directory, action, make);
    const auto done = journal::saveUnit(workspace.environment, *directory,
                                        [&](const journal::UnitInput& input) { return run.compose(input); },
                                        {workspace.lock, baseSha256});
    if (!done)
        return tl::unexpected(done.error());
    const Value& document = done->unchanged ? run.live().document() : run.document();
    Changed changed;
    Saved& saved = changed.saved;
    saved.id = id;
    saved.unchanged = done->unchanged;
    saved.outlineVersion = outlineHead(document).outlineVersion;
    saved.sha256 = done->sha256;
    saved.warnings = done->warnings;
    changed.disk = done->unchanged ? run.live().bytes : std::move(run.bytes());
    if (done->unchanged)
        return changed;
    saved.action = done->action;
    saved.backup = done->backupName;
    refreshIndex(workspace, document, id.text(), saved);
    return changed;
}

Result<Saved> changeReport(const Workspace& workspace, const ReportId& id, const char* action,
                           const MakeChange& make, const std::optional<std::string>& baseSha256) {
    auto changed = changeOutline(workspace, id, action, make, baseSha256);
    if (!changed)
        return tl::unexpected(changed.error());
    return std::move(changed->saved);
}

} // namespace stemma::report
