// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/history/audit_log.h"
#include "core/history/timeline.h"
#include "core/journal/save_unit.h"
#include "core/report/outline.h"
#include "core/report/report_index.h"

namespace stemma::report {

/// Who does something, and where. Every operation below is one unit: all of it is on disk when it returns, or
/// nothing. All block on the disk; none belongs on a thread that paints.
struct Workspace {
    const journal::Environment& environment;
    std::string root;
    history::Actor actor = history::Actor::human;
    std::optional<std::string> requestId;
    io::LockOptions lock;
};

/// What an operation wrote.
struct Saved {
    ReportId id;
    bool unchanged = false; ///< nothing was to be done, nothing was written
    ActionId action;
    std::string backup;
    std::int64_t outlineVersion = 0;
    std::string sha256;
    std::vector<std::string> warnings;
};

/// A new report. `outline`: its content, in the format; ids and dates that are missing are made. Else empty
/// sections.
[[nodiscard]] Result<Saved> newReport(const Workspace& workspace, const std::string& title,
                                      const std::vector<std::string>& tags,
                                      const std::optional<std::string>& outline = {});

/// Replaces the whole outline by `bytes` if the one on disk hashes to `baseSha256`, else ErrorCode::conflict.
/// Stamps updated_at and outline_version (live + 1) itself; equal content but for those two writes nothing.
[[nodiscard]] Result<Saved> saveOutline(const Workspace& workspace, const ReportId& id,
                                        const std::string& baseSha256, const std::string& bytes);

/// What a working copy was saved as.
struct SavedWork {
    Saved saved;
    std::string disk;    ///< the outline's bytes as they are on disk now
    bool merged = false; ///< others had saved meanwhile: the disk holds their changes too
};

/// Saves an outline that was edited by hand (`working`, made from `base`): under the lock, if the disk still
/// holds `base`, exactly `working` but for updated_at and outline_version; if others saved meanwhile, the
/// three-way merge of both (outline_merge.h), and if that has conflicts, nothing: ErrorCode::conflict, and
/// the caller merges with the person. The event is what the change is: rename, tag_update, status_change,
/// archive when it is only that, else evolve; `note` (why) goes to its payload as `stemma.note`. A working
/// copy that would harm igloo-mcp is ErrorCode::damaged with the first problem.
[[nodiscard]] Result<SavedWork> saveWork(const Workspace& workspace, const ReportId& id,
                                         const std::string& base, const std::string& working,
                                         const std::optional<std::string>& note = {});

/// What a list of edits was saved as.
struct SavedEdits {
    Saved saved;
    std::vector<std::string> newIds; ///< of new sections and insights, in the order of the list
};

/// Applies a list of edits (outline_edit.h) to what lies there, as one change. The event and the note are as
/// saveWork() has them. ErrorCode::usage names what is off in the list.
[[nodiscard]] Result<SavedEdits> editReport(const Workspace& workspace, const ReportId& id,
                                            const json::Value& edits,
                                            const std::optional<std::string>& note = {});

[[nodiscard]] Result<Saved> renameReport(const Workspace& workspace, const ReportId& id,
                                         const std::string& title);
[[nodiscard]] Result<Saved> tagReport(const Workspace& workspace, const ReportId& id,
                                      const std::vector<std::string>& add,
                                      const std::vector<std::string>& remove);
/// `active`, `archived` or `deleted`; anything else is ErrorCode::usage.
[[nodiscard]] Result<Saved> setReportStatus(const Workspace& workspace, const ReportId& id,
                                            const std::string& status);
[[nodiscard]] Result<Saved> archiveReport(const Workspace& workspace, const ReportId& id);
[[nodiscard]] Result<Saved> unarchiveReport(const Workspace& workspace, const ReportId& id);
/// Moves the report's directory to `.trash/<id>_<UTC seconds>`; nothing is deleted.
[[nodiscard]] Result<Saved> trashReport(const Workspace& workspace, const ReportId& id);
/// Moves a folder of `.trash` back.
[[nodiscard]] Result<Saved> untrashReport(const Workspace& workspace, const std::string& trashName);
/// A new report with the same content, its ids rewritten, without the source's history; charts and data files
/// are copied.
[[nodiscard]] Result<Saved> forkReport(const Workspace& workspace, const ReportId& source,
                                       const std::string& title);

/// Several reports made into a new one: their sections in display order, one source after the other, their
/// insights and charts (the files of those that were copied into `report_files/` too), all tags and
/// `synthesized`. As igloo-mcp does it, the history is a `create` and an `evolve`, here as one unit; other
/// than there, no id is doubled: a section, insight or chart whose id another source has gets a new one. The
/// sources stay as they are. ErrorCode::usage for fewer than two sources, or one that is named twice.
[[nodiscard]] Result<Saved> synthesizeReports(const Workspace& workspace, const std::string& title,
                                              const std::vector<ReportId>& sources);

/// Writes the event that says that the content was changed without one (R9: `manual_edit_detected`).
[[nodiscard]] Result<Saved> recordUnrecordedChange(const Workspace& workspace, const ReportId& id);

/// What a restore would write and lose.
struct RestorePreview {
    std::string bytes;      ///< the outline that would be written (byte for byte, but for the time stamp)
    std::string baseSha256; ///< of the live outline that it would replace
    diff::Changes changes;  ///< from now to the result
    std::vector<std::string> notes; ///< "the backup belongs to report …: its id is rewritten"
    bool unchanged = false;         ///< the live outline has that content already
    /// Later changes that the result no longer has, by actor.
    struct Lost {
        std::string actor;
        std::size_t changes = 0;
    };
    std::vector<Lost> lost;
};

/// `version`: as findVersion() takes it, or a path to a file. Writes nothing.
[[nodiscard]] Result<RestorePreview> previewRestore(const Workspace& workspace, const ReportId& id,
                                                    const std::string& version);

/// Why a version is restored: for its own sake, or to undo (or do again) the change that came after it. Both
/// write the same; the event remembers which (`stemma.undo`), so that undo and redo know where they are after
/// a restart too.
enum class RestorePurpose { version, undo };

/// Makes an old version current as a new change, with its own backup and a `revert` event that both programs
/// can undo; outline_version is the live one's + 1. `expectedBase`: the preview's baseSha256, where a person
/// decided on it.
[[nodiscard]] Result<Saved> restoreVersion(const Workspace& workspace, const ReportId& id,
                                           const std::string& version,
                                           const std::optional<std::string>& expectedBase = {},
                                           RestorePurpose purpose = RestorePurpose::version);

/// Takes back a restore that replaced an outline which couldn't be read: writes those bytes again (they hash
/// to `sha256`; `restored` names the backup of them), as a new change that is marked as an undo. Only while
/// the outline is what the restore made of it, else ErrorCode::conflict; ErrorCode::damaged if the backup
/// isn't what it was.
[[nodiscard]] Result<Saved> putBack(const Workspace& workspace, const ReportId& id, const Saved& restored,
                                    const std::string& sha256);

struct VerifyRow {
    std::string report;
    std::string what;  ///< "backup", "log", "outline"
    std::string name;  ///< file name or action id
    /// "restorable", "damaged", "missing", "pruned", "foreign", "unsafe", "mismatch", "ok"
    std::string state;
    std::string message;
    /// Of a damaged backup: the outline was damaged when the change replaced it, and this is what it was.
    bool keptDamage = false;
};

/// Checks every backup and the log of a report, and the hashes that our own events carry. Writes nothing.
[[nodiscard]] Result<std::vector<VerifyRow>> verifyReport(io::Disk& disk, const std::string& root,
                                                          const ReportId& id, const Progress& progress = {});

} // namespace stemma::report
