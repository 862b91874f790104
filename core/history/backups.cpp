// SPDX-License-Identifier: MIT
#include "core/history/backups.h"

#include <algorithm>

#include "core/base/ids.h"

namespace stemma::history {

namespace {

constexpr std::string_view folder = "backups";
constexpr std::string_view prefix = "outline.json.";
constexpr std::string_view suffix = ".bak";

/// The report's `backups/`; nothing if there is none.
Result<std::optional<io::Open>> openFolder(io::Disk& disk, const std::string& reportDirectory) {
    auto report = io::openDirectory(disk, reportDirectory);
    if (!report)
        return tl::unexpected(std::move(report.error()));
    auto backups = io::openDirectoryAt(disk, *report, std::string(folder));
    if (backups)
        return std::optional<io::Open>(std::move(*backups));
    if (backups.error().code == ErrorCode::notFound)
        return std::optional<io::Open>();
    return tl::unexpected(std::move(backups.error()));
}

} // namespace

const char* backupStateWord(BackupState state) {
    switch (state) {
    case BackupState::none:
        return "none";
    case BackupState::ok:
        return "ok";
    case BackupState::missing:
        return "missing";
    case BackupState::damaged:
        return "damaged";
    case BackupState::foreign:
        return "foreign";
    case BackupState::unsafe:
        return "unsafe";
    case BackupState::pruned:
        return "pruned";
    }
    return "none";
}

std::string backupFileName(Timestamp moment) {
    return std::string(prefix) + backupStamp(moment) + std::string(suffix);
}

std::optional<Timestamp> backupTime(std::string_view fileName) {
    if (fileName.size() < prefix.size() + suffix.size() || !fileName.starts_with(prefix) ||
        !fileName.ends_with(suffix))
        return std::nullopt;
    fileName.remove_prefix(prefix.size());
    fileName.remove_suffix(suffix.size());
    return parseBackupStamp(fileName);
}

Result<std::vector<BackupFile>> listBackups(io::Disk& disk, const std::string& reportDirectory) {
    auto backups = openFolder(disk, reportDirectory);
    if (!backups)
        return tl::unexpected(std::move(backups.error()));
    std::vector<BackupFile> files;
    if (!*backups)
        return files;
    auto entries = disk.list((*backups)->get());
    if (!entries)
        return tl::unexpected(std::move(entries.error()));
    for (const io::DirEntry& entry : *entries) {
        const auto made = backupTime(entry.name);
        if (!made)
            continue;
        auto stamp = disk.statAt((*backups)->get(), entry.name);
        if (!stamp) {
            if (stamp.error().code == ErrorCode::notFound)
                continue; // pruned between the two calls
            return tl::unexpected(std::move(stamp.error()));
        }
        files.push_back({entry.name, *made, *stamp});
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

Result<io::FileContent> readBackup(io::Disk& disk, const std::string& reportDirectory,
                                   const std::string& name) {
    const std::string path = io::joinPath(io::joinPath(reportDirectory, folder), name);
    if (!isSafeName(name))
        return fail(ErrorCode::unsafe, "read the backup", name,
                    "the name in the history leads out of the report's backups",
                    "Nothing was opened. Choose another version.");
    auto backups = openFolder(disk, reportDirectory);
    if (!backups)
        return tl::unexpected(std::move(backups.error()));
    if (!*backups)
        return fail(ErrorCode::notFound, "read the backup", path, "the report has no folder of backups");
    auto content = io::readFile(disk, **backups, name);
    if (!content) {
        Error error = std::move(content.error());
        error.action = "read the backup";
        error.path = path;
        return fail(std::move(error));
    }
    return content;
}

} // namespace stemma::history
