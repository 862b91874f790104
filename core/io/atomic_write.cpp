// SPDX-License-Identifier: MIT
#include "core/io/atomic_write.h"

#include <algorithm>
#include <charconv>

#include <unistd.h>

#include "core/base/ids.h"

namespace stemma::io {

namespace {

constexpr std::size_t nonceBytes = 8;

Status fillNewFile(Disk& disk, const Open& file, std::string_view bytes, Handle like) {
    constexpr std::uint32_t usualMode = 0644;
    // Before the first byte, so that nobody reads what the old file would not have shown.
    Status done =
        like == noHandle ? disk.setDefaultMode(file.get(), usualMode) : disk.copyAttributes(like, file.get());
    if (done)
        done = disk.write(file.get(), bytes);
    if (done)
        done = disk.sync(file.get(), Durability::everything);
    return done;
}

} // namespace

Status writeNewFile(Disk& disk, const Open& directory, const std::string& name, std::string_view bytes,
                    Handle like) {
    Result<Open> file = openFile(disk, directory, name, OpenMode::createNew);
    if (!file)
        return fail(std::move(file.error()));
    Status done = fillNewFile(disk, *file, bytes, like);
    Status closed = file->close();
    if (done && !closed) {
        done = std::move(closed);
        if (done.error().path.empty())
            done.error().path = joinPath(disk.pathOf(directory.get()), name);
    }
    if (!done && !disk.unlinkAt(directory.get(), name)) // the first error is the one that matters
        done.error().detail += "; " + name + " was left there, unfinished";
    return done;
}

Status atomicWrite(Disk& disk, const std::string& path, std::string_view bytes, MissingFolders folders,
                   const std::function<Status()>& beforeRename) {
    Result<StagedFile> staged = StagedFile::stage(disk, path, bytes, Existing::replace, folders);
    if (!staged)
        return fail(std::move(staged.error()));
    if (Status agreed = beforeRename ? beforeRename() : Status(); !agreed) {
        staged->takeBack(agreed.error());
        return agreed;
    }
    return staged->putInPlace();
}

std::string temporaryName(std::string_view name) {
    constexpr std::size_t longest = 199;
    const std::string tail = "." + std::to_string(::getpid()) + "-" + randomHex(nonceBytes) + ".new";
    std::size_t length = std::min(name.size(), longest - 1 - tail.size());
    const auto isContinuation = [&](std::size_t at) {
        return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U;
    };
    while (length > 0 && length < name.size() && isContinuation(length))
        --length; // never half a character
    return "." + std::string(name.substr(0, length)) + tail;
}

namespace {

/// Of exactly our length: `minutes.new.2024.10` is somebody's own file, which nobody but them may remove.
bool isNonce(std::string_view text) {
    return text.size() == 2 * nonceBytes &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

int pidOf(std::string_view digits) {
    int pid = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
    return error == std::errc() && end == digits.data() + digits.size() ? pid : 0;
}

/// Splits `NAME<before>PID<between>NONCE`; false if the text is something else.
bool parseOwner(std::string_view text, std::string_view before, char between, TemporaryOwner& owner) {
    const std::size_t nonceAt = text.rfind(between);
    if (nonceAt == std::string_view::npos || !isNonce(text.substr(nonceAt + 1)))
        return false;
    const std::string_view front = text.substr(0, nonceAt);
    const std::size_t pidAt = front.rfind(before);
    if (pidAt == std::string_view::npos || pidAt == 0)
        return false;
    owner.name = front.substr(0, pidAt);
    owner.pid = pidOf(front.substr(pidAt + before.size()));
    return owner.pid > 0;
}

} // namespace

bool isTemporaryName(std::string_view fileName, TemporaryOwner* owner) {
    TemporaryOwner found;
    constexpr std::string_view ending = ".new";
    bool is = false;
    if (fileName.starts_with('.') && fileName.ends_with(ending))
        is = parseOwner(fileName.substr(1, fileName.size() - 1 - ending.size()), ".", '-', found);
    if (!is)
        is = parseOwner(fileName, ".new.", '.', found);
    if (is && owner != nullptr)
        *owner = std::move(found);
    return is;
}

} // namespace stemma::io
