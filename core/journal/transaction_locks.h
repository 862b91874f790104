// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/journal/transaction_folder.h"

namespace stemma::journal {

/// flocks on the lock files `<file>.lock` of a program that takes one around each reading and writing of a
/// file (NDF Studio, version 3). It never removes them: those that are there are taken, none is made.
class ForeignLocks {
public:
    /// In the order of the places. ErrorCode::locked when one of them isn't had until the timeout.
    [[nodiscard]] static Result<ForeignLocks> acquire(io::Disk& disk, const TransactionRoot& root,
                                                      PlaceFolders& folders, std::vector<std::string> places,
                                                      const io::LockOptions& options);

private:
    std::vector<io::Open> m_held;
};

} // namespace stemma::journal
