// SPDX-License-Identifier: MIT
#pragma once

#include "core/graph/graph_history.h"
#include "core/graph/graph_operations.h"
#include "core/json/json_value.h"

namespace stemma::ctl {

/// What the commands print of the history of graphs: the shapes are in core/graph/README.md.
[[nodiscard]] json::Value graphRowValue(const graph::GraphRow& row);
[[nodiscard]] json::Value graphPreviewValue(const graph::RestorePreview& preview,
                                            const diff::Changes& changes);

} // namespace stemma::ctl
