// SPDX-License-Identifier: MIT
#include "core/graph/graph_library.h"

#include <algorithm>

#include <unistd.h>

#include "core/graph/user_history.h"
#include "core/graph/user_summary.h"
#include "core/io/folders.h"

namespace stemma::graph {

namespace {

bool isFolder(io::Disk& disk, const std::string& path) {
    return io::openDirectory(disk, path).has_value();
}

bool isUserFolder(io::Disk& disk, const std::string& folder) {
    const auto opened = io::openDirectory(disk, folder);
    if (!opened)
        return false;
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"})
        if (disk.statAt(opened->get(), name))
            return true;
    return io::openDirectoryAt(disk, *opened, "graphs").has_value();
}

/// Where things are, of the three kinds of folder that a person may name.
struct Layout {
    std::string data; ///< `graph_data`: what holds `users/`; empty if one user's folder was named alone
    std::string user; ///< that user's folder
};

Layout layoutOf(io::Disk& disk, const std::string& root) {
    const std::string inner = io::joinPath(root, "graph_data");
    if (isFolder(disk, io::joinPath(inner, "users")))
        return {inner, {}};
    if (isFolder(disk, io::joinPath(root, "users")))
        return {root, {}};
    if (!isUserFolder(disk, root))
        return {};
    const std::string users = io::splitPath(root).directory;
    const io::Place data = io::splitPath(users);
    return {data.name == "users" ? data.directory : std::string(), root};
}

/// As far as can be told without trying: a write that fails all the same says so itself.
void tellWhetherWritable(io::Disk& disk, const io::Open& root, GraphLibrary& library) {
    const auto stamp = disk.stat(root.get());
    if (disk.traits(root.get()).readOnly) {
        library.writable = false;
        library.readOnlyReason = "the file system is mounted read-only";
    } else if (stamp && ::geteuid() != 0) {
        const std::uint32_t mask = stamp->owner == ::geteuid() ? 0200 : 0022;
        library.writable = (stamp->mode & mask) != 0;
        if (!library.writable)
            library.readOnlyReason = "you have no permission to write to the folder";
    }
}

Status scanUsers(io::Disk& disk, const std::string& users, const Progress& progress, GraphLibrary& library) {
    const auto opened = io::openDirectory(disk, users);
    if (!opened)
        return fail(opened.error());
    auto entries = disk.list(opened->get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    std::size_t done = 0;
    for (const io::DirEntry& entry : *entries) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read the library", users, "cancelled");
        progress.tell(done++, entries->size());
        if (entry.type == io::NodeType::directory)
            library.users.push_back(summariseUser(disk, io::joinPath(users, entry.name), entry.name));
        else if (entry.type == io::NodeType::symlink)
            library.problems.push_back({"linked-user", Severity::warning,
                                        "users/" + entry.name + " is a symbolic link, which is not followed",
                                        0, "Open the folder that it leads to."});
    }
    progress.tell(entries->size(), entries->size());
    return {};
}

bool isPlainName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

} // namespace

bool looksLikeGraphLibrary(io::Disk& disk, const std::string& folder) {
    const Layout layout = layoutOf(disk, folder);
    return !layout.data.empty() || !layout.user.empty();
}

Result<GraphLibrary> scanGraphLibrary(io::Disk& disk, const std::string& root, const Progress& progress) {
    const auto opened = io::openDirectory(disk, root);
    if (!opened)
        return fail(opened.error());
    const Layout layout = layoutOf(disk, root);
    GraphLibrary library;
    library.root = root;
    tellWhetherWritable(disk, *opened, library);
    if (!layout.data.empty()) {
        const std::string global = io::joinPath(layout.data, "global");
        library.globalFolder = isFolder(disk, global) ? global : std::string();
        library.logFolder = oldLogFolderOf(disk, layout.data);
    }
    if (!layout.user.empty()) {
        library.users.push_back(summariseUser(disk, layout.user, io::splitPath(layout.user).name));
    } else if (!layout.data.empty()) {
        if (const Status read = scanUsers(disk, io::joinPath(layout.data, "users"), progress, library); !read)
            return fail(read.error());
    }
    return library;
}

Result<std::string> userFolder(io::Disk& disk, const std::string& root, const std::string& user) {
    if (!isPlainName(user))
        return fail(ErrorCode::unsafe, "open the user's data", user, "a user's id is the name of a folder",
                    "Give the name of a folder in users/.");
    const auto opened = io::openDirectory(disk, root);
    if (!opened)
        return fail(opened.error());
    const Layout layout = layoutOf(disk, root);
    if (!layout.user.empty() && io::splitPath(layout.user).name == user)
        return layout.user;
    std::string bare = user;
    std::erase(bare, '-');
    for (const std::string& name : {user, bare}) {
        const std::string folder = io::joinPath(io::joinPath(layout.data, "users"), name);
        if (layout.user.empty() && !layout.data.empty() && isPlainName(name) && isFolder(disk, folder))
            return folder;
    }
    return fail(ErrorCode::notFound, "open the user's data", user, "there is no such user in the library",
                "`graph list` shows those that there are.");
}

} // namespace stemma::graph
