// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace stemma {

/// What kind of failure an Error is. The order and the words are the contract of `stemmactl`'s exit codes.
enum class ErrorCode {
    usage,     ///< what was asked for is off
    notFound,  ///< no such library, report, version …
    conflict,  ///< changed meanwhile; nothing was written
    locked,    ///< the lock was not had in time
    damaged,   ///< data can't be read or is invalid; nothing was written
    io,        ///< the system refused
    unsafe,    ///< an id or path leaves the library, or a special file is in the way
    cancelled, ///< the person cancelled
};

/// Whether a failed write can have reached the disk. `unknown`: the rename is done and could not be synced.
enum class Committed { no, unknown };

/// A failure as a value: what could not be done, to which file, why, and what the person can do.
/// `action` is a verb phrase that completes "Could not …" ("save the report"); `detail` says why;
/// `advice` is one sentence on what to do, or empty. `osErrno` is 0 where no system call failed.
struct Error {
    ErrorCode code = ErrorCode::io;
    std::string action;
    std::string path;
    std::string detail;
    std::string advice;
    int osErrno = 0;
    Committed committed = Committed::no;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

using Unexpected = tl::unexpected<Error>;

/// The word for a code, as `stemmactl --json` prints it ("not-found", "conflict", …).
[[nodiscard]] const char* codeWord(ErrorCode code);

/// One English paragraph: "Could not save the report: /x/outline.json: disk full. Free some space …".
[[nodiscard]] std::string describe(const Error& error);

/// An error made of a failed system call. Chooses code and advice from `osErrno`
/// (ENOENT -> notFound, ELOOP/ENOTDIR -> unsafe, everything else -> io).
[[nodiscard]] Error systemError(int osErrno, std::string action, std::string path);

[[nodiscard]] inline Unexpected fail(Error error) { return Unexpected(std::move(error)); }
[[nodiscard]] Unexpected fail(ErrorCode code, std::string action, std::string path, std::string detail,
                              std::string advice = {});

} // namespace stemma
