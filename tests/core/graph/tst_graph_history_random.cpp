// SPDX-License-Identifier: MIT
// Random edits of two graphs that share nodes, then restores and undos at random. After each: the graph is
// what it was, nothing dangles that didn't, nothing composed is stale, and undoing it gives the very bytes.
#include <set>

#include <QtTest>

#include "tests/core/graph/history_place.h"
#include "tests/core/graph/random_user.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::graph;
using stemma::tests::findingsOf;
using stemma::tests::HistoryPlace;
using stemma::tests::RandomUser;
using stemma::tests::StoreVersion;

namespace {

using json::Value;

/// The graph's own: a relation that is registered for it alone, of a node that is in others, is theirs.
std::string differenceOf(const UserFiles& then, const UserFiles& now, const std::string& graph) {
    const GraphStore stores[] = {readGraphStore(then), readGraphStore(now)};
    for (const diff::Change& change : graphDifference(then, now, graph)) {
        const auto isOfAnother = [&](const GraphStore& store) {
            const Node* node = store.node(change.id.substr(0, change.id.find("::")));
            return node && std::find(node->graphs.begin(), node->graphs.end(), graph) == node->graphs.end();
        };
        const bool isLink = change.what == "relation" || change.what == "attribute";
        if (isLink && (isOfAnother(stores[0]) || isOfAnother(stores[1])))
            continue;
        return std::string(diff::changeKindWord(change.kind)) + ' ' + change.what + ' ' + change.id;
    }
    return {};
}

/// One user's history, and what is asked of it.
class Story {
public:
    explicit Story(unsigned seed)
        : m_random(seed)
        , m_place(static_cast<StoreVersion>(seed % 3)) {}

    void live(int steps) {
        for (int step = 0; step < steps; ++step) {
            const auto saved = editGraph(m_place.workspace(), m_random.graph(),
                                         {m_random.edit(readGraphStore(m_place.read()))}, {});
            if (saved && !saved->unchanged)
                m_actions.push_back(saved->action.text());
        }
    }
    std::string restore();
    std::string undo();

    std::size_t restored = 0, undone = 0, refused = 0;

private:
    std::string judge(const Result<SavedGraph>& saved, const std::map<std::string, std::string>& before,
                      const std::set<std::string>& known);
    std::string anyAction() { return m_actions[m_random.below(m_actions.size())]; }

    RandomUser m_random;
    HistoryPlace m_place;
    std::vector<std::string> m_actions;
};

/// What holds after any of them; then it is taken back, or stays as a change to go on from.
std::string Story::judge(const Result<SavedGraph>& saved, const std::map<std::string, std::string>& before,
                         const std::set<std::string>& known) {
    for (const std::string& finding : findingsOf(m_place.read()))
        if (!known.contains(finding) && saved->warnings.empty()) // a target that another graph lost is told
            return "newly wrong: " + finding;
    if (m_random.below(3) == 0) {
        m_actions.push_back(saved->action.text());
        return {};
    }
    const auto back = undoTransaction(m_place.workspace(), saved->action);
    if (!back)
        return "can't be undone: " + describe(back.error());
    return m_place.data() == before ? "" : "undone, other bytes";
}

std::string Story::restore() {
    const std::string graph = m_random.graph();
    const GraphTimeline timeline = m_place.timeline(graph);
    const std::string version = (m_random.below(2) == 0 ? "before:" : "after:") +
                                timeline.rows[m_random.below(timeline.rows.size())].action.text();
    const UserFiles now = m_place.read();
    const auto then = filesAt(m_place.disk, m_place.root, timeline, version);
    if (!then)
        return describe(then.error());
    auto known = findingsOf(*then);
    known.merge(findingsOf(now));
    const auto before = m_place.data();
    const auto saved = restoreGraph(m_place.workspace(), graph, version, {});
    const std::string what = graph + " " + version + ": ";
    if (!saved)
        return what + describe(saved.error());
    if (const std::string other = differenceOf(*then, m_place.read(), graph); !other.empty())
        return what + "the graph is not what it was: " + other;
    if (saved->unchanged)
        return {};
    ++restored;
    const std::string wrong = judge(saved, before, known);
    return wrong.empty() ? "" : what + wrong;
}

std::string Story::undo() {
    const std::string action = anyAction();
    const auto before = m_place.data();
    auto known = findingsOf(m_place.read());
    if (const auto then = filesAt(m_place.disk, m_place.root, m_place.timeline(""), "before:" + action))
        known.merge(findingsOf(*then));
    const auto saved = undoTransaction(m_place.workspace(), ActionId(action));
    if (!saved) {
        ++refused;
        return saved.error().code == ErrorCode::conflict && m_place.data() == before
                   ? ""
                   : "undo of " + action + ": " + describe(saved.error());
    }
    if (saved->unchanged)
        return {};
    ++undone;
    const std::string wrong = judge(saved, before, known);
    return wrong.empty() ? "" : "undo of " + action + ": " + wrong;
}

} // namespace

class TestGraphHistoryRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void restoresAndUndos();
};

void TestGraphHistoryRandom::restoresAndUndos() {
#if defined(__SANITIZE_ADDRESS__)
    const unsigned usual = 2; // each takes twenty times as long there
#else
    const unsigned usual = 12;
#endif
    const unsigned rounds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 20 * usual : usual;
    std::size_t restored = 0, undone = 0, refused = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        Story story(round);
        story.live(14);
        for (int step = 0; step < 10; ++step) {
            const std::string wrong = step % 2 == 0 ? story.restore() : story.undo();
            QVERIFY2(
                wrong.empty(),
                ("round " + std::to_string(round) + ", step " + std::to_string(step) + ", " + wrong).c_str());
        }
        restored += story.restored;
        undone += story.undone;
        refused += story.refused;
    }
    QVERIFY(restored > rounds && undone > rounds && (refused > 0 || rounds < 12));
    qInfo("%zu restores, %zu undos, %zu refused", restored, undone, refused);
    stemma::tests::proved("P8 P12", "random restores and undos of two graphs", restored + undone);
}

QTEST_GUILESS_MAIN(TestGraphHistoryRandom)
#include "tst_graph_history_random.moc"
