// SPDX-License-Identifier: MIT
// The backups that the old program makes, and what its log tells of them.
#include <algorithm>
#include <cstdint>
#include <ctime>
#include <unordered_map>
#include <utility>

#include "core/graph/backup_folder.h"
#include "core/graph/user_history.h"
#include "core/io/folders.h"
#include "core/json/json_document.h"

namespace stemma::graph {

namespace {

constexpr std::size_t stampLength = 15; ///< 20250628_100117
constexpr std::size_t digitsLength = 8;
constexpr std::size_t tailLength = 1 + stampLength + 1 + digitsLength;

bool hasOnly(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool isStamp(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    constexpr std::size_t dateLength = 8;
    return text[dateLength] == '_' && hasOnly(text.substr(0, dateLength), digits) &&
           hasOnly(text.substr(dateLength + 1), digits);
}

int stampNumber(std::string_view text, std::size_t at, std::size_t length) {
    return std::stoi(std::string(text.substr(at, length)));
}

std::tm fieldsOf(std::string_view stamp) {
    std::tm fields{};
    fields.tm_year = stampNumber(stamp, 0, 4) - 1900;
    fields.tm_mon = stampNumber(stamp, 4, 2) - 1;
    fields.tm_mday = stampNumber(stamp, 6, 2);
    fields.tm_hour = stampNumber(stamp, 9, 2);
    fields.tm_min = stampNumber(stamp, 11, 2);
    fields.tm_sec = stampNumber(stamp, 13, 2);
    fields.tm_isdst = -1;
    return fields;
}

constexpr std::int64_t microsPerSecond = 1'000'000;

/// Whether a moment can be that local time in some zone of the world.
bool fitsLocalTime(Timestamp moment, const std::string& localTime) {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t slowest = 15 * 60; // of an operation: the folder's time is that of its last file
    std::tm fields = fieldsOf(localTime);
    const std::int64_t asUtc = timegm(&fields);
    const std::int64_t seconds = moment.micros / microsPerSecond;
    return seconds >= asUtc - 14 * hour - 1 && seconds <= asUtc + 12 * hour + slowest;
}

/// What the log says of one transaction.
struct Started {
    std::string operation, utc, graph, user;
};
/// By the first 8 digits of the transaction's id.
using StartedMap = std::unordered_multimap<std::string, Started>;

void readLogLine(std::string_view line, StartedMap& started) {
    constexpr std::string_view separator = " | ";
    for (int field = 0; field < 3; ++field) {
        const std::size_t end = line.find(separator);
        if (end == std::string_view::npos)
            return;
        line.remove_prefix(end + separator.size());
    }
    const auto entry = json::parse(line);
    if (!entry || entry->stringAt("message") != "Starting graph transaction")
        return;
    const auto text = [&](std::string_view key) { return entry->stringAt(key).value_or(std::string()); };
    const std::string id = text("transaction_id");
    if (id.size() < digitsLength)
        return;
    const auto moment = parseIso(text("timestamp"));
    started.emplace(id.substr(0, digitsLength), Started{text("operation"), moment ? isoText(*moment) : "",
                                                        text("graph_id"), text("user_id")});
}

/// A log that is missing or can't be read tells nothing, as if it had been rotated away.
StartedMap readLogs(io::Disk& disk, const std::string& logFolder) {
    StartedMap started;
    if (logFolder.empty())
        return started;
    const auto folder = io::openDirectory(disk, logFolder);
    if (!folder)
        return started;
    for (const char* name :
         {"atomic.log", "atomic.log.1", "atomic.log.2", "atomic.log.3", "atomic.log.4", "atomic.log.5"}) {
        const auto content = io::readFile(disk, *folder, name);
        if (!content)
            continue;
        std::string_view rest = content->bytes;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            if (line.find("Starting graph transaction") != std::string_view::npos)
                readLogLine(line, started);
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        }
    }
    return started;
}

std::string withoutHyphens(std::string text) {
    std::erase(text, '-');
    return text;
}

void addFromLog(const StartedMap& started, const std::string& user, OldBackup& backup) {
    const auto [first, last] = started.equal_range(backup.transaction);
    for (auto at = first; at != last; ++at) {
        const Started& each = at->second;
        if (each.graph != backup.graph || withoutHyphens(each.user) != withoutHyphens(user))
            continue;
        backup.operation = each.operation;
        backup.utc = each.utc;
        return;
    }
}

void readBackupFolder(io::Disk& disk, const io::Open& backups, OldBackup& backup) {
    const auto folder = io::openRealDirectoryAt(disk, backups, backup.folder);
    const auto tell = [&](std::string rule, std::string message) {
        backup.problems.push_back({std::move(rule), Severity::warning, std::move(message), 0, {}});
    };
    if (!folder)
        return tell("backup-unreadable", "The backup can't be opened: " + folder.error().detail);
    std::int64_t newest = 0;
    if (const auto stamp = disk.stat(folder->get()))
        newest = stamp->mtimeNs;
    for (const char* name : backedUpRegistries) {
        const auto stamp = disk.statAt(folder->get(), name);
        if (!stamp)
            continue;
        if (stamp->type != io::NodeType::file || stamp->size == 0)
            tell("backup-damaged", std::string(name) + " in the backup is " +
                                       (stamp->type == io::NodeType::file ? "empty." : "no regular file."));
        else
            backup.registries.emplace_back(name);
        newest = std::max(newest, stamp->mtimeNs);
    }
    if (backup.registries.empty())
        tell("backup-empty", "The backup holds no registry.");
    const Timestamp moment{newest / 1000};
    if (backup.utc.empty() && fitsLocalTime(moment, backup.localTime))
        backup.utc = isoText(moment);
}

} // namespace

std::optional<OldBackup> oldBackupOfName(const std::string& folder) {
    if (folder.size() < tailLength)
        return std::nullopt;
    const std::string_view tail = std::string_view(folder).substr(folder.size() - tailLength);
    const std::string_view stamp = tail.substr(1, stampLength);
    const std::string_view digits = tail.substr(tailLength - digitsLength);
    if (tail[0] != '_' || tail[1 + stampLength] != '_' || !isStamp(stamp) ||
        !hasOnly(digits, "0123456789abcdef"))
        return std::nullopt;
    OldBackup backup;
    backup.folder = folder;
    backup.graph = folder.substr(0, folder.size() - tailLength);
    backup.localTime = stamp;
    backup.transaction = digits;
    return backup;
}

Timestamp timeOf(const OldBackup& backup) {
    if (const auto moment = parseIso(backup.utc))
        return *moment;
    std::tm fields = fieldsOf(backup.localTime);
    return {static_cast<std::int64_t>(std::mktime(&fields)) * microsPerSecond};
}

Result<std::vector<OldBackup>> readOldBackups(io::Disk& disk, const std::string& userFolder,
                                              const std::string& logFolder,
                                              std::vector<std::string>& strange) {
    std::vector<OldBackup> found;
    const auto user = io::openDirectory(disk, userFolder);
    if (!user)
        return fail(user.error());
    const auto backups = io::openRealDirectoryAt(disk, *user, "backups");
    if (!backups && backups.error().code == ErrorCode::notFound)
        return found;
    if (!backups)
        return fail(backups.error());
    auto entries = disk.list(backups->get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    const StartedMap started = entries->empty() ? StartedMap() : readLogs(disk, logFolder);
    const std::string name = io::splitPath(userFolder).name;
    for (const io::DirEntry& entry : *entries) {
        auto backup = oldBackupOfName(entry.name);
        if (!backup || entry.type != io::NodeType::directory) {
            strange.push_back(entry.name);
            continue;
        }
        addFromLog(started, name, *backup);
        readBackupFolder(disk, *backups, *backup);
        found.push_back(std::move(*backup));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const OldBackup& a, const OldBackup& b) { return timeOf(a) < timeOf(b); });
    return found;
}

std::string oldLogFolderOf(io::Disk& disk, const std::string& dataFolder) {
    for (const std::string& place : {io::splitPath(dataFolder).directory, dataFolder}) {
        const std::string logs = io::joinPath(place, "logs");
        const auto opened = io::openDirectory(disk, logs);
        if (opened && disk.statAt(opened->get(), "atomic.log"))
            return logs;
    }
    return {};
}

std::string oldLogFolder(io::Disk& disk, const std::string& userFolder) {
    const io::Place user = io::splitPath(userFolder);
    const io::Place users = io::splitPath(user.directory);
    return users.name == "users" ? oldLogFolderOf(disk, users.directory) : std::string();
}

} // namespace stemma::graph
