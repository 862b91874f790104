// SPDX-License-Identifier: MIT
// What two sides made of one user's files, in one: what only one changed stays, and where they are in each
// other's way the decision is about that alone and leaves nothing hanging.
#include <algorithm>

#include <QtTest>

#include "core/graph/graph_draft.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/core/graph/random_user.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::graph;
using diff::MergeSide;
using json::Value;
using stemma::tests::findingsOf;
using stemma::tests::lineAt;
using stemma::tests::StoreVersion;
using Edits = std::vector<GraphEdit>;

namespace {

UserFiles after(UserFiles files, const Edits& edits) {
    for (const GraphEdit& edit : edits)
        stemma::tests::mustApply(files, edit);
    return files;
}

GraphEdit described(const char* node, const char* description) {
    EditNode edit;
    edit.id = node;
    edit.description = Value::string(description);
    return edit;
}

GraphEdit named(const char* node, const char* name) {
    EditNode edit;
    edit.id = node;
    edit.name = Value::string(name);
    return edit;
}

GraphEdit lights(const char* from, const char* to) {
    return AddRelation{from, "lights", to, {}, {}, {}};
}

/// What is wrong in the merge and in none of what it was made of.
QString newInMerge(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs,
                   const UserFiles& merged) {
    std::set<std::string> known;
    for (const UserFiles* files : {&base, &ours, &theirs})
        known.merge(findingsOf(*files));
    // One may show the morph that the other took away: then the first is shown.
    for (const std::string& each : findingsOf(merged))
        if (!known.contains(each) && !each.starts_with("dangling-morph"))
            return QString::fromStdString(each);
    return {};
}

Graph graphOf(const UserFiles& files) {
    return *readGraphStore(files).graph("chem");
}

/// Both decisions about one meeting.
struct Meeting {
    Meeting(const Edits& oursDid, const Edits& theirsDid, const Edits& first = {},
            StoreVersion version = StoreVersion::two)
        : base(after(stemma::tests::storeOf(version), first))
        , ours(after(base, oursDid))
        , theirs(after(base, theirsDid))
        , mine(mergeUserFiles(base, ours, theirs))
        , other(mergeUserFiles(base, ours, theirs, MergeSide::theirs)) {}

    [[nodiscard]] QString wrong() const {
        return newInMerge(base, ours, theirs, mine.files) + newInMerge(base, ours, theirs, other.files);
    }
    [[nodiscard]] std::string clashes() const {
        std::string list;
        for (const DraftClash& clash : mine.clashes) {
            list += (list.empty() ? "" : " ") + clash.path;
            for (const std::string& key : clash.keys)
                list += ':' + key;
        }
        return list;
    }
    static QString differing(const UserFiles& files, const UserFiles& wanted) {
        QStringList lines;
        for (const std::string& path : stemma::tests::changedPaths(wanted, files)) {
            lines << QString::fromStdString(path);
            for (const std::string& line : stemma::tests::linesOf(wanted, files, path.substr(2)))
                lines << QString::fromStdString(line);
        }
        return lines.join(QLatin1Char('\n'));
    }
    /// Whether the element's file and entry are those of a state.
    static bool isAs(const UserFiles& files, const UserFiles& state, const std::string& path,
                     const std::string& registry, const std::string& id) {
        return lineAt(files, path) == lineAt(state, path) &&
               lineAt(files, registry, {id}) == lineAt(state, registry, {id});
    }

    UserFiles base, ours, theirs;
    MergedUserFiles mine, other;
};

} // namespace

class TestUserMerge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clashInARegistryIsAboutItsKey();
    void nodeThatTheyDeleted();
    void nodeThatWeDeleted();
    void linkToWhatIsGone();
    void relationThatWeDeleted();
    void bothMadeIt();
    void endsOfATransition_data();
    void endsOfATransition();
    void transitionThatWasDeleted_data();
    void transitionThatWasDeleted();
    void titles();
    void texts();
    void randomMeetings();
};

void TestUserMerge::clashInARegistryIsAboutItsKey() {
    const Meeting met({named("water", "ice")}, {named("water", "steam"), lights("electron", "water")});
    QCOMPARE(met.clashes(), "node_registry.json:water nodes/water.json:name");
    QCOMPARE(lineAt(met.mine.files, "nodes/water.json", {"name"}), "\"ice\"");
    QCOMPARE(lineAt(met.mine.files, "node_registry.json", {"water", "name"}), "\"ice\"");
    QCOMPARE(lineAt(met.other.files, "nodes/water.json", {"name"}), "\"steam\"");
    QCOMPARE(lineAt(met.other.files, "node_registry.json", {"water", "name"}), "\"steam\"");
    for (const MergedUserFiles* each : {&met.mine, &met.other}) {
        const std::string id = "electron::lights::water";
        QVERIFY(Meeting::isAs(each->files, met.theirs, "relationNodes/" + id + ".json",
                              "relation_registry.json", id));
    }
    QCOMPARE(met.wrong(), QString());
    stemma::tests::proved("P10", "a decision on a clash takes nothing else of a registry", 2);
}

