// SPDX-License-Identifier: MIT
#include "core/marks/mark_folder.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "core/base/clock.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/io/path_lock.h"
#include "core/io/strays.h"
#include "core/marks/sealed_text.h"

namespace stemma::marks {

namespace {

constexpr const char* keeping = "keep what you marked";
constexpr const char* asideFolder = "set-aside";
constexpr std::uint32_t others = 077;

bool isMissing(const Error& error) {
    return error.code == ErrorCode::notFound;
}

Error during(Error error) {
    error.action = keeping;
    return error;
}

/// Marks are the person's alone, whatever the umask.
Status makePrivate(io::Disk& disk, io::Handle handle, std::uint32_t mode) {
    const auto stamp = disk.stat(handle);
    if (!stamp)
        return fail(stamp.error());
    return (stamp->mode & others) == 0 ? Status() : disk.setDefaultMode(handle, mode);
}

Status makeFilePrivate(io::Disk& disk, const io::Open& folder, const std::string& name) {
    constexpr std::uint32_t ownerOnly = 0600;
    const auto stamp = disk.statAt(folder.get(), name);
    if (!stamp)
        return isMissing(stamp.error()) ? Status() : fail(stamp.error());
    if ((stamp->mode & others) == 0)
        return {};
    const auto file = io::openFile(disk, folder, name, io::OpenMode::readWrite);
    return file ? makePrivate(disk, file->get(), ownerOnly) : fail(file.error());
}

Result<io::Open> openAside(io::Disk& disk, const io::Open& folder) {
    auto aside = io::openRealDirectoryAt(disk, folder, asideFolder);
    return aside || !isMissing(aside.error()) ? std::move(aside) : io::makeFolder(disk, folder, asideFolder);
}

} // namespace

/// What became of a file.
struct MarkFolder::Loaded {
    SealState state = SealState::whole;
    bool unreadable = false; ///< the system refuses to read it: nobody knows what it holds
    json::Value content = json::Value::object();
    std::string why;
    std::optional<Error> error;
    Timestamp written;

