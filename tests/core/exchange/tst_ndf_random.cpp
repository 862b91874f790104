// SPDX-License-Identifier: MIT
// Graphs at random come back as they were; files at random are refused, or do nobody harm.
#include <random>

#include <QtTest>

#include "core/graph/graph_parts.h"
#include "core/json/python_format.h"
#include "import_place.h"

using namespace stemma;
using namespace stemma::tests;
using graph::UserFiles;
using json::Value;

namespace {

class RandomGraph {
public:
    explicit RandomGraph(unsigned seed)
        : m_random(seed) {}

    UserFiles make() {
        const StoreVersion versions[] = {StoreVersion::one, StoreVersion::two, StoreVersion::three};
        UserFiles files = storeOf(versions[below(3)]);
        for (int count = 0; count < 25; ++count)
            (void)graph::applyEdit(files, below(4) == 0 ? "other" : "chem", edit(files), editTime);
        return files;
    }
    std::size_t below(std::size_t limit) { return m_random() % limit; }

private:
    std::string word() {
        const char* words[] = {"a", "gas giant", "水", "x:y", "it's \"it\"", "é", "=1+1", "a<b>&c", "1e5"};
        return words[below(std::size(words))];
    }
    std::string maybe() { return below(2) == 0 ? word() : std::string(); }
    Value value() {
        const char* numbers[] = {"1", "1.50", "1e-7", "-0.0", "12345678901234567890", "NaN"};
        return below(3) == 0   ? Value::boolean(below(2) == 0)
               : below(2) == 0 ? Value::string(word())
                               : Value::numberFromText(numbers[below(std::size(numbers))]);
    }
    graph::GraphEdit edit(const UserFiles& files) {
        const graph::GraphStore store = graph::readGraphStore(files);
        const graph::Node& node = store.nodes[below(store.nodes.size())];
        const graph::Node& other = store.nodes[below(store.nodes.size())];
        switch (below(6)) {
        case 0:
            return graph::AddNode{word(), maybe(), maybe(), {}, {}, Value::string(word()), {}};
        case 1:
            return graph::AddMorph{node.id, word(), {}};
        case 2:
            return graph::AddAttribute{node.id, word(), value(), maybe(), maybe(), maybe(), {}};
        case 3:
            if (!node.morphs.empty() && !store.relations.empty())
                return graph::AssignMorph{node.morphs.back().id,
                                          {store.relations[below(store.relations.size())].id},
                                          {},
                                          graph::AssignMorph::Mode::unlist};
            [[fallthrough]];
        case 4:
            return graph::AddToGraph{node.id};
        default:
            return graph::AddRelation{node.id, word(), other.id, maybe(), maybe(), {}};
        }
    }

    std::mt19937 m_random;
};

/// The files of what a graph holds, as far as files say it, by path.
std::map<std::string, std::string> filesOf(const UserFiles& files, const std::string& graph) {
    const graph::GraphStore store = graph::readGraphStore(files);
    const graph::GraphParts parts =
        graph::graphParts(store, *store.graph(graph), graph::TransitionScope::ofTheGraph);
    std::map<std::string, std::string> found;
    const auto add = [&](const auto& list) {
        for (const auto* part : list)
            if (part->known.hasFile && part->known.readable && !part->known.stub)
                found[part->known.path] = json::pythonLine(*files.document(part->known.path));
    };
    add(parts.nodes);
    add(parts.relations);
    add(parts.attributes);
    return found;
}

int roundsOf(int quick, int whole) {
    return qEnvironmentVariableIsSet("STEMMA_LONG") ? whole : quick;
}

} // namespace

class TestNdfRandom final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void graphsComeBack();
    void contentAtRandom();
};

void TestNdfRandom::graphsComeBack() {
    for (int seed = 1; seed <= roundsOf(40, 3000); ++seed) {
        const UserFiles before = RandomGraph(static_cast<unsigned>(seed)).make();
        for (const char* id : {"chem", "other"}) {
            EmptyPlace place;
            const auto saved = place.import(readBack(exported(before, id)).graph);
            QVERIFY2(saved, qPrintable(QStringLiteral("seed %1").arg(seed)));
            const UserFiles after = place.read();
            const auto expected = filesOf(before, id);
            const auto found = filesOf(after, id);
            QVERIFY2(found == expected,
                     qPrintable(QStringLiteral("%1, seed %2").arg(QLatin1String(id)).arg(seed)));
            QVERIFY(graph::composedState(after, graph::readGraphStore(after), id) ==
                    graph::ComposedState::fresh);
        }
    }
}

/// The bytes of what is packed are changed at random; the archive itself is whole.
void TestNdfRandom::contentAtRandom() {
    const auto good = *exchange::readArchive(exported(storeOf(StoreVersion::two), "other").substr(4), "x");
    std::mt19937 random(7);
    const std::string pieces[] = {"{",        "}",  "[]",          "null",   "\"..\"",
                                  "\"../x\"", "-1", "\"\\u0000\"", "\"id\"", "5"};
    int imported = 0;
    const int rounds = roundsOf(300, 30'000);
    for (int round = 0; round < rounds; ++round) {
        auto files = good;
        for (std::size_t change = 1 + random() % 3; change > 0; --change) {
            std::string& bytes = files[random() % files.size()].bytes;
            const std::string& piece = pieces[random() % std::size(pieces)];
            const std::size_t at = random() % (bytes.size() + 1);
            bytes.replace(at, std::min<std::size_t>(random() % 12, bytes.size() - at), piece);
        }
        const auto bytes = exchange::writeArchive(files, editTime);
        QVERIFY(bytes);
        EmptyPlace place;
        const auto bundle = exchange::readBundle("NDFX" + *bytes, "x.ndf");
        const auto saved = bundle ? place.import(bundle->graph, {"", graph::Clash::takeTheirs})
                                  : Result<graph::SavedGraph>(fail(bundle.error()));
        if (!saved) {
            QVERIFY(!saved.error().detail.empty());
            for (const auto& [path, content] : place.disk.files())
                QVERIFY2(path.find("/.stemma/") != std::string::npos, path.c_str());
            continue;
        }
        ++imported;
        for (const auto& [path, content] : place.disk.files())
            QVERIFY2(path.starts_with(emptyUser + "/"), path.c_str());
        (void)graph::readGraphStore(place.read());
    }
    QVERIFY(imported > rounds / 50 && imported < rounds);
}

QTEST_APPLESS_MAIN(TestNdfRandom)
#include "tst_ndf_random.moc"
