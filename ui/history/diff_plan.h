// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
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

/// A stretch of text in one tone.
struct DiffRun {
    QString text;
    DiffTone tone = DiffTone::plain;
    friend bool operator==(const DiffRun&, const DiffRun&) = default;
};

/// A paragraph of a difference. `text` may hold line breaks: they are paragraphs of the same kind.
struct DiffBlock {
    enum class Kind {
        heading, ///< a section, or the report
        change,  ///< the beginning of one change: the place that "next change" goes to
        field,   ///< a field, old → new
        prose,   ///< text, word by word
        code,    ///< lines of JSON
        note,    ///< something to know
    };
    Kind kind = Kind::note;
    std::vector<DiffRun> runs;
    std::string part{}; ///< what a change is of, as partKey() has it; empty: nothing that has an id
};
/// "insight:7": a part of an outline; of a citation the id is that of its insight.
[[nodiscard]] std::string partKey(const std::string& what, const std::string& id);

/// A difference as it is to be shown.
struct DiffPlan {
    std::vector<DiffBlock> blocks;
    int changes = 0;
};

/// The mark that a change begins with.
[[nodiscard]] DiffRun signOf(diff::ChangeKind kind);

/// What to do with text that is the same on both sides.
enum class Unchanged { fold, show };

/// What of a difference is told; empty: all of it.
using KeepChanges = std::function<diff::Changes(const history::Comparison&)>;

/// The difference of two outlines by meaning: grouped by section, old → new by field, prose by words. Where
/// one of them is no JSON object, the difference of their lines, and why. Pure; for any thread.
[[nodiscard]] DiffPlan planDifference(std::string_view before, std::string_view after, Unchanged unchanged,
                                      const KeepChanges& keep = {});

/// Those of its changes that hold the text, whatever its case, under their headings. Pure.
[[nodiscard]] DiffPlan filteredPlan(DiffPlan plan, const QString& text);

/// The difference of two files by lines.
[[nodiscard]] DiffPlan planRawDifference(std::string_view before, std::string_view after,
                                         Unchanged unchanged);

} // namespace stemma::ui
