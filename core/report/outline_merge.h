// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/diff/merge3.h"
#include "core/json/json_value.h"

namespace stemma::report {

/// What two sides disagree about.
enum class ConflictKind {
    field,         ///< both set it to different values (prose: both changed the same words)
    deletedByUs,   ///< ours deleted the part, theirs edited it (or moved something into it)
    deletedByThem, ///< the reverse
    place,         ///< both moved the part, to different places, or put the parts in it in a different order
};
/// "field", "deleted-by-us", "deleted-by-them", "place".
[[nodiscard]] const char* conflictKindWord(ConflictKind kind);

/// One disagreement: one field of one part, or a whole part.
struct MergeConflict {
    ConflictKind kind = ConflictKind::field;
    std::string what;  ///< "report", "section", "insight", "citation"
    std::string id;    ///< of the part, as outlineTree() has it; empty for the report
    std::string title; ///< to show
    /// "summary", "metadata.tags" …; empty for a whole part. Of a `place`: empty for an insight that both
    /// moved to different sections; "sections" (of the report) or "insight_ids" (of a section) for an order.
    std::string field;
    /// Absent: the side doesn't have it. Of a whole part the part; of an insight's place the section's id
    /// (null: in no section); of an order the list of ids. Of prose, `ours` is the text with our words where
    /// the two disagree and all else merged, `theirs` the reverse: taking either loses nothing else.
    std::optional<json::Value> base, ours, theirs;
    bool isProse = false; ///< `both` and word marks make sense
    /// The same conflict has the same key in each merge of the same texts, and (as long as the part is there)
    /// of later ones: `what|id|field|kind`.
    [[nodiscard]] std::string key() const;
};

/// What a person decided about a conflict. `both`: of prose our text and then theirs, where they differ, as
/// paragraphs (a title: with a stroke between); of lists and objects what either has; of a part that one
/// deleted: it stays; else as `ours`. `text`: the given value (a place: the id of a section that is there);
/// of a whole part or an order as `ours`.
enum class Choice { ours, theirs, both, text };
struct Resolution {
    std::string key; ///< MergeConflict::key()
    Choice choice = Choice::ours;
    std::optional<json::Value> value; ///< for Choice::text
};

struct OutlineMerge {
    /// The merged outline. Where a conflict isn't resolved it holds what `Prefer` says.
    json::Value document;
    std::string bytes;
    std::vector<MergeConflict> conflicts; ///< those without a resolution, in display order
    std::vector<MergeConflict> resolved;  ///< those with one
};

/// What stands in the result where a conflict isn't resolved. A deleted section that the other side put a new
/// insight into stays for that one's sake until a resolution says otherwise; then that insight goes with it.
enum class Prefer { ours, theirs };

/// What the three texts are called in errors: their paths, if they are files.
struct MergeNames {
    std::string base = "the common base", ours = "our text", theirs = "their text";
};

/// Merges two outlines that were made from the same one, by identity: sections, insights and citations by id;
/// fields one by one; title, summaries, notes and content as prose (diff/merge3.h); tags, citations and
/// insight_ids as sets with an order; metadata key by key, unknown keys too. A part that one side deleted and
/// the other left alone (or only displayed elsewhere) goes; one that the other edited is a conflict.
/// `updated_at` and `outline_version` are no conflict: the later and the greater one stay. No id is lost or
/// doubled, no reference comes to dangle, no citation comes back from its twin (reports-format.md, 4.7).
///
/// The result is made by editing `theirs` (what is on disk), so that bytes that we didn't touch stay: merge
/// (a,a,b) is b and merge(a,b,a) is b, byte for byte. ErrorCode::damaged if one of the three is no outline
/// that can be merged (not an object, lists that are no lists). Thread-safe.
[[nodiscard]] Result<OutlineMerge> mergeOutlines(std::string_view base, std::string_view ours,
                                                 std::string_view theirs, Prefer prefer = Prefer::ours,
                                                 const std::vector<Resolution>& resolutions = {},
                                                 const MergeNames& names = {});

} // namespace stemma::report
