// SPDX-License-Identifier: MIT
// What the old program did between two of its backups, as the registries in them tell it.
#include "core/graph/backup_nodes.h"

#include <map>
#include <optional>
#include <utility>

#include "core/graph/backup_folder.h"
#include "core/graph/restore_parts.h"

namespace stemma::graph {

namespace {

constexpr std::size_t noRow = static_cast<std::size_t>(-1);

/// The backup that follows while none of our transactions comes between.
std::size_t nextBackup(const std::vector<GraphRow>& rows, std::size_t at) {
    for (std::size_t next = at + 1; next < rows.size() && rows[next].done == rows[at].done; ++next)
        if (rows[next].kind == GraphRowKind::oldBackup)
            return next;
    return noRow;
}

struct KnownNodes {
    std::string next; ///< folder of the backup that followed; empty: none
    std::vector<std::string> nodes;
};

std::map<std::string, KnownNodes> knownNodes(const GraphTimeline* timeline) {
    std::map<std::string, KnownNodes> known;
    for (std::size_t at = 0; timeline && at < timeline->rows.size(); ++at) {
        const std::size_t next = nextBackup(timeline->rows, at);
        if (timeline->rows[at].kind == GraphRowKind::oldBackup && next != noRow)
            known[timeline->rows[at].backup] = {timeline->rows[next].backup, timeline->rows[at].nodes};
    }
    return known;
}

class BackupNodes {
public:
    BackupNodes(io::Disk& disk, const std::string& userFolder, const UserHistory& history)
        : m_disk(disk)
        , m_userFolder(userFolder)
        , m_history(history) {}

    std::vector<std::string> between(const GraphRow& backup, const GraphRow* next) {
        // What one step ended with the next one begins with.
        const UserFiles before =
            m_last && m_lastName == backup.backup ? std::move(*m_last) : registriesIn(backup.backup);
        UserFiles after = next ? registriesIn(next->backup) : registriesAfter(backup.done);
        const auto nodes = nodesBetween(before, after);
        m_lastName = next ? next->backup : std::string();
        m_last = std::move(after);
        return nodes;
    }

private:
    static bool isRegistry(const UserFilePtr& file) {
        return file && file->document && file->document->isObject();
    }
    /// Of registries that both have.
    static std::vector<std::string> nodesBetween(const UserFiles& before, const UserFiles& after) {
        UserFiles was, is;
        for (const char* registry : backedUpRegistries) {
            const UserFilePtr old = before.find(registry), now = after.find(registry);
            if (!isRegistry(old) || !isRegistry(now) || sameContent(*old, *now))
                continue;
            was.put(registry, old);
            is.put(registry, now);
        }
        if (was.all().empty())
            return {};
        return touchedBetween(was, readGraphStore(was), is, readGraphStore(is)).nodes;
    }

    [[nodiscard]] UserFiles registriesIn(const std::string& backup) const {
        UserFiles files;
        const std::string folder = io::joinPath(io::joinPath(m_userFolder, "backups"), backup);
        for (const char* registry : backedUpRegistries)
            if (auto content = io::readFile(m_disk, io::joinPath(folder, registry)))
                files.setBytes(registry, std::move(content->bytes));
        return files;
    }

    [[nodiscard]] UserFiles registriesAfter(std::size_t done) const {
        UserFiles files;
        for (const char* registry : backedUpRegistries)
            if (auto bytes = bytesAfter(m_disk, m_userFolder, m_history, registry, done); bytes && *bytes)
                files.setBytes(registry, std::move(**bytes));
        return files;
    }

    io::Disk& m_disk;
    const std::string& m_userFolder;
    const UserHistory& m_history;
    std::string m_lastName;
    std::optional<UserFiles> m_last;
};

} // namespace

Status addNodesOfBackups(io::Disk& disk, const std::string& userFolder, const UserHistory& history,
                         std::vector<GraphRow>& rows, const GraphTimeline* known, const Progress& progress) {
    const auto before = knownNodes(known);
    BackupNodes backups(disk, userFolder, history);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read the history", userFolder, "cancelled");
        progress.tell(at + 1, rows.size());
        if (rows[at].kind != GraphRowKind::oldBackup)
            continue;
        const std::size_t next = nextBackup(rows, at);
        const GraphRow* follows = next == noRow ? nullptr : &rows[next];
        const auto found = before.find(rows[at].backup);
        if (found != before.end() && follows && found->second.next == follows->backup)
            rows[at].nodes = found->second.nodes;
        else
            rows[at].nodes = backups.between(rows[at], follows);
    }
    return {};
}

} // namespace stemma::graph
