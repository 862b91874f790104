// SPDX-License-Identifier: MIT
// Each thing that can be wrong with a user's data is found where it is, and nothing else; its repair heals it
// and touches nothing else.
#include <QtTest>

#include <algorithm>
#include <string>

#include "core/graph/compose.h"
#include "core/graph/graph_validation.h"
#include "tests/core/graph/deep_cases.h"

using namespace stemma;
using namespace stemma::tests;
using graph::Finding;
using graph::UserFiles;

namespace {

QByteArray joined(const Ids& texts) {
    QByteArray all;
    for (const std::string& text : texts)
        all += text.c_str() + QByteArray("\n");
    return all;
}

void sameTexts(const Ids& got, const Ids& wanted) {
    QCOMPARE(joined(got), joined(wanted));
}
bool isComposedPath(const std::string& path) {
    return path.find("composed.") != std::string::npos;
}

} // namespace
class TestDeepValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingInAHealthyStore();
    void foundAndHealed();
    void composedFilesFollowARepair();
    void staleComposedFiles();
    void stubsAreFilledWithWhatIsCertain();
    void doubtfulStubsAreLeft();
    void aTargetIsMadeAsTheProgramMakesIt();
    void onlyWhatWasAskedFor();
    void countsThatHappenToMatch();
    void seededStores();
};

void TestDeepValidation::nothingInAHealthyStore() {
    sameTexts(idsOf(findingsOf(healthyStore())), {});
    sameTexts(idsOf(findingsOf(UserFiles())), {});
}

void TestDeepValidation::foundAndHealed() {
    for (const DeepCase& each : deepCases()) {
        qInfo("%s", each.name);
        UserFiles damaged = healthyStore();
        each.damage(damaged);
        composeAll(damaged);
        const auto found = findingsOf(damaged);
        sameTexts(idsOf(found), each.found);
        const graph::Repaired repaired = graph::repairFindings(damaged, found, editTime);
        Ids changed = changedPaths(damaged, repaired.files);
        std::erase_if(changed, isComposedPath);
        sameTexts(changed, each.changed);
        sameTexts(idsOf(repaired.left), each.left);
        QCOMPARE(repaired.done.size() + repaired.left.size(), found.size());
        sameTexts(idsOf(findingsOf(repaired.files)), each.left);
        const graph::Repaired again = graph::repairFindings(repaired.files, found, editTime);
        sameTexts(changedPaths(repaired.files, again.files), {});
    }
}

void TestDeepValidation::composedFilesFollowARepair() {
    UserFiles files = healthyStore();
    setMember(files, "nodes/water.json", {"nbh"}, "\"boiling\"");
    composeAll(files);
    const graph::Repaired repaired = graph::repairFindings(files, findingsOf(files), editTime);
    sameTexts(changedPaths(files, repaired.files),
              {"M graphs/chem/composed.json", "M graphs/chem/composed.yaml",
               "M graphs/chem/polymorphic_composed.json", "M nodes/water.json"});
}

void TestDeepValidation::staleComposedFiles() {
    UserFiles files = healthyStore();
    setMember(files, "nodes/living_cell.json", {"name"}, "\"renamed\"");
    sameTexts(idsOf(findingsOf(files)), {"stale-composed:other"});
    const graph::Repaired repaired = graph::repairFindings(files, findingsOf(files), editTime);
    QVERIFY(findingsOf(repaired.files).empty());
    files = healthyStore();
    files.remove("graphs/chem/composed.yaml");
    sameTexts(idsOf(findingsOf(files)), {"stale-composed:chem"});
    // What may be the last of a node isn't replaced.
    files = healthyStore();
    files.setBytes("nodes/water.json", "{");
    const graph::Repaired left = graph::repairFindings(files, findingsOf(files), editTime);
    sameTexts(changedPaths(files, left.files), {});
    sameTexts(idsOf(left.left), {"stale-composed:chem", "unreadable-file:nodes/water.json"});
}

