// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/journal/save_unit.h"
#include "core/report/edit_rules.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "core/report/working_copy.h"

namespace stemma::ui {

/// What the window shows of a report that is edited. Shared and immutable.
struct EditState {
    std::shared_ptr<const report::LoadedReport> report; ///< the working text, as if it had been loaded
    std::shared_ptr<const std::string> saved;           ///< what is on disk, as far as we have seen
    bool modified = false;
    bool canUndo = false, canRedo = false;
    report::EditLabel undo, redo;
    std::vector<report::EditProblem> problems;    ///< what stands against saving it
    std::vector<report::MergeConflict> conflicts; ///< with what others saved; empty if it is merged
    bool diskUnreadable = false;                  ///< what lies on disk now can't be read
    std::uint64_t generation = 0;                 ///< counts the working texts
};

/// A plan of edits: made of the report as it is when its turn comes, so that one that was decided on before
/// another had been done still means what it says. An empty array: nothing to do. Pure; runs on the pool.
using EditPlan = std::function<json::Value(const report::LoadedReport&)>;

/// Edits, and what they are called as a step of the undo list.
struct NamedEdits {
    json::Value edits;
    report::EditLabel label;
};

/// What taking up the disk's text came to.
struct Adopted {
    bool changed = false; ///< the disk held another text than we knew
    bool merged = false;  ///< and unsaved edits were merged with it
};

/// What others changed since and an undo or redo kept.
using Kept = std::vector<report::MergeConflict>;

/// A working copy where it is worked on: on the pool, by one task at a time. Never touched by the window.
class EditWork {
public:
    /// `environment` outlives it.
    EditWork(const journal::Environment& environment, std::string root, ReportId id);

    /// Opens the working copy of what was just read; does nothing if it is open already.
    Status open(std::shared_ptr<const report::LoadedReport> report);
    /// Looks at the disk: opens the working copy, or merges what others saved; conflicts are kept in the
    /// state, and nothing is merged until they are resolved.
    Result<Adopted> adopt(const std::vector<report::Resolution>& resolutions = {});
    Status apply(const EditPlan& plan, const std::string& burst);
    /// Applies edits to two reports, each as one step: to both or to neither.
    static Status applyToBoth(EditWork& first, const NamedEdits& firstEdits, EditWork& second,
                              const NamedEdits& secondEdits);
    Status replace(std::string bytes, report::EditLabel label);
    /// The next adopt() merges what the disk has beyond `base`.
    Status takeUp(std::string base, std::string working);
    /// Back to what is on disk as far as was seen, as one step.
    Status discard();
    Result<Kept> undo();
    Result<Kept> redo();
    void endBurst();
    Status noteSaved(const std::string& written, std::string disk);

    /// Where the report lies, for messages.
    [[nodiscard]] std::string directory() const { return m_disk ? m_disk->directory : m_id.text(); }
    /// Null while there is nothing to be edited. The same one until something changed.
    [[nodiscard]] std::shared_ptr<const EditState> state();

private:
    Result<Adopted> merge(report::LoadedReport loaded, const std::vector<report::Resolution>& resolutions);
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> workingReport() const;

    const journal::Environment& m_environment;
    std::string m_root;
    ReportId m_id;
    std::optional<report::WorkingCopy> m_copy;
    std::shared_ptr<const report::LoadedReport> m_disk; ///< the last one that could be read
    std::vector<report::MergeConflict> m_conflicts;
    bool m_diskUnreadable = false;
    std::shared_ptr<const EditState> m_state;
    bool m_changed = true;
    std::uint64_t m_generation = 0;
};

} // namespace stemma::ui
