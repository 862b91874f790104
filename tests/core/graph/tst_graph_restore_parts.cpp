// SPDX-License-Identifier: MIT
// Parts of a graph as they were: what a difference names can be restored by itself, and nothing else changes.
#include <algorithm>

#include <QtTest>

#include "tests/core/graph/history_place.h"
#include "tests/core/graph/random_user.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;
using stemma::tests::findingsOf;
using stemma::tests::HistoryPlace;
using stemma::tests::StoreVersion;
using Edits = std::vector<GraphEdit>;
using Parts = std::vector<RestorePart>;
Q_DECLARE_METATYPE(Edits)

namespace {

Field text(const char* is) {
    return Value::string(is);
}

Parts partsOf(const diff::Changes& changes) {
    Parts parts;
    for (const diff::Change& change : changes)
        if (std::find(parts.begin(), parts.end(), RestorePart{change.what, change.id}) == parts.end())
            parts.push_back({change.what, change.id});
    return parts;
}

std::set<std::string> namesOf(const Parts& parts) {
    std::set<std::string> names;
    for (const RestorePart& part : parts)
        names.insert(part.what + ' ' + part.id);
    return names;
}

/// A graph that was edited, and its parts brought back to how they were before.
class EditedGraph {
public:
    explicit EditedGraph(const Edits& edits, StoreVersion version = StoreVersion::two)
        : place(version) {
        place.edit({GraphEdit(AddNode{"helium", {}, {}, {}, {}, {}, {}})}); // a history to go back through
        then = place.read();
        name = place.edit(edits);
        now = place.read();
    }

    [[nodiscard]] Parts differing() { return partsOf(graphDifference(then, place.read(), "chem")); }
    [[nodiscard]] Result<SavedGraph> restore(const Parts& parts) {
        RestoreScope scope;
        scope.parts = parts;
        return restoreGraph(place.workspace(), "chem", "before:" + name, scope);
    }

    HistoryPlace place;
    UserFiles then, now;
    std::string name;
};

QString errorOf(const Result<SavedGraph>& saved) {
    return saved ? QString() : QString::fromStdString(describe(saved.error()));
}

} // namespace

class TestGraphRestoreParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allParts_data();
    void allParts();
    void onePartAlone();
    void valueOfAnAttribute();
    void morphWithWhatItHeld();
    void shownMorphThatComesBack();
    void partsThatAreNot();
    void randomParts();
};

void TestGraphRestoreParts::allParts_data() {
    QTest::addColumn<Edits>("edits");
    const auto row = [](const char* name, const Edits& edits) { QTest::newRow(name) << edits; };
    row("fields of a node", {EditNode{"water", text("ice"), text("solid"), text("cold"), {}, {}, {}}});
    row("name's parts", {EditNode{"water", {}, {}, {}, text("ice"), text("cold"), text("some")}});
    row("new node", {AddNode{"neon", {}, {}, {}, {}, {}, {}}});
    row("new node with relations",
        {AddNode{"neon", {}, {}, {}, {}, {}, {}}, AddRelation{"neon", "lights", "water", {}, {}, {}},
         AddRelation{"water", "meets", "neon", {}, {}, {}}});
    row("deleted node", {DeleteNode{"water"}});
    row("two deleted nodes", {DeleteNode{"water"}, DeleteNode{"oxygen"}});
    row("node taken out of the graph", {RemoveFromGraph{"water"}});
    row("new morph", {AddMorph{"water", "frozen", {}}});
    row("new morph, shown", {AddMorph{"water", "frozen", {}}, ActivateMorph{"water", "frozen_water"}});
    row("renamed morph", {EditMorph{"oxygen", "ionized_oxygen", "charged"}});
    row("deleted morph", {DeleteMorph{"oxygen", "ionized_oxygen"}});
    row("deleted morph that was shown",
        {ActivateMorph{"oxygen", "ionized_oxygen"}, DeleteMorph{"oxygen", "ionized_oxygen"}});
    row("other morph shown", {ActivateMorph{"oxygen", "ionized_oxygen"}});
    row("members moved",
        {AssignMorph{"basic_oxygen", {"oxygen::has::electron"}, {}, AssignMorph::Mode::move}});
    row("member unlisted",
        {AssignMorph{"ionized_oxygen", {"oxygen::is_a::water"}, {}, AssignMorph::Mode::unlist}});
    row("new relation", {AddRelation{"water", "meets", "electron", "often", "surely", {}}});
    row("deleted relation", {DeleteRelation{"oxygen::is_a::water"}});
    row("relation with another target", {EditRelation{"oxygen::is_a::water", {}, text("electron"), {}, {}}});
    row("relation with a modality", {EditRelation{"oxygen::has::electron", {}, {}, {}, text("maybe")}});
    row("relation without its modality",
        {EditRelation{"water::mostly::contains::oxygen::surely", {}, {}, {}, Value()}});
    row("new attribute", {AddAttribute{"water", "mass", Value::integer(18), "u", "about", {}, {}}});
    row("deleted attribute", {DeleteAttribute{"oxygen::mass::7c0e3aa7a43e"}});
    row("attribute with another value",
        {EditAttribute{"oxygen::mass::7c0e3aa7a43e", {}, Value::integer(16), text("g"), {}, {}}});
    row("new transition",
        {AddTransition{"freezing", *json::parse(R"({"name": "freezing", "inputs": [{"id": "water"}]})")}});
    row("edited transition",
        {EditTransition{"melting", *json::parse(R"({"tense": "past", "outputs": []})")}});
    row("deleted transition", {DeleteTransition{"melting"}});
    row("graph", {SetGraph{"Another title", "Said otherwise"}, SetText{"Another text.\n"}});
    row("much of one node",
        {EditNode{"oxygen", text("gas"), {}, {}, {}, {}, {}}, DeleteMorph{"oxygen", "ionized_oxygen"},
         EditAttribute{"oxygen::mass::7c0e3aa7a43e", {}, Value::integer(16), {}, {}, {}},
         AddMorph{"oxygen", "liquid", {}},
         AssignMorph{"liquid_oxygen", {"oxygen::is_a::water"}, {}, AssignMorph::Mode::move}});
}

