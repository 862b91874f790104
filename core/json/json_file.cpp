// SPDX-License-Identifier: MIT
#include "core/json/json_file.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/folders.h"
#include "core/io/path_lock.h"
#include "core/io/strays.h"
#include "core/json/python_format.h"

namespace stemma::json {

namespace {

using Clock = std::chrono::steady_clock;

/// The file as it was found: nothing if it is not there.
struct Found {
    std::optional<io::FileContent> content;
    Value value;
};

Result<Found> readOr(io::Disk& disk, const std::string& path, const std::optional<Value>& missing) {
    auto content = io::readFile(disk, path);
    if (!content) {
        if (content.error().code != ErrorCode::notFound || !missing)
            return fail(content.error());
        return Found{std::nullopt, *missing};
    }
    auto value = parseFile(content->bytes, path);
    if (!value)
        return fail(value.error());
    return Found{std::move(*content), std::move(*value)};
}

Result<io::FileStamp> stampOf(io::Disk& disk, const std::string& path) {
    const auto target = disk.resolve(path);
    if (!target)
        return fail(target.error());
    const auto split = io::splitFilePath(*target);
    if (!split)
        return fail(split.error());
    const auto folder = io::openDirectory(disk, split->directory);
    if (!folder)
        return fail(folder.error());
    return disk.statAt(folder->get(), split->name);
}

/// Whether the lock and the file are still what the change was made under.
Result<bool> untouched(io::Disk& disk, const std::string& path, const io::PathLock& lock,
                       const Found& found) {
    const auto ours = lock.stillOurs();
    if (!ours || !*ours)
        return ours;
    const auto now = stampOf(disk, path);
    if (!now && now.error().code != ErrorCode::notFound)
        return fail(now.error());
    return found.content ? now && now->sameStateAs(found.content->stamp) : !now;
}

/// A program that took the lock away between our last look and the rename may have worked on the old content.
std::vector<std::string> intrusionWarnings(io::Disk& disk, const std::string& path, const io::PathLock& lock,
                                           const std::string& written) {
    const auto ours = lock.stillOurs();
    if (ours && *ours)
        return {};
    const auto now = io::readFile(disk, path);
    if (now && now->bytes == written)
        return {};
    return {"another program wrote " + path +
            " at the same moment without respecting the lock: check that both changes are in it"};
}

enum class Intrusion { no, yes };

/// One try. `intrusion` tells whether it failed only because somebody walked in: then nothing was written.
Result<Updated> updateOnce(io::Disk& disk, const std::string& path, const Change& change,
                           const std::optional<Value>& missing, const io::LockOptions& options,
                           Intrusion& intrusion) {
    intrusion = Intrusion::no;
    auto lock = io::PathLock::acquire(disk, path, options);
    if (!lock)
        return fail(lock.error());
    io::removeStrays(disk, path);
    auto found = readOr(disk, path, missing);
    if (!found)
        return fail(found.error());
    const auto wanted = change(found->value);
    if (!wanted)
        return fail(wanted.error());
    Updated updated;
    const std::string bytes = found->content ? bytesOf(found->value) : pythonText(found->value);
    updated.sha256 = sha256(bytes);
    if (!*wanted || (found->content && found->content->bytes == bytes)) {
        if (found->content)
            updated.sha256 = sha256(found->content->bytes);
        return updated;
    }
    const auto check = [&]() -> Status {
        const auto same = untouched(disk, path, *lock, *found);
        if (!same)
            return fail(same.error());
        if (*same)
            return {};
        intrusion = Intrusion::yes;
        return fail(ErrorCode::conflict, "update the file", path, "another program keeps writing it",
                    "Nothing was written; try again.");
    };
    if (auto status = io::atomicWrite(disk, path, bytes, io::MissingFolders::refuse, check); !status)
        return fail(status.error());
    updated.written = true;
    updated.warnings = intrusionWarnings(disk, path, *lock, bytes);
    if (auto status = lock->release(); !status)
        updated.warnings.push_back(describe(status.error()));
    return updated;
}

/// Sleeps, or ends early with true where the person cancelled.
bool waitOrCancelled(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock guard(mutex);
    wake.wait_for(guard, stop, time, [] { return false; });
    return stop.stop_requested();
}

} // namespace

Result<Value> readJsonFile(io::Disk& disk, const std::string& path, const Limits& limits) {
    const auto content = io::readFile(disk, path, limits.bytes);
    if (!content)
        return fail(content.error());
    return parseFile(content->bytes, path, limits);
}

Result<Updated> updateJsonFile(io::Disk& disk, const std::string& path, const Change& change,
                               const std::optional<Value>& missing, const io::LockOptions& options) {
    const auto deadline = Clock::now() + options.timeout;
    auto pause = std::chrono::milliseconds(2);
    for (;;) {
        io::LockOptions left = options;
        left.timeout =
            std::max(std::chrono::milliseconds(0),
                     std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()));
        Intrusion intrusion = Intrusion::no;
        auto updated = updateOnce(disk, path, change, missing, left, intrusion);
        if (intrusion == Intrusion::no || Clock::now() >= deadline)
            return updated;
        if (waitOrCancelled(options.stop, pause))
            return fail(ErrorCode::cancelled, "update the file", path, "cancelled");
        pause = std::min(pause * 2, std::chrono::milliseconds(100));
    }
}

} // namespace stemma::json
