// SPDX-License-Identifier: MIT
#include "core/base/result.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace stemma {

const char* codeWord(ErrorCode code) {
    switch (code) {
    case ErrorCode::usage:
        return "usage";
    case ErrorCode::notFound:
        return "not-found";
    case ErrorCode::conflict:
        return "conflict";
    case ErrorCode::locked:
        return "locked";
    case ErrorCode::damaged:
        return "damaged";
    case ErrorCode::io:
        return "io";
    case ErrorCode::unsafe:
        return "unsafe";
    case ErrorCode::cancelled:
        return "cancelled";
    }
    return "io";
}

namespace {

std::string errnoText(int osErrno) {
    std::array<char, 256> buffer{};
    return strerror_r(osErrno, buffer.data(), buffer.size());
}

const char* errnoAdvice(int osErrno) {
    switch (osErrno) {
    case ENOSPC:
        return "Free some space on that disk and try again.";
    case EDQUOT:
        return "Your disk quota is used up: free some space and try again.";
    case EROFS:
        return "The file system is read-only: save a copy elsewhere, or mount it writable.";
    case EACCES:
    case EPERM:
        return "Check the owner and the permissions of the file and its folder.";
    case EFBIG:
        return "The file would exceed the size limit that is set for this program or file system.";
    case EMFILE:
    case ENFILE:
        return "Too many files are open: close other programs and try again.";
    case EIO:
        return "The disk reported an error: check it, and keep a copy of the library elsewhere.";
    default:
        return "";
    }
}

ErrorCode errnoCode(int osErrno) {
    switch (osErrno) {
    case ENOENT:
        return ErrorCode::notFound;
    case ELOOP:
    case ENOTDIR:
    case EISDIR:
        return ErrorCode::unsafe;
    case EEXIST:
        return ErrorCode::conflict;
    case ECANCELED:
        return ErrorCode::cancelled;
    default:
        return ErrorCode::io;
    }
}

} // namespace

std::string describe(const Error& error) {
    std::string text = "Could not " + error.action;
    if (!error.path.empty())
        text += ": " + error.path;
    if (!error.detail.empty())
        text += ": " + error.detail;
    if (text.back() != '.')
        text += '.';
    if (error.committed == Committed::unknown)
        text += " The new content is in place, but the system would not confirm that it is safe on disk.";
    if (!error.advice.empty())
        text += ' ' + error.advice;
    return text;
}

Error systemError(int osErrno, std::string action, std::string path) {
    return Error{errnoCode(osErrno), std::move(action), std::move(path), errnoText(osErrno),
                 errnoAdvice(osErrno), osErrno};
}

Unexpected fail(ErrorCode code, std::string action, std::string path, std::string detail,
                std::string advice) {
    return Unexpected(
        Error{code, std::move(action), std::move(path), std::move(detail), std::move(advice)});
}

} // namespace stemma