/// Then the graph is what it was; and undoing that gives the very bytes.
void TestGraphRestoreParts::allParts() {
    QFETCH(const Edits, edits);
    EditedGraph edited(edits);
    const auto before = edited.place.data();
    QVERIFY2(!edited.differing().empty(), edited.name.c_str());
    const auto saved = edited.restore(edited.differing());
    QVERIFY2(saved, qPrintable(errorOf(saved)));
    QCOMPARE(namesOf(edited.differing()), std::set<std::string>());
    const auto undone = undoTransaction(edited.place.workspace(), saved->action);
    QVERIFY2(undone, qPrintable(errorOf(undone)));
    QCOMPARE(edited.place.data(), before);
}

/// Each by itself takes back what it names, and leaves the rest as it is.
void TestGraphRestoreParts::onePartAlone() {
    const Edits edits = {EditNode{"water", text("ice"), {}, {}, {}, {}, {}},
                         EditRelation{"oxygen::has::electron", {}, {}, {}, text("maybe")},
                         AddAttribute{"water", "mass", Value::integer(18), {}, {}, {}, {}},
                         AddMorph{"electron", "bound", {}},
                         EditTransition{"melting", *json::parse(R"({"tense": "past"})")},
                         SetGraph{"Another title", {}},
                         AddNode{"neon", {}, {}, {}, {}, {}, {}}};
    const auto all = namesOf(EditedGraph(edits).differing());
    QVERIFY(all.size() >= edits.size());
    for (const std::string& each : all) {
        EditedGraph edited(edits);
        const std::size_t blank = each.find(' ');
        const auto saved = edited.restore({{each.substr(0, blank), each.substr(blank + 1)}});
        QVERIFY2(saved, qPrintable(errorOf(saved)));
        auto wanted = all;
        wanted.erase(each);
        if (each == "morph basic_electron") // the node shows none again
            wanted.erase("node electron");
        if (each == "node neon") // its morph is its own
            std::erase_if(wanted,
                          [](const std::string& part) { return part.find("neon") != std::string::npos; });
        auto left = namesOf(edited.differing());
        QStringList lines{QString::fromStdString(each)};
        for (const auto* names : {&wanted, &left})
            for (const std::string& name : *names)
                if (!wanted.contains(name) || !left.contains(name))
                    lines << QString::fromStdString(name);
        QVERIFY2(lines.size() == 1, qPrintable(lines.join(QStringLiteral("; "))));
    }
}

void TestGraphRestoreParts::valueOfAnAttribute() {
    EditedGraph edited({EditAttribute{"oxygen::mass::7c0e3aa7a43e", {}, Value::integer(16), {}, {}, {}}});
    QCOMPARE(namesOf(edited.differing()), (std::set<std::string>{"attribute oxygen::about::mass"}));
    QVERIFY(edited.restore(edited.differing()));
    const GraphStore store = readGraphStore(edited.place.read());
    QCOMPARE(store.attributes.size(), std::size_t{1});
    QCOMPARE(json::bytesOf(store.attributes.front().value), std::string("15.999"));
}

