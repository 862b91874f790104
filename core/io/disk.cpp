// SPDX-License-Identifier: MIT
#include "core/io/disk.h"

#include <algorithm>
#include <utility>

#include "core/io/folders.h"

namespace stemma::io {

Status Disk::syncTogether(const std::vector<SyncRequest>& requests) {
    Status first;
    for (const SyncRequest& request : requests) {
        Status synced = sync(request.handle, request.durability);
        if (first && !synced)
            first = std::move(synced);
    }
    return first;
}

Result<FileStamp> Disk::statBelow(Handle directory, const std::string& folder, const std::string& name) {
    const Result<Handle> handle = openDirectoryAt(directory, folder);
    if (!handle)
        return fail(handle.error());
    const Open opened(*this, *handle);
    return name == "." ? stat(opened.get()) : statAt(opened.get(), name);
}

Result<FileStamp> Disk::readBelow(Handle directory, const std::string& folder, const std::string& name,
                                  FileBuffer& buffer, std::uint64_t limit) {
    const Result<Handle> handle = openDirectoryAt(directory, folder);
    if (!handle)
        return fail(handle.error());
    const Open opened(*this, *handle);
    const Result<FileContent> content = readFile(*this, opened, name, limit);
    if (!content)
        return fail(content.error());
    content->bytes.copy(buffer.roomFor(content->bytes.size()), content->bytes.size());
    return content->stamp;
}

char* FileBuffer::roomFor(std::size_t size) {
    constexpr std::size_t usualSize = std::size_t{64} << 10;
    if (size + padding > m_capacity) {
        m_capacity = std::max(usualSize, size + size / 2) + padding;
        m_room = std::make_unique_for_overwrite<char[]>(m_capacity);
    }
    m_size = size;
    std::fill_n(m_room.get() + size, padding, '\0');
    return m_room.get();
}

Open& Open::operator=(Open&& other) noexcept {
    if (this != &other) {
        if (m_handle != noHandle)
            m_disk->close(m_handle);
        m_disk = other.m_disk;
        m_handle = std::exchange(other.m_handle, noHandle);
    }
    return *this;
}

Open::~Open() {
    // Whoever needs to know how closing went calls close().
    if (m_handle != noHandle)
        m_disk->close(m_handle);
}

Status Open::close() {
    if (m_handle == noHandle)
        return {};
    return m_disk->close(std::exchange(m_handle, noHandle));
}

namespace {

Result<Open> wrapped(Disk& disk, Result<Handle> handle) {
    if (!handle)
        return fail(std::move(handle.error()));
    return Open(disk, *handle);
}

constexpr int readAttempts = 10;

Result<FileContent> readOpen(Disk& disk, const Open& file, std::uint64_t limit) {
    for (int attempt = 0; attempt < readAttempts; ++attempt) {
        const Result<FileStamp> before = disk.stat(file.get());
        if (!before)
            return fail(before.error());
        Result<std::string> bytes =
            before->size > limit ? Result<std::string>(std::string()) : disk.read(file.get(), 0, limit + 1);
        if (!bytes)
            return fail(std::move(bytes.error()));
        if (before->size > limit || bytes->size() > limit)
            return fail(ErrorCode::damaged, "read the file", disk.pathOf(file.get()),
                        "it is larger than " + std::to_string(limit >> 20U) + " MiB",
                        "No file of this kind is that large: look at it with another program.");
        const Result<FileStamp> after = disk.stat(file.get());
        if (!after)
            return fail(after.error());
        if (after->sameStateAs(*before) && bytes->size() == after->size)
            return FileContent{std::move(*bytes), *after};
    }
    return fail(ErrorCode::conflict, "read the file", disk.pathOf(file.get()),
                "another program keeps changing it", "Wait until the other program is done, and try again.");
}

} // namespace

Result<Open> openDirectory(Disk& disk, const std::string& path) {
    return wrapped(disk, disk.openDirectory(path));
}

Result<Open> openDirectoryAt(Disk& disk, const Open& directory, const std::string& name) {
    return wrapped(disk, disk.openDirectoryAt(directory.get(), name));
}

Result<Open> openRealDirectoryAt(Disk& disk, const Open& directory, const std::string& name) {
    Result<Open> opened = openDirectoryAt(disk, directory, name);
    if (!opened)
        return opened;
    // What was opened is what stands there: a link, or what took its place meanwhile, is another node.
    const Result<FileStamp> seen = disk.stat(opened->get());
    if (!seen)
        return fail(seen.error());
    const Result<FileStamp> named = disk.statAt(directory.get(), name);
    if (!named)
        return fail(named.error());
    if (named->type != NodeType::directory || !named->sameFileAs(*seen))
        return fail(ErrorCode::unsafe, "open the folder", joinPath(disk.pathOf(directory.get()), name),
                    "it is a symbolic link", "A folder is expected here: move what is in its place away.");
    return opened;
}

Result<Open> openFile(Disk& disk, const Open& directory, const std::string& name, OpenMode mode) {
    return wrapped(disk, disk.openFile(directory.get(), name, mode));
}

Result<FileContent> readFile(Disk& disk, const Open& directory, const std::string& name,
                             std::uint64_t limit) {
    const Result<Open> file = openFile(disk, directory, name, OpenMode::read);
    if (!file)
        return fail(file.error());
    return readOpen(disk, *file, limit);
}

Result<FileContent> readFile(Disk& disk, const Open& file, std::uint64_t limit) {
    return readOpen(disk, file, limit);
}

Result<FileContent> readFile(Disk& disk, const std::string& path, std::uint64_t limit) {
    const Result<std::string> resolved = disk.resolve(path);
    if (!resolved)
        return fail(resolved.error());
    const Place place = splitPath(*resolved);
    const Result<Open> directory = openDirectory(disk, place.directory);
    if (!directory)
        return fail(directory.error());
    const Result<Open> file = openFile(disk, *directory, place.name, OpenMode::read);
    if (!file)
        return fail(file.error());
    return readOpen(disk, *file, limit);
}

std::string joinPath(std::string_view directoryPath, std::string_view name) {
    if (directoryPath.empty())
        return std::string(name);
    std::string path(directoryPath);
    if (path.back() != '/')
        path += '/';
    path += name;
    return path;
}

} // namespace stemma::io