    [[nodiscard]] bool usable() const { return state == SealState::whole && !unreadable; }
};

MarkFolder::MarkFolder(io::Disk& disk, std::string directory, std::string format)
    : m_disk(disk)
    , m_directory(std::move(directory))
    , m_format(std::move(format)) {}

MarkFolder::Loaded MarkFolder::load(const io::Open& folder, const std::string& name,
                                    const Check& check) const {
    Loaded loaded;
    const auto content = io::readFile(m_disk, folder, name);
    if (!content && isMissing(content.error()))
        return loaded;
    if (!content) {
        loaded.unreadable = true;
        loaded.error = content.error();
        return loaded;
    }
    Unsealed read = unsealed(m_format, content->bytes);
    loaded.written = {content->stamp.mtimeNs / 1000};
    loaded.state = read.state;
    loaded.why = std::move(read.why);
    if (loaded.state == SealState::whole)
        loaded.why = check(read.content);
    if (!loaded.why.empty()) {
        loaded.state = loaded.state == SealState::later ? SealState::later : SealState::damaged;
        return loaded;
    }
    loaded.content = std::move(read.content);
    return loaded;
}

/// That folder is synced first: the file must not be gone from both.
Result<std::string> MarkFolder::setAside(const io::Open& folder, const std::string& name,
                                         const Loaded& loaded) const {
    const auto aside = openAside(m_disk, folder);
    if (!aside)
        return fail(aside.error());
    const std::string stem = backupStamp(loaded.written);
    const std::string tail = '.' + name + (loaded.state == SealState::later ? ".later" : ".damaged");
    std::string free = stem + tail;
    for (int number = 2;; ++number) {
        const Status moved =
            m_disk.renameAt(folder.get(), name, aside->get(), free, io::RenameMode::noReplace);
        if (moved)
            break;
        if (moved.error().code != ErrorCode::conflict)
            return fail(moved.error());
        free = stem + '-' + std::to_string(number) + tail;
    }
    for (const io::Handle each : {aside->get(), folder.get()})
        if (const Status synced = m_disk.sync(each, io::Durability::everything); !synced)
            return fail(synced.error());
    return io::joinPath(io::joinPath(m_directory, asideFolder), free);
}

MarkProblem MarkFolder::problemOf(const std::string& name, const Loaded& loaded,
                                  const Result<std::string>& moved) const {
    const std::string path = io::joinPath(m_directory, name);
    if (loaded.error)
        return {path, "What you marked can't be read. " + describe(*loaded.error), {}, loaded.error};
    return {
        path,
        "What you marked can't be used: " + loaded.why +
            (moved ? ". It was set aside." : ". It could not be set aside: " + moved.error().detail + "."),
        moved.value_or(std::string())};
}

MarkFolder::Content MarkFolder::read(const std::string& name, const Check& check) const {
    const auto folder = io::openDirectory(m_disk, m_directory);
    if (!folder) {
        if (isMissing(folder.error()))
            return {};
        Loaded refused;
        refused.error = folder.error();
        return {json::Value::object(), {problemOf(name, refused, std::string())}};
    }
    Loaded loaded = load(*folder, name, check);
    if (loaded.usable())
        return {std::move(loaded.content), {}};
    if (loaded.unreadable)
        return {json::Value::object(), {problemOf(name, loaded, std::string())}};
    // Under the lock, as another program may have put a good one in its place by now.
    io::LockOptions soon;
    soon.timeout = std::chrono::milliseconds(1000);
    auto lock = io::PathLock::acquire(m_disk, io::joinPath(m_directory, name), soon);
    if (!lock)
        return {json::Value::object(), {problemOf(name, loaded, fail(lock.error()))}};
    loaded = load(*folder, name, check);
    if (loaded.usable())
        return {std::move(loaded.content), {}};
    const Result<std::string> moved =
        loaded.unreadable ? Result<std::string>(std::string()) : setAside(*folder, name, loaded);
    return {json::Value::object(), {problemOf(name, loaded, moved)}};
}

Status MarkFolder::write(const io::Open& folder, const std::string& name, const json::Value& content) const {
    // A general file may be a link; nothing but somebody else's doing makes one of marks.
    const auto there = m_disk.statAt(folder.get(), name);
    if (there && there->type != io::NodeType::file)
        return fail(ErrorCode::unsafe, keeping, io::joinPath(m_directory, name),
                    "something that is not a regular file is in its place", "Move it away.");
    if (const Status done = makeFilePrivate(m_disk, folder, name); !done)
        return done;
    if (const Status done = io::atomicWrite(m_disk, io::joinPath(m_directory, name),
                                            sealedText(m_format, content), io::MissingFolders::refuse);
        !done)
        return done;
    // A new one has the usual mode. The folder keeps others out until the next write, should this fail.
    (void)makeFilePrivate(m_disk, folder, name);
    return {};
}

Result<MarkFolder::Content> MarkFolder::update(const std::string& name, const Check& check, const Edit& edit,
                                               const io::LockOptions& options) const {
    const auto folder = io::openOrMakeFolder(m_disk, m_directory);
    if (!folder)
        return fail(during(folder.error()));
    constexpr std::uint32_t ownerOnly = 0700;
    if (const Status done = makePrivate(m_disk, folder->get(), ownerOnly); !done)
        return fail(during(done.error()));
    const std::string path = io::joinPath(m_directory, name);
    auto lock = io::PathLock::acquire(m_disk, path, options);
    if (!lock)
        return fail(during(lock.error()));
    io::removeStrays(m_disk, path);
    Loaded loaded = load(*folder, name, check);
    if (loaded.unreadable)
        return fail(during(*loaded.error));
    Content content{std::move(loaded.content), {}};
    if (!loaded.usable()) {
        const auto moved = setAside(*folder, name, loaded);
        if (!moved)
            return fail(during(moved.error()));
        content.problems.push_back(problemOf(name, loaded, moved));
    }
    if (!edit(content.value))
        return content;
    if (const Status done = write(*folder, name, content.value); !done)
        return fail(during(done.error()));
    (void)lock->release(); // what stays of it, the next one takes over
    return content;
}

Result<std::vector<std::string>> MarkFolder::lost(const std::string& name) const {
    std::vector<std::string> found;
    const std::string aside = io::joinPath(m_directory, asideFolder);
    const auto folder = io::openDirectory(m_disk, aside);
    if (!folder && isMissing(folder.error()))
        return found;
    const auto entries = folder ? m_disk.list(folder->get()) : fail(folder.error());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (entry.name.ends_with('.' + name + ".damaged") || entry.name.ends_with('.' + name + ".later"))
            found.push_back(io::joinPath(aside, entry.name));
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<std::string>> MarkFolder::acceptLost(const std::string& name) const {
    auto known = lost(name);
    if (!known || known->empty())
        return known;
    const auto folder = io::openDirectory(m_disk, io::joinPath(m_directory, asideFolder));
    if (!folder)
        return fail(during(folder.error()));
    for (std::string& path : *known) {
        const std::string old = io::splitPath(path).name;
        const Status noted =
            m_disk.renameAt(folder->get(), old, folder->get(), old + ".known", io::RenameMode::noReplace);
        if (!noted)
            return fail(during(noted.error()));
        path += ".known";
    }
    if (Status synced = m_disk.sync(folder->get(), io::Durability::everything); !synced)
        return fail(during(synced.error()));
    return known;
}

std::vector<std::string> MarkFolder::names(const std::string& ending) const {
    std::vector<std::string> found;
    const auto folder = io::openDirectory(m_disk, m_directory);
    const auto entries =
        folder ? m_disk.list(folder->get()) : Result<std::vector<io::DirEntry>>(fail(folder.error()));
    for (const io::DirEntry& entry : entries ? *entries : std::vector<io::DirEntry>())
        if (entry.name.ends_with(ending))
            found.push_back(entry.name);
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace stemma::marks
