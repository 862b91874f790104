// SPDX-License-Identifier: MIT
#pragma once

#include "core/journal/file_transaction.h"
#include "core/journal/transaction_folder.h"

namespace stemma::journal {

/// Settles what a crash left, under the lock of the root.
[[nodiscard]] Result<RecoveredTransactions> recoverCurrent(const Environment& environment,
                                                           TransactionRoot& root);

/// What a person is told of a file that a recovery left alone.
[[nodiscard]] std::string stoppedText(const RecoveredTransactions::Stopped& stopped);

} // namespace stemma::journal
