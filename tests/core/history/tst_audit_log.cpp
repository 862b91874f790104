// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/history/audit_log.h"
#include "core/json/json_document.h"

using namespace stemma;
using namespace stemma::history;

namespace {

const std::string action = "653c8042-9008-4a06-93fc-82fdf6df3037";
const std::string report = "2b4b67d7-1dd0-4920-b242-310d3b1acd5e";

std::string lineWith(const std::string& rest) {
    return R"({"action_id": ")" + action + R"(", "report_id": ")" + report +
           R"(", "ts": "2025-03-03T08:00:00.074540+00:00")" + rest + "}";
}

} // namespace

class TestAuditLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheFormatsOwnBytes() {
        AuditEvent event;
        event.action = ActionId(action);
        event.report = ReportId(report);
        event.ts = "2025-03-03T08:00:00.074540+00:00";
        event.actor = "human";
        event.type = "evolve";
        event.payload = json::Value::object({{"old_title", json::Value::string("Ü \"x\"\n")},
                                             {"backup_filename", json::Value()},
                                             {"outline_version", json::Value::numberFromText("1e3")}});
        // What Python's json.dumps(model_dump(), ensure_ascii=False) gives for that event.
        const std::string line =
            R"({"action_id": "653c8042-9008-4a06-93fc-82fdf6df3037", "report_id": "2b4b67d7-1dd0-4920-b242-310d3b1acd5e", )"
            R"("ts": "2025-03-03T08:00:00.074540+00:00", "actor": "human", "action_type": "evolve", "request_id": null, )"
            R"("payload": {"old_title": "Ü \"x\"\n", "backup_filename": null, "outline_version": 1e3}})";
        QCOMPARE(auditLine(event), line);
        event.requestId = "r-1";
        event.payload = json::Value::object();
        QVERIFY(auditLine(event).ends_with(R"("request_id": "r-1", "payload": {}})"));
    }

    void readsWhatItWrites() {
        const std::string line = lineWith(
            R"(, "actor": "agent", "action_type": "revert", "request_id": "q", "payload": {"b": 1, "a": [1.10]})");
        const AuditLog log = readAuditLog(line + "\n");
        QCOMPARE(log.events.size(), std::size_t{1});
        QVERIFY(log.events[0].acceptedByPeer);
        QVERIFY(!log.tornTail);
        QCOMPARE(auditLine(log.events[0].event), line);
    }

    void saysWhatTheOtherProgramDrops_data() {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("objection");
        const QString good = QStringLiteral(R"(, "actor": "cli", "action_type": "create", "payload": {})");
        QTest::newRow("good") << good << QString();
        QTest::newRow("request id null")
            << QStringLiteral(R"(, "actor": "cli", "action_type": "create", "request_id": null)")
            << QString();
        QTest::newRow("unknown key") << good + QStringLiteral(R"(, "note": 1)") << QStringLiteral("note");
        QTest::newRow("unknown type")
            << QStringLiteral(R"(, "actor": "cli", "action_type": "restore")") << QStringLiteral("restore");
        QTest::newRow("unknown actor")
            << QStringLiteral(R"(, "actor": "robot", "action_type": "create")") << QStringLiteral("robot");
        QTest::newRow("no actor") << QStringLiteral(R"(, "action_type": "create")")
                                  << QStringLiteral("actor");
        QTest::newRow("actor is a number")
            << QStringLiteral(R"(, "actor": 7, "action_type": "create")") << QStringLiteral("actor");
        QTest::newRow("payload is a list")
            << QStringLiteral(R"(, "actor": "cli", "action_type": "create", "payload": [])")
            << QStringLiteral("payload");
        QTest::newRow("request id is a number")
            << QStringLiteral(R"(, "actor": "cli", "action_type": "create", "request_id": 1)")
            << QStringLiteral("request_id");
    }

    void saysWhatTheOtherProgramDrops() {
        QFETCH(QString, rest);
        QFETCH(QString, objection);
        const AuditLog log = readAuditLog(lineWith(rest.toStdString()) + "\n");
        QCOMPARE(log.events.size(), std::size_t{1});
        QCOMPARE(log.events[0].acceptedByPeer, objection.isEmpty());
        QVERIFY(QString::fromStdString(log.events[0].peerObjection).contains(objection));
        QCOMPARE(log.events[0].peerObjection.empty(), objection.isEmpty());
    }

    void idsThatAreNoUuidsAreKeptWithAnObjection() {
        const AuditLog log = readAuditLog(
            R"({"action_id": "rpt_1", "report_id": "x", "ts": "t", "actor": "cli", "action_type": "create"})"
            "\n");
        QCOMPARE(log.events.size(), std::size_t{1});
        QVERIFY(!log.events[0].acceptedByPeer);
        QCOMPARE(log.events[0].event.action.text(), std::string("rpt_1"));
        QCOMPARE(log.events[0].event.ts, std::string("t"));
    }

    void unreadableLinesHideNoNeighbour() {
        const std::string good = lineWith(R"(, "actor": "cli", "action_type": "create", "payload": {})");
        std::string other = good;
        other.replace(other.find(action), 4, "0000");
        const AuditLog log =
            readAuditLog("not json\n" + good + "\n[]\n{\"a\": 1}\n\n\xff\xfe\n" + other + "\n");
        QCOMPARE(log.events.size(), std::size_t{2});
        QCOMPARE(log.events[0].line, std::size_t{2});
        QCOMPARE(log.events[1].line, std::size_t{7});
        std::vector<std::size_t> lines;
        for (const auto& problem : log.problems)
            lines.push_back(problem.line);
        QCOMPARE(lines, (std::vector<std::size_t>{1, 3, 4, 6}));
    }

    void ofDoubledActionIdsTheFirstCounts() {
        const std::string first =
            lineWith(R"(, "actor": "cli", "action_type": "create", "payload": {"n": 1})");
        const std::string second =
            lineWith(R"(, "actor": "cli", "action_type": "archive", "payload": {"n": 2})");
        const AuditLog log = readAuditLog(first + "\n" + second + "\n");
        QCOMPARE(log.events.size(), std::size_t{1});
        QCOMPARE(log.events[0].event.type, std::string("create"));
        QCOMPARE(log.repeated.size(), std::size_t{1});
        QCOMPARE(log.repeated[0].line, std::size_t{2});
        QVERIFY(log.problems.empty());
    }

    void tornTails() {
        const std::string good = lineWith(R"(, "actor": "cli", "action_type": "create", "payload": {})");
        const AuditLog whole = readAuditLog(good);
        QVERIFY(whole.tornTail);
        QCOMPARE(whole.events.size(), std::size_t{1});
        const AuditLog torn = readAuditLog(good + "\n" + good.substr(0, 40));
        QVERIFY(torn.tornTail);
        QCOMPARE(torn.events.size(), std::size_t{1});
        QCOMPARE(torn.problems.size(), std::size_t{1});
        QCOMPARE(torn.problems[0].line, std::size_t{2});
        QVERIFY(readAuditLog("").events.empty());
    }

    void theBackupOfAnEvent() {
        const auto backupOf = [](const char* type, const char* payload) {
            AuditEvent event;
            event.type = type;
            event.payload = *json::parse(payload);
            return event.backupName();
        };
        using Name = std::optional<std::string>;
        QCOMPARE(backupOf("evolve", R"({"backup_filename": "a"})"), Name("a"));
        QCOMPARE(backupOf("evolve", R"({"backup_filename": null})"), Name());
        QCOMPARE(backupOf("evolve", R"({"backup_filename": ""})"), Name());
        QCOMPARE(backupOf("revert", R"({"current_state_backup": "c"})"), Name("c"));
        QCOMPARE(backupOf("revert", R"({"current_state_backup": "c", "backup_filename": "b"})"), Name("b"));
        QCOMPARE(backupOf("evolve", R"({"current_state_backup": "c"})"), Name());
        QCOMPARE(backupOf("create", R"([1])"), Name());
    }
};

QTEST_APPLESS_MAIN(TestAuditLog)
#include "tst_audit_log.moc"
