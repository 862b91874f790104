// SPDX-License-Identifier: MIT
#include "core/graph/backup_folder.h"

#include <algorithm>
#include <string_view>

#include "core/io/folders.h"
#include "core/json/json_document.h"

namespace stemma::graph {

namespace {

using json::Value;

bool all(std::string_view text, bool (*is)(char)) {
    return std::all_of(text.begin(), text.end(), is);
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f');
}

void note(LoggedBackups& logged, const std::string& folder, Timestamp moment) {
    Timestamp& known = logged[folder];
    known = std::max(known, moment); // the later one removes nothing early
}

/// `local time | ndf.atomic | INFO | {"timestamp": …, "backup_dir": …}`
void readLine(std::string_view line, LoggedBackups& logged) {
    const std::size_t begin = line.find('{');
    if (begin == std::string_view::npos || line.find("\"backup_") == std::string_view::npos)
        return;
    const auto event = json::parse(line.substr(begin));
    if (!event)
        return;
    const auto moment = parseIso(event->stringAt("timestamp").value_or(std::string()));
    const auto folder = event->stringAt("backup_dir");
    const auto file = event->stringAt("backup_path");
    if (!moment || (!folder && !file))
        return;
    const std::string path = folder ? *folder : io::splitPath(*file).directory;
    note(logged, io::splitPath(path).name, *moment);
}

void addSeen(BackupContent& content, const std::string& name, const io::FileStamp& stamp) {
    content.seen += name + '\0' + std::to_string(stamp.inode) + ' ' + std::to_string(stamp.size) + ' ' +
                    std::to_string(stamp.mtimeNs) + ' ' + std::to_string(stamp.ctimeNs) + '\n';
    content.newestNs = std::max(content.newestNs, stamp.mtimeNs);
}

} // namespace

std::optional<BackupName> backupNameOf(const std::string& folder) {
    constexpr std::size_t tail = 25; // _YYYYmmdd_HHMMSS_12345678
    if (folder.size() < tail)
        return std::nullopt;
    const std::string_view end = std::string_view(folder).substr(folder.size() - tail);
    if (end[0] != '_' || end[9] != '_' || end[16] != '_' || !all(end.substr(1, 8), isDigit) ||
        !all(end.substr(10, 6), isDigit) || !all(end.substr(17), isHex))
        return std::nullopt;
    return BackupName{folder.substr(0, folder.size() - tail), std::string(end.substr(1, 15)),
                      std::string(end.substr(17))};
}

LoggedBackups readLoggedBackups(io::Disk& disk, const std::string& logFolder) {
    LoggedBackups logged;
    const auto folder = logFolder.empty() ? Result<io::Open>(io::Open()) : io::openDirectory(disk, logFolder);
    if (!folder || !*folder)
        return logged;
    for (const char* name :
         {"atomic.log", "atomic.log.1", "atomic.log.2", "atomic.log.3", "atomic.log.4", "atomic.log.5"}) {
        const auto content = io::readFile(disk, *folder, name);
        std::string_view rest = content ? std::string_view(content->bytes) : std::string_view();
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            readLine(rest.substr(0, end), logged);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return logged;
}

Result<BackupContent> readBackupContent(io::Disk& disk, const io::Open& backups, const std::string& name) {
    const auto folder = io::openRealDirectoryAt(disk, backups, name);
    if (!folder)
        return fail(folder.error());
    auto entries = disk.list(folder->get());
    const auto own = disk.stat(folder->get());
    if (!entries || !own)
        return fail(entries ? own.error() : entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    BackupContent content;
    content.newestNs = own->mtimeNs;
    content.seen = std::to_string(own->inode) + ' ' + std::to_string(own->mtimeNs) + '\n';
    for (const io::DirEntry& entry : *entries) {
        const auto stamp = disk.statAt(folder->get(), entry.name);
        if (!stamp)
            return fail(stamp.error());
        content.plain = content.plain && stamp->type == io::NodeType::file && entry.name.ends_with(".json");
        content.bytes += stamp->size;
        addSeen(content, entry.name, *stamp);
    }
    return content;
}

} // namespace stemma::graph
