// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"

namespace stemma::graph {

/// `metadata.yaml` of a new graph as the old program leaves it: `created` is empty, `modified` says when.
[[nodiscard]] std::string newMetadata(const std::string& title, const std::string& description,
                                      const std::string& modified);

/// The same file with another title or description: only their lines change, where it is written in block
/// style as the old program writes it; else it is written anew with the same keys. A graph that has a `name`
/// and no `title` gets another name. ErrorCode::damaged for what is no mapping.
[[nodiscard]] Result<std::string> changedMetadata(const std::string& bytes, const std::string& path,
                                                  const std::optional<std::string>& title,
                                                  const std::optional<std::string>& description);

} // namespace stemma::graph
