// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <QObject>
#include <QString>

#include "core/graph/graph_library.h"
#include "core/graph/graph_picture.h"
#include "core/graph/graph_store.h"
#include "core/journal/save_unit.h"
#include "ui/session/store_watcher.h"

namespace stemma::ui {

class TaskRunner;

/// One user's data as they were read. Shared and never changed: threads may keep them.
struct UserGraphs {
    std::string user;
    std::string folder;
    graph::UserFiles files;
    graph::GraphStore store;
    /// Indices of the relations in the store that lead to a node.
    std::unordered_map<std::string, std::vector<std::size_t>> into;
    std::set<std::string> edited; ///< nodes of which something isn't saved

    [[nodiscard]] const std::vector<std::size_t>& relationsInto(const std::string& node) const;
};

/// The data that files hold.
[[nodiscard]] std::shared_ptr<UserGraphs> userGraphsOf(std::string user, std::string folder,
                                                       graph::UserFiles files);

/// An open graph library: its users and graphs, and the data of the user who is looked at, kept fresh while
/// other programs write. Lives in the window's thread; every disk access runs on the task runner.
class GraphSession : public QObject {
    Q_OBJECT
public:
    /// `environment` and `runner` outlive the session. Call open() next.
    GraphSession(const journal::Environment& environment, TaskRunner& runner, QString root,
                 QObject* parent = nullptr);
    ~GraphSession() override;

    /// Finishes interrupted transactions of ours, if there are any, lists users and graphs, and begins to
    /// watch.
    void open();
    /// Looks again now (F5); otherwise changes are seen by themselves, within a second.
    void refresh();
    /// Reads the data of a user from now on; null pointers until they are there. `graph`: where there is much
    /// to read, its picture as it was composed last comes before (previewed()).
    void openUser(const std::string& user, const std::string& graph = {});

    [[nodiscard]] const QString& root() const { return m_root; }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    [[nodiscard]] TaskRunner& runner() const { return m_runner; }
    [[nodiscard]] std::shared_ptr<const graph::GraphLibrary> library() const { return m_library; }
    [[nodiscard]] const std::string& user() const { return m_user; }
    [[nodiscard]] std::shared_ptr<const UserGraphs> graphs() const { return m_graphs; }
    /// How many looks at the disk have begun, and the number of the one that graphs() is of: what was written
    /// before a look began is in what it found.
    [[nodiscard]] quint64 looksBegun() const { return m_looksBegun; }
    [[nodiscard]] quint64 lookTaken() const { return m_lookTaken; }

Q_SIGNALS:
    void libraryChanged(const std::shared_ptr<const stemma::graph::GraphLibrary>& library);
    /// The data of the user who is open are there, or have changed; null: the user is gone.
    void graphsChanged(const std::shared_ptr<const stemma::ui::UserGraphs>& graphs);
    /// What a graph of the user looks like as its composed file has it; the data are still being read.
    void previewed(const std::string& user, const std::string& folder, const std::string& graph,
                   const std::shared_ptr<const stemma::graph::Picture>& picture);
    /// A look is over: graphs() is what it found.
    void looked();
    /// The library, or the user, could not be read; what was read before stays.
    void failed(const stemma::Error& error);
    void pollingChanged(stemma::ui::StoreWatcher::Polling why);

private:
    struct Look;
    void look();
    void take(Look look, quint64 number);
    void takeGone();
    void preview(const graph::UserSummary& user, const std::string& graph);
    void watchFolders();

    const journal::Environment& m_environment;
    TaskRunner& m_runner;
    QString m_root;
    std::shared_ptr<const graph::GraphLibrary> m_library;
    std::shared_ptr<const UserGraphs> m_graphs;
    std::string m_user;
    StoreWatcher* m_watcher = nullptr;
    quint64 m_looksBegun = 0;
    quint64 m_lookTaken = 0;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_recoveryDue = true;
    bool m_userGone = false; ///< and that was told
};

} // namespace stemma::ui
