// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "core/journal/report_folder.h"

namespace stemma::journal {

/// The log of a report, open for appending. Used under the report's lock only.
struct AuditFile {
    io::Open file;          ///< not open: there is no log yet
    std::uint64_t size = 0; ///< when it was opened
};

/// Opens it for appending; so a log that can't be written is known before anything is done.
[[nodiscard]] Result<AuditFile> openAudit(io::Disk& disk, const ReportFolder& folder);

/// Takes room for `bytes` more, so that a full disk is met before the commit and not after it.
Status reserveAudit(io::Disk& disk, const AuditFile& audit, std::uint64_t bytes);

/// Appends `lines` (with a newline after each) by one write, durably; a log without a final newline gets that
/// first. A new log is made with mode 0644 & ~umask. On failure a part of it may be in the file.
Status appendAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines);

/// The bytes of the log; empty if there is none.
[[nodiscard]] Result<std::string> readAudit(io::Disk& disk, const ReportFolder& folder);

/// The action ids of all lines that can be read.
[[nodiscard]] std::set<std::string> loggedActions(std::string_view auditBytes);

/// Whether the line is a whole JSON object that carries that action id (any, if it is empty).
[[nodiscard]] bool isEventLine(std::string_view line, std::string_view actionId = {});

} // namespace stemma::journal
