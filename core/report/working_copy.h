// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/json/json_value.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_merge.h"
#include "core/report/text_splices.h"

namespace stemma::report {

/// What one step of the undo list did, to be told by whoever shows it (ui/text makes "Move insight ‘Churn
/// rose 4 %’ to Risks" of it).
struct EditLabel {
    std::string op;    ///< the edit's name in edit lists: "move-insight" …
    std::string title; ///< of the part that it is about, before the edit ("Churn rose 4 %"), shortened
    std::string other; ///< of the second part, where there is one ("Risks"); else the field ("importance")
    std::size_t count = 1; ///< how many parts; title is the first one's
    friend bool operator==(const EditLabel&, const EditLabel&) = default;
};

/// The label of an edit list, from the document as it is before.
[[nodiscard]] EditLabel labelOf(const json::Value& document, const json::Value& edits);

/// A report while it is edited by hand: its text, the steps that made it, and the text on disk that it is
/// compared with and will be merged with. Every step can be undone exactly, byte for byte; after the text on
/// disk changed (a save of ours, another program's change that was merged in) undo goes on over that: a step
/// is then taken out by three-way merge, and keeps what came from the disk. Plain value, not thread-safe,
/// never touches a file. All operations on a 200 kB outline take a few ms.
class WorkingCopy {
public:
    /// `saved`: the bytes on disk. ErrorCode::damaged if they can't be edited. Of the steps that take more
    /// than `undoBytes` together the oldest go; the last one always stays.
    [[nodiscard]] static Result<WorkingCopy> open(std::string saved,
                                                  std::size_t undoBytes = defaultUndoBytes);
    static constexpr std::size_t defaultUndoBytes = std::size_t{64} << 20;

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }
    [[nodiscard]] const json::Value& document() const { return m_document; }
    [[nodiscard]] const std::string& saved() const { return m_saved; }
    [[nodiscard]] const std::string& savedSha256() const;
    /// Whether there is something to be saved: false again after undoing to the saved state.
    [[nodiscard]] bool isModified() const { return m_bytes != m_saved; }

    /// Applies an edit list as one step; values are taken as they are typed (Values::asTyped). Nothing
    /// changed by it: no step. `burst`: consecutive steps with the same non-empty burst are one (typing into
    /// one field); a burst that comes back to where it began is none. `label`: what the step is, where the
    /// edits alone don't tell (labelOf()).
    Result<EditOutcome> apply(const json::Value& edits, Timestamp now, const std::string& burst = {},
                              std::optional<EditLabel> label = {});
    /// The next step begins a new one even if its burst is the same.
    void endBurst() { m_burst.clear(); }
    /// Replaces the whole text as one step (a draft taken up, a version put in, source edited).
    /// ErrorCode::damaged if it is no JSON object: then nothing is changed.
    Status replace(std::string bytes, EditLabel label);

    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] EditLabel undoLabel() const; ///< default if none
    [[nodiscard]] EditLabel redoLabel() const;
    /// What an undo met: fields that others changed meanwhile, which were left as they are.
    struct Step {
        EditLabel label;
        std::vector<MergeConflict> kept;
    };
    /// ErrorCode::usage if there is nothing to be undone or redone.
    Result<Step> undo();
    Result<Step> redo();
    [[nodiscard]] std::size_t undoSteps() const; ///< for tests and the status line
    [[nodiscard]] std::size_t undoMemory() const;

    /// The disk holds `disk` now; the working copy becomes `merged` (mergeOutlines(saved(), bytes(), disk) of
    /// this very state, its conflicts resolved or preferring ours). No step: undo passes over it. What was
    /// decided against the disk goes with the step before it: undoing that gives what the disk has.
    Status rebase(std::string disk, std::string merged);
    /// Our save wrote `disk` (the text of that moment, stamped). If more was edited meanwhile, `written` is
    /// what was handed to the save: then what came after it is merged on top. Where that is in the way of
    /// what the save brought from others, nothing is merged: saved() is `written` then, so that the merge of
    /// the disk that follows tells the conflicts.
    Status noteSaved(const std::string& written, std::string disk);

private:
    WorkingCopy() = default;

    /// One entry of the history. The splices lead from the text before it to the text after it.
    enum class Kind {
        step,     ///< something that the person did
        decision, ///< what was decided against the disk in a merge: undone with the step below it
        passage,  ///< the text changed on disk; undo and redo pass over it
    };
    struct Entry {
        Kind kind = Kind::step;
        EditLabel label;
        Splices splices;
    };
    using History = std::deque<Entry>;

    struct Carried {
        std::string bytes;
        std::vector<MergeConflict> kept;
    };
    enum class Direction { back, forward };
    Status become(std::string bytes);
    void record(std::string before, EditLabel label, const std::string& burst);
    bool joinBurst(const std::string& before);
    [[nodiscard]] Result<Carried> carry(const std::string& from, const std::string& target) const;
    Result<std::vector<MergeConflict>> take(History& source, History& target, Direction direction);
    static void addPassage(History& history, std::string_view before, std::string_view after);
    [[nodiscard]] static const Entry* lastStep(const History& history);
    void pass(std::string_view before, std::string_view after);
    Result<std::string> takeSaved(const std::string& written, std::string disk);
    void setSaved(std::string disk);
    void forgetOldest();

    std::string m_bytes;
    json::Value m_document;
    std::string m_saved;
    mutable std::string m_savedSha256; ///< made when it is first asked for
    std::string m_burst;
    std::size_t m_undoBytes = defaultUndoBytes;
    bool m_startIsSaved =
        true;       ///< with all steps undone the text is what is on disk: no save of ours lies between
    History m_undo; ///< the last one leads to the text as it is
    History m_redo; ///< the last one comes next; a passage there leads to the text as it is
};

} // namespace stemma::report
