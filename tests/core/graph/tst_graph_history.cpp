// SPDX-License-Identifier: MIT
#include <algorithm>

#include <QtTest>

#include "core/json/json_document.h"
#include "tests/core/graph/history_place.h"

using namespace stemma;
using namespace stemma::graph;
using tests::HistoryPlace;
using tests::StoreVersion;

class TestGraphHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesOfOldBackups_data();
    void namesOfOldBackups();
    void oldBackupsWithTimeAndOperation();
    void rowsOfOurs();
    void aTransactionBelongsToTheGraphsItTouched();
    void backupsOfOursAreNotListedTwice();
    void whatOthersChangedIsTold();
    void whatTheOldProgramChangedIsPutDownToIt();
    void linesThatCantBeRead();
    void aLostLogLosesNoVersion();
    void versionsByName();
    void versionsThatAreNot();
    void filesOfEachVersion();
    void lostImagesAreTold();
};

namespace {

EditNode roleOf(const std::string& node, const std::string& role) {
    EditNode edit;
    edit.id = node;
    edit.role = json::Value::string(role);
    return edit;
}

std::string logLine(const std::string& utc, const std::string& id, const std::string& operation,
                    const std::string& graph) {
    return "2025-06-28 10:01:14 | ndf.atomic | INFO | {\"timestamp\": \"" + utc +
           "\", \"user_id\": \"ada-1\", \"message\": \"Starting graph transaction\", \"transaction_id\": \"" +
           id + "-0000-4000-8000-000000000000\", \"operation\": \"" + operation + "\", \"graph_id\": \"" +
           graph + "\"}\n";
}

std::string roleIn(const UserFiles& files, const std::string& node) {
    return tests::lineAt(files, "nodes/" + node + ".json", {"role"});
}

} // namespace

void TestGraphHistory::namesOfOldBackups_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("graph");
    QTest::newRow("plain") << "chem_20250628_100117_6018366c"
                           << "chem";
    QTest::newRow("underscores") << "chemistry_basics_2_20250628_100117_6018366c"
                                 << "chemistry_basics_2";
    QTest::newRow("looks like a time") << "x_20240101_120000_20250628_100117_6018366c"
                                       << "x_20240101_120000";
    QTest::newRow("blanks and scripts") << "Mein Gräph 水_20250628_100117_6018366c"
                                        << "Mein Gräph 水";
    QTest::newRow("no graph") << "_20250628_100117_6018366c"
                              << "";
    QTest::newRow("short digits") << "chem_20250628_100117_6018366"
                                  << "-";
    QTest::newRow("capitals") << "chem_20250628_100117_6018366C"
                              << "-";
    QTest::newRow("no time") << "chem_20250628-100117_6018366c"
                             << "-";
    QTest::newRow("nothing") << ""
                             << "-";
}

void TestGraphHistory::namesOfOldBackups() {
    QFETCH(QString, name);
    QFETCH(QString, graph);
    const auto backup = oldBackupOfName(name.toStdString());
    QCOMPARE(backup.has_value(), graph != QStringLiteral("-"));
    if (backup)
        QCOMPARE(QString::fromStdString(backup->graph), graph);
}

void TestGraphHistory::oldBackupsWithTimeAndOperation() {
    HistoryPlace place(StoreVersion::two);
    const std::string registry = "/node_registry.json";
    place.plant("backups/my_graph_20250628_100117_6018366c" + registry, "{}");
    place.plant("backups/my_graph_20250628_100200_aaaaaaaa" + registry, "{}");
    place.plant("backups/my_graph_20250628_100200_aaaaaaaa/attribute_registry.json", "{}");
    place.plant("backups/chem_20240101_000000_bbbbbbbb" + registry, "");
    place.plant("backups/notes.txt", "mine");
    place.plant("backups/old stuff" + registry, "{}");
    const std::string logs = "/home/ada/logs/atomic.log";
    place.disk.plant(logs, "no log line\n" + logLine("2025-06-28T04:31:14.486966+00:00", "6018366c",
                                                     "create_node", "my_graph"));
    place.disk.plant(logs + ".2",
                     logLine("2025-06-28T04:32:00+00:00", "aaaaaaaa", "other", "another") +
                         logLine("2025-06-28T04:32:01+00:00", "aaaaaaaa", "delete_node", "my_graph"));
    std::vector<std::string> strange;
    const auto backups =
        readOldBackups(place.disk, place.root, oldLogFolder(place.disk, place.root), strange);
    QVERIFY(backups);
    std::vector<OldBackup> found;
    for (const OldBackup& each : *backups)
        if (each.localTime < "20250630")
            found.push_back(each);
    QCOMPARE(found.size(), std::size_t{3});
    QCOMPARE(found[0].folder, std::string("chem_20240101_000000_bbbbbbbb"));
    QCOMPARE(found[0].operation, std::string());
    QCOMPARE(found[0].utc, std::string());
    QVERIFY(!found[0].problems.empty());
    QCOMPARE(found[1].operation, std::string("create_node"));
    QCOMPARE(found[1].utc, std::string("2025-06-28T04:31:14.486966+00:00"));
    QCOMPARE(found[2].operation, std::string("delete_node"));
    QCOMPARE(found[2].registries.size(), std::size_t{2});
    QCOMPARE(strange, (std::vector<std::string>{"notes.txt", "old stuff"}));
}

