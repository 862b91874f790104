// SPDX-License-Identifier: MIT
#include <algorithm>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_rules.h"
#include "tests/core/report/report_texts.h"
#include "tests/support/proof.h"

using namespace stemma;
using json::Value;
using report::Severity;

namespace {

const report::Problem* find(const report::Verdict& verdict, const std::string& rule) {
    const auto found = std::find_if(verdict.problems.begin(), verdict.problems.end(),
                                    [&](const report::Problem& problem) { return problem.rule == rule; });
    return found == verdict.problems.end() ? nullptr : &*found;
}

} // namespace

class TestOutlineRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithThePeer_data();
    void agreesWithThePeer();
    void aGoodOutlineHasNoProblem();
    void everyRefusalNamesItsPlace();
    void tellsHarm_data();
    void tellsHarm();
    void tellsCare_data();
    void tellsCare();
    void aHostileOutlineIsJudgedShortly();
    void cleanupTestCase();

private:
    std::size_t m_verdicts = 0;
};

void TestOutlineRules::agreesWithThePeer_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("reads");
    QFile table(qEnvironmentVariable("STEMMA_TEST_DATA") + QStringLiteral("/reports/verdicts.jsonl"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    while (!table.atEnd()) {
        const QByteArray line = table.readLine();
        const auto row =
            json::parse(std::string_view(line.constData(), static_cast<std::size_t>(line.size())));
        QVERIFY(row);
        const auto text = row->stringAt("text");
        const QByteArray bytes =
            text ? QByteArray::fromStdString(*text)
                 : QByteArray::fromBase64(QByteArray::fromStdString(row->stringAt("base64").value_or("")));
        QTest::newRow(row->stringAt("name").value_or("").c_str()) << bytes << row->find("reads")->asBoolean();
    }
}

void TestOutlineRules::agreesWithThePeer() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, reads);
    const report::Verdict verdict = report::judgeOutlineBytes(
        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    std::string told;
    for (const report::Problem& problem : verdict.problems)
        told += problem.rule + ": " + problem.message + "\n";
    QVERIFY2(verdict.peerReads == reads, told.c_str());
    const bool reason =
        std::any_of(verdict.problems.begin(), verdict.problems.end(), [](const report::Problem& p) {
            return p.severity == Severity::error && !p.message.empty() && !p.fix.empty();
        });
    if (!reads)
        QVERIFY(reason);
    ++m_verdicts;
}

void TestOutlineRules::cleanupTestCase() {
    stemma::tests::proved("P18 P23", "what the other program reads, we call readable, and nothing else",
                          m_verdicts);
}

void TestOutlineRules::aGoodOutlineHasNoProblem() {
    const report::Verdict verdict = report::judgeOutlineBytes(json::pythonText(texts::sample()));
    QVERIFY(verdict.peerReads);
    QVERIFY2(verdict.problems.empty(), verdict.problems.empty() ? "" : verdict.problems[0].message.c_str());
    QCOMPARE(report::whyNotWritable(texts::sample()), std::string());
}

void TestOutlineRules::everyRefusalNamesItsPlace() {
    Value document = texts::sample();
    document.edit("sections")->editItem(1).set("colour", Value::string("red"));
    const report::Verdict verdict = report::judgeOutline(document);
    const report::Problem* problem = find(verdict, "field-unknown");
    QVERIFY(problem);
    QVERIFY(problem->message.find("sections[1]") != std::string::npos);
    QVERIFY(problem->message.find("colour") != std::string::npos);
    QCOMPARE(report::whyNotWritable(document), problem->message);
    const report::Verdict torn = report::judgeOutlineBytes("{\n  \"a\": [1,\n");
    QVERIFY(torn.problems[0].line >= 2);
}