void TestDeepValidation::stubsAreFilledWithWhatIsCertain() {
    UserFiles files = healthyStore();
    for (const std::string& id : {isA, contains})
        files.setBytes("relationNodes/" + id + ".json", R"({"morph_id": "basic_oxygen"})");
    files.setBytes("attributeNodes/" + mass + ".json", R"({"morph_id": ["basic_oxygen"]})");
    composeAll(files);
    const UserFiles healed = graph::repairFindings(files, findingsOf(files), editTime).files;
    QCOMPARE(lineAt(healed, "relationNodes/" + isA + ".json"),
             std::string(
                 R"({"id": "oxygen::is_a::water", "name": "is_a", "source_id": "oxygen", )"
                 R"("target_id": "water", "adverb": null, "modality": null, "morph_id": "basic_oxygen"})"));
    QCOMPARE(lineAt(healed, "relationNodes/" + contains + ".json", {"adverb"}), std::string(R"("mostly")"));
    QCOMPARE(lineAt(healed, "relationNodes/" + contains + ".json", {"modality"}), std::string(R"("surely")"));
    QCOMPARE(lineAt(healed, "attributeNodes/" + mass + ".json", {"source_id"}), std::string(R"("oxygen")"));
    QCOMPARE(lineAt(healed, "attributeNodes/" + mass + ".json", {"value"}), std::string("null"));
}

void TestDeepValidation::doubtfulStubsAreLeft() {
    UserFiles files = healthyStore();
    // Both of the last two parts are nodes: one is a target, the other an adverb's or a modality's word.
    const std::string id = "oxygen::near::water::electron";
    setMember(files, "relation_registry.json", {id}, R"({"name": null, "graphs": ["chem"]})");
    files.setBytes("relationNodes/" + id + ".json", R"({"morph_id": []})");
    composeAll(files);
    const graph::Repaired repaired = graph::repairFindings(files, findingsOf(files), editTime);
    sameTexts(changedPaths(files, repaired.files), {});
    sameTexts(idsOf(repaired.left), {"stub:relationNodes/" + id + ".json"});
}

void TestDeepValidation::aTargetIsMadeAsTheProgramMakesIt() {
    UserFiles files = healthyStore();
    setMember(files, "relationNodes/" + isA + ".json", {"target_id"}, "\"steam\"");
    const UserFiles healed = graph::repairFindings(files, findingsOf(files), editTime).files;
    QCOMPARE(lineAt(healed, "node_registry.json", {"steam"}),
             std::string(R"({"id": "steam", "name": "steam", "graphs": ["chem", "other"], )"
                         R"("created_at": "2025-07-01T12:00:00.250000"})"));
    QCOMPARE(lineAt(healed, "nodes/steam.json", {"role"}), std::string("\"individual\""));
}

void TestDeepValidation::onlyWhatWasAskedFor() {
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"cell"}, R"({"graphs": ["chem"]})");
    files.setBytes("function_registry.json", "{}");
    setMember(files, "nodes/living_cell.json", {"name"}, "\"renamed\""); // other is stale
    std::vector<Finding> found = findingsOf(files);
    std::erase_if(found, [](const Finding& each) { return each.kind != graph::FindingKind::phantomNode; });
    QCOMPARE(found.size(), std::size_t{1});
    const graph::Repaired repaired = graph::repairFindings(files, found, editTime);
    sameTexts(changedPaths(files, repaired.files), {"M node_registry.json"});
}

/// Weakness 9 of the old program's validation: it only counts.
void TestDeepValidation::countsThatHappenToMatch() {
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"ghost"}, R"({"graphs": ["chem"]})");
    files.setBytes("nodes/spirit.json", R"({"id": "spirit", "morphs": []})");
    sameTexts(idsOf(findingsOf(files)), {"phantom-node:ghost", "orphan-node:spirit"});
}

/// What the versions of the old program leave of themselves.
void TestDeepValidation::seededStores() {
    for (const StoreVersion version : {StoreVersion::one, StoreVersion::two, StoreVersion::three}) {
        const UserFiles files = storeOf(version);
        const auto found = findingsOf(files);
        const Ids ids = idsOf(found);
        const auto has = [&](const char* word) {
            return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return id.starts_with(word); });
        };
        QVERIFY(has("wrong-inner-id:") && has("nested-morph-id:") && has("stale-composed:"));
        QCOMPARE(has("stub:"), version == StoreVersion::three);
        QCOMPARE(has("empty-transition:"), version == StoreVersion::one);
        const graph::Repaired repaired = graph::repairFindings(files, found, editTime);
        sameTexts(idsOf(findingsOf(repaired.files)), {});
        sameTexts(idsOf(repaired.left), {});
    }
}

QTEST_GUILESS_MAIN(TestDeepValidation)
#include "tst_deep_validation.moc"
