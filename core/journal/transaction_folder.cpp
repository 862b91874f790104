// SPDX-License-Identifier: MIT
#include "core/journal/transaction_folder.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/io/folders.h"
#include "core/journal/transaction_plan.h"

namespace stemma::journal {

namespace {

Status openOurs(io::Disk& disk, TransactionRoot& root) {
    root.ours.path = root.pathOf(oursName);
    auto ours = io::openRealDirectoryAt(disk, root.directory, oursName);
    if (!ours)
        return isNotThere(ours.error()) ? Status() : fail(std::move(ours.error()));
    root.ours.directory = std::move(*ours);
    const io::FileSystemTraits traits = disk.traits(root.ours.directory.get());
    root.keepsOrder = traits.keepsOrder;
    root.commitsInOrder = traits.commitsInOrder;
    const auto stamp = disk.stat(root.ours.directory.get());
    if (!stamp)
        return fail(stamp.error());
    root.ours.stamp = *stamp;
    return {};
}

} // namespace

Result<TransactionRoot> openTransactionRoot(io::Disk& disk, const std::string& path) {
    TransactionRoot root;
    auto real = disk.resolve(path);
    if (!real)
        return fail(std::move(real.error()));
    root.path = std::move(*real);
    auto directory = io::openDirectory(disk, root.path);
    if (!directory)
        return fail(std::move(directory.error()));
    root.directory = std::move(*directory);
    if (Status opened = openOurs(disk, root); !opened)
        return fail(std::move(opened.error()));
    return root;
}

Result<bool> makeOurs(io::Disk& disk, TransactionRoot& root) {
    const bool isNew = !root.ours.directory;
    if (isNew) {
        const auto made = io::makeFolder(disk, root.directory, oursName);
        if (!made)
            return fail(made.error());
        if (Status opened = openOurs(disk, root); !opened)
            return fail(std::move(opened.error()));
    }
    return isNew;
}

void removeEmptyOurs(io::Disk& disk, TransactionRoot& root) {
    const auto entries =
        root.ours.directory ? disk.list(root.ours.directory.get()) : Result<std::vector<io::DirEntry>>();
    if (!root.ours.directory || !entries || entries->size() > 1)
        return;
    // What is not empty refuses, and is to stay.
    disk.removeDirectoryAt(root.ours.directory.get(), historyName);
    if (!disk.removeDirectoryAt(root.directory.get(), oursName))
        return;
    if (!root.keepsOrder) // while it is open, so that its number isn't given away
        disk.sync(root.directory.get(), io::Durability::everything);
    root.ours.directory = io::Open();
}

std::string folderOf(const std::string& place) {
    const std::size_t slash = place.rfind('/');
    return slash == std::string::npos ? std::string() : place.substr(0, slash);
}

std::string nameOf(const std::string& place) {
    return place.substr(place.rfind('/') + 1);
}

Result<io::Handle> PlaceFolders::open(const std::string& place) {
    if (place.empty())
        return m_root.directory.get();
    if (const auto known = m_open.find(place); known != m_open.end())
        return known->second.get();
    constexpr std::size_t mostOpen = 64;
    if (m_open.size() >= mostOpen)
        m_open.clear();
    const io::Open* parent = &m_root.directory;
    io::Open step;
    std::string_view rest = place;
    for (;;) {
        const std::size_t slash = rest.find('/');
        auto opened = io::openRealDirectoryAt(m_disk, *parent, std::string(rest.substr(0, slash)));
        if (!opened)
            return fail(std::move(opened.error()));
        step = std::move(*opened);
        parent = &step;
        if (slash == std::string_view::npos)
            break;
        rest.remove_prefix(slash + 1);
    }
    const io::Handle handle = step.get();
    m_open[place] = std::move(step);
    return handle;
}

Result<std::optional<io::FileStamp>> PlaceFolders::look(const std::string& place) {
    const auto folder = open(folderOf(place));
    if (!folder)
        return isNotThere(folder.error()) ? Result<std::optional<io::FileStamp>>() : fail(folder.error());
    const auto stamp = m_disk.statAt(*folder, nameOf(place));
    if (stamp)
        return std::optional(*stamp);
    return isNotThere(stamp.error()) ? Result<std::optional<io::FileStamp>>() : fail(stamp.error());
}

namespace {

/// Whether no symbolic link is in it.
bool isPlain(io::Disk& disk, PlaceFolders& folders, const std::string& path) {
    const auto folder = folders.open(folderOf(path));
    if (!folder)
        return false;
    const auto stamp = disk.statAt(*folder, nameOf(path));
    return stamp ? stamp->type != io::NodeType::symlink : isNotThere(stamp.error());
}

} // namespace

Result<std::string> placeOf(io::Disk& disk, const TransactionRoot& root, PlaceFolders& folders,
                            const std::string& path) {
    constexpr const char* action = "change the file";
    if (!isPlacePath(path))
        return fail(ErrorCode::unsafe, action, root.pathOf(path),
                    "its path leaves the library, or leads into what belongs to its history");
    if (isPlain(disk, folders, path))
        return path;
    std::string there = path;
    std::string missing;
    for (;;) {
        const auto real = disk.resolve(there.empty() ? root.path : root.pathOf(there));
        if (real && (*real == root.path || real->starts_with(root.path + "/"))) {
            std::string place = real->substr(std::min(root.path.size() + 1, real->size()));
            place += place.empty() || missing.empty() ? missing : "/" + missing;
            if (isPlacePath(place))
                return place;
        }
        if (real)
            return fail(ErrorCode::unsafe, action, root.pathOf(path),
                        "it is, or passes through, a symbolic link that leads out of the library",
                        "Put the file or folder itself in the link's place.");
        if (!isNotThere(real.error()) || there.empty())
            return fail(real.error());
        // A link that leads nowhere is missing too: it must not be taken for a free name.
        const auto parent = disk.resolve(root.pathOf(folderOf(there)));
        if (parent) {
            const auto folder = io::openDirectory(disk, *parent);
            if (folder && disk.statAt(folder->get(), nameOf(there)))
                return fail(ErrorCode::unsafe, action, root.pathOf(path),
                            "it is, or passes through, a symbolic link that leads nowhere",
                            "Remove the link.");
        }
        missing = missing.empty() ? nameOf(there) : nameOf(there) + "/" + missing;
        there = folderOf(there);
    }
}

} // namespace stemma::journal