void TestGraphHistory::rowsOfOurs() {
    HistoryPlace place(StoreVersion::two);
    const std::string action = place.edit({roleOf("water", "process")});
    const GraphTimeline timeline = place.timeline();
    QVERIFY(timeline.problems.empty());
    const GraphRow& row = timeline.rows.back();
    QCOMPARE(row.n, timeline.rows.size());
    QCOMPARE(row.action.text(), action);
    QCOMPARE(row.kind, GraphRowKind::transaction);
    QCOMPARE(row.operation, std::string("edit_node"));
    QCOMPARE(row.type, std::string("evolve"));
    QCOMPARE(row.actor, std::string("agent"));
    QCOMPARE(row.requestId.value_or(""), std::string("request-1"));
    QCOMPARE(row.nodes, std::vector<std::string>{"water"});
    QCOMPARE(row.backupState, history::BackupState::ok);
    QCOMPARE(row.counts->edited, std::size_t{1});
    QVERIFY(std::find(row.paths.begin(), row.paths.end(), "nodes/water.json") != row.paths.end());
    QVERIFY(place.disk.bytesOf(place.root + "/backups/" + row.backup + "/node_registry.json"));
}

void TestGraphHistory::aTransactionBelongsToTheGraphsItTouched() {
    HistoryPlace place(StoreVersion::two);
    const std::string shared = place.edit({roleOf("oxygen", "class")});
    const std::string own = place.edit({roleOf("water", "process")});
    const auto has = [&](const std::string& graph, const std::string& action) {
        const GraphTimeline timeline = place.timeline(graph);
        return std::any_of(timeline.rows.begin(), timeline.rows.end(),
                           [&](const GraphRow& row) { return row.action.text() == action; });
    };
    QVERIFY(has("chem", shared) && has("other", shared));
    QVERIFY(has("chem", own) && !has("other", own) && has("", own));
}

void TestGraphHistory::backupsOfOursAreNotListedTwice() {
    HistoryPlace place(StoreVersion::two);
    place.edit({roleOf("water", "process")});
    for (const GraphRow& row : place.timeline("").rows)
        QCOMPARE(row.kind, GraphRowKind::transaction);
}

void TestGraphHistory::whatOthersChangedIsTold() {
    HistoryPlace place(StoreVersion::two);
    place.edit({roleOf("water", "process")});
    const std::string foreign = place.bytes("nodes/water.json") + " ";
    place.plant("nodes/water.json", foreign);
    GraphRow last = place.timeline().rows.back();
    QCOMPARE(last.kind, GraphRowKind::unrecorded);
    QCOMPARE(last.paths, std::vector<std::string>{"nodes/water.json"});
    const std::string action = place.edit({roleOf("water", "individual")});
    const auto rows = place.timeline().rows;
    QCOMPARE(rows.back().action.text(), action);
    QCOMPARE(rows[rows.size() - 2].kind, GraphRowKind::unrecorded);
    // The row between holds what others had made.
    const auto files =
        filesAt(place.disk, place.root, place.timeline(), "@" + std::to_string(rows.size() - 1));
    QVERIFY(files);
    QCOMPARE(files->find("nodes/water.json")->bytes, foreign);
}

void TestGraphHistory::whatTheOldProgramChangedIsPutDownToIt() {
    HistoryPlace place(StoreVersion::two);
    place.edit({roleOf("water", "process")});
    const std::string folder = "chem_20250701_120500_cccccccc";
    place.plant("backups/" + folder + "/node_registry.json", place.bytes("node_registry.json"));
    place.disk.plant("/home/ada/logs/atomic.log",
                     logLine("2025-07-01T12:05:00+00:00", "cccccccc", "update_node", "chem"));
    place.plant("nodes/water.json", place.bytes("nodes/water.json") + " ");
    const auto rows = place.timeline().rows;
    QCOMPARE(rows.back().kind, GraphRowKind::oldBackup);
    QCOMPARE(rows.back().operation, std::string("update_node"));
    QCOMPARE(rows.back().backup, folder);
    QCOMPARE(rows.back().paths, std::vector<std::string>{"nodes/water.json"});
}

