// SPDX-License-Identifier: MIT
#include "tests/support/crash_disk.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace stemma::test {

using io::FileStamp;
using io::Handle;
using io::NodeType;
using io::OpenMode;
using io::RenameMode;

Result<Handle> CrashDisk::openDirectory(const std::string& path) {
    Handle handle = io::noHandle;
    int cause = 0;
    const Status done = perform(CallKind::open, {"open the folder", io::noHandle, path}, [&] {
        const Inode inode = walk(path, cause);
        if (inode == noInode)
            return cause;
        if (m_image.node(inode).type != NodeType::directory)
            return ENOTDIR;
        handle = newHandle({inode});
        return 0;
    });
    return done ? Result<Handle>(handle) : Unexpected(done.error());
}

Result<Handle> CrashDisk::openDirectoryAt(Handle directory, const std::string& name) {
    Handle handle = io::noHandle;
    const Status done = perform(CallKind::open, {"open the folder", directory, name}, [&] {
        const OpenNode* above = find(directory);
        if (above == nullptr)
            return EBADF;
        Inode inode = above->inode;
        if (name != ".") {
            const std::string path = m_image.pathOf(above->inode);
            int cause = ENOENT;
            inode = path.empty() ? noInode : walk(io::joinPath(path, name), cause);
            if (inode == noInode)
                return cause;
        }
        if (m_image.node(inode).type != NodeType::directory)
            return ENOTDIR;
        handle = newHandle({inode});
        return 0;
    });
    return done ? Result<Handle>(handle) : Unexpected(done.error());
}

int CrashDisk::openExisting(Inode inode, OpenMode mode, Handle& handle) {
    switch (m_image.node(inode).type) {
    case NodeType::directory:
        return EISDIR;
    case NodeType::symlink:
        return ELOOP;
    case NodeType::special:
        return ENXIO;
    case NodeType::file:
        break;
    }
    OpenNode opened{inode};
    opened.writable = mode != OpenMode::read;
    opened.append = mode == OpenMode::append || mode == OpenMode::appendCreate;
    handle = newHandle(opened);
    return 0;
}

int CrashDisk::create(Inode directory, const std::string& name, OpenMode mode, Handle& handle) {
    const bool appends = mode == OpenMode::appendCreate;
    const Inode made = m_image.newNode(NodeType::file, appends ? 0644 : 0600);
    m_image.changeNames({{directory, name, made}});
    OpenNode opened{made};
    opened.writable = true;
    opened.append = appends;
    handle = newHandle(opened);
    return 0;
}

Result<Handle> CrashDisk::openFile(Handle directory, const std::string& name, OpenMode mode) {
    Inode there = noInode;
    {
        const std::scoped_lock lock(m_mutex);
        const Node* above = directoryOf(directory);
        if (above != nullptr)
            there = m_image.lookUp(find(directory)->inode, name);
    }
    const bool mayCreate = mode == OpenMode::createNew || mode == OpenMode::appendCreate;
    const CallKind kind = mayCreate && there == noInode ? CallKind::create : CallKind::open;
    Handle handle = io::noHandle;
    Status done = perform(kind, {"open the file", directory, name}, [&] {
        if (directoryOf(directory) == nullptr)
            return EBADF;
        const Inode above = find(directory)->inode;
        const Inode inode = m_image.lookUp(above, name);
        if (inode == noInode)
            return mayCreate ? create(above, name, mode, handle) : ENOENT;
        return mode == OpenMode::createNew ? EEXIST : openExisting(inode, mode, handle);
    });
    if (done)
        return handle;
    if (done.error().osErrno == ENXIO)
        done.error().code = ErrorCode::unsafe;
    return Unexpected(std::move(done.error()));
}

Status CrashDisk::close(Handle handle) {
    const auto forget = [&] {
        std::erase_if(m_flocks, [&](const auto& held) { return held.second == handle; });
        return m_open.erase(handle) == 1 ? 0 : EBADF;
    };
    // The handle is gone all the same when closing fails.
    return perform(CallKind::close, {"close the file", handle}, forget, forget);
}

Result<std::string> CrashDisk::read(Handle file, std::uint64_t offset, std::uint64_t limit) {
    std::string bytes;
    const Status done = perform(CallKind::read, {"read the file", file}, [&] {
        const OpenNode* opened = find(file);
        if (opened == nullptr)
            return EBADF;
        const Node& node = m_image.node(opened->inode);
        if (node.type != NodeType::file)
            return EISDIR;
        if (offset < node.bytes.size())
            bytes = node.bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(limit));
        return 0;
    });
    return done ? Result<std::string>(std::move(bytes)) : Unexpected(done.error());
}

