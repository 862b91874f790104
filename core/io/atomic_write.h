// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/io/staged_file.h"

namespace stemma::io {

/// Replaces the file at `path` by `bytes`, all or nothing, durably: temporary file in the same folder, owner,
/// mode, ACL and user attributes of the old file, fsync, rename, fsync of the folder (durability.md). A
/// symbolic link is resolved once and its target replaced (made, if it isn't there). A file with several hard
/// links is refused (ErrorCode::unsafe), as replacing it would part the twins. On any failure the old file is
/// untouched and no temporary file is left, or the error tells that it had to be; if only the folder could
/// not be synced, the error says Committed::unknown. `beforeRename`, if given, is asked when all but the
/// rename is done and synced; its error takes everything back and is returned.
Status atomicWrite(Disk& disk, const std::string& path, std::string_view bytes,
                   MissingFolders folders = MissingFolders::make,
                   const std::function<Status()>& beforeRename = {});

/// `.NAME.<pid>-<nonce>.new`: a temporary name that tells whose it is, so that recovery can remove it when
/// its owner is dead. NAME is cut so that the whole stays below 200 bytes.
[[nodiscard]] std::string temporaryName(std::string_view name);

/// What isTemporaryName() reads from such a name.
struct TemporaryOwner {
    std::string name; ///< the file it was to become (cut, if it was long)
    int pid = 0;
};
/// Whether it is a name of temporaryName(), or the private name of a lock file (`NAME.new.<pid>.<nonce>`).
/// Both nonces have 16 hexadecimal digits: a name that merely looks alike is not ours to remove.
[[nodiscard]] bool isTemporaryName(std::string_view fileName, TemporaryOwner* owner = nullptr);

/// Makes a new file with these bytes and syncs it; removes it again on failure. `like` gives owner, mode, ACL
/// and attributes, or noHandle: mode 0644 & ~umask.
Status writeNewFile(Disk& disk, const Open& directory, const std::string& name, std::string_view bytes,
                    Handle like = noHandle);

} // namespace stemma::io