/// A morph comes back with what was in it, as far as that is asked for.
void TestGraphRestoreParts::morphWithWhatItHeld() {
    EditedGraph edited({DeleteMorph{"oxygen", "ionized_oxygen"}});
    QVERIFY(edited.restore({{"morph", "ionized_oxygen"}}));
    const auto held = [&] {
        const GraphStore store = readGraphStore(edited.place.read());
        for (const Morph& morph : store.node("oxygen")->morphs)
            if (morph.id == "ionized_oxygen")
                return morph.relations;
        return std::vector<std::string>{"(no morph)"};
    };
    QCOMPARE(held(), std::vector<std::string>());
    QVERIFY(edited.restore(edited.differing()));
    auto listed = held();
    std::sort(listed.begin(), listed.end());
    QCOMPARE(listed, (std::vector<std::string>{"oxygen::has::electron", "oxygen::is_a::water"}));
}

/// In one restore the morph is made, and shown.
void TestGraphRestoreParts::shownMorphThatComesBack() {
    HistoryPlace place(StoreVersion::two);
    place.edit({ActivateMorph{"oxygen", "ionized_oxygen"}});
    const std::string action = place.edit({DeleteMorph{"oxygen", "ionized_oxygen"}});
    RestoreScope scope;
    scope.parts = {{"node", "oxygen"}, {"morph", "ionized_oxygen"}};
    QVERIFY(restoreGraph(place.workspace(), "chem", "before:" + action, scope));
    QCOMPARE(readGraphStore(place.read()).node("oxygen")->activeMorph, "ionized_oxygen");
}

void TestGraphRestoreParts::partsThatAreNot() {
    EditedGraph edited({EditNode{"water", text("ice"), {}, {}, {}, {}, {}}});
    const auto before = edited.place.data();
    for (const RestorePart& part : Parts{{"node", "nothing"},
                                         {"morph", "nothing"},
                                         {"relation", "a::b::c"},
                                         {"attribute", "a::b"},
                                         {"transition", "nothing"},
                                         {"picture", "water"}}) {
        const auto saved = edited.restore({part});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::notFound);
        QVERIFY2(describe(saved.error()).find(part.id) != std::string::npos, describe(saved.error()).c_str());
    }
    QCOMPARE(edited.place.data(), before);
}

/// Whatever was done: all parts together bring the graph back, or it is said why not, and nothing is written.
void TestGraphRestoreParts::randomParts() {
    const int most = qEnvironmentVariableIsSet("STEMMA_LONG") ? 600 : 40;
    std::size_t restored = 0;
    for (int seed = 0; seed < most; ++seed) {
        stemma::tests::RandomUser person(static_cast<unsigned>(seed));
        HistoryPlace place(static_cast<StoreVersion>(seed % 3));
        const UserFiles then = place.read();
        std::string first;
        for (int n = 0; n < 6; ++n) {
            const auto saved =
                editGraph(place.workspace(), "chem", {person.edit(readGraphStore(place.read()))}, {});
            if (saved && !saved->unchanged && first.empty())
                first = saved->action.text();
        }
        const UserFiles now = place.read();
        RestoreScope scope;
        scope.parts = partsOf(graphDifference(then, now, "chem"));
        if (scope.parts.empty())
            continue;
        const auto known = findingsOf(now), old = findingsOf(then);
        const auto saved = restoreGraph(place.workspace(), "chem", "before:" + first, scope);
        QVERIFY2(saved, qPrintable(QString::number(seed) + QLatin1Char(' ') + errorOf(saved)));
        const auto left = namesOf(partsOf(graphDifference(then, place.read(), "chem")));
        QVERIFY2(left.empty(), qPrintable(QStringLiteral("%1 %2").arg(seed).arg(
                                   QString::fromStdString(left.empty() ? "" : *left.begin()))));
        for (const std::string& each : findingsOf(place.read()))
            QVERIFY2(known.contains(each) || old.contains(each),
                     qPrintable(QStringLiteral("%1 %2").arg(seed).arg(QString::fromStdString(each))));
        ++restored;
    }
    QVERIFY(restored > 10);
    stemma::tests::proved("P8", "parts of a graph restored after random edits", restored);
}

QTEST_GUILESS_MAIN(TestGraphRestoreParts)
#include "tst_graph_restore_parts.moc"
