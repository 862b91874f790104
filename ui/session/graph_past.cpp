// SPDX-License-Identifier: MIT
#include "ui/session/graph_past.h"

#include <utility>

#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

/// Of what tells of the past: our log and transactions, the old program's backups and log. A file that isn't
/// there has an empty one.
std::vector<io::FileStamp> pastStamps(io::Disk& disk, const std::string& folder) {
    std::vector<io::FileStamp> stamps;
    const auto add = [&](const std::string& directory, const char* name) {
        const auto opened = io::openDirectory(disk, directory);
        const auto stamp = opened ? disk.statAt(opened->get(), name) : Result<io::FileStamp>(io::FileStamp());
        stamps.push_back(stamp ? *stamp : io::FileStamp());
    };
    const std::string ours = io::joinPath(folder, ".stemma");
    add(ours, "audit.jsonl");
    add(ours, "txn");
    add(folder, "backups");
    if (const std::string logs = graph::oldLogFolder(disk, folder); !logs.empty())
        add(logs, "atomic.log");
    return stamps;
}

Result<GraphStatesPtr> statesOf(io::Disk& disk, const UserGraphs& graphs, const graph::GraphVersion& before,
                                const graph::GraphVersion& after) {
    const auto now =
        graph::readUserFiles(disk, graphs.folder, graph::ReadComposed::yes, &graphs.files, Progress{});
    if (!now)
        return fail(now.error());
    auto states = std::make_shared<GraphStates>();
    auto first = graph::filesAt(disk, graphs.folder, before, *now);
    if (!first)
        return fail(first.error());
    auto second = graph::filesAt(disk, graphs.folder, after, *now);
    if (!second)
        return fail(second.error());
    states->before = std::move(*first);
    states->after = std::move(*second);
    states->beforeStore = graph::readGraphStore(states->before);
    states->afterStore = graph::readGraphStore(states->after);
    return states;
}

} // namespace

struct GraphPast::Look {
    std::string folder;
    std::vector<io::FileStamp> stamps;
    std::shared_ptr<const UserGraphs> graphs;
    std::optional<Result<std::shared_ptr<const graph::GraphTimeline>>> timeline; ///< none: nothing is new
};

GraphPast::GraphPast(GraphSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session) {
    connect(&m_session, &GraphSession::libraryChanged, this, &GraphPast::refresh);
    connect(&m_session, &GraphSession::graphsChanged, this, &GraphPast::takeGraphs);
}

GraphPast::~GraphPast() {
    m_session.runner().discard(std::make_pair(std::move(m_timeline), std::move(m_readWith)));
}

void GraphPast::setWanted(bool wanted) {
    m_wanted = wanted;
    if (wanted)
        takeGraphs();
}

void GraphPast::takeGraphs() {
    const auto graphs = m_session.graphs();
    if (graphs && graphs->folder != m_folder) {
        m_folder = graphs->folder;
        m_session.runner().discard(std::exchange(m_timeline, nullptr));
        m_stamps.clear();
        m_failed = false;
        ++m_compareGeneration;
        ++m_previewGeneration;
        Q_EMIT timelineChanged();
    }
    refresh();
}

/// Other programs' changes of files come with the session's signals; what is behind these stamps is read
/// again where one of them, or a file, differs.
void GraphPast::refresh() {
    if (!m_wanted || !m_session.graphs())
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = false;
    auto work = [&disk = m_session.environment().disk, graphs = m_session.graphs(), stamps = m_stamps,
                 known = m_timeline,
                 same = m_timeline && m_readWith == m_session.graphs()](const Progress& progress) {
        Look look{graphs->folder, pastStamps(disk, graphs->folder), graphs, {}};
        if (same && look.stamps == stamps)
            return look;
        auto timeline =
            graph::loadGraphTimeline(disk, graphs->folder, {}, graph::oldLogFolder(disk, graphs->folder),
                                     progress, graph::NodesOfBackups::named, known.get());
        if (timeline)
            look.timeline = std::make_shared<const graph::GraphTimeline>(std::move(*timeline));
        else
            look.timeline = fail(timeline.error());
        return look;
    };
    auto done = [this](Look look) { take(std::move(look)); };
    if (!m_timeline)
        m_session.runner().runJob(this, tr("Reading the history"), std::move(work), std::move(done));
    else
        m_session.runner().run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
}

void GraphPast::take(Look look) {
    m_looking = false;
    if (look.folder != m_folder) {
        refresh();
        return;
    }
    if (look.timeline && *look.timeline) {
        m_stamps = std::move(look.stamps);
        m_readWith = std::move(look.graphs);
        m_failed = false;
        m_session.runner().discard(std::exchange(m_timeline, **look.timeline));
        Q_EMIT timelineChanged();
    } else if (look.timeline && !std::exchange(m_failed, true)) {
        Q_EMIT failed(look.timeline->error());
    }
    if (m_lookAgain)
        refresh();
}

/// One after the other: a held arrow key asks for more than can be answered, and only the last one counts.
void GraphPast::compare(const graph::GraphVersion& before, const graph::GraphVersion& after) {
    const auto graphs = m_session.graphs();
    if (!graphs)
        return;
    ++m_compareGeneration;
    if (m_comparing) {
        m_next = std::make_pair(before, after);
        return;
    }
    m_comparing = true;
    m_session.runner().run(
        this,
        [&disk = m_session.environment().disk, graphs, before, after] {
            return statesOf(disk, *graphs, before, after);
        },
        [this, generation = m_compareGeneration](Result<GraphStatesPtr> states) {
            m_comparing = false;
            if (const auto next = std::exchange(m_next, std::nullopt)) {
                m_session.runner().discard(std::move(states));
                compare(next->first, next->second);
            } else if (generation != m_compareGeneration) {
                m_session.runner().discard(std::move(states));
            } else if (states) {
                Q_EMIT compared(*states);
            } else {
                Q_EMIT compareFailed(states.error());
            }
        });
}

void GraphPast::cancelCompare() {
    ++m_compareGeneration;
    m_next.reset();
}

} // namespace stemma::ui
