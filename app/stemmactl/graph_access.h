// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/stemmactl/context.h"
#include "core/graph/graph_library.h"

namespace stemma::ctl {

/// A user's data in the library that the options and the environment name: the folder, by the user's id or a
/// unique beginning of it (4 characters or more; says which it took).
[[nodiscard]] Result<std::string> findGraphUser(const Context& context, const std::string& given);

/// Says what the person must know of a whole library: that it is none yet, that it can't be written.
void noteGraphLibrary(const Context& context, const graph::GraphLibrary& library);

/// Says which of a user's data can't be read, or may be of two states.
void noteUserFiles(const Context& context, const graph::UserFiles& files);

} // namespace stemma::ctl
