// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/journal/save_unit.h"
#include "core/json/json_value.h"
#include "core/report/outline_rules.h"
#include "core/report/report_operations.h"

namespace stemma::report {

/// The outline that a change finds on the disk.
struct LiveOutline {
    bool exists = false;
    std::string bytes;
    std::string sha256; ///< empty if there is none
    Verdict verdict;    ///< with the document

    [[nodiscard]] const json::Value& document() const { return verdict.document; }
};
[[nodiscard]] LiveOutline liveOutlineFrom(const std::string* bytes);
/// The outline of a report's directory. One that is missing, too large or no regular file doesn't `exist`,
/// and its verdict says why; an error only where the system refuses to read it: what it holds is unknown
/// then.
[[nodiscard]] Result<LiveOutline> readLiveOutline(io::Disk& disk, const std::string& directory);

/// How an outline is put into bytes.
enum class Style {
    keep,   ///< what wasn't touched keeps its bytes
    format, ///< as igloo-mcp writes it
};

/// One change of one report, before its stamps.
struct Change {
    json::Value document;
    Style style = Style::keep;
    std::string type; ///< of the audit event
    /// igloo-mcp's keys up to where `backup_filename` comes; that, `outline_version` and `stemma` follow.
    json::Value payload = json::Value::object();
    std::optional<std::string> note = {}; ///< why: `stemma.note` of the payload
    std::vector<ActionId> undoes = {};    ///< the changes that it takes out: `stemma.undoes`
    /// The only parts of them that it takes out: `stemma.parts`.
    std::optional<json::Value> parts = {};
    /// The version and the parts of it that it makes current again: `stemma.restored`.
    std::optional<json::Value> restored = {};
    /// Why it takes them out: to be undone, it is marked as a restore is (`stemma.undo`).
    RestorePurpose purpose = RestorePurpose::version;
};

/// Makes the change of the live outline, which igloo-mcp reads. Nothing: there is nothing to do.
using MakeChange =
    std::function<Result<std::optional<Change>>(const LiveOutline& live, const journal::UnitInput& input)>;

/// Runs a change as one unit: refuses a damaged report and a result that igloo-mcp couldn't read or would be
/// harmed by (harm that was there before may stay), stamps updated_at and outline_version, writes the event,
/// refreshes the index. `action` completes "Could not …".
[[nodiscard]] Result<Saved> changeReport(const Workspace& workspace, const ReportId& id, const char* action,
                                         const MakeChange& make,
                                         const std::optional<std::string>& baseSha256 = {});

/// A change, and the outline's bytes as they are on disk after it.
struct Changed {
    Saved saved;
    std::string disk;
};
/// The same with the bytes.
[[nodiscard]] Result<Changed> changeOutline(const Workspace& workspace, const ReportId& id,
                                            const char* action, const MakeChange& make,
                                            const std::optional<std::string>& baseSha256 = {});

/// The change of what lies there to `after`, with the event that says what it is (report_event.h); nothing if
/// there is no difference.
[[nodiscard]] std::optional<Change> changeTo(const LiveOutline& live, json::Value after,
                                             const std::optional<std::string>& note);
/// ErrorCode::damaged with the first thing that stands against writing `after` over `before` (edit_rules.h).
[[nodiscard]] Status checkHarmless(const char* action, const json::Value& before, const json::Value& after,
                                   const std::string& path);

/// Sets what every change sets. Where `outline_version` is missing it is put in its place.
void stampOutline(json::Value& document, Timestamp now, const std::string& version);
/// The decimal text of the outline's version plus one, at least 1.
[[nodiscard]] std::string nextVersion(const json::Value& document);

/// What identifies an event.
struct EventFacts {
    ActionId action;
    std::string reportId;
    Timestamp now;
    std::string type;
};
[[nodiscard]] std::string eventLine(const Workspace& workspace, const EventFacts& facts, json::Value payload);

/// Adds `stemma`: the hashes by which a later check tells that nothing was changed since. Null for "there was
/// none".
void addHashes(json::Value& payload, const std::string& before, const std::string& after);

/// Writes the report's line of the index; a failure is a warning.
void refreshIndex(const Workspace& workspace, const json::Value& document, const std::string& directoryName,
                  Saved& saved);

/// The error for a report whose outline can't be changed as it is.
[[nodiscard]] Error damagedError(const char* action, const std::string& directory, const LiveOutline& live);

} // namespace stemma::report
