// SPDX-License-Identifier: MIT
#include "core/graph/backup_folder.h"

#include <algorithm>
#include <string_view>

#include "core/io/folders.h"
#include "core/json/json_document.h"

namespace stemma::graph {

namespace {

using json::Value;

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
    content.seen = std::to_string(own->inode) + '\n';
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

Result<std::string> backupFlaw(io::Disk& disk, const io::Open& backups, const std::string& name) {
    const auto folder = io::openRealDirectoryAt(disk, backups, name);
    if (!folder)
        return fail(folder.error());
    bool any = false;
    for (const char* registry : backedUpRegistries) {
        const auto content = io::readFile(disk, *folder, registry);
        if (!content && content.error().code == ErrorCode::notFound)
            continue;
        if (!content)
            return fail(content.error());
        const auto document = json::parseFile(content->bytes, registry);
        if (!document)
            return std::string(registry) + " in it can't be read: " + document.error().detail;
        if (!document->isObject())
            return std::string(registry) + " in it holds no object";
        any = true;
    }
    return any ? std::string() : "it holds no registry";
}

} // namespace stemma::graph
