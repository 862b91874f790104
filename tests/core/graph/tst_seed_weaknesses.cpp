// SPDX-License-Identifier: MIT
// What the old program's way of saving loses (graphs-format.md, section 7), one test each that shows it gone.
// Its cleanup by age (weakness 8: ids that hold `_`, changes of zone) has tst_backup_cleanup to itself.
#include <cerrno>

#include <QtTest>

#include "core/graph/graph_validation.h"
#include "tests/core/graph/operation_place.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace stemma::graph;
using stemma::tests::OperationPlace;
using stemma::tests::StoreVersion;
using stemma::tests::userRoot;
using test::CallKind;

class TestSeedWeaknesses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rollbackIsOfAllFiles();
    void rollbackTakesNothingFromOthers();
    void noCommitInBetweenIsLost();
    void noTemporaryNameIsShared();
    void composedFilesAreNeverWrittenInPlace();
    void countsThatMatchHideNothing();
    void idsAreNoPaths();
    void whatIsMissingIsNotEmpty();
};

namespace {

/// Makes a node with its file and registry entry, removes another with its links, and composes two graphs.
const std::vector<GraphEdit>& manyFiles() {
    static const std::vector<GraphEdit> edits = {AddNode{"iron", {}, {}, {}, {}, {}, {}},
                                                 AddRelation{"iron", "rusts in", "water", {}, {}, {}},
                                                 DeleteNode{"oxygen"}};
    return edits;
}

Result<SavedGraph> save(OperationPlace& place, io::Disk& disk, const std::vector<GraphEdit>& edits) {
    const journal::Environment& own = place.environment();
    const journal::Environment environment{disk, own.clock, own.locks, {}};
    return editGraph({environment, userRoot, history::Actor::cli, std::nullopt, place.lock, std::nullopt},
                     "chem", edits, {});
}

/// An edit at whose first rename of a user's file something happens.
Result<SavedGraph> saveBeside(OperationPlace& place, const std::vector<GraphEdit>& edits,
                              const std::function<void()>& happens) {
    bool done = false;
    test::HookedDisk hooked(place.disk, [&](const std::string& call, const std::string& name) {
        if (call != "renameAt" || !name.ends_with(".json") || std::exchange(done, true))
            return;
        happens();
    });
    return save(place, hooked, edits);
}

std::string saidBy(const auto& result) {
    return result ? "" : describe(result.error());
}

} // namespace

/// 1: files that the failed operation made stayed, those that it had deleted were gone, a registry that it
/// had made stayed.
void TestSeedWeaknesses::rollbackIsOfAllFiles() {
    std::size_t failures = 0;
    for (std::uint64_t nth = 1;; ++nth) {
        OperationPlace place(StoreVersion::two);
        const auto before = place.data();
        place.disk.failCall(nth, EIO, CallKind::rename);
        const auto saved = save(place, place.disk, manyFiles());
        if (!place.disk.faultHappened())
            break;
        if (saved)
            continue; // it was safe already
        ++failures;
        QVERIFY2(place.data() == before, saidBy(saved).c_str());
    }
    QVERIFY(failures > 5);
}

/// 3: it copied the registries of its beginning back, over all that others had saved meanwhile.
void TestSeedWeaknesses::rollbackTakesNothingFromOthers() {
    OperationPlace place(StoreVersion::two);
    const std::string others = R"({"x::saved::meanwhile": {"graphs": []}})";
    auto expected = place.data();
    expected["attribute_registry.json"] = others;
    const auto saved = saveBeside(place, {AddNode{"iron", {}, {}, {}, {}, {}, {}}}, [&] {
        place.disk.plant(userRoot + "/attribute_registry.json", others);
        place.disk.failCall(3, EIO, CallKind::rename);
    });
    QVERIFY(place.disk.faultHappened());
    QVERIFY(!saved);
    QVERIFY(place.data() == expected);
}

/// 4: load, modify, save: who saved in between lost everything.
void TestSeedWeaknesses::noCommitInBetweenIsLost() {
    OperationPlace place(StoreVersion::two);
    json::Value theirs = tests::documentAt(place.read(), "node_registry.json");
    theirs.set("theirs", *json::parse(R"({"name": "theirs", "graphs": ["chem"]})"));
    const auto saved = saveBeside(place, {AddNode{"ours", {}, {}, {}, {}, {}, {}}}, [&] {
        place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(theirs));
    });
    QVERIFY2(saved, saidBy(saved).c_str());
    const json::Value registry = tests::documentAt(place.read(), "node_registry.json");
    QVERIFY(registry.find("theirs") && registry.find("ours"));
}

