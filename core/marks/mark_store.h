// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/marks/mark_folder.h"

namespace stemma::marks {

/// What a person noted on one version of a report.
struct VersionMark {
    std::string name;
    std::string note;
    bool pinned = false; ///< it is never to be pruned
    friend bool operator==(const VersionMark&, const VersionMark&) = default;
    [[nodiscard]] bool any() const { return pinned || !name.empty() || !note.empty(); }
};

/// What a person noted on one report.
struct ReportMarks {
    /// The changes that were seen: action ids; of what has none, the key that the inbox gives it.
    std::set<std::string> seen;
    /// When they were marked so, as isoText() has it; those that were marked at once have the same.
    std::map<std::string, std::string> seenAt;
    std::map<std::string, VersionMark> versions; ///< by the SHA-256 of the outline's bytes
};

struct FoundMarks {
    ReportMarks marks;
    std::vector<MarkProblem> problems;
};

/// What to change of a version's mark; an empty text takes it away.
struct VersionEdit {
    std::optional<std::string> name = {};
    std::optional<std::string> note = {};
    std::optional<bool> pinned = {};
};

/// Keeps what a person noted, in their state directory and never in a library: one file a report,
/// `<32 digits of the SHA-256 of the report's id>.marks`, so that it outlives every index, and a library that
/// is moved, renamed or copied keeps it. What is promised of the files is MarkFolder's. Thread-safe; all
/// calls block on the disk.
class MarkStore {
public:
    /// `directory`: `$XDG_STATE_HOME/stemma/marks`; made when first written. `disk` outlives the store.
    MarkStore(io::Disk& disk, std::string directory);

    /// Where its files are; it may not be there yet.
    [[nodiscard]] const std::string& directory() const { return m_folder.directory(); }

    /// Never fails: what can't be read is told in the problems, and the report has no marks then.
    [[nodiscard]] FoundMarks find(const ReportId& report) const;

    /// The files with marks of the report that were set aside, as they could not be used: nobody knows what
    /// was pinned in them. Whole paths; not those that acceptLost() was told.
    [[nodiscard]] Result<std::vector<std::string>> lost(const ReportId& report) const;
    /// The person knows what was lost, or pinned it again: the files stay, but count no more. Answers them.
    [[nodiscard]] Result<std::vector<std::string>> acceptLost(const ReportId& report);

    /// Notes that these changes were seen; answers what is kept now. Those that are noted already write
    /// nothing.
    [[nodiscard]] Result<FoundMarks> markSeen(const ReportId& report, const std::vector<std::string>& changes,
                                              Timestamp now, const io::LockOptions& lock = {});

    /// Takes such notes away again; answers what is kept now. Those that are not there write nothing.
    [[nodiscard]] Result<FoundMarks> unmarkSeen(const ReportId& report,
                                                const std::vector<std::string>& changes,
                                                const io::LockOptions& lock = {});

    /// Names, notes or pins a version. ErrorCode::usage if `sha256` is none, or a text has more than
    /// `longestText` bytes.
    [[nodiscard]] Result<FoundMarks> markVersion(const ReportId& report, const std::string& sha256,
                                                 const VersionEdit& edit, const io::LockOptions& lock = {});
    static constexpr std::size_t longestText = std::size_t{1} << 16;

private:
    [[nodiscard]] Result<FoundMarks> change(const ReportId& report, const MarkFolder::Edit& edit,
                                            const io::LockOptions& lock) const;

    MarkFolder m_folder;
};

} // namespace stemma::marks