void TestUserMerge::nodeThatTheyDeleted() {
    const Meeting met({described("water", "wet")}, {DeleteNode{"water"}, named("electron", "negatron")});
    QVERIFY(met.clashes().find("nodes/water.json") != std::string::npos);
    QVERIFY(Meeting::isAs(met.mine.files, met.ours, "nodes/water.json", "node_registry.json", "water"));
    for (const char* id : {"water::mostly::contains::oxygen::surely", "oxygen::is_a::water"})
        QVERIFY2(Meeting::isAs(met.mine.files, met.ours, std::string("relationNodes/") + id + ".json",
                               "relation_registry.json", id),
                 id);
    QCOMPARE(lineAt(met.mine.files, "nodes/oxygen.json"), lineAt(met.ours, "nodes/oxygen.json"));
    QCOMPARE(lineAt(met.mine.files, "nodes/electron.json", {"name"}), "\"negatron\"");
    QCOMPARE(Meeting::differing(met.other.files, met.theirs), QString());
    QCOMPARE(met.wrong(), QString());
}

void TestUserMerge::nodeThatWeDeleted() {
    const Meeting met({DeleteNode{"water"}}, {described("water", "wet"), lights("water", "electron")});
    QCOMPARE(Meeting::differing(met.other.files, met.theirs), QString());
    QVERIFY(!met.mine.files.find("nodes/water.json"));
    QVERIFY(!met.mine.files.find("relationNodes/water::lights::electron.json"));
    QCOMPARE(Meeting::differing(met.mine.files, met.ours), QString());
    QCOMPARE(met.wrong(), QString());
}

/// Neither changed what the other did: but one leads to what the other took away.
void TestUserMerge::linkToWhatIsGone() {
    const GraphEdit add = AddNode{"neon", {}, {}, {}, {}, {}, {}};
    const Meeting met({DeleteNode{"neon"}}, {lights("electron", "neon")}, {add});
    QCOMPARE(met.clashes(), "relationNodes/electron::lights::neon.json");
    QVERIFY(!met.mine.files.find("nodes/neon.json"));
    QVERIFY(!met.mine.files.find("relationNodes/electron::lights::neon.json"));
    QVERIFY(met.other.files.find("nodes/neon.json"));
    QVERIFY(met.other.files.find("relationNodes/electron::lights::neon.json"));
    QCOMPARE(met.wrong(), QString());
    const Meeting turned({lights("electron", "neon")}, {DeleteNode{"neon"}}, {add});
    QVERIFY(turned.mine.files.find("nodes/neon.json"));
    QVERIFY(!turned.other.files.find("nodes/neon.json"));
    QVERIFY(!turned.other.files.find("relationNodes/electron::lights::neon.json"));
    QCOMPARE(turned.wrong(), QString());
    stemma::tests::proved("P10", "what one side links to and the other deletes is a clash", 4);
}

void TestUserMerge::relationThatWeDeleted() {
    const char* id = "water::mostly::contains::oxygen::surely";
    const Meeting met({DeleteRelation{id}}, {AddMorph{"water", "frozen", {}},
                                             AssignMorph{"frozen_water", {id}, {}, AssignMorph::Mode::copy}});
    QVERIFY(!met.mine.files.find(std::string("relationNodes/") + id + ".json"));
    QVERIFY(lineAt(met.mine.files, "nodes/water.json").find("contains") == std::string::npos);
    QVERIFY(Meeting::isAs(met.other.files, met.theirs, std::string("relationNodes/") + id + ".json",
                          "relation_registry.json", id));
    QCOMPARE(lineAt(met.other.files, "nodes/water.json", {"morphs"}),
             lineAt(met.theirs, "nodes/water.json", {"morphs"}));
    QCOMPARE(met.wrong(), QString());
}

void TestUserMerge::bothMadeIt() {
    const GraphEdit add = AddNode{"neon", {}, {}, {}, {}, {}, {}};
    const Meeting met({add, described("neon", "ours"), lights("neon", "water")},
                      {add, described("neon", "theirs"), lights("neon", "electron")});
    QCOMPARE(lineAt(met.mine.files, "nodes/neon.json"), lineAt(met.ours, "nodes/neon.json"));
    QVERIFY(!met.mine.files.find("relationNodes/neon::lights::electron.json"));
    QCOMPARE(lineAt(met.other.files, "nodes/neon.json"), lineAt(met.theirs, "nodes/neon.json"));
    QVERIFY(!met.other.files.find("relationNodes/neon::lights::water.json"));
    QCOMPARE(met.wrong(), QString());
}

void TestUserMerge::endsOfATransition_data() {
    QTest::addColumn<int>("version");
    QTest::newRow("list") << 0;
    QTest::newRow("object") << 1;
}

