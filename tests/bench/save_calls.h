// SPDX-License-Identifier: MIT
#pragma once

namespace bench {

/// G11 of durability.md: how long the calls that save a report, made in the real window, keep its thread.
/// Makes `saves` changes of one report and prints the 99th percentile. Returns whether it is within the
/// limit.
bool measureSaveCalls(int saves);

} // namespace bench
