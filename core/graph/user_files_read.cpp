// SPDX-License-Identifier: MIT
// From the disk into memory.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/clock.h"
#include "core/graph/user_files.h"
#include "core/io/reading_crew.h"
#include "core/journal/file_transaction.h"

namespace stemma::graph {

namespace {

constexpr std::uint64_t elementLimit = std::uint64_t{64}
                                       << 20; ///< of a node, a text; registries may be larger

bool isLeftOver(const std::string& name) {
    return name.ends_with(".tmp") || name.ends_with(".lock") || name.ends_with(".backup");
}

bool isComposed(const std::string& name) {
    return name == "composed.json" || name == "composed.yaml" || name == "polymorphic_composed.json";
}

const char* kindOfNode(io::NodeType type) {
    return type == io::NodeType::symlink     ? "a symbolic link, which is not followed"
           : type == io::NodeType::directory ? "a folder where a file should be"
                                             : "no regular file";
}

UserFilePtr unreadable(std::string problem, const io::FileStamp& stamp) {
    auto file = std::make_shared<UserFile>();
    file->problem = std::move(problem);
    file->read = false;
    file->stamp = stamp;
    return file;
}

UserFilePtr onlyStamp(const io::FileStamp& stamp, std::int64_t now) {
    auto file = std::make_shared<UserFile>();
    file->read = false;
    file->stamp = stamp;
    file->settled = !io::isFresh(stamp, now);
    return file;
}

/// What is wanted of a folder, as its part of the format has it.
enum class Wanted {
    registries, ///< `*.json` of the folder itself
    elements,   ///< `*.json`, in sub-folders too
    everything, ///< of a graph's folder
};

class Reader {
public:
    Reader(io::Disk& disk, ReadComposed composed, const UserFiles* previous, const Progress& progress)
        : m_disk(disk)
        , m_composed(composed)
        , m_previous(previous)
        , m_progress(progress) {}

    Status readUser(const std::string& folder);
    UserFiles take() { return std::move(m_files); }

private:
    struct Name {
        std::string name;
        std::string path;
        UserFilePtr file;
    };

    void readFolderAt(const io::Open& parent, const std::string& name, const std::string& path, Wanted wanted,
                      int depth);
    void readGraphs(const io::Open& user);
    Status readListed(const io::Open& folder, const std::string& path, Wanted wanted, int depth);
    void readNames(const io::Open& folder, std::vector<Name>& names, std::uint64_t limit);
    UserFilePtr readOne(const io::Open& folder, const Name& name, std::uint64_t limit,
                        io::FileBuffer& buffer);
    bool stampIsEnough(const Name& name) const;
    void tellUnreadable(const std::string& path, const std::string& problem, io::NodeType type);

