// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/journal/save_unit.h"

namespace stemma::journal {

/// A file of a directory that is to be made whole.
struct NewFile {
    std::string name; ///< may be `folder/name`, one level deep
    std::string bytes;
};

/// Makes `parent/name` with these files, and the empty folders named, in one step: staged in the library's
/// root under a temporary name, synced, renamed into place without replacing anything (ErrorCode::conflict if
/// it exists). A crash leaves either nothing or everything, and a staging folder that recoverLibrary removes.
/// `root` and `parent` are paths on one file system; a `parent` that doesn't exist is made.
Status createDirectory(const Environment& environment, const std::string& root, const std::string& parent,
                       const std::string& name, const std::vector<NewFile>& files,
                       const std::vector<std::string>& folders);

/// Moves a report's directory `from/fromName` to `to/toName` and appends `auditLine` to its log, as one unit
/// under its lock: an intent inside the directory lets recovery add the event if a crash came between. `from`
/// and `to` are paths of folders side by side (`by_id` and `.trash` of one library); a `to` that doesn't
/// exist is made. An existing target that holds nothing but an empty `backups/` (a stub that only looking
/// made) is removed first; any other is ErrorCode::conflict. After the commit nothing fails any more;
/// warnings say what must wait.
[[nodiscard]] Result<UnitResult> moveDirectory(const Environment& environment, const std::string& from,
                                               const std::string& fromName, const std::string& to,
                                               const std::string& toName, const ActionId& action,
                                               const std::string& auditLine, const io::LockOptions& lock);

} // namespace stemma::journal
