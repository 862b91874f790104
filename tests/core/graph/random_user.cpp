// SPDX-License-Identifier: MIT
#include "tests/core/graph/random_user.h"

#include "core/graph/graph_validation.h"

namespace stemma::tests {

using namespace graph;
using json::Value;

GraphEdit RandomUser::editOfNode(const std::string& node) {
    const Field text = Value::string(word());
    switch (below(7)) {
    case 0:
        return EditNode{node, {}, text, text, {}, {}, {}};
    case 1:
        return DeleteNode{node};
    case 2:
        return AddToGraph{node};
    case 3:
        return RemoveFromGraph{node};
    case 4:
        return AddMorph{node, word(), {}};
    default:
        return AddNode{word(), below(2) == 0 ? word() : "", {}, {}, {}, {}, {}};
    }
}

GraphEdit RandomUser::editOfLink(const GraphStore& store, const std::string& node) {
    switch (below(7)) {
    case 0:
        return EditRelation{one(store.relations), {}, {}, {}, Value::string(word())};
    case 1:
        return EditAttribute{one(store.attributes), {}, Value::string(word()), {}, {}, {}};
    case 2:
        return DeleteRelation{one(store.relations)};
    case 3:
        return DeleteAttribute{one(store.attributes)};
    case 4:
        return AddAttribute{node, word(), Value::string(word()), {}, {}, {}, {}};
    default:
        return AddRelation{node, word(), one(store.nodes), {}, {}, {}};
    }
}

GraphEdit RandomUser::edit(const GraphStore& store) {
    const std::string node = one(store.nodes);
    return below(2) == 0 ? editOfNode(node) : editOfLink(store, node);
}

std::set<std::string> findingsOf(const UserFiles& files) {
    std::set<std::string> found;
    for (const Finding& finding : deepFindings(files, readGraphStore(files)))
        found.insert(finding.id);
    return found;
}

} // namespace stemma::tests
