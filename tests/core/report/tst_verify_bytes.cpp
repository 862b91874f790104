// SPDX-License-Identifier: MIT
#include <QtTest>

#include <algorithm>

#include "core/json/jsonl.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;

/// Every byte of every file of a report that we wrote, changed alone: the verification tells. In the usual
/// run every fifth byte, as each is a whole verification.
class TestVerifyBytes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyByteOfTheOutline() { flipAll("outline.json"); }
    void everyByteOfTheLog() { flipAll("audit.jsonl"); }
    void everyByteOfTheBackups();
    void everyByteThatIsCutOff();
    void theLinesOfOthersHaveNoSeal();
    void anEmptiedLogIsTold();
    void cleanupTestCase();

private:
    [[nodiscard]] std::size_t objections() const;
    void flipAll(const std::string& name);
    void change(const std::string& name, const std::string& bytes);

    LibraryFixture m_library;
    ReportId m_id;
    std::size_t m_cases = 0;
};

void TestVerifyBytes::initTestCase() {
    const auto made = report::newReport(m_library.workspace(), "Tide tables", {"sea"});
    QVERIFY(made);
    m_id = made->id;
    QVERIFY(report::renameReport(m_library.workspace(), m_id, "Tides"));
    QVERIFY(report::restoreVersion(m_library.workspace(), m_id, "@1"));
    m_library.endLinger(); // what overwrites a fresh save is kept, as a backup more
    QCOMPARE(objections(), std::size_t{0});
}

std::size_t TestVerifyBytes::objections() const {
    const auto rows = report::verifyReport(m_library.disk(), m_library.root, m_id);
    if (!rows)
        return 1;
    return static_cast<std::size_t>(std::count_if(rows->begin(), rows->end(), [](const auto& row) {
        return row.state != "ok" && row.state != "restorable";
    }));
}

/// Writes a changed file, which must be told of.
void TestVerifyBytes::change(const std::string& name, const std::string& bytes) {
    m_library.write("by_id/" + m_id.text() + '/' + name, bytes);
    ++m_cases;
    if (objections() == 0)
        QFAIL(("not told: " + name + " is\n" + bytes).c_str());
}

void TestVerifyBytes::flipAll(const std::string& name) {
    const std::string path = "by_id/" + m_id.text() + '/' + name;
    const std::string whole = m_library.read(path);
    QVERIFY(!whole.empty());
    const bool all = qEnvironmentVariableIsSet("STEMMA_LONG");
    for (std::size_t at = 0; at < whole.size() && !QTest::currentTestFailed(); at += all ? 1 : 5) {
        for (int bit = all ? 0 : static_cast<int>(at % 8); bit < 8; bit += all ? 1 : 8) {
            std::string flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            change(name, flipped);
        }
    }
    m_library.write(path, whole);
    QCOMPARE(objections(), std::size_t{0});
}

void TestVerifyBytes::everyByteOfTheBackups() {
    const auto names = m_library.names("by_id/" + m_id.text() + "/backups");
    QCOMPARE(names.size(), std::size_t{2});
    for (const std::string& name : names)
        flipAll("backups/" + name);
}

void TestVerifyBytes::everyByteThatIsCutOff() {
    for (const std::string name : {"outline.json", "audit.jsonl"}) {
        const std::string path = "by_id/" + m_id.text() + '/' + name;
        const std::string whole = m_library.read(path);
        for (std::size_t size = 0; size < whole.size() && !QTest::currentTestFailed(); size += 29)
            change(name, whole.substr(0, size));
        m_library.write(path, whole);
    }
}

/// Also where each older version, and the present one, lies in a backup.
void TestVerifyBytes::anEmptiedLogIsTold() {
    const std::string folder = "by_id/" + m_id.text();
    const std::string log = m_library.read(folder + "/audit.jsonl");
    const std::string more = folder + "/backups/outline.json.20271121T114900_000000.bak";
    m_library.write(more, m_library.read(folder + "/outline.json"));
    m_library.write(folder + "/audit.jsonl", "");
    QVERIFY(objections() > 0);
    m_library.write(folder + "/audit.jsonl", log);
    QCOMPARE(objections(), std::size_t{0});
}

/// What igloo-mcp writes holds no hash of itself: there only what can't be read is told.
void TestVerifyBytes::theLinesOfOthersHaveNoSeal() {
    const std::string path = "by_id/" + m_id.text() + "/audit.jsonl";
    const std::string whole = m_library.read(path);
    const std::string foreign =
        R"({"action_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "report_id": ")" + m_id.text() +
        R"(", "ts": "2025-05-04T09:30:00+00:00", "actor": "agent", "action_type": "render", "request_id": null, )"
        R"("payload": {"note": "\"stemma\": { \"event_sha256\": \""}})"
        "\n";
    m_library.write(path, whole + foreign);
    QCOMPARE(objections(), std::size_t{0});
    m_library.write(path, whole);
}

void TestVerifyBytes::cleanupTestCase() {
    stemma::tests::proved("P21", "bytes of outline, backups and log, changed one at a time", m_cases);
}

QTEST_GUILESS_MAIN(TestVerifyBytes)
#include "tst_verify_bytes.moc"
