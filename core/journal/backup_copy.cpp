// SPDX-License-Identifier: MIT
#include "core/journal/backup_copy.h"

#include "core/io/atomic_write.h"

namespace stemma::journal {

namespace {

constexpr std::uint32_t backupMode = 0644;

Status writeLike(io::Disk& disk, const io::Open& copy, std::string_view bytes, io::Handle like) {
    // Before the first byte, so that nobody reads what the old file would not have shown.
    Status done = like == io::noHandle ? disk.setDefaultMode(copy.get(), backupMode)
                                       : disk.copyAttributes(like, copy.get());
    if (done)
        done = disk.write(copy.get(), bytes);
    if (done && like != io::noHandle)
        done = disk.copyTimes(like, copy.get());
    if (done)
        done = disk.sync(copy.get(), io::Durability::everything);
    return done;
}

} // namespace

Status writeBackupCopy(io::Disk& disk, const io::Open& folder, const std::string& name,
                       std::string_view bytes, io::Handle like, io::RenameMode mode) {
    const std::string temporary = io::temporaryName(outlineName);
    auto copy = io::openFile(disk, folder, temporary, io::OpenMode::createNew);
    if (!copy)
        return fail(std::move(copy.error()));
    Status done = writeLike(disk, *copy, bytes, like);
    if (done)
        done = copy->close();
    if (done)
        done = disk.renameAt(folder.get(), temporary, folder.get(), name, mode);
    if (!done)
        disk.unlinkAt(folder.get(), temporary); // the first error is the one that matters
    return done;
}

Status copyBackup(io::Disk& disk, const io::Open& from, const io::Open& to, const std::string& name,
                  io::RenameMode mode) {
    const auto old = io::openFile(disk, from, name, io::OpenMode::read);
    const auto content = old ? io::readFile(disk, *old) : fail(old.error());
    if (!content)
        return fail(content.error());
    return writeBackupCopy(disk, to, name, content->bytes, old->get(), mode);
}

} // namespace stemma::journal
