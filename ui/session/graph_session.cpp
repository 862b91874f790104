// SPDX-License-Identifier: MIT
#include "ui/session/graph_session.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <QPointer>

#include "core/journal/file_transaction.h"
#include "core/json/json_file.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

// Opening must not hang on a user whom another program holds: what can't be finished now is finished at the
// next save.
constexpr std::chrono::milliseconds recoveryPatience{2'000};

Status recoverUsers(const journal::Environment& environment, const graph::GraphLibrary& library,
                    const Progress& progress) {
    for (const graph::UserSummary& user : library.users) {
        if (!journal::needsTransactionRecovery(environment.disk, user.folder))
            continue;
        io::LockOptions lock;
        lock.timeout = recoveryPatience;
        lock.stop = progress.stop;
        const auto recovered = journal::recoverTransactions(environment, user.folder, lock);
        if (!recovered)
            return fail(recovered.error());
    }
    return {};
}

const graph::UserSummary* find(const graph::GraphLibrary& library, const std::string& user) {
    for (const graph::UserSummary& summary : library.users) {
        if (summary.id == user)
            return &summary;
    }
    return nullptr;
}

Result<std::shared_ptr<const UserGraphs>> readUser(io::Disk& disk, const graph::UserSummary& user,
                                                   const std::shared_ptr<const UserGraphs>& previous,
                                                   const Progress& progress) {
    const bool same = previous && previous->folder == user.folder;
    auto files = graph::readUserFiles(disk, user.folder, graph::ReadComposed::yes,
                                      same ? &previous->files : nullptr, progress);
    if (!files)
        return fail(files.error());
    if (same && graph::differences(previous->files, *files).empty())
        return previous;
    return userGraphsOf(user.id, user.folder, std::move(*files));
}

} // namespace

std::shared_ptr<UserGraphs> userGraphsOf(std::string user, std::string folder, graph::UserFiles files) {
    auto graphs = std::make_shared<UserGraphs>();
    graphs->user = std::move(user);
    graphs->folder = std::move(folder);
    graphs->files = std::move(files);
    graphs->store = graph::readGraphStore(graphs->files);
    for (std::size_t n = 0; n < graphs->store.relations.size(); ++n)
        graphs->into[graphs->store.relations[n].target].push_back(n);
    return graphs;
}

const std::vector<std::size_t>& UserGraphs::relationsInto(const std::string& node) const {
    static const std::vector<std::size_t> none;
    const auto found = into.find(node);
    return found == into.end() ? none : found->second;
}

struct GraphSession::Look {
    Result<std::shared_ptr<const graph::GraphLibrary>> library;
    std::optional<Result<std::shared_ptr<const UserGraphs>>> graphs; ///< of the user who was open then
    std::string user;
    Status recovery;
};

GraphSession::GraphSession(const journal::Environment& environment, TaskRunner& runner, QString root,
                           QObject* parent)
    : QObject(parent)
    , m_environment(environment)
    , m_runner(runner)
    , m_root(std::move(root)) {}

GraphSession::~GraphSession() {
    m_runner.discard(std::make_pair(std::move(m_library), std::move(m_graphs)));
}

void GraphSession::open() {
    m_recoveryDue = true;
    // Watching begins before looking, so that nothing falls between the two.
    if (m_watcher == nullptr) {
        m_watcher = new StoreWatcher(m_root,
                                     {"users", "graph_data", "nodes", "relationNodes", "attributeNodes",
                                      "transitions", "functions", "graphs"},
                                     m_environment.disk, m_runner, this);
        connect(m_watcher, &StoreWatcher::changed, this, &GraphSession::refresh);
        connect(m_watcher, &StoreWatcher::pollingChanged, this, &GraphSession::pollingChanged);
    }
    refresh();
}

void GraphSession::openUser(const std::string& user, const std::string& graph) {
    if (m_user == user && m_graphs)
        return;
    m_user = user;
    m_userGone = false;
    if (m_graphs && m_graphs->user != user)
        m_runner.discard(std::exchange(m_graphs, nullptr));
    // So many files take longer than a person waits without a sign.
    constexpr std::size_t muchToRead = 2'000;
    const graph::UserSummary* summary = m_library ? find(*m_library, user) : nullptr;
    if (summary && !graph.empty() && summary->nodes + summary->relations > muchToRead)
        preview(*summary, graph);
    else
        refresh();
}

