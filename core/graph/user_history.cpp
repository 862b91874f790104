// SPDX-License-Identifier: MIT
// What the log and the manifests tell of a user's transactions, and going back through them.
#include "core/graph/user_history.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/base/sha256.h"
#include "core/graph/backup_folder.h"

namespace stemma::graph {

namespace {

constexpr const char* oursFolder = ".stemma";
constexpr const char* userLogName = "audit.jsonl";
constexpr const char* transactionsFolder = "txn";

Result<history::AuditLog> readUserLog(io::Disk& disk, const io::Open& ours) {
    const auto content = io::readFile(disk, ours, userLogName);
    if (content)
        return history::readAuditLog(content->bytes);
    if (content.error().code == ErrorCode::notFound)
        return history::AuditLog();
    return fail(content.error());
}

void readManifest(io::Disk& disk, const std::string& userFolder, UserTransaction& transaction) {
    auto past = journal::readTransaction(disk, userFolder, transaction.action);
    if (past)
        transaction.past = std::move(*past);
    else
        transaction.problem = std::move(past.error());
}

/// Those that lie there and that the log doesn't have: it was lost, cut or altered.
std::vector<UserTransaction> unloggedTransactions(io::Disk& disk, const std::string& userFolder,
                                                  const io::Open& ours,
                                                  const std::unordered_set<std::string>& logged) {
    std::vector<UserTransaction> found;
    const auto folder = io::openRealDirectoryAt(disk, ours, transactionsFolder);
    const auto entries =
        folder ? disk.list(folder->get()) : Result<std::vector<io::DirEntry>>(std::vector<io::DirEntry>());
    if (!entries)
        return found;
    for (const io::DirEntry& entry : *entries) {
        if (!isUuid(entry.name) || logged.contains(entry.name))
            continue;
        UserTransaction transaction;
        transaction.action = ActionId(entry.name);
        transaction.logged = false;
        readManifest(disk, userFolder, transaction);
        if (!transaction.past)
            continue; // nothing is known of it, and nothing can be made of it
        history::AuditLog log = history::readAuditLog(transaction.past->auditLine + '\n');
        if (!log.events.empty())
            transaction.event = std::move(log.events.front());
        found.push_back(std::move(transaction));
    }
    std::sort(found.begin(), found.end(), [](const UserTransaction& a, const UserTransaction& b) {
        return std::pair(a.event.event.ts, a.action) < std::pair(b.event.event.ts, b.action);
    });
    return found;
}

/// Each before the first logged one that is later.
void placeByTime(std::vector<UserTransaction> unlogged, std::vector<UserTransaction>& transactions) {
    for (UserTransaction& each : unlogged) {
        const auto moment = parseIso(each.event.event.ts);
        const auto place =
            std::find_if(transactions.begin(), transactions.end(), [&](const UserTransaction& other) {
                const auto otherMoment = parseIso(other.event.event.ts);
                return moment && otherMoment && *moment < *otherMoment;
            });
        transactions.insert(place, std::move(each));
    }
}

/// The change of a path that is the first after a moment, and so has the content of that moment.
struct FirstChange {
    const UserTransaction* transaction = nullptr;
    const journal::PastChange* change = nullptr;
};
using FirstChanges = std::map<std::string, FirstChange>;

Result<FirstChanges> firstChangesFrom(const UserHistory& history, std::size_t from) {
    FirstChanges first;
    for (std::size_t at = from; at < history.transactions.size(); ++at) {
        const UserTransaction& transaction = history.transactions[at];
        if (!transaction.past)
            return fail(*transaction.problem);
        for (const journal::PastChange& change : transaction.past->changes)
            if (isUserData(change.path))
                first.try_emplace(change.path, FirstChange{&transaction, &change});
    }
    return first;
}

class Rewinding {
public:
    Rewinding(io::Disk& disk, const std::string& userFolder, UserFiles files)
        : m_disk(disk)
        , m_userFolder(userFolder)
        , m_files(std::move(files)) {}

    Status takeBack(const std::string& path, const FirstChange& first) {
        const journal::PastChange& change = *first.change;
        if (!change.oldSha256) {
            m_files.remove(path);
            m_thinned.insert(graphOfPath(path));
            return {};
        }
        if (const UserFilePtr now = m_files.find(path);
            now && now->read && sha256(now->bytes) == *change.oldSha256)
            return {};
        auto bytes = journal::readBeforeImage(m_disk, m_userFolder, first.transaction->action, change);
        if (!bytes)
            return fail(std::move(bytes.error()));
        if (isStrayName(path))
            m_files.addStray(path);
        else
            m_files.setBytes(path, std::move(*bytes));
        if (const std::string graph = graphOfPath(path); !graph.empty())
            m_files.addGraphFolder(graph);
        return {};
    }

