// SPDX-License-Identifier: MIT
#pragma once

#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/graph/graph_edit.h"
#include "core/graph/graph_store.h"

namespace stemma::tests {

/// Edits at random of what is there, most of which can be done.
class RandomUser {
public:
    explicit RandomUser(unsigned seed)
        : m_random(seed) {}

    std::size_t below(std::size_t limit) { return m_random() % limit; }
    std::string graph() { return below(3) == 0 ? "other" : "chem"; }
    stemma::graph::GraphEdit edit(const stemma::graph::GraphStore& store);

private:
    template <class Part>
    std::string one(const std::vector<Part>& parts) {
        return parts.empty() ? "nothing" : parts[below(parts.size())].id;
    }
    std::string word() {
        const std::vector<std::string> words = {"a", "b", "iron", "水", "gas giant"};
        return words[below(words.size())];
    }
    stemma::graph::GraphEdit editOfNode(const std::string& node);
    stemma::graph::GraphEdit editOfLink(const stemma::graph::GraphStore& store, const std::string& node);

    std::mt19937 m_random;
};

/// The ids of all that is wrong.
[[nodiscard]] std::set<std::string> findingsOf(const graph::UserFiles& files);

} // namespace stemma::tests