void TestGraphHistory::linesThatCantBeRead() {
    HistoryPlace place(StoreVersion::two);
    place.edit({roleOf("water", "process")});
    const std::string log = place.bytes(".stemma/audit.jsonl");
    place.plant(".stemma/audit.jsonl", "rubbish\n" + log);
    const auto rows = place.timeline().rows;
    QCOMPARE(rows.front().kind, GraphRowKind::unreadableLine);
    QCOMPARE(rows.front().problems.front().line, std::size_t{1});
    std::string altered = log;
    altered.replace(altered.rfind("edit_node"), 4, "EDIT");
    place.plant(".stemma/audit.jsonl", altered);
    QCOMPARE(place.timeline().rows.back().problems.front().rule, std::string("log-line-altered"));
}

void TestGraphHistory::aLostLogLosesNoVersion() {
    HistoryPlace place(StoreVersion::two);
    const auto before = place.data();
    const std::string first = place.edit({roleOf("water", "process")});
    place.edit({roleOf("water", "individual")});
    const std::size_t count = place.timeline("").rows.size();
    place.plant(".stemma/audit.jsonl", "");
    const GraphTimeline timeline = place.timeline("");
    QCOMPARE(timeline.rows.size(), count);
    QCOMPARE(timeline.rows.back().problems.front().rule, std::string("log-line-missing"));
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + first, {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(place.data(), before);
}

void TestGraphHistory::versionsByName() {
    HistoryPlace place(StoreVersion::two);
    const std::string action = place.edit({roleOf("water", "process")});
    const GraphTimeline timeline = place.timeline();
    const auto named = [&](const std::string& name) {
        const auto version = findGraphVersion(timeline, name);
        return version ? nameOf(*version) : describe(version.error());
    };
    QCOMPARE(named("now"), std::string("now"));
    QCOMPARE(named("before:" + action), "before:" + action);
    QCOMPARE(named("after:" + action.substr(0, 12)), "after:" + action);
    QCOMPARE(named("@" + std::to_string(timeline.rows.size())), "after:" + action);
    QCOMPARE(named("backup:" + timeline.rows.back().backup), "before:" + action);
    QCOMPARE(named("backup:x_20250628_100117_6018366c"), std::string("backup:x_20250628_100117_6018366c"));
}

void TestGraphHistory::versionsThatAreNot() {
    HistoryPlace place(StoreVersion::two);
    place.edit({roleOf("water", "process")});
    const GraphTimeline timeline = place.timeline();
    const auto code = [&](const std::string& name) {
        const auto files = filesAt(place.disk, place.root, timeline, name);
        return files ? std::string("ok") : std::string(codeWord(files.error().code));
    };
    QCOMPARE(code("yesterday"), std::string("usage"));
    QCOMPARE(code("before:abc"), std::string("usage"));
    QCOMPARE(code("before:ffffffff-0000-4000-8000-000000000000"), std::string("not-found"));
    QCOMPARE(code("@0"), std::string("not-found"));
    QCOMPARE(code("@999"), std::string("not-found"));
    QCOMPARE(code("@x"), std::string("usage"));
    QCOMPARE(code("backup:../../x"), std::string("unsafe"));
    QCOMPARE(code("backup:notes"), std::string("not-found"));
    QCOMPARE(code("backup:x_20250628_100117_6018366c"), std::string("not-found"));
    place.plant("backups/x_20250628_100117_6018366c/node_registry.json", "{");
    QCOMPARE(code("backup:x_20250628_100117_6018366c"), std::string("damaged"));
}

void TestGraphHistory::filesOfEachVersion() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({roleOf("water", "process")});
    const auto middle = place.data();
    const std::string second = place.edit({DeleteNode{"water"}});
    const GraphTimeline timeline = place.timeline();
    for (const std::string& name : {"after:" + first, "before:" + second}) {
        const auto files = filesAt(place.disk, place.root, timeline, name);
        QVERIFY2(files, files ? "" : describe(files.error()).c_str());
        std::map<std::string, std::string> bytes;
        for (const auto& [path, file] : files->all())
            bytes[path] = file->bytes;
        QCOMPARE(bytes, middle);
    }
    QCOMPARE(roleIn(*filesAt(place.disk, place.root, timeline, "before:" + first), "water"),
             std::string("\"class\""));
    QVERIFY(!filesAt(place.disk, place.root, timeline, "now")->find("nodes/water.json"));
}

void TestGraphHistory::lostImagesAreTold() {
    HistoryPlace place(StoreVersion::two);
    const std::string action = place.edit({roleOf("water", "process")});
    place.plant(".stemma/txn/" + action + "/manifest", "rubbish");
    const GraphTimeline timeline = place.timeline();
    QCOMPARE(timeline.rows.back().backupState, history::BackupState::damaged);
    const auto files = filesAt(place.disk, place.root, timeline, "before:" + action);
    QVERIFY(!files);
    QCOMPARE(files.error().code, ErrorCode::damaged);
}

QTEST_GUILESS_MAIN(TestGraphHistory)
#include "tst_graph_history.moc"
