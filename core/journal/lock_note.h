// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/file_stamp.h"

namespace stemma::journal {

/// What a save leaves with the lock that lingers after it: the outline that it wrote, and its hash. The next
/// save, if it takes that lock over and finds the file in that state, need neither hash nor sync it again.
struct LockNote {
    io::FileStamp outline; ///< device, inode, size and times only
    std::string sha256;
};

[[nodiscard]] std::string noteText(const LockNote& note);
[[nodiscard]] std::optional<LockNote> parseNote(std::string_view text);

} // namespace stemma::journal