/// 4: one `.tmp` for all writers of a file: they cut each other's off.
void TestSeedWeaknesses::noTemporaryNameIsShared() {
    OperationPlace place(StoreVersion::two);
    const char* halfWritten[] = {"node_registry.json.tmp", "nodes/water.json.tmp",
                                 "graphs/chem/composed.json.tmp"};
    for (const char* path : halfWritten)
        place.disk.plant(userRoot + "/" + path, "{\"half");
    bool staged = false;
    test::HookedDisk hooked(place.disk, [&](const std::string& call, const std::string& name) {
        staged = staged || (call == "openFile" && name.ends_with(".tmp"));
    });
    EditNode edit;
    edit.id = "water";
    edit.role = json::Value::string("process");
    QVERIFY(save(place, hooked, {edit}));
    QVERIFY(!staged);
    for (const char* path : halfWritten)
        QCOMPARE(place.bytes(path), std::string("{\"half"));
}

/// 4: composing wrote over the files, and only then saved them safely: readers saw halves.
void TestSeedWeaknesses::composedFilesAreNeverWrittenInPlace() {
    OperationPlace place(StoreVersion::two);
    QVERIFY(composeFiles(place.workspace(), "chem"));
    const std::vector<std::string> names = {"composed.json", "composed.yaml", "polymorphic_composed.json"};
    const auto composed = [&](const test::CrashDisk& disk) {
        std::vector<std::string> bytes;
        for (const std::string& name : names)
            bytes.push_back(disk.bytesOf(userRoot + "/graphs/chem/" + name).value_or("(none)"));
        return bytes;
    };
    const auto before = composed(place.disk);
    place.disk.recordMoments();
    QVERIFY(save(place, place.disk, manyFiles()));
    const auto moments = place.disk.takeMoments();
    const auto after = composed(place.disk);
    QVERIFY(before != after && moments.size() > 20);
    for (const auto& moment : moments) {
        const auto seen = composed(*place.disk.at(moment.image));
        for (std::size_t at = 0; at < names.size(); ++at)
            QVERIFY2(seen[at] == before[at] || seen[at] == after[at], names[at].c_str());
    }
}

/// 9: one entry without a file and one file without an entry were as many as it wanted.
void TestSeedWeaknesses::countsThatMatchHideNothing() {
    OperationPlace place(StoreVersion::two);
    json::Value registry = tests::documentAt(place.read(), "node_registry.json");
    registry.set("ghost", *json::parse(R"({"graphs": ["chem"]})"));
    place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(registry));
    place.disk.plant(userRoot + "/nodes/spirit.json", R"({"id": "spirit", "morphs": []})");
    const Validation old = validateUser(place.disk, userRoot, "ada", place.environment().clock);
    QCOMPARE(old.status, std::string("valid"));
    const UserFiles files = place.read();
    std::set<std::string> found;
    for (const Finding& finding : deepFindings(files, readGraphStore(files)))
        found.insert(finding.id);
    QVERIFY(found.contains("phantom-node:ghost") && found.contains("orphan-node:spirit"));
}

/// 11: a node `../../../../outside` was a file outside of the library.
void TestSeedWeaknesses::idsAreNoPaths() {
    OperationPlace place(StoreVersion::two);
    place.disk.plant("/graph_data/outside.json", "{}");
    json::Value registry = tests::documentAt(place.read(), "node_registry.json");
    registry.set("../../../outside", *json::parse(R"({"graphs": ["chem"]})")); // as it may have left it
    place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(registry));
    const auto before = place.disk.files();
    const GraphEdit edits[] = {AddNode{"../../../../outside", {}, {}, {}, {}, {}, {}},
                               AddNode{"a/b", {}, {}, {}, {}, {}, {}},
                               AddRelation{"water", "to", "../../outside", {}, {}, {}},
                               DeleteNode{"../../../outside"}, AddMorph{"../../../outside", "m", "m"}};
    for (const GraphEdit& edit : edits) {
        const auto saved = save(place, place.disk, {edit});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::unsafe);
    }
    QVERIFY(place.disk.files() == before);
}

/// 10: a registry that was lost read as an empty one, and the next save made that final.
void TestSeedWeaknesses::whatIsMissingIsNotEmpty() {
    OperationPlace place(StoreVersion::two);
    const io::Open folder = *io::openDirectory(place.disk, userRoot);
    QVERIFY(place.disk.unlinkAt(folder.get(), "node_registry.json"));
    const auto before = place.disk.files();
    const auto saved = save(place, place.disk, {AddNode{"iron", {}, {}, {}, {}, {}, {}}});
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::damaged);
    QVERIFY(place.disk.files() == before);
}

QTEST_GUILESS_MAIN(TestSeedWeaknesses)
#include "tst_seed_weaknesses.moc"
