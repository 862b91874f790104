// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/graph/graph_validation.h"
#include "tests/core/graph/edit_stores.h"

/// A store in which all is well, and what can be wrong with it.
namespace stemma::tests {

using Ids = std::vector<std::string>;

/// A store of version 2 in which all is well.
[[nodiscard]] graph::UserFiles healthyStore();

/// Sets a member, walked to by keys (`#2`: the third item of a list), to JSON; empty: removes it.
void setMember(graph::UserFiles& files, const std::string& path, const Ids& keys, const std::string& value);
/// Makes the composed files of all graphs anew.
void composeAll(graph::UserFiles& files);
[[nodiscard]] std::vector<graph::Finding> findingsOf(const graph::UserFiles& files);
[[nodiscard]] Ids idsOf(const std::vector<graph::Finding>& findings);

inline const std::string isA = "oxygen::is_a::water";
inline const std::string mass = "oxygen::mass::7c0e3aa7a43e";
inline const std::string contains = "water::mostly::contains::oxygen::surely";

/// One thing that is wrong.
struct DeepCase {
    const char* name;
    std::function<void(graph::UserFiles&)> damage; ///< composed files are made anew afterwards
    Ids found;                                     ///< all that is to be found
    Ids changed;                                   ///< by repairing all of it; composed files aside
    Ids left;                                      ///< findings afterwards
};
[[nodiscard]] std::vector<DeepCase> deepCases();

} // namespace stemma::tests
