// SPDX-License-Identifier: MIT
#pragma once

#include "core/journal/audit_file.h"
#include "core/journal/transaction_folder.h"
#include "core/journal/transaction_plan.h"

namespace stemma::journal {

/// `now`, or if the last event that can be read is from then or later, the moment after that one (but for
/// events from more than a year ahead, whose clock was wrong).
[[nodiscard]] Timestamp afterLastEvent(io::Disk& disk, const AuditFile& audit, Timestamp now);

/// Whether the log has the plan's event, whole, where it begins, and nothing behind it.
[[nodiscard]] Result<bool> hasTransactionEvent(io::Disk& disk, const TransactionRoot& root,
                                               const TransactionPlan& plan);
/// Recovery: makes the log end with the plan's event, once, durably. What stands behind the place where the
/// event begins is the remains of it. The log is written anew, as its sync may be what failed.
Status settleTransactionEvent(io::Disk& disk, TransactionRoot& root, const TransactionPlan& plan);
/// Recovery: takes the remains of the event of a transaction that was not committed out of the log.
Status removeTransactionEvent(io::Disk& disk, TransactionRoot& root, const TransactionPlan& plan);

} // namespace stemma::journal
