// SPDX-License-Identifier: MIT
// Names, attributes and locks of CrashDisk.
#include <cerrno>
#include <utility>

#include "core/base/ids.h"
#include "tests/support/crash_disk.h"

namespace stemma::test {

using io::Handle;
using io::NodeType;
using io::RenameMode;

int CrashDisk::rename(Inode fromDirectory, const std::string& from, Inode toDirectory, const std::string& to,
                      RenameMode mode) {
    const Inode moved = m_image.lookUp(fromDirectory, from);
    if (moved == noInode)
        return ENOENT;
    const Inode target = m_image.lookUp(toDirectory, to);
    if (mode == RenameMode::exchange) {
        if (m_noLinks) // a file system that knows neither
            return EINVAL;
        if (target == noInode)
            return ENOENT;
        m_image.changeNames({{fromDirectory, from, target}, {toDirectory, to, moved}});
        return 0;
    }
    if (target != noInode) {
        if (mode == RenameMode::noReplace)
            return EEXIST;
        if (target == moved)
            return 0; // two names of one file: rename(2) leaves both
        const bool movedFolder = m_image.node(moved).type == NodeType::directory;
        const bool targetFolder = m_image.node(target).type == NodeType::directory;
        if (movedFolder != targetFolder)
            return targetFolder ? EISDIR : ENOTDIR;
        if (targetFolder && !m_image.node(target).entries.empty())
            return ENOTEMPTY;
    }
    m_image.changeNames({{fromDirectory, from, noInode}, {toDirectory, to, moved}});
    return 0;
}

Status CrashDisk::renameAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                           const std::string& to, RenameMode mode) {
    return perform(CallKind::rename, {"rename the file", toDirectory, to}, [&] {
        if (directoryOf(fromDirectory) == nullptr || directoryOf(toDirectory) == nullptr)
            return EBADF;
        if (!isSafeName(from))
            return EINVAL;
        return rename(find(fromDirectory)->inode, from, find(toDirectory)->inode, to, mode);
    });
}

Status CrashDisk::linkAt(Handle fromDirectory, const std::string& from, Handle toDirectory,
                         const std::string& to) {
    return perform(CallKind::link, {"link the file", toDirectory, to}, [&] {
        if (directoryOf(fromDirectory) == nullptr || directoryOf(toDirectory) == nullptr)
            return EBADF;
        if (!isSafeName(from))
            return EINVAL;
        const Inode inode = m_image.lookUp(find(fromDirectory)->inode, from);
        if (inode == noInode)
            return ENOENT;
        if (m_image.lookUp(find(toDirectory)->inode, to) != noInode)
            return EEXIST;
        if (m_noLinks || m_image.node(inode).type == NodeType::directory)
            return EPERM;
        m_image.changeNames({{find(toDirectory)->inode, to, inode}});
        return 0;
    });
}

int CrashDisk::remove(Handle directory, const std::string& name, NodeType type) {
    if (directoryOf(directory) == nullptr)
        return EBADF;
    const Inode above = find(directory)->inode;
    const Inode inode = m_image.lookUp(above, name);
    if (inode == noInode)
        return ENOENT;
    const bool folder = m_image.node(inode).type == NodeType::directory;
    if (folder != (type == NodeType::directory))
        return folder ? EISDIR : ENOTDIR;
    if (folder && !m_image.node(inode).entries.empty())
        return ENOTEMPTY;
    m_image.changeNames({{above, name, noInode}});
    return 0;
}

Status CrashDisk::unlinkAt(Handle directory, const std::string& name) {
    return perform(CallKind::unlink, {"remove the file", directory, name},
                   [&] { return remove(directory, name, NodeType::file); });
}

Status CrashDisk::removeDirectoryAt(Handle directory, const std::string& name) {
    return perform(CallKind::unlink, {"remove the folder", directory, name},
                   [&] { return remove(directory, name, NodeType::directory); });
}

Status CrashDisk::makeDirectoryAt(Handle directory, const std::string& name) {
    return perform(CallKind::makeDirectory, {"make the folder", directory, name}, [&] {
        if (directoryOf(directory) == nullptr)
            return EBADF;
        const Inode above = find(directory)->inode;
        if (m_image.lookUp(above, name) != noInode)
            return EEXIST;
        m_image.changeNames({{above, name, m_image.newNode(NodeType::directory, 0755)}});
        return 0;
    });
}

Status CrashDisk::copyAttributes(Handle from, Handle to) {
    return perform(CallKind::attributes, {"keep the file's permissions", to}, [&] {
        if (find(from) == nullptr || find(to) == nullptr)
            return EBADF;
        Attributes attributes = m_image.node(find(from)->inode).now;
        Attributes& target = m_image.node(find(to)->inode).now;
        attributes.mtimeNs = target.mtimeNs;
        target = std::move(attributes);
        m_image.touch(find(to)->inode);
        return 0;
    });
}

Status CrashDisk::copyTimes(Handle from, Handle to) {
    return perform(CallKind::attributes, {"set the file's times", to}, [&] {
        if (find(from) == nullptr || find(to) == nullptr)
            return EBADF;
        m_image.node(find(to)->inode).now.mtimeNs = m_image.node(find(from)->inode).now.mtimeNs;
        m_image.touch(find(to)->inode);
        return 0;
    });
}

Status CrashDisk::setDefaultMode(Handle file, std::uint32_t mode) {
    constexpr std::uint32_t usualUmask = 022;
    return perform(CallKind::attributes, {"set the file's permissions", file}, [&] {
        if (find(file) == nullptr)
            return EBADF;
        m_image.node(find(file)->inode).now.mode = mode & ~usualUmask;
        m_image.touch(find(file)->inode);
        return 0;
    });
}

Status CrashDisk::copyBytes(Handle from, Handle to) {
    return perform(CallKind::copyBytes, {"copy the file", to}, [&] {
        OpenNode* target = find(to);
        if (find(from) == nullptr || target == nullptr || !target->writable)
            return EBADF;
        return writeTo(*target, std::string(m_image.node(find(from)->inode).bytes));
    });
}

Result<bool> CrashDisk::tryFlock(Handle file) {
    bool had = false;
    const Status done = perform(CallKind::flock, {"lock the file", file}, [&] {
        const OpenNode* opened = find(file);
        if (opened == nullptr)
            return EBADF;
        had = m_flocks.try_emplace(opened->inode, file).first->second == file;
        return 0;
    });
    return done ? Result<bool>(had) : Unexpected(done.error());
}

io::FileSystemTraits CrashDisk::traits(Handle) {
    const std::scoped_lock lock(m_mutex);
    return m_traits;
}

std::string CrashDisk::pathOf(Handle handle) {
    const std::scoped_lock lock(m_mutex);
    const OpenNode* opened = find(handle);
    return opened == nullptr ? std::string() : m_image.pathOf(opened->inode);
}

} // namespace stemma::test
