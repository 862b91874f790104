// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stemma::io {

/// What a lock file of ours says (durability.md, pitfall 27): who made it, so that a dead owner's lock is
/// known as such though process ids are used again.
struct LockToken {
    int pid = 0;
    std::uint64_t processStart = 0; ///< clock ticks since boot, field 22 of /proc/PID/stat
    std::string bootId;
    std::string host;
    std::string nonce;
    /// Of the lock file that the token was written to; 0 if unknown. A token in another file is a copy
    /// (foreign programs copy whole report directories) and holds nothing.
    std::uint64_t inode = 0;
    friend bool operator==(const LockToken&, const LockToken&) = default;
};

/// The token of this process, with a new nonce and without an inode.
[[nodiscard]] LockToken newLockToken();
/// One line of text; parse() takes nothing else.
[[nodiscard]] std::string tokenText(const LockToken& token);
[[nodiscard]] std::optional<LockToken> parseToken(std::string_view text);

enum class OwnerState { alive, dead, unknown };
/// Unknown for another host. Dead: other boot, no such process, or one that started at another time.
[[nodiscard]] OwnerState ownerState(const LockToken& token);
/// When this machine was started, by its clock now: nanoseconds since 1970; 0 if unknown.
[[nodiscard]] std::int64_t bootTimeNs();
/// Whether a process with that id lives on this machine.
[[nodiscard]] bool processLives(int pid);
/// Whether the process with that id may be the one that made something at `madeNs` or before (nanoseconds
/// since 1970, by this machine's clock): it lives, and isn't younger by more than a second. For temporary
/// names, which carry only the id, and ids are used again. True where the times can't be told.
[[nodiscard]] bool makerMayLive(int pid, std::int64_t madeNs);

} // namespace stemma::io
