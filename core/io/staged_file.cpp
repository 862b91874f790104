// SPDX-License-Identifier: MIT
#include "core/io/staged_file.h"

#include <cerrno>
#include <utility>

#include "core/base/ids.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"

namespace stemma::io {

namespace {

constexpr const char* saving = "save the file";

bool isMissing(const Error& error) {
    return error.code == ErrorCode::notFound;
}

/// Where the bytes really go: a symbolic link at the end of the path is followed, once more if it leads
/// nowhere yet.
Result<std::string> targetOf(Disk& disk, const std::string& path) {
    Result<std::string> resolved = disk.resolve(path);
    if (resolved || !isMissing(resolved.error()))
        return resolved;
    const Place place = splitPath(path);
    const Result<Open> directory = openDirectory(disk, place.directory);
    if (!directory)
        return isMissing(directory.error()) ? Result<std::string>(path) : fail(directory.error());
    const Result<FileStamp> link = disk.statAt(directory->get(), place.name);
    if (!link)
        return isMissing(link.error()) ? Result<std::string>(path) : fail(link.error());
    if (link->type != NodeType::symlink)
        return path;
    const Result<std::string> target = disk.readLinkAt(directory->get(), place.name);
    if (!target)
        return fail(target.error());
    return target->starts_with('/') ? *target : joinPath(place.directory, *target);
}

/// The file that is to be replaced, opened; nothing open if there is none.
Result<Open> openPredecessor(Disk& disk, const Open& directory, const Place& place) {
    const std::string path = joinPath(place.directory, place.name);
    const Result<FileStamp> old = disk.statAt(directory.get(), place.name);
    if (!old)
        return isMissing(old.error()) ? Result<Open>(Open()) : fail(old.error());
    if (old->type != NodeType::file)
        return fail(ErrorCode::unsafe, saving, path, "something that is not a regular file is in its place",
                    "Move it away, or save under another name.");
    if (old->links > 1)
        return fail(ErrorCode::unsafe, saving, path,
                    "the file has " + std::to_string(old->links) +
                        " names (hard links), and saving would part them",
                    "Remove the other names, or save under another name.");
    return openFile(disk, directory, place.name, OpenMode::read);
}

Unexpected isThere(const std::string& path) {
    return fail(ErrorCode::conflict, saving, path, "there is a file of that name already",
                "Choose another name, or allow that it is replaced.");
}

} // namespace

Status checkPlace(Disk& disk, const std::string& path, Existing existing) {
    const Result<Place> place = splitFilePath(path);
    if (!place)
        return fail(place.error());
    const Result<Open> folder = openDirectory(disk, place->directory);
    if (!folder)
        return fail(folder.error());
    const Result<FileStamp> stamp = disk.statAt(folder->get(), place->name);
    if (stamp)
        return existing == Existing::keep ? isThere(path) : Status();
    return isMissing(stamp.error()) ? Status() : fail(stamp.error());
}

StagedFile::StagedFile(Disk& disk, Open folder, std::string directory, std::string name, Existing existing)
    : m_disk(&disk)
    , m_folder(std::move(folder))
    , m_directory(std::move(directory))
    , m_name(std::move(name))
    , m_existing(existing) {}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : m_disk(other.m_disk)
    , m_folder(std::move(other.m_folder))
    , m_directory(std::move(other.m_directory))
    , m_name(std::move(other.m_name))
    , m_temporary(std::exchange(other.m_temporary, {}))
    , m_existing(other.m_existing)
    , m_stamp(other.m_stamp) {}

StagedFile::~StagedFile() {
    if (!m_temporary.empty())
        m_disk->unlinkAt(m_folder.get(), m_temporary); // nobody is left to be told
}

std::string StagedFile::path() const {
    return joinPath(m_directory, m_name);
}

Result<StagedFile> StagedFile::stage(Disk& disk, const std::string& path, std::string_view bytes,
                                     Existing existing, MissingFolders folders) {
    const Result<std::string> target = existing == Existing::keep ? path : targetOf(disk, path);
    if (!target)
        return fail(target.error());
    const Place place = splitPath(*target);
    if (!isSafeName(place.name))
        return fail(ErrorCode::unsafe, saving, path, "the path does not end in a file name");
    Result<Open> folder = folders == MissingFolders::make ? openOrMakeFolder(disk, place.directory)
                                                          : openDirectory(disk, place.directory);
    if (!folder)
        return fail(folder.error());
    StagedFile staged(disk, std::move(*folder), place.directory, place.name, existing);
    if (Status written = staged.write(bytes); !written)
        return fail(std::move(written.error()));
    return staged;
}

Status StagedFile::write(std::string_view bytes) {
    Open old;
    if (m_existing == Existing::replace) {
        Result<Open> opened = openPredecessor(*m_disk, m_folder, {m_directory, m_name});
        if (!opened)
            return fail(opened.error());
        old = std::move(*opened);
    }
    std::string temporary = temporaryName(m_name);
    Status written = writeNewFile(*m_disk, m_folder, temporary, bytes, old.get());
    if (written)
        m_temporary = std::move(temporary);
    else
        written.error().path = path(); // a person knows the file, not its temporary name
    return written;
}

Status StagedFile::putInPlace() {
    const bool keep = m_existing == Existing::keep;
    Status done;
    if (keep) {
        const Result<FileStamp> stamp = m_disk->statAt(m_folder.get(), m_temporary);
        if (stamp)
            m_stamp = *stamp;
        else
            done = fail(stamp.error());
    }
    if (done)
        done = m_disk->renameAt(m_folder.get(), m_temporary, m_folder.get(), m_name,
                                keep ? RenameMode::noReplace : RenameMode::replace);
    if (!done) {
        if (keep && done.error().osErrno == EEXIST)
            done = isThere(path());
        done.error().path = path();
        takeBack(done.error());
        return done;
    }
    m_temporary.clear();
    if (Status synced = m_disk->sync(m_folder.get(), Durability::everything); !synced) {
        synced.error().path = path();
        synced.error().committed = Committed::unknown;
        return synced;
    }
    return {};
}

void StagedFile::takeBack(Error& cause) {
    const std::string temporary = std::exchange(m_temporary, {});
    if (!temporary.empty() && !m_disk->unlinkAt(m_folder.get(), temporary))
        cause.detail += "; the temporary file " + temporary + " was left beside it";
}

bool StagedFile::removeAgain() {
    const Result<FileStamp> stamp = m_disk->statAt(m_folder.get(), m_name);
    return m_existing == Existing::keep && stamp && stamp->sameFileAs(m_stamp) &&
           m_disk->unlinkAt(m_folder.get(), m_name);
}

} // namespace stemma::io
