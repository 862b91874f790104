// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/progress.h"
#include "core/history/trust_chain.h"
#include "core/marks/trust_store.h"

namespace stemma::report {

/// What becomes of a chain that broke.
enum class OnBreak {
    keep,  ///< it stays, and says so at the next look too
    renew, ///< a person has seen it: it is kept aside, and a new one begins with what is there now
};

/// Compares a report's log, backups and outline with what is remembered of them (core/history/trust_chain.h),
/// and remembers what came since. Where nothing is, a library that was moved or copied goes on from the
/// longest chain of that report that fits. A break is accepted only while ChainVerdict::present is still
/// `seen`, where that is given: what was changed since the person looked is told first. Never writes to the
/// library. An error is a report that can't be read, a store that can't be written, or cancellation. Blocks.
[[nodiscard]] Result<history::ChainVerdict> verifyTrust(io::Disk& disk, marks::TrustStore& store,
                                                        const std::string& root, const ReportId& id,
                                                        Timestamp now, OnBreak onBreak = OnBreak::keep,
                                                        const Progress& progress = {},
                                                        const std::string& seen = {});

} // namespace stemma::report
