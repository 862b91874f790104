// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QString>

#include "core/diff/tree_diff.h"
#include "core/history/timeline.h"

namespace stemma::ui {

enum class DiffTone {
    plain,
    strong,
    muted,
    added,   ///< underlined
    removed, ///< struck out
    moved,
};

/// On which side of a difference something stands.
enum class DiffSide {
    both,
    before,
    after,
    joined, ///< only where both sides are shown in one column
};

/// A stretch of text in one tone.
struct DiffRun {
    QString text;
    DiffTone tone = DiffTone::plain;
    DiffSide side = DiffSide::both; ///< `both`: what was added or removed stands on its own side
    bool isMark = false;            ///< a sign for the eye, not of the text
    QString folded = {};            ///< what `text` stands for while it isn't unfolded; empty: itself
    friend bool operator==(const DiffRun&, const DiffRun&) = default;
};
[[nodiscard]] DiffSide sideOf(const DiffRun& run);

/// "insight:7": a part of an outline; of a citation the id is that of its insight.
[[nodiscard]] std::string partKey(const std::string& what, const std::string& id);

/// A paragraph of a difference. `text` may hold line breaks: they are paragraphs of the same kind.
struct DiffBlock {
    enum class Kind {
        heading, ///< a section, or the report
        change,  ///< the beginning of one change: the place that "next change" goes to
        field,   ///< a field, old → new
        prose,   ///< text, word by word
        code,    ///< lines of JSON
        note,    ///< something to know
        fold,    ///< stands for what is the same in both versions
        same,    ///< what is the same: a heading, or a part
        was,     ///< where something stood that was moved
    };
    Kind kind = Kind::note;
    std::vector<DiffRun> runs;
    std::optional<diff::ChangeKind> change = {}; ///< of a change, and of the place where a part was
    int fold = -1; ///< of a fold: its number; of anything else: in which one it lies; -1: in none
    int twin = -1; ///< of a move: the block of its other end
    int part = -1; ///< in DiffPlan::parts: what can be chosen here
};

/// A part that differs, or one field of it, by the names that report::PartChoice has; or, without a name, a
/// section with all of its differences.
struct DiffPart {
    std::string what, id, field;
    int parent = -1;       ///< what chooses this one too
    QString title;         ///< “Revenue grew …”
    bool byPeople = false; ///< people changed it since
};

/// A difference as it is to be shown.
struct DiffPlan {
    std::vector<DiffBlock> blocks;
    int changes = 0;
    int folds = 0;
    std::vector<DiffPart> parts = {}; ///< parents first
};

/// The mark that a change begins with.
[[nodiscard]] DiffRun signOf(diff::ChangeKind kind);

/// The block that one change begins with: its mark, what it is ("Edited insight"), and what of it.
[[nodiscard]] DiffBlock changeBlock(diff::ChangeKind kind, const QString& text, const QString& title);

/// What to do with text that is the same on both sides: fold it, or show it for good.
enum class Unchanged { fold, show };
/// What to do with what says only when something was written.
enum class Stamps { leaveOut, show };

/// What of a difference is told; empty: all of it.
using KeepChanges = std::function<diff::Changes(const history::Comparison&)>;

/// The difference of two outlines by meaning, as the newer one is displayed: section by section, old → new by
/// field, prose by words; what was moved stands in both places, and what is the same in folds, but where only
/// some changes are kept. Where one of them is no JSON object, the difference of their lines, and why. Pure;
/// for any thread.
[[nodiscard]] DiffPlan planDifference(std::string_view before, std::string_view after, Unchanged unchanged,
                                      Stamps stamps = Stamps::leaveOut, const KeepChanges& keep = {});

/// The difference of two files by lines.
[[nodiscard]] DiffPlan planRawDifference(std::string_view before, std::string_view after,
                                         Unchanged unchanged);

/// Puts the blocks of another plan behind those of this one.
void appendPlan(DiffPlan& plan, DiffPlan more);

} // namespace stemma::ui
