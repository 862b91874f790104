// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/diff/merge3.h"
#include "core/graph/graph_operations.h"

namespace stemma::graph {

/// Edits of one graph that are done together, and taken back together.
struct DraftStep {
    std::string graph;
    std::vector<GraphEdit> edits;
};
using DraftSteps = std::vector<std::shared_ptr<const DraftStep>>;

/// What a person changed of a user's data and didn't save: steps, and the files that they are made on. Those
/// are the ones that were last seen on the disk, or, where steps were taken back beyond a save, older ones.
struct GraphDraft {
    std::shared_ptr<const UserFiles> origin;
    DraftSteps steps;
};

/// A draft as files. Composed files are those of the origin: they are made when it is saved.
struct DraftFiles {
    UserFiles files;
    Edited edited;
};
/// Applies all steps, or on an error none. `failed`: the step that can't be done, if given.
[[nodiscard]] Result<DraftFiles> applyDraft(const UserFiles& origin, const DraftSteps& steps, Timestamp now,
                                            std::size_t* failed = nullptr);

/// A file that two sides changed so that one of the changes would be lost.
struct DraftClash {
    std::string path;              ///< relative to the user's folder
    std::vector<std::string> keys; ///< of its document, in which both differ; empty: all of it
};

/// Steps that set a text which others changed too: theirs is merged into it, where that can be.
[[nodiscard]] DraftSteps withTheirTexts(const DraftSteps& steps, const UserFiles& base,
                                        const UserFiles& theirs);

/// What others made of a user's files while a draft was worked on.
struct DraftMeeting {
    DraftSteps steps; ///< as they are to be done on theirs: texts that both changed are merged
    std::vector<DraftClash> clashes;
    std::optional<std::size_t> impossible; ///< the first step that can't be done on theirs any more
    std::optional<Error> why;              ///< that it can't
};
/// `base`: the files that the draft's steps were made on. What both sides changed is a clash where a merge
/// of the two is not what the steps make of theirs; and so is what others changed and the steps take away.
[[nodiscard]] DraftMeeting meetOthers(const UserFiles& base, const DraftSteps& steps, const UserFiles& theirs,
                                      Timestamp now);

/// Whether two states hold the same, composed files aside.
[[nodiscard]] bool sameUserData(const UserFiles& a, const UserFiles& b);

/// `ours` and `theirs`, which were made of `base`, in one. Composed files are those of theirs.
struct MergedUserFiles {
    UserFiles files;
    std::vector<DraftClash> clashes; ///< there it is the winner's
};
/// What only one side changed is in it, also in a file that both changed. Where they are in each other's way
/// it is as `winner` has it: a key of a document, the words of a text; and of what is there on one side only,
/// all that belongs to it.
[[nodiscard]] MergedUserFiles mergeUserFiles(const UserFiles& base, const UserFiles& ours,
                                             const UserFiles& theirs,
                                             diff::MergeSide winner = diff::MergeSide::ours);

/// A draft that was saved, and the files that lay there before and lie there since (of the composed files
/// those that were made anew). If nothing was to be done, both are what lies there.
struct SavedDraft {
    SavedGraph saved;
    UserFiles before, after;
};
/// Saves a draft as one transaction. `base`: the files that were last seen on the disk. What others changed
/// since is merged. ErrorCode::conflict, with the paths in its detail, where that would lose something, or
/// a step can't be done any more.
[[nodiscard]] Result<SavedDraft> saveDraft(const GraphWorkspace& workspace, const UserFiles& base,
                                           const GraphDraft& draft);

} // namespace stemma::graph