int CrashDisk::writeTo(OpenNode& file, std::string_view bytes) {
    const std::uint64_t at = file.append ? m_image.node(file.inode).bytes.size() : file.position;
    m_image.write(file.inode, at, bytes);
    file.position = at + bytes.size();
    return 0;
}

Status CrashDisk::write(Handle file, std::string_view bytes) {
    const auto put = [&](std::string_view part) {
        OpenNode* opened = find(file);
        return opened == nullptr || !opened->writable ? EBADF : writeTo(*opened, part);
    };
    return perform(
        CallKind::write, {"write the file", file}, [&] { return put(bytes); },
        [&] {
            const OpenNode* opened = find(file);
            // A short append is taken back (Disk::write).
            return opened != nullptr && !opened->append ? put(bytes.substr(0, bytes.size() / 2)) : 0;
        });
}

Status CrashDisk::sync(Handle handle, io::Durability durability) {
    return perform(
        CallKind::sync, {"write to the disk", handle},
        [&] {
            const OpenNode* opened = find(handle);
            if (opened == nullptr)
                return EBADF;
            if (isSyncLeftOut(m_image.node(opened->inode).type))
                return 0;
            if (m_image.node(opened->inode).type == NodeType::directory)
                m_image.syncDirectory(opened->inode);
            else
                m_image.syncFile(opened->inode, durability == io::Durability::everything
                                                    ? CrashImage::SyncScope::everything
                                                    : CrashImage::SyncScope::data);
            return 0;
        },
        [&] {
            const OpenNode* opened = find(handle);
            if (opened != nullptr && m_image.node(opened->inode).type == NodeType::file)
                m_image.failSync(opened->inode);
            return 0;
        });
}

Status CrashDisk::truncate(Handle file, std::uint64_t size) {
    return perform(CallKind::truncate, {"shorten the file", file}, [&] {
        const OpenNode* opened = find(file);
        if (opened == nullptr || !opened->writable)
            return EBADF;
        m_image.truncate(opened->inode, size);
        return 0;
    });
}

Status CrashDisk::reserve(Handle file, std::uint64_t) {
    return perform(CallKind::reserve, {"reserve room for the file", file},
                   [&] { return find(file) == nullptr ? EBADF : 0; });
}

Result<FileStamp> CrashDisk::stat(Handle handle) {
    FileStamp stamp;
    const Status done = perform(CallKind::read, {"look at the file", handle}, [&] {
        const OpenNode* opened = find(handle);
        if (opened == nullptr)
            return EBADF;
        stamp = stampOf(opened->inode);
        return 0;
    });
    return done ? Result<FileStamp>(stamp) : Unexpected(done.error());
}

Result<FileStamp> CrashDisk::statAt(Handle directory, const std::string& name) {
    FileStamp stamp;
    const Status done = perform(CallKind::read, {"look at the file", directory, name}, [&] {
        if (directoryOf(directory) == nullptr)
            return EBADF;
        const Inode inode = m_image.lookUp(find(directory)->inode, name);
        if (inode == noInode)
            return ENOENT;
        stamp = stampOf(inode);
        return 0;
    });
    return done ? Result<FileStamp>(stamp) : Unexpected(done.error());
}

Result<std::vector<io::DirEntry>> CrashDisk::list(Handle directory) {
    std::vector<io::DirEntry> entries;
    const Status done = perform(CallKind::read, {"list the folder", directory}, [&] {
        const Node* node = directoryOf(directory);
        if (node == nullptr)
            return EBADF;
        for (const auto& [name, inode] : node->entries)
            entries.push_back({name, m_image.node(inode).type});
        return 0;
    });
    return done ? Result<std::vector<io::DirEntry>>(std::move(entries)) : Unexpected(done.error());
}

Result<std::string> CrashDisk::readLinkAt(Handle directory, const std::string& name) {
    std::string target;
    const Status done = perform(CallKind::read, {"read the symbolic link", directory, name}, [&] {
        if (directoryOf(directory) == nullptr)
            return EBADF;
        const Inode inode = m_image.lookUp(find(directory)->inode, name);
        if (inode == noInode)
            return ENOENT;
        if (m_image.node(inode).type != NodeType::symlink)
            return EINVAL;
        target = m_image.node(inode).bytes;
        return 0;
    });
    return done ? Result<std::string>(std::move(target)) : Unexpected(done.error());
}

Result<std::string> CrashDisk::resolve(const std::string& path) {
    std::string real;
    const Status done = perform(CallKind::read, {"find the file", io::noHandle, path}, [&] {
        int cause = 0;
        return walk(path, cause, &real) == noInode ? cause : 0;
    });
    return done ? Result<std::string>(std::move(real)) : Unexpected(done.error());
}

} // namespace stemma::test
