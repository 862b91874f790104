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
    std::uint64_t device = 0;
};

/// Opens it for appending; so a log that can't be written is known before anything is done.
[[nodiscard]] Result<AuditFile> openAudit(io::Disk& disk, const ReportFolder& folder);

/// Takes room for `bytes` more, so that a full disk is met before the commit and not after it.
Status reserveAudit(io::Disk& disk, const AuditFile& audit, std::uint64_t bytes);

/// Appends `lines` (with a newline after each) by one write, durably; a log without a final newline gets that
/// first. A new log is made with mode 0644 & ~umask. On failure a part of it may be in the file.
Status appendAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines);

/// As appendAudit, but syncs nothing; `isNew` tells whether the log was made, so that its folder is to be
/// synced as well.
Status writeAudit(io::Disk& disk, const ReportFolder& folder, AuditFile& audit, std::string_view lines,
                  bool& isNew);

/// Where to cut a log: `keep` bytes of the `known` ones stay.
struct AuditCut {
    std::uint64_t keep = 0;
    std::uint64_t known = 0;
};

/// Puts a new file with the first `keep` bytes in the log's place, durably. What another program appends to
/// the old one meanwhile, behind the `known` bytes, is taken along, as lines of its own; only what it writes
/// through a handle that it goes on holding after that is lost. So nothing is shortened under a writer that
/// takes no lock, and bytes that a failed sync lost reach the disk in a new file. ErrorCode::unsafe, and
/// nothing is done, if the log has a second name.
Status replaceAudit(io::Disk& disk, const ReportFolder& folder, const AuditCut& cut);

/// The bytes of the log; empty if there is none.
[[nodiscard]] Result<std::string> readAudit(io::Disk& disk, const ReportFolder& folder);

/// The action ids of all lines that can be read.
[[nodiscard]] std::set<std::string> loggedActions(std::string_view auditBytes);

/// Whether the line is a whole JSON object that carries that action id (any, if it is empty).
[[nodiscard]] bool isEventLine(std::string_view line, std::string_view actionId = {});

} // namespace stemma::journal
