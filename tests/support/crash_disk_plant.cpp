// SPDX-License-Identifier: MIT
// Setting up CrashDisk and looking at it.
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "tests/support/crash_disk.h"

namespace stemma::test {

using io::NodeType;

namespace {

std::vector<std::string> components(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (end > at && path.substr(at, end - at) != ".")
            parts.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

} // namespace

Inode CrashDisk::walk(const std::string& path, int& cause, std::string* real) const {
    constexpr int mostLinks = 40;
    std::vector<std::string> rest = components(path);
    std::reverse(rest.begin(), rest.end());
    std::vector<std::pair<std::string, Inode>> way{{"", rootInode}};
    for (int links = 0; !rest.empty();) {
        const std::string name = std::move(rest.back());
        rest.pop_back();
        if (name == "..") {
            if (way.size() > 1)
                way.pop_back();
            continue;
        }
        const Node& above = m_image.node(way.back().second);
        const Inode next =
            above.type == NodeType::directory ? m_image.lookUp(way.back().second, name) : noInode;
        cause = above.type == NodeType::directory ? ENOENT : ENOTDIR;
        if (next == noInode)
            return noInode;
        if (m_image.node(next).type != NodeType::symlink) {
            way.emplace_back(name, next);
            continue;
        }
        cause = ELOOP;
        if (++links > mostLinks)
            return noInode;
        const std::string& target = m_image.node(next).bytes;
        if (target.starts_with('/'))
            way.resize(1);
        std::vector<std::string> more = components(target);
        rest.insert(rest.end(), more.rbegin(), more.rend());
    }
    if (real != nullptr) {
        real->clear();
        for (auto part = std::next(way.begin()); part != way.end(); ++part)
            *real += "/" + part->first;
        if (real->empty())
            *real = "/";
    }
    return way.back().second;
}

Inode CrashDisk::plantNode(const std::string& path, NodeType type) {
    const std::vector<std::string> parts = components(path);
    Inode here = rootInode;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const bool last = at + 1 == parts.size();
        Inode next = m_image.lookUp(here, parts[at]);
        if (next == noInode) {
            const NodeType made = last ? type : NodeType::directory;
            next = m_image.newNode(made, made == NodeType::directory ? 0755 : 0644);
            m_image.changeNames({{here, parts[at], next}});
        }
        here = next;
    }
    return here;
}

void CrashDisk::plant(const std::string& path, std::string_view bytes) {
    const std::scoped_lock lock(m_mutex);
    const Inode file = plantNode(path, NodeType::file);
    m_image.truncate(file, 0);
    m_image.write(file, 0, bytes);
    m_image.syncAll();
}

void CrashDisk::plantDirectory(const std::string& path) {
    const std::scoped_lock lock(m_mutex);
    (void)plantNode(path, NodeType::directory);
    m_image.syncAll();
}

void CrashDisk::plantSymlink(const std::string& path, const std::string& target) {
    const std::scoped_lock lock(m_mutex);
    m_image.node(plantNode(path, NodeType::symlink)).bytes = target;
    m_image.syncAll();
}

void CrashDisk::plantSpecial(const std::string& path) {
    const std::scoped_lock lock(m_mutex);
    (void)plantNode(path, NodeType::special);
    m_image.syncAll();
}

void CrashDisk::plantTree(const std::string& realFolder, const std::string& path) {
    namespace fs = std::filesystem;
    plantDirectory(path);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(realFolder)) {
        const std::string below = path + "/" + fs::relative(entry.path(), realFolder).string();
        if (entry.is_symlink()) {
            plantSymlink(below, fs::read_symlink(entry.path()).string());
        } else if (entry.is_directory()) {
            plantDirectory(below);
        } else {
            std::ifstream file(entry.path(), std::ios::binary);
            plant(below, std::string(std::istreambuf_iterator<char>(file), {}));
        }
    }
}

void CrashDisk::setExtendedAttribute(const std::string& path, const std::string& name,
                                     const std::string& value) {
    const std::scoped_lock lock(m_mutex);
    m_image.node(plantNode(path, NodeType::file)).now.extended[name] = value;
    m_image.syncAll();
}

void CrashDisk::setModificationTime(const std::string& path, std::int64_t mtimeNs) {
    const std::scoped_lock lock(m_mutex);
    m_image.node(plantNode(path, NodeType::file)).now.mtimeNs = mtimeNs;
    m_image.syncAll();
}

void CrashDisk::syncAll() {
    const std::scoped_lock lock(m_mutex);
    m_image.syncAll();
}

std::map<std::string, std::string> CrashDisk::files() const {
    const std::scoped_lock lock(m_mutex);
    return m_image.files();
}

std::optional<Node> CrashDisk::nodeOf(const std::string& path) const {
    const std::scoped_lock lock(m_mutex);
    int cause = 0;
    const Inode inode = walk(path, cause);
    return inode == noInode ? std::nullopt : std::optional<Node>(m_image.node(inode));
}

std::optional<std::string> CrashDisk::bytesOf(const std::string& path) const {
    const std::optional<Node> node = nodeOf(path);
    return node ? std::optional<std::string>(node->bytes) : std::nullopt;
}

std::size_t CrashDisk::openHandles() const {
    const std::scoped_lock lock(m_mutex);
    return m_open.size();
}

} // namespace stemma::test