void TestOutlineRules::tellsHarm_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("rule");
    QTest::newRow("status") << "status"
                            << "\"draft\""
                            << "metadata-status";
    QTest::newRow("status null") << "status"
                                 << "null"
                                 << "metadata-status";
    QTest::newRow("tags as text") << "tags"
                                  << "\"a\""
                                  << "metadata-tags";
    QTest::newRow("tags with a number") << "tags"
                                        << "[1]"
                                        << "metadata-tags";
    QTest::newRow("half a character") << "x"
                                      << "{\"a\": [\"\\ud800\"]}"
                                      << "lone-surrogate";
}

void TestOutlineRules::tellsHarm() {
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, rule);
    Value document = texts::sample();
    document.edit("metadata")->set(key.toStdString(), json::parse(value.toStdString()).value());
    const report::Verdict verdict = report::judgeOutline(document);
    QVERIFY(verdict.peerReads);
    const report::Problem* problem = find(verdict, rule.toStdString());
    QVERIFY(problem);
    QCOMPARE(problem->severity, Severity::error);
    QVERIFY(!report::whyNotWritable(document).empty());
}

void TestOutlineRules::tellsCare_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rule");
    const auto with = [](auto change) {
        Value document = texts::sample();
        change(document);
        return QString::fromStdString(json::pythonText(document));
    };
    QTest::newRow("unknown key") << with([](Value& d) { d.set("extra", Value::integer(1)); })
                                 << "unknown-key";
    QTest::newRow("dangling") << with([](Value& d) {
        d.edit("sections")->editItem(0).edit("insight_ids")->appendItem(Value::string("nobody"));
    }) << "dangling-insight";
    QTest::newRow("twice") << with([](Value& d) {
        d.edit("sections")->editItem(0).edit("insight_ids")->appendItem(Value::string(texts::insightId(4)));
    }) << "doubled-reference";
    QTest::newRow("orphan") << with([](Value& d) { d.edit("insights")->appendItem(texts::insight(9)); })
                            << "orphan-insight";
    QTest::newRow("doubled section") << with([](Value& d) {
        d.edit("sections")->appendItem(texts::section(1, 4, {}));
    }) << "doubled-section";
    QTest::newRow("doubled insight") << with([](Value& d) {
        d.edit("insights")->appendItem(texts::insight(1));
    }) << "doubled-insight";
    QTest::newRow("doubled order") << with([](Value& d) {
        d.edit("sections")->editItem(0).set("order", Value::integer(1));
    }) << "doubled-order";
    QTest::newRow("odd time") << with([](Value& d) { d.set("updated_at", Value::string("yesterday")); })
                              << "odd-time";
    QTest::newRow("respelled") << with([](Value& d) { d.set("outline_version", Value::string("3")); })
                               << "respelled-value";
    QTest::newRow("NaN") << with([](Value& d) { d.edit("metadata")->set("x", Value::numberFromText("NaN")); })
                         << "not-a-number";
    QTest::newRow("doubled key") << with([](Value&) {}).replace(0, 2, QStringLiteral("{\n\"title\": 1,\n"))
                                 << "doubled-key";
    QTest::newRow("carriage returns")
        << with([](Value&) {}).replace(QLatin1Char('\n'), QStringLiteral("\r\n")) << "line-endings";
}

void TestOutlineRules::tellsCare() {
    QFETCH(const QString, text);
    QFETCH(const QString, rule);
    const report::Verdict verdict = report::judgeOutlineBytes(text.toStdString());
    QVERIFY(verdict.peerReads);
    const report::Problem* problem = find(verdict, rule.toStdString());
    QVERIFY(problem);
    QVERIFY(problem->severity != Severity::error);
}

void TestOutlineRules::aHostileOutlineIsJudgedShortly() {
    Value document = texts::sample();
    for (int i = 0; i < 5000; ++i)
        document.edit("sections")->appendItem(Value::integer(i));
    const report::Verdict verdict = report::judgeOutline(document);
    QVERIFY(!verdict.peerReads);
    QVERIFY(verdict.problems.size() < 300);
    QVERIFY(find(verdict, "more-problems"));
}

QTEST_APPLESS_MAIN(TestOutlineRules)
#include "tst_outline_rules.moc"
