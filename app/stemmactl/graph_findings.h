// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/stemmactl/output.h"
#include "core/graph/graph_validation.h"

namespace stemma::ctl {

/// What the deep validation found, as JSON (core/graph/README.md).
[[nodiscard]] json::Value graphFindingsValue(const std::vector<graph::Finding>& findings);

/// One finding a paragraph: its id, which `graph repair` takes, what is wrong, what a repair would do.
void printGraphFindings(Output& out, const std::vector<graph::Finding>& findings);

} // namespace stemma::ctl