    io::Disk& m_disk;
    ReadComposed m_composed;
    const UserFiles* m_previous;
    const Progress& m_progress;
    UserFiles m_files;
    std::uint64_t m_done = 0;
    /// Before anything is read, so that what is as young then is never taken for settled.
    std::int64_t m_start = SystemClock().now().micros * 1000;
};

void Reader::tellUnreadable(const std::string& path, const std::string& problem, io::NodeType type) {
    io::FileStamp stamp;
    stamp.type = type;
    m_files.put(path, unreadable(problem, stamp));
}

Status Reader::readUser(const std::string& folder) {
    const auto user = io::openDirectory(m_disk, folder);
    if (!user)
        return fail(user.error());
    if (const Status read = readListed(*user, "", Wanted::registries, 0); !read)
        return read;
    for (const char* name : {"attributeNodes", "functions", "nodes", "relationNodes", "transitions"})
        readFolderAt(*user, name, name, Wanted::elements, 1);
    readGraphs(*user);
    if (m_progress.cancelled())
        return fail(ErrorCode::cancelled, "read the user's data", folder, "cancelled");
    m_progress.tell(m_done, m_done);
    return {};
}

void Reader::readGraphs(const io::Open& user) {
    const auto graphs = io::openRealDirectoryAt(m_disk, user, "graphs");
    if (!graphs) {
        if (graphs.error().code != ErrorCode::notFound)
            tellUnreadable("graphs", graphs.error().detail, io::NodeType::special);
        return;
    }
    const auto entries = m_disk.list(graphs->get());
    if (!entries) {
        tellUnreadable("graphs", entries.error().detail, io::NodeType::directory);
        return;
    }
    for (const io::DirEntry& entry : *entries) {
        const std::string path = "graphs/" + entry.name;
        if (entry.type == io::NodeType::directory) {
            m_files.addGraphFolder(entry.name);
            readFolderAt(*graphs, entry.name, path, Wanted::everything, 2);
        } else if (entry.type != io::NodeType::file) {
            tellUnreadable(path, kindOfNode(entry.type), entry.type);
        } else if (isLeftOver(entry.name)) {
            m_files.addStray(path);
        }
    }
}

void Reader::readFolderAt(const io::Open& parent, const std::string& name, const std::string& path,
                          Wanted wanted, int depth) {
    constexpr int deepest = 64;
    if (m_progress.cancelled())
        return;
    if (depth > deepest)
        return tellUnreadable(path, "nested deeper than 64 folders", io::NodeType::directory);
    const auto folder = io::openRealDirectoryAt(m_disk, parent, name);
    if (!folder) {
        if (folder.error().code != ErrorCode::notFound)
            tellUnreadable(path, folder.error().detail, io::NodeType::special);
        return;
    }
    if (const Status read = readListed(*folder, path, wanted, depth); !read)
        tellUnreadable(path, read.error().detail, io::NodeType::directory);
}

Status Reader::readListed(const io::Open& folder, const std::string& path, Wanted wanted, int depth) {
    auto entries = m_disk.list(folder.get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    std::vector<Name> names;
    names.reserve(entries->size());
    for (io::DirEntry& entry : *entries) {
        std::string below = path.empty() ? entry.name : path + "/" + entry.name;
        const bool ours = wanted == Wanted::everything || entry.name.ends_with(".json");
        if (entry.type == io::NodeType::directory && wanted != Wanted::registries)
            readFolderAt(folder, entry.name, below, wanted, depth + 1);
        else if (entry.type == io::NodeType::file && isLeftOver(entry.name))
            m_files.addStray(below);
        else if (entry.type == io::NodeType::file && ours)
            names.push_back({std::move(entry.name), std::move(below), nullptr});
        else if (ours && entry.type != io::NodeType::file)
            tellUnreadable(below, kindOfNode(entry.type), entry.type);
    }
    readNames(folder, names, wanted == Wanted::registries ? io::defaultSizeLimit : elementLimit);
    for (Name& name : names)
        if (name.file)
            m_files.put(name.path, std::move(name.file));
    return {};
}

void Reader::readNames(const io::Open& folder, std::vector<Name>& names, std::uint64_t limit) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&](io::ReadingCrew* own) {
        io::FileBuffer buffer;
        while (!m_progress.cancelled()) {
            const std::size_t at = next++;
            if (at >= names.size())
                return;
            names[at].file = readOne(folder, names[at], limit, buffer);
            if (own == nullptr)
                continue;
            own->done(1);
            m_progress.tell(m_done + at, m_done + names.size());
        }
    };
    {
        io::ReadingCrew crew(names.size(), [&] { work(nullptr); });
        work(&crew);
    }
    m_done += names.size();
}

bool Reader::stampIsEnough(const Name& name) const {
    return m_composed == ReadComposed::no && isComposed(name.name) && name.path.starts_with("graphs/") &&
           std::count(name.path.begin(), name.path.end(), '/') == 2;
}

/// No file: it went between the listing and now.
UserFilePtr Reader::readOne(const io::Open& folder, const Name& name, std::uint64_t limit,
                            io::FileBuffer& buffer) {
    const UserFilePtr before = m_previous ? m_previous->find(name.path) : nullptr;
    const bool useful = before && before->settled && (before->read || stampIsEnough(name));
    if (useful || stampIsEnough(name)) {
        const auto stamp = m_disk.statAt(folder.get(), name.name);
        if (useful && stamp && stamp->sameStateAs(before->stamp))
            return before;
        if (stamp && stamp->type == io::NodeType::file && stampIsEnough(name))
            return onlyStamp(*stamp, m_start);
    }
    if (const auto stamp = m_disk.readBelow(folder.get(), ".", name.name, buffer, limit))
        return UserFile::ofDisk(name.path, std::string(buffer.bytes()), *stamp,
                                !io::isFresh(*stamp, m_start));
    auto content = io::readFile(m_disk, folder, name.name, limit);
    if (content)
        return UserFile::ofDisk(name.path, std::move(content->bytes), content->stamp,
                                !io::isFresh(content->stamp, m_start));
    if (content.error().code == ErrorCode::notFound)
        return nullptr;
    const auto stamp = m_disk.statAt(folder.get(), name.name);
    return unreadable(content.error().detail, stamp ? *stamp : io::FileStamp{});
}

} // namespace

Result<UserFiles> readUserFiles(io::Disk& disk, const std::string& userFolder, ReadComposed composed,
                                const UserFiles* previous, const Progress& progress) {
    constexpr int tries = 40;
    constexpr auto pause = std::chrono::milliseconds(25);
    UserFiles last;
    for (int left = tries;; --left) {
        const journal::Generation before = journal::generationOf(disk, userFolder);
        Reader reader(disk, composed, previous, progress);
        if (const Status read = reader.readUser(userFolder); !read)
            return fail(read.error());
        last = reader.take();
        const journal::Generation after = journal::generationOf(disk, userFolder);
        if (!after.busy && after == before)
            return last;
        const bool cutOff = after.busy && journal::needsTransactionRecovery(disk, userFolder);
        if (left == 0 || cutOff) {
            last.setMayBeMixed(true);
            return last;
        }
        previous = &last;
        std::this_thread::sleep_for(pause);
    }
}

} // namespace stemma::graph
