// SPDX-License-Identifier: MIT
#include "core/journal/set_aside.h"

#include <optional>
#include <utility>

#include "core/io/atomic_write.h"

namespace stemma::journal {

namespace {

std::string asidePrefix(std::string_view name) {
    while (name.starts_with('.'))
        name.remove_prefix(1);
    return std::string(name) + ".damaged-";
}

/// Renames into backups/ under the first free name of that kind.
Result<std::string> renameAside(const Environment& environment, const ReportFolder& folder,
                                const io::Open& from, const std::string& current, const std::string& prefix) {
    Timestamp stamp = environment.clock.now();
    for (;;) {
        std::string aside = prefix + backupStamp(stamp);
        Status moved = environment.disk.renameAt(from.get(), current, folder.backups.get(), aside,
                                                 io::RenameMode::noReplace);
        if (moved)
            return aside;
        if (moved.error().code != ErrorCode::conflict)
            return fail(std::move(moved.error()));
        ++stamp.micros;
    }
}

/// The file in backups/ that holds these bytes already.
Result<std::optional<std::string>> keptAlready(io::Disk& disk, const ReportFolder& folder,
                                               const std::string& prefix, std::string_view bytes) {
    auto entries = disk.list(folder.backups.get());
    if (!entries)
        return fail(std::move(entries.error()));
    for (const io::DirEntry& entry : *entries) {
        if (entry.type != io::NodeType::file || !entry.name.starts_with(prefix))
            continue;
        const auto content = io::readFile(disk, folder.backups, entry.name);
        if (content && content->bytes == bytes)
            return std::optional(entry.name);
    }
    return std::optional<std::string>();
}

} // namespace

Result<std::string> setAside(const Environment& environment, ReportFolder& folder, const io::Open& from,
                             const std::string& name) {
    io::Disk& disk = environment.disk;
    if (Status made = ensureBackups(disk, folder); !made)
        return fail(std::move(made.error()));
    auto aside = renameAside(environment, folder, from, name, asidePrefix(name));
    if (!aside)
        return aside;
    if (Status synced = disk.sync(folder.backups.get(), io::Durability::everything); !synced)
        return fail(std::move(synced.error()));
    if (from.get() != folder.backups.get()) {
        if (Status synced = disk.sync(from.get(), io::Durability::everything); !synced)
            return fail(std::move(synced.error()));
    }
    return aside;
}

Result<std::string> setAsideBytes(const Environment& environment, ReportFolder& folder,
                                  const std::string& name, std::string_view bytes) {
    io::Disk& disk = environment.disk;
    if (Status made = ensureBackups(disk, folder); !made)
        return fail(std::move(made.error()));
    const std::string prefix = asidePrefix(name);
    auto kept = keptAlready(disk, folder, prefix, bytes);
    if (!kept)
        return fail(std::move(kept.error()));
    std::string aside;
    if (*kept) {
        aside = **kept;
    } else {
        const std::string temporary = io::temporaryName(name);
        if (Status written = io::writeNewFile(disk, folder.backups, temporary, bytes); !written)
            return fail(std::move(written.error()));
        auto renamed = renameAside(environment, folder, folder.backups, temporary, prefix);
        if (!renamed)
            return renamed;
        aside = std::move(*renamed);
    }
    if (Status synced = disk.sync(folder.backups.get(), io::Durability::everything); !synced)
        return fail(std::move(synced.error()));
    return aside;
}

} // namespace stemma::journal
