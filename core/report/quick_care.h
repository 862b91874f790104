// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

namespace stemma::report {

/// Whether checkCare() and checkValues() (outline_checks.h) would have nothing to tell of an outline that
/// QuickReader has found plain. Private to QuickReader.
[[nodiscard]] bool needsNoCare(simdjson::dom::object outline);

} // namespace stemma::report
