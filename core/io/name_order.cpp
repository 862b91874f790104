// SPDX-License-Identifier: MIT
#include "core/io/name_order.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace stemma::io {

namespace {

/// Empty if unknown: no /proc, or a device without a name.
std::string ext4Options(std::uint64_t device) {
    const std::string link =
        "/sys/dev/block/" + std::to_string(major(device)) + ":" + std::to_string(minor(device));
    std::array<char, 4096> target{};
    const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
    if (length <= 0)
        return {};
    const std::string_view path(target.data(), static_cast<std::size_t>(length));
    const std::string name(path.substr(path.rfind('/') + 1));
    std::ifstream options("/proc/fs/ext4/" + name + "/options");
    return {std::istreambuf_iterator<char>(options), {}};
}

bool isOneOf(std::string_view kind, std::initializer_list<std::string_view> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

} // namespace

Journal journalOf(std::string_view ext4Options) {
    std::set<std::string_view> lines;
    while (!ext4Options.empty()) {
        const std::size_t end = std::min(ext4Options.find('\n'), ext4Options.size());
        lines.insert(ext4Options.substr(0, end));
        ext4Options.remove_prefix(std::min(end + 1, ext4Options.size()));
    }
    const bool ordered = lines.contains("data=ordered") || lines.contains("data=journal");
    Journal journal;
    journal.keepsOrder = ordered || lines.contains("data=writeback");
    // With a journal that is committed without waiting for its blocks, or a disk that is told no barriers,
    // nothing is in order.
    journal.commitsInOrder = ordered && lines.contains("barrier") && !lines.contains("journal_async_commit");
    return journal;
}

void NameOrder::describe(int descriptor, FileSystemTraits& traits) {
    // Servers have their own order, which is their business: a name that was removed there stays removed.
    traits.keepsOrder = isOneOf(traits.kind, {"xfs", "btrfs", "tmpfs", "nfs", "cifs"});
    traits.commitsInOrder = traits.kind == "xfs";
    struct stat status {};
    struct statfs system {};
    if (traits.kind != "ext4" || ::fstat(descriptor, &status) != 0 || ::fstatfs(descriptor, &system) != 0)
        return;
    Id id{status.st_dev, 0};
    static_assert(sizeof(system.f_fsid) == sizeof(id.second));
    std::memcpy(&id.second, &system.f_fsid, sizeof(id.second));
    constexpr std::chrono::seconds lasting{1};
    const auto now = std::chrono::steady_clock::now();
    const std::scoped_lock lock(m_mutex);
    Known& known = m_known[id];
    if (now >= known.until)
        known = {journalOf(ext4Options(status.st_dev)), now + lasting};
    traits.keepsOrder = known.journal.keepsOrder;
    traits.commitsInOrder = known.journal.commitsInOrder;
}

} // namespace stemma::io