void TestUserMerge::endsOfATransition() {
    QFETCH(const int, version);
    const auto to = [](const char* fields) { return EditTransition{"melting", *json::parse(fields)}; };
    const Meeting met({to(R"({"inputs": [{"id": "electron"}], "tense": "past"})")},
                      {to(R"({"inputs": [{"id": "living_cell"}], "adjective": "slow"})")}, {},
                      static_cast<StoreVersion>(version));
    for (const auto& [merged, node] : {std::pair(&met.mine, "electron"), {&met.other, "living_cell"}}) {
        QCOMPARE(lineAt(merged->files, "transitions/melting.json", {"inputs", "#0", "id"}),
                 '"' + std::string(node) + '"');
        QVERIFY(lineAt(merged->files, "transitions/melting.json", {"inputs", "#1"}) == "null");
        QCOMPARE(lineAt(merged->files, "transitions/melting.json", {"tense"}), "\"past\"");
        QCOMPARE(lineAt(merged->files, "transitions/melting.json", {"adjective"}), "\"slow\"");
    }
    QCOMPARE(met.wrong(), QString());
}

void TestUserMerge::transitionThatWasDeleted_data() {
    endsOfATransition_data();
}

void TestUserMerge::transitionThatWasDeleted() {
    QFETCH(const int, version);
    const auto edit = [](const char* id) {
        return EditTransition{id, *json::parse(R"({"description": "it melts"})")};
    };
    const GraphEdit more = AddTransition{
        "freezing",
        *json::parse(R"({"name": "freezing", "inputs": [{"id": "water"}], "outputs": [{"id": "water"}]})")};
    const Meeting met({edit("melting")}, {DeleteTransition{"melting"}, more}, {},
                      static_cast<StoreVersion>(version));
    const auto ids = [](const UserFiles& files) {
        std::set<std::string> found;
        for (const Transition& transition : readGraphStore(files).transitions)
            if (transition.known.hasFile && transition.known.registered)
                found.insert(transition.id);
        return found;
    };
    QVERIFY((ids(met.mine.files) == std::set<std::string>{"melting", "freezing"}));
    QVERIFY((ids(met.other.files) == std::set<std::string>{"freezing"}));
    QCOMPARE(met.wrong(), QString());
}

void TestUserMerge::titles() {
    const Meeting met({SetGraph{"Ours", "by us"}}, {SetGraph{"Theirs", {}}});
    QCOMPARE(met.clashes(), "graphs/chem/metadata.yaml:title");
    QCOMPARE(graphOf(met.mine.files).title, "Ours");
    QCOMPARE(graphOf(met.other.files).title, "Theirs");
    QCOMPARE(graphOf(met.other.files).description, "by us");
}

void TestUserMerge::texts() {
    const Meeting met({SetText{"ONE\ntwo\nthree\nfour\nours\n"}},
                      {SetText{"one\ntwo\nTHREE\nfour\ntheirs\n"}},
                      {SetText{"one\ntwo\nthree\nfour\nfive\n"}});
    QCOMPARE(met.clashes(), "graphs/chem/CNL.md");
    QCOMPARE(graphOf(met.mine.files).text, "ONE\ntwo\nTHREE\nfour\nours\n");
    QCOMPARE(graphOf(met.other.files).text, "ONE\ntwo\nTHREE\nfour\ntheirs\n");
}

/// Whatever both did: a merge has nothing wrong that none of its parts has, and where nothing clashes there
/// is nothing to decide.
void TestUserMerge::randomMeetings() {
    const int most = qEnvironmentVariableIsSet("STEMMA_LONG") ? 3000 : 120;
    std::size_t clashing = 0;
    for (int seed = 0; seed < most; ++seed) {
        stemma::tests::RandomUser person(static_cast<unsigned>(seed));
        const auto edited = [&](UserFiles files) {
            for (std::size_t n = 1 + person.below(6); n > 0; --n)
                (void)applyEdit(files, "chem", person.edit(readGraphStore(files)), stemma::tests::editTime);
            return files;
        };
        const UserFiles base = edited(edited(stemma::tests::storeOf(static_cast<StoreVersion>(seed % 3))));
        const UserFiles ours = edited(base), theirs = edited(base);
        const MergedUserFiles mine = mergeUserFiles(base, ours, theirs);
        const MergedUserFiles other = mergeUserFiles(base, ours, theirs, MergeSide::theirs);
        for (const UserFiles* merged : {&mine.files, &other.files}) {
            const QString wrong = newInMerge(base, ours, theirs, *merged);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(seed).arg(wrong)));
        }
        QVERIFY2(!mine.clashes.empty() || sameUserData(mine.files, other.files),
                 qPrintable(QString::number(seed)));
        QVERIFY(sameUserData(mergeUserFiles(base, ours, base).files, ours));
        QVERIFY(sameUserData(mergeUserFiles(base, base, theirs).files, theirs));
        clashing += mine.clashes.empty() ? 0 : 1;
    }
    QVERIFY(clashing > 10);
    QVERIFY(clashing < static_cast<std::size_t>(most));
    stemma::tests::proved("P10", "merges of random edits of two sides leave nothing hanging",
                          static_cast<std::size_t>(most));
}

QTEST_GUILESS_MAIN(TestUserMerge)
#include "tst_user_merge.moc"
