// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/stemmactl/context.h"
#include "core/graph/graph_operations.h"

namespace stemma::ctl {

/// The folder of the user whom a command names, with what an operation needs to know.
[[nodiscard]] Result<graph::GraphWorkspace> graphWorkspace(const Context& context, const std::string& user,
                                                           const std::string& note = {});

/// Prints what an operation wrote, or why it did not; returns the exit code. As JSON
/// `{graph,action_id,backup,files,new_ids}`, `unchanged` and `warnings` only where there is something to say.
[[nodiscard]] int printSavedGraph(Context& context, const std::string& done, const std::string& graph,
                                  const Result<graph::SavedGraph>& saved);

} // namespace stemma::ctl
