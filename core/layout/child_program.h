// SPDX-License-Identifier: MIT
#pragma once

#include <stop_token>
#include <string>

#include "core/base/result.h"

namespace stemma::layout {

/// Runs a program, gives it `input`, and returns what it says until it ends. It has no other file of this
/// process and dies with the request to stop (ErrorCode::cancelled). A program that ends by a signal or says
/// nothing is ErrorCode::io, one that isn't there notFound. Blocks; never a zombie is left.
[[nodiscard]] Result<std::string> askProgram(const std::string& program, const std::string& input,
                                             const std::stop_token& stop);

} // namespace stemma::layout
