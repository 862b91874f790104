// SPDX-License-Identifier: MIT
#include "core/report/restore_target.h"

#include <algorithm>
#include <utility>

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* restoring = "restore the version";

bool isVersionName(const std::string& version) {
    return version == "now" || version.starts_with('@') || version.starts_with("before:") ||
           version.starts_with("after:") || version.starts_with("backup:");
}

/// The row of a `before:ACTION` that findVersion() has accepted.
std::optional<std::size_t> rowOfBefore(const history::Timeline& timeline, const std::string& version) {
    constexpr std::string_view prefix = "before:";
    if (!version.starts_with(prefix))
        return std::nullopt;
    const auto row = history::findChange(timeline, version.substr(prefix.size()));
    return row ? std::optional(*row) : std::nullopt;
}

/// The first row whose change came after the report was in that version for the last time.
std::size_t firstRowAfter(const history::Timeline& timeline, std::size_t version) {
    const auto& rows = timeline.rows;
    const auto same = [&](std::optional<std::size_t> one) {
        return one &&
               (*one == version || (!timeline.versions[version].sha256.empty() &&
                                    timeline.versions[*one].sha256 == timeline.versions[version].sha256));
    };
    for (std::size_t i = rows.size(); i-- > 0;) {
        if (same(rows[i].after))
            return i + 1;
        if (same(rows[i].before))
            return i;
    }
    return rows.size();
}

void describeUndone(const history::Timeline& timeline, RestoreTarget& target) {
    for (std::size_t i = target.firstLost; i < timeline.rows.size(); ++i) {
        if (timeline.rows[i].event && timeline.rows[i].event->backupName()) {
            target.undone = timeline.rows[i].event;
            return;
        }
    }
}

Result<RestoreTarget> fromTimeline(io::Disk& disk, const std::string& directory,
                                   const history::Timeline& timeline, const std::string& version) {
    const auto index = history::findVersion(timeline, version);
    if (!index)
        return tl::unexpected(index.error());
    RestoreTarget target;
    const history::Version& found = timeline.versions[*index];
    auto bytes = history::readVersion(disk, directory, found);
    if (!bytes)
        return tl::unexpected(bytes.error());
    target.name = found.file.empty() ? "outline.json" : found.file;
    target.bytes = std::move(*bytes);
    target.firstLost = firstRowSince(timeline, version, *index);
    describeUndone(timeline, target);
    return target;
}

Result<RestoreTarget> fromFile(io::Disk& disk, const history::Timeline& timeline, const std::string& path) {
    auto content = io::readFile(disk, path);
    if (!content)
        return tl::unexpected(content.error());
    RestoreTarget target;
    target.name = path.substr(path.rfind('/') + 1);
    target.bytes = std::move(content->bytes);
    target.firstLost = timeline.rows.size();
    return target;
}

Result<RestoreTarget> fromAnywhere(io::Disk& disk, const std::string& directory,
                                   const history::Timeline& timeline, const std::string& version) {
    return isVersionName(version) ? fromTimeline(disk, directory, timeline, version)
                                  : fromFile(disk, timeline, version);
}

/// How good a version has to be.
enum class Quality {
    harmless, ///< igloo-mcp can read it, and is not harmed by it
    readable,
};

Status checkContent(RestoreTarget& target, Quality quality) {
    Verdict verdict = judgeOutlineBytes(target.bytes);
    const auto error =
        std::find_if(verdict.problems.begin(), verdict.problems.end(),
                     [](const Problem& problem) { return problem.severity == Severity::error; });
    if (error != verdict.problems.end() && (quality == Quality::harmless || !verdict.peerReads))
        return fail(ErrorCode::damaged, restoring, target.name, error->message,
                    "Nothing was written. Choose another version.");
    target.document = std::move(verdict.document);
    return {};
}

Status checkOwner(RestoreTarget& target, const Ancestry& ancestry) {
    const std::string id = target.document.stringAt("report_id").value_or("");
    if (id == ancestry.own)
        return {};
    if (!ancestry.inherited.contains(id))
        return fail(ErrorCode::damaged, restoring, target.name, "it is an outline of another report, " + id,
                    "Nothing was written. Choose another version.");
    target.document.set("report_id", Value::string(ancestry.own));
    target.notes.push_back("This version was inherited from the report " + id +
                           ", from which this one was forked: its id is rewritten.");
    return {};
}

} // namespace

Ancestry ancestryOf(const LiveOutline& live, const history::Timeline& timeline, const ReportId& directory) {
    Ancestry ancestry{directory.text(), {}};
    const Value& document = live.document();
    if (const auto inner = document.isObject() ? document.stringAt("report_id") : std::nullopt;
        inner && isUuid(*inner))
        ancestry.own = *inner;
    const auto add = [&](const std::optional<std::string>& id) {
        if (id && !id->empty() && *id != ancestry.own)
            ancestry.inherited.insert(*id);
    };
    if (const Value* metadata = document.isObject() ? document.find("metadata") : nullptr)
        add(metadata->stringAt("forked_from"));
    for (const history::TimelineRow& row : timeline.rows) {
        if (!row.event)
            continue;
        add(row.event->report.text());
        if (row.event->type == "fork")
            add(row.event->payload.stringAt("source_report_id"));
    }
    return ancestry;
}

std::size_t firstRowSince(const history::Timeline& timeline, const std::string& name, std::size_t version) {
    return rowOfBefore(timeline, name).value_or(firstRowAfter(timeline, version));
}

Result<RestoreTarget> findRestoreTarget(io::Disk& disk, const std::string& directory,
                                        const history::Timeline& timeline, const Ancestry& ancestry,
                                        const std::string& version) {
    auto target = fromAnywhere(disk, directory, timeline, version);
    if (!target)
        return target;
    Status good = checkContent(*target, Quality::harmless);
    if (good)
        good = checkOwner(*target, ancestry);
    if (!good)
        return tl::unexpected(good.error());
    return target;
}

Result<RestoreTarget> findPartsSource(io::Disk& disk, const std::string& directory,
                                      const history::Timeline& timeline, const std::string& version) {
    auto target = fromAnywhere(disk, directory, timeline, version);
    if (!target)
        return target;
    if (Status good = checkContent(*target, Quality::readable); !good)
        return tl::unexpected(std::move(good.error()));
    return target;
}

} // namespace stemma::report
