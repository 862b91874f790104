// SPDX-License-Identifier: MIT
#include "core/io/strays.h"

#include <string_view>

#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/io/lock_token.h"

namespace stemma::io {

namespace {

/// temporaryName() cuts long names, but never below this.
constexpr std::size_t surelyUncut = 100;

bool belongsTo(std::string_view owned, std::string_view name) {
    return owned == name || owned == std::string(name) + ".lock" ||
           (owned.size() > surelyUncut && name.starts_with(owned));
}

} // namespace

bool isStray(Disk& disk, const Open& folder, const std::string& name, int pid) {
    if (!processLives(pid))
        return true;
    if (disk.traits(folder.get()).remote)
        return false;
    const auto stamp = disk.statAt(folder.get(), name);
    return stamp && !makerMayLive(pid, stamp->ctimeNs);
}

std::size_t removeStrays(Disk& disk, const std::string& path) {
    const auto target = disk.resolve(path);
    const auto split = splitFilePath(target ? *target : path);
    if (!split)
        return 0;
    const auto folder = openDirectory(disk, split->directory);
    if (!folder || disk.traits(folder->get()).remote)
        return 0;
    const auto entries = disk.list(folder->get());
    if (!entries)
        return 0;
    std::size_t removed = 0;
    for (const DirEntry& entry : *entries) {
        TemporaryOwner owner;
        if (!isTemporaryName(entry.name, &owner) || !belongsTo(owner.name, split->name) ||
            !isStray(disk, *folder, entry.name, owner.pid))
            continue;
        const Status gone = entry.type == NodeType::directory
                                ? disk.removeDirectoryAt(folder->get(), entry.name) // an empty one only
                                : disk.unlinkAt(folder->get(), entry.name);
        if (gone)
            ++removed;
    }
    if (removed > 0 && !disk.traits(folder->get()).keepsOrder)
        disk.sync(folder->get(),
                  Durability::everything); // what comes back all the same, the next one removes
    return removed;
}

} // namespace stemma::io
