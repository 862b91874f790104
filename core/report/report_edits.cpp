// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/citation_shim.h"
#include "core/report/edit_parts.h"
#include "core/report/outline_schema.h"
#include "core/report/report_change.h"
#include "core/report/report_event.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

void applyShimToAll(Value& document) {
    Value* insights = document.edit("insights");
    for (std::size_t i = 0; insights && insights->isArray() && i < insights->items().size(); ++i) {
        Value insight = insights->items()[i];
        applyCitationShim(insight);
        if (insight != insights->items()[i])
            insights->editItem(i) = std::move(insight);
    }
}

/// The metadata to change in place; made where there is none.
Value& metadataToChange(Value& document) {
    if (Value* metadata = document.edit("metadata"))
        return *metadata;
    document.set("metadata", Value::object());
    return *document.edit("metadata");
}

std::string statusOf(const Value& document) {
    const Value* metadata = document.find("metadata");
    const Value* status = metadata ? metadata->find("status") : nullptr;
    return status ? status->text() : "active";
}

bool isStatus(const std::string& status) {
    constexpr std::array<std::string_view, 3> known{"active", "archived", "deleted"};
    return std::find(known.begin(), known.end(), status) != known.end();
}

std::optional<Change> statusChange(const LiveOutline& live, const std::string& status, const char* type) {
    if (statusOf(live.document()) == status)
        return std::nullopt;
    Change change{live.document(), Style::keep, type, Value::object()};
    metadataToChange(change.document).set("status", Value::string(status));
    return change;
}

std::vector<std::string> documentTags(const Value& document) {
    const Value* metadata = document.find("metadata");
    std::vector<std::string> tags;
    for (const Value& tag : metadata ? itemsAt(*metadata, "tags") : std::vector<Value>{}) {
        if (tag.isString())
            tags.push_back(tag.text());
    }
    return tags;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// The texts of `wanted` that are, or are not, in `tags`; each once.
enum class Already { yes, no };
std::vector<std::string> effective(const std::vector<std::string>& wanted,
                                   const std::vector<std::string>& tags, Already already) {
    std::vector<std::string> out;
    for (const std::string& tag : wanted) {
        if (contains(tags, tag) == (already == Already::yes) && !contains(out, tag))
            out.push_back(tag);
    }
    return out;
}

std::optional<Change> tagChange(const LiveOutline& live, const std::vector<std::string>& add,
                                const std::vector<std::string>& remove) {
    std::vector<std::string> tags = documentTags(live.document());
    const std::vector<std::string> added = effective(add, tags, Already::no);
    const std::vector<std::string> removed = effective(remove, tags, Already::yes);
    const bool harmed = std::any_of(live.verdict.problems.begin(), live.verdict.problems.end(),
                                    [](const Problem& problem) { return problem.rule == "metadata-tags"; });
    if (added.empty() && removed.empty() && !harmed)
        return std::nullopt;
    tags.insert(tags.end(), added.begin(), added.end());
    std::erase_if(tags, [&](const std::string& tag) { return contains(removed, tag); });
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    Change change{live.document(), Style::keep, "tag_update",
                  Value::object({{"tags_added", textList(added)},
                                 {"tags_removed", textList(removed)},
                                 {"final_tags", textList(tags)}})};
    setTexts(metadataToChange(change.document), "tags", tags);
    return change;
}

} // namespace

Result<Saved> saveOutline(const Workspace& workspace, const ReportId& id, const std::string& baseSha256,
                          const std::string& bytes) {
    constexpr const char* action = "save the report";
    const std::string path = io::joinPath(workspace.root, "by_id/" + id.text());
    const Verdict given = judgeOutlineBytes(bytes);
    const auto error = std::find_if(given.problems.begin(), given.problems.end(), [](const Problem& problem) {
        return problem.severity == Severity::error;
    });
    const auto refused = [&] {
        return fail(ErrorCode::damaged, action, path,
                    "the outline that was given can't be written: " + error->message,
                    "Nothing was written. Correct the outline first.");
    };
    if (!given.peerReads)
        return refused();
    Value document = given.document;
    applyShimToAll(document);
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        const auto reportId = live.document().stringAt("report_id");
        if (given.document.stringAt("report_id") != reportId)
            return fail(ErrorCode::damaged, action, path,
                        "the outline that was given is that of another report, " +
                            given.document.stringAt("report_id").value_or(""),
                        "Nothing was written.");
        if (sameContent(live.document(), given.document))
            return std::nullopt;
        if (error != given.problems.end())
            return refused();
        return Change{document, Style::format, "evolve", evolvePayload(live.document(), document)};
    };
    return changeReport(workspace, id, action, make, baseSha256);
}

Result<Saved> renameReport(const Workspace& workspace, const ReportId& id, const std::string& title) {
    if (title.empty())
        return fail(ErrorCode::usage, "rename the report", id.text(), "a title must not be empty");
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        const std::string old = live.document().stringAt("title").value_or("");
        if (old == title)
            return std::nullopt;
        Change change{
            live.document(), Style::keep, "rename",
            Value::object({{"old_title", Value::string(old)}, {"new_title", Value::string(title)}})};
        change.document.set("title", Value::string(title));
        return change;
    };
    return changeReport(workspace, id, "rename the report", make);
}

Result<Saved> tagReport(const Workspace& workspace, const ReportId& id, const std::vector<std::string>& add,
                        const std::vector<std::string>& remove) {
    for (const std::string& tag : add) {
        if (tag.empty() || contains(remove, tag))
            return fail(ErrorCode::usage, "tag the report", id.text(),
                        tag.empty() ? "a tag must not be empty"
                                    : "the tag “" + tag + "” is to be added and removed");
    }
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        return tagChange(live, add, remove);
    };
    return changeReport(workspace, id, "tag the report", make);
}

Result<Saved> setReportStatus(const Workspace& workspace, const ReportId& id, const std::string& status) {
    if (!isStatus(status))
        return fail(ErrorCode::usage, "set the report's status", id.text(),
                    "there is no status “" + status + "”", "Use active, archived or deleted.");
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        auto change = statusChange(live, status, "status_change");
        if (change)
            change->payload = Value::object({{"status", Value::string(status)}});
        return change;
    };
    return changeReport(workspace, id, "set the report's status", make);
}

Result<Saved> archiveReport(const Workspace& workspace, const ReportId& id) {
    const MakeChange make = [](const LiveOutline& live,
                               const journal::UnitInput&) -> Result<std::optional<Change>> {
        return statusChange(live, "archived", "archive");
    };
    return changeReport(workspace, id, "archive the report", make);
}

Result<Saved> unarchiveReport(const Workspace& workspace, const ReportId& id) {
    return setReportStatus(workspace, id, "active");
}

Result<Saved> recordUnrecordedChange(const Workspace& workspace, const ReportId& id) {
    constexpr const char* action = "record the change";
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    const auto timeline = history::loadTimeline(workspace.environment.disk, *directory, interpretOutline,
                                                history::Counts::leaveOut);
    if (!timeline)
        return tl::unexpected(timeline.error());
    const bool unrecorded =
        !timeline->rows.empty() && timeline->rows.back().kind == history::RowKind::unrecordedChange;
    const std::string seen = timeline->live ? timeline->versions[*timeline->live].sha256 : std::string();
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        if (!unrecorded || live.sha256 != seen)
            return std::nullopt;
        return Change{live.document(), Style::keep, "manual_edit_detected", Value::object()};
    };
    return changeReport(workspace, id, action, make);
}

} // namespace stemma::report
