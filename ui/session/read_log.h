// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/history/audit_log.h"
#include "core/io/disk.h"

namespace stemma::ui {

/// The log of a report, and the stamp of what was read.
struct ReadLog {
    history::AuditLog log;
    io::FileStamp stamp;
};

/// For the pool. A report without a log has an empty one.
[[nodiscard]] Result<ReadLog> readLog(io::Disk& disk, const std::string& directory);

} // namespace stemma::ui
