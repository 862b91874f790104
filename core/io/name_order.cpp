// SPDX-License-Identifier: MIT
#include "core/io/name_order.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace stemma::io {

namespace {

/// The kernel lists the options in force; the journal's mode is among them only if there is a journal.
/// Unknown (no /proc, a device without a name) counts as none.
bool extHasJournal(std::uint64_t device) {
    const std::string link =
        "/sys/dev/block/" + std::to_string(major(device)) + ":" + std::to_string(minor(device));
    std::array<char, 4096> target{};
    const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
    if (length <= 0)
        return false;
    const std::string_view path(target.data(), static_cast<std::size_t>(length));
    const std::string name(path.substr(path.rfind('/') + 1));
    std::ifstream options("/proc/fs/ext4/" + name + "/options");
    const std::string text(std::istreambuf_iterator<char>(options), {});
    return text.find("\ndata=") != std::string::npos;
}

} // namespace

bool NameOrder::isKept(int descriptor, const FileSystemTraits& traits) {
    constexpr std::array<std::string_view, 3> ordered{"xfs", "btrfs", "tmpfs"};
    if (std::find(ordered.begin(), ordered.end(), traits.kind) != ordered.end())
        return true;
    if (traits.kind == "nfs" || traits.kind == "cifs")
        return true; // their servers' business
    struct stat status {};
    struct statfs system {};
    if (traits.kind != "ext4" || ::fstat(descriptor, &status) != 0 || ::fstatfs(descriptor, &system) != 0)
        return false;
    Id id{status.st_dev, 0};
    static_assert(sizeof(system.f_fsid) == sizeof(id.second));
    std::memcpy(&id.second, &system.f_fsid, sizeof(id.second));
    const std::scoped_lock lock(m_mutex);
    const auto [known, isNew] = m_hasJournal.try_emplace(id, false);
    if (isNew)
        known->second = extHasJournal(status.st_dev);
    return known->second;
}

} // namespace stemma::io