    UserFiles take() {
        for (const std::string& graph : m_thinned)
            if (!graph.empty() && m_files.below("graphs/" + graph).empty())
                m_files.removeGraphFolder(graph);
        return std::move(m_files);
    }

private:
    io::Disk& m_disk;
    const std::string& m_userFolder;
    UserFiles m_files;
    std::unordered_set<std::string> m_thinned; ///< graphs whose folder lost files
};

Result<UserFiles> rewound(io::Disk& disk, const std::string& userFolder, const UserHistory& history,
                          const UserFiles& now, std::size_t done, const Progress& progress) {
    const auto first = firstChangesFrom(history, done);
    if (!first)
        return fail(first.error());
    Rewinding rewinding(disk, userFolder, now);
    std::size_t count = 0;
    for (const auto& [path, change] : *first) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read an old version", userFolder, "cancelled");
        if (auto taken = rewinding.takeBack(path, change); !taken)
            return fail(taken.error());
        progress.tell(++count, first->size());
    }
    return rewinding.take();
}

Result<UserFiles> withBackup(io::Disk& disk, const std::string& userFolder, const UserFiles& now,
                             const std::string& name) {
    constexpr const char* action = "read the backup";
    const auto user = io::openDirectory(disk, userFolder);
    if (!user)
        return fail(user.error());
    const auto backups = io::openRealDirectoryAt(disk, *user, "backups");
    if (!backups)
        return fail(backups.error());
    const auto folder = io::openRealDirectoryAt(disk, *backups, name);
    if (!folder)
        return fail(folder.error());
    UserFiles files = now;
    bool any = false;
    for (const char* registry : backedUpRegistries) {
        auto content = io::readFile(disk, *folder, registry);
        if (!content && content.error().code == ErrorCode::notFound)
            continue;
        if (!content)
            return fail(content.error());
        const std::string path = io::joinPath(disk.pathOf(folder->get()), registry);
        UserFilePtr file = UserFile::ofBytes(registry, std::move(content->bytes));
        if (!file->document || !file->document->isObject())
            return fail(ErrorCode::damaged, action, path,
                        file->problem.empty() ? "it is no JSON object" : file->problem,
                        "Another backup may be whole.");
        const UserFilePtr live = now.find(registry);
        files.put(registry, live && sameContent(*live, *file) ? live : std::move(file));
        any = true;
    }
    if (!any)
        return fail(ErrorCode::damaged, action, io::joinPath(userFolder, "backups/" + name),
                    "it holds no registry");
    return files;
}

} // namespace

std::optional<std::size_t> UserHistory::find(const ActionId& action) const {
    for (std::size_t at = 0; at < transactions.size(); ++at)
        if (transactions[at].action == action)
            return at;
    return std::nullopt;
}

Result<UserHistory> readUserHistory(io::Disk& disk, const std::string& userFolder, const Progress& progress) {
    UserHistory history;
    const auto user = io::openDirectory(disk, userFolder);
    if (!user)
        return fail(user.error());
    const auto ours = io::openRealDirectoryAt(disk, *user, oursFolder);
    if (!ours && ours.error().code == ErrorCode::notFound)
        return history;
    if (!ours)
        return fail(ours.error());
    if (auto log = readUserLog(disk, *ours))
        history.log = std::move(*log);
    else
        history.logProblem = std::move(log.error());
    std::unordered_set<std::string> logged;
    for (history::LoggedEvent& event : history.log.events) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read the history", userFolder, "cancelled");
        UserTransaction transaction;
        transaction.action = event.event.action;
        transaction.event = std::move(event);
        logged.insert(transaction.action.text());
        readManifest(disk, userFolder, transaction);
        history.transactions.push_back(std::move(transaction));
        progress.tell(history.transactions.size(), history.log.events.size());
    }
    placeByTime(unloggedTransactions(disk, userFolder, *ours, logged), history.transactions);
    return history;
}

bool isUserData(const std::string& path) {
    return !path.starts_with("backups/");
}

bool isStrayName(const std::string& path) {
    return path.ends_with(".tmp") || path.ends_with(".lock") || path.ends_with(".backup");
}

std::string graphOfPath(const std::string& path) {
    constexpr std::string_view folder = "graphs/";
    if (!path.starts_with(folder))
        return {};
    const std::size_t end = path.find('/', folder.size());
    return end == std::string::npos ? std::string() : path.substr(folder.size(), end - folder.size());
}

Result<std::optional<std::string>> bytesAfter(io::Disk& disk, const std::string& userFolder,
                                              const UserHistory& history, const std::string& path,
                                              std::size_t done) {
    for (std::size_t at = done; at < history.transactions.size(); ++at) {
        const UserTransaction& transaction = history.transactions[at];
        if (!transaction.past)
            return fail(*transaction.problem);
        for (const journal::PastChange& change : transaction.past->changes)
            if (change.path == path) {
                if (!change.oldSha256)
                    return std::optional<std::string>();
                auto bytes = journal::readBeforeImage(disk, userFolder, transaction.action, change);
                return bytes ? Result<std::optional<std::string>>(std::move(*bytes)) : fail(bytes.error());
            }
    }
    auto content = io::readFile(disk, io::joinPath(userFolder, path));
    if (content)
        return std::optional(std::move(content->bytes));
    if (content.error().code == ErrorCode::notFound)
        return std::optional<std::string>();
    return fail(std::move(content.error()));
}

Result<UserFiles> filesOfVersion(io::Disk& disk, const std::string& userFolder, const UserHistory& history,
                                 const UserFiles& now, const GraphVersion& version,
                                 const Progress& progress) {
    if (version.at == GraphVersion::At::now)
        return now;
    if (version.at == GraphVersion::At::backup)
        return withBackup(disk, userFolder, now, version.folder);
    const auto place = history.find(version.action);
    if (!place)
        return fail(ErrorCode::notFound, "find the version", version.action.text(),
                    "no change has that action id any more");
    const std::size_t done = *place + (version.at == GraphVersion::At::after ? 1 : 0);
    return rewound(disk, userFolder, history, now, done, progress);
}

} // namespace stemma::graph
