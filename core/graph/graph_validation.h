// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/graph/graph_store.h"
#include "core/io/disk.h"

namespace stemma::graph {

/// What the old program's own validation says of a user (graphs-format.md, section 7), word for word.
struct Validation {
    std::string userId;
    std::string timestamp; ///< local time, as it writes it
    std::string status;    ///< valid, warning, invalid, error
    std::vector<std::string> issues;
    struct Count {
        std::string registry; ///< file name
        std::size_t entries = 0;
    };
    std::vector<Count> statistics;
};

/// Only counts, with all the blindness of the original: for what truly holds see deepFindings().
[[nodiscard]] Validation validateUser(io::Disk& disk, const std::string& userFolder, const std::string& user,
                                      const Clock& clock);

/// What the deep validation finds.
enum class FindingKind {
    unreadableFile, ///< a file that is no JSON, or not of its form
    unreadableRegistry,
    phantomNode, ///< registered, without a file
    orphanNode,  ///< a file that nothing registers
    phantomRelation,
    orphanRelation,
    phantomAttribute,
    orphanAttribute,
    danglingEnd,     ///< a relation or transition that names a node which doesn't exist
    danglingMember,  ///< a morph names a relation or attribute that doesn't exist
    danglingMorph,   ///< nbh or morph_id names a morph that doesn't exist
    danglingGraph,   ///< a registry names a graph that has no folder
    wrongInnerId,    ///< the file holds another id than its name
    nestedMorphId,   ///< a list in a list
    stub,            ///< only morph_id is left
    emptyTransition, ///< `{}` in the list of transitions: composing dies on it
    transitionShape, ///< `{}` where a list is wanted, entries without id
    staleComposed,
    twoTexts,    ///< cnl.md and CNL.md that differ
    leftOver,    ///< `.tmp` and `.backup` files
    hiddenGraph, ///< a folder without readable metadata: the old program doesn't list it
};
[[nodiscard]] const char* findingWord(FindingKind kind);

struct Finding {
    FindingKind kind = FindingKind::unreadableFile;
    Severity severity = Severity::warning;
    std::string what;    ///< the id, or path, that it is about
    std::string path;    ///< the file to look at
    std::string message; ///< what is wrong, and what comes of it
    std::string
        repair;     ///< what repairing it will do, in a sentence; empty: nothing that can be done without you
    std::string id; ///< names the finding again: kind and what
};

/// Everything that is wrong, in the order of the files. `files` with ReadComposed::yes.
[[nodiscard]] std::vector<Finding> deepFindings(const UserFiles& files, const GraphStore& store);

/// Repairs findings in memory; those that can't be are left and named in `left`. What is taken out of a
/// registry or a folder stays in the transaction's before-images. The composed files of each graph that looks
/// different afterwards are made anew with it. A finding that isn't there any more is passed over. Left-overs
/// go from the list of strays, and as files where they were read into `files`. Idempotent.
struct Repaired {
    UserFiles files;
    std::vector<std::string> done; ///< a sentence each
    std::vector<Finding> left;
};
/// `now`: for what is registered or made by it. `files` as for deepFindings().
[[nodiscard]] Repaired repairFindings(const UserFiles& files, const std::vector<Finding>& findings,
                                      Timestamp now);

} // namespace stemma::graph
