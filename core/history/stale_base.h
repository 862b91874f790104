// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/history/timeline.h"
#include "core/history/version_reader.h"

namespace stemma::history {

/// The bytes of a version, or nothing if they can't be read.
using ReadVersion = std::function<std::string(const Version&)>;

/// Finds changes that were made from another outline than the one that they replaced although its version
/// number is the same: after a revert, or after an update that was itself made from an old outline, numbers
/// are given again. A change is nearest to what it was made from, counted in lines. Adds "lost-update" to
/// such rows. Reads contents only where a number was given twice not long before.
void markStaleBases(std::vector<TimelineRow>& rows, const Contents& contents, const ReadVersion& read);

} // namespace stemma::history