/// Reading the data begins afterwards: the two would only wait for each other.
void GraphSession::preview(const graph::UserSummary& user, const std::string& graph) {
    const std::string path =
        io::joinPath(io::joinPath(io::joinPath(user.folder, "graphs"), graph), "composed.json");
    m_runner.run(
        this,
        [&disk = m_environment.disk, path]() -> std::shared_ptr<const graph::Picture> {
            const auto composed = json::readJsonFile(disk, path);
            if (!composed)
                return nullptr; // it is only an earlier look at what is read next
            return std::make_shared<const graph::Picture>(graph::composedPicture(*composed));
        },
        [this, user = user.id, folder = user.folder,
         graph](const std::shared_ptr<const graph::Picture>& picture) {
            if (picture && !picture->elements.empty() && m_user == user && !m_graphs)
                Q_EMIT previewed(user, folder, graph, picture);
            refresh();
        });
}

void GraphSession::refresh() {
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    look();
}

void GraphSession::look() {
    m_looking = true;
    m_lookAgain = false;
    const quint64 number = ++m_looksBegun;
    auto work = [&environment = m_environment, root = toUtf8(m_root), user = m_user, previous = m_graphs,
                 recover = std::exchange(m_recoveryDue, false)](const Progress& progress) {
        Look seen{fail(ErrorCode::cancelled, "read the library", root, "cancelled"), {}, user, {}};
        auto library = graph::scanGraphLibrary(environment.disk, root, progress);
        if (!library) {
            seen.library = fail(library.error());
            return seen;
        }
        if (recover)
            seen.recovery = recoverUsers(environment, *library, progress);
        if (const graph::UserSummary* summary = find(*library, user))
            seen.graphs = readUser(environment.disk, *summary, previous, progress);
        seen.library = std::make_shared<const graph::GraphLibrary>(std::move(*library));
        return seen;
    };
    auto done = [this, number](Look seen) {
        const QPointer guard(this);
        take(std::move(seen), number);
        if (!guard.isNull())
            Q_EMIT looked();
    };
    if (m_library == nullptr || (m_graphs == nullptr && !m_user.empty()))
        m_runner.runJob(this, tr("Reading the library"), std::move(work), std::move(done));
    else
        m_runner.run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
}

void GraphSession::take(Look seen, quint64 number) {
    m_looking = false;
    if (!seen.recovery && seen.recovery.error().code != ErrorCode::cancelled)
        Q_EMIT failed(seen.recovery.error());
    if (seen.library) {
        auto before = std::exchange(m_library, *seen.library);
        watchFolders();
        Q_EMIT libraryChanged(m_library);
        m_runner.discard(std::move(before));
    } else {
        Q_EMIT failed(seen.library.error());
    }
    if (seen.library && !seen.graphs && seen.user == m_user && !m_user.empty())
        takeGone();
    if (seen.graphs && seen.user == m_user) {
        m_userGone = false;
        m_lookTaken = number;
        if (!*seen.graphs) {
            Q_EMIT failed(seen.graphs->error());
        } else if (**seen.graphs != m_graphs) {
            // Given up last: who lets go of it last destroys it, which must not be a listener in this thread.
            auto before = std::exchange(m_graphs, **seen.graphs);
            watchFolders();
            Q_EMIT graphsChanged(m_graphs);
            m_runner.discard(std::move(before));
        }
    }
    // A listener may have asked already.
    if (m_lookAgain && !m_looking)
        look();
}

/// The library has no such user any more. It is looked for again with each look.
void GraphSession::takeGone() {
    if (std::exchange(m_userGone, true))
        return;
    auto before = std::exchange(m_graphs, nullptr);
    Q_EMIT graphsChanged(nullptr);
    m_runner.discard(std::move(before));
    Error error;
    error.code = ErrorCode::notFound;
    error.action = "show the graphs of this user";
    error.path = toUtf8(m_root);
    error.detail = "there is no user \u201c" + m_user + "\u201d in the library any more";
    Q_EMIT failed(error);
}

/// All users' own folders, and of the one who is open those with data.
void GraphSession::watchFolders() {
    std::vector<std::string> folders;
    const std::string root = toUtf8(m_root);
    const auto add = [&](const std::string& path) {
        if (path.size() > root.size() + 1 && path.starts_with(root + '/'))
            folders.push_back(path.substr(root.size() + 1));
    };
    for (const graph::UserSummary& user : m_library ? m_library->users : std::vector<graph::UserSummary>{}) {
        add(user.folder);
        if (user.id != m_user)
            continue;
        for (const char* folder :
             {"nodes", "relationNodes", "attributeNodes", "transitions", "functions", "graphs"})
            add(io::joinPath(user.folder, folder));
        for (const graph::GraphSummary& graph : user.graphs)
            add(io::joinPath(io::joinPath(user.folder, "graphs"), graph.id));
    }
    std::sort(folders.begin(), folders.end());
    m_watcher->setFolders(folders);
}

} // namespace stemma::ui
