// SPDX-License-Identifier: MIT
#include "core/report/lock_state.h"

#include "core/report/report_library.h"

namespace stemma::report {

namespace {

constexpr const char* lockName = ".lock";

/// For how long a lock may last.
std::uint64_t outlineSize(io::Disk& disk, const io::Open& directory) {
    const auto outline = disk.statAt(directory.get(), "outline.json");
    return outline ? outline->size : 0;
}

} // namespace

Result<std::optional<io::LockHolder>> reportLock(io::Disk& disk, const std::string& root,
                                                 const ReportId& id) {
    const auto path = reportDirectory(disk, root, id);
    if (!path)
        return fail(path.error());
    const auto directory = io::openDirectory(disk, *path);
    if (!directory)
        return fail(directory.error());
    return io::lockHolder(disk, *directory, lockName, outlineSize(disk, *directory));
}

Status breakReportLock(io::Disk& disk, const std::string& root, const ReportId& id) {
    const auto path = reportDirectory(disk, root, id);
    if (!path)
        return fail(path.error());
    const auto directory = io::openDirectory(disk, *path);
    if (!directory)
        return fail(directory.error());
    return io::breakLock(disk, *directory, *path, lockName, outlineSize(disk, *directory));
}

} // namespace stemma::report
