// SPDX-License-Identifier: MIT
#include <random>

#include <QFile>
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_rules.h"
#include "core/report/quick_outline.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"
#include "tests/support/proof.h"

using namespace stemma;
using report::QuickReader;

/// The quick reader may keep silent, but never say anything else than the whole judge.
class TestQuickOutline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsOrdinaryOutlines();
    void agreesOnThePeersVerdicts();
    void agreesOnBrokenOutlines();
    void leavesOddTextToTheJudge_data();
    void leavesOddTextToTheJudge();
    void agreesOnIndexes();

private:
    std::size_t m_known = 0; ///< how many it gave an answer for

    void compare(QuickReader& reader, const std::string& bytes);
};

namespace {

std::string sampleText() {
    return json::pythonText(texts::sample());
}

/// Small harms to a text, of the kinds that files suffer and that rules are about.
std::string harmed(std::string text, std::mt19937& random) {
    static const std::vector<std::pair<std::string, std::string>> swaps = {{"\"active\"", "\"gone\""},
                                                                           {": [", ": {"},
                                                                           {"null", "\"\""},
                                                                           {"\"title\"", "\"titel\""},
                                                                           {": 1", ": 1.0"},
                                                                           {": 1", ": \"1\""},
                                                                           {": 1", ": -1"},
                                                                           {": 1", ": true"},
                                                                           {"\"order\"", "\"rank\""},
                                                                           {"-", "_"},
                                                                           {"+00:00", "Z"},
                                                                           {": 2", ": 99999999999999999999"},
                                                                           {"\\", "\\ud800"},
                                                                           {"\"tags\"", "\"tag\""},
                                                                           {"\"url\"", "\"uri\""},
                                                                           {"5", "NaN"},
                                                                           {",\n", ",,\n"},
                                                                           {"\n", "\r\n"},
                                                                           {"\"insight_id\"", "\"title\""},
                                                                           {"created_at", "updated_at"},
                                                                           {"a", "\xC3"},
                                                                           {"e", "\xED\xA0\x80"},
                                                                           {"{", "[["}};
    const auto& [from, to] = swaps[random() % swaps.size()];
    std::vector<std::size_t> places;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
        places.push_back(at);
    if (!places.empty())
        text.replace(places[random() % places.size()], from.size(), to);
    if (random() % 16 == 0)
        text.resize(random() % text.size());
    return text;
}

bool isHarmful(const report::Verdict& verdict) {
    return std::any_of(verdict.problems.begin(), verdict.problems.end(), [](const report::Problem& problem) {
        return problem.severity == report::Severity::error;
    });
}

} // namespace

void TestQuickOutline::compare(QuickReader& reader, const std::string& bytes) {
    const auto quick = reader.outline(bytes, QuickReader::Wanted::listed);
    const auto spotless = reader.outline(bytes, QuickReader::Wanted::spotless);
    QVERIFY(quick || !spotless);
    if (!quick)
        return;
    ++m_known;
    const report::Verdict verdict = report::judgeOutlineBytes(bytes);
    QVERIFY2(verdict.peerReads && !isHarmful(verdict), bytes.c_str());
    QVERIFY2(spotless.has_value() == verdict.problems.empty(), bytes.c_str());
    const report::Outline outline = report::outlineHead(verdict.document);
    QCOMPARE(quick->reportId, outline.id.text());
    QCOMPARE(quick->title, outline.title);
    QCOMPARE(quick->createdAt, outline.createdAt);
    QCOMPARE(quick->updatedAt, outline.updatedAt);
    QCOMPARE(quick->status, outline.status);
    QCOMPARE(quick->tags, outline.tags);
    QCOMPARE(quick->outlineVersion, outline.outlineVersion);
}

void TestQuickOutline::knowsOrdinaryOutlines() {
    QuickReader reader;
    const auto quick = reader.outline(sampleText(), QuickReader::Wanted::spotless);
    QVERIFY(quick);
    QCOMPARE(quick->sections, std::size_t{2});
    QCOMPARE(quick->insights, std::size_t{4});
    compare(reader, sampleText());
}

void TestQuickOutline::agreesOnThePeersVerdicts() {
    QFile table(qEnvironmentVariable("STEMMA_TEST_DATA") + QStringLiteral("/reports/verdicts.jsonl"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    QuickReader reader;
    std::size_t cases = 0;
    m_known = 0;
    while (!table.atEnd()) {
        const auto row = json::parse(table.readLine().toStdString());
        QVERIFY(row);
        const auto text = row->stringAt("text");
        compare(reader,
                text ? *text
                     : QByteArray::fromBase64(QByteArray::fromStdString(row->stringAt("base64").value_or("")))
                           .toStdString());
        ++cases;
    }
    QVERIFY(m_known > 20);
    stemma::tests::proved("P18 P20", "the quick reader against the judge, verdicts of the other program",
                          cases);
}

/// The long size is a quarter under sanitizers, where that takes ten minutes.
void TestQuickOutline::agreesOnBrokenOutlines() {
    std::mt19937 random(20260101);
    QuickReader reader;
#if defined(__SANITIZE_ADDRESS__)
    constexpr std::size_t many = 50'000;
#else
    constexpr std::size_t many = 200'000;
#endif
    const std::size_t cases = qEnvironmentVariableIsSet("STEMMA_LONG") ? many : 4'000;
    m_known = 0;
    for (std::size_t i = 0; i < cases; ++i) {
        std::string text = harmed(sampleText(), random);
        if (random() % 3 == 0)
            text = harmed(std::move(text), random);
        compare(reader, text);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(m_known > cases / 20 && m_known < cases);
    stemma::tests::proved("P18 P20", "the quick reader against the judge, harmed outlines", cases);
}

void TestQuickOutline::leavesOddTextToTheJudge_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = QByteArray::fromStdString(sampleText());
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") + good;
    QTest::newRow("two documents") << good + good;
    QTest::newRow("zero bytes") << QByteArray(300, '\0');
    QTest::newRow("deep") << QByteArray(good).replace(
        "\"metadata\": {", "\"metadata\": {\"x\": " + QByteArray(300, '[') + QByteArray(300, ']') + ", ");
    QTest::newRow("a long number") << QByteArray(good).replace(
        "\"metadata\": {", "\"metadata\": {\"x\": " + QByteArray(5000, '7') + ", ");
    QTest::newRow("a doubled status")
        << QByteArray(good).replace("\"status\": \"active\"", R"("status": "active", "status": "active")");
    QTest::newRow("half a character")
        << QByteArray(good).replace("\"metadata\": {", R"("metadata": {"x": "\ud83d", )");
}

void TestQuickOutline::leavesOddTextToTheJudge() {
    QFETCH(const QByteArray, bytes);
    QVERIFY(bytes != QByteArray::fromStdString(sampleText()));
    QuickReader reader;
    QVERIFY(!reader.outline(bytes.toStdString(), QuickReader::Wanted::listed));
    QVERIFY(reader.outline(sampleText(), QuickReader::Wanted::listed)); // it recovers
}

/// A blank line at the end changes nothing but who reads.
void TestQuickOutline::agreesOnIndexes() {
    std::mt19937 random(7);
    LibraryFixture library;
    std::size_t well = 0;
    const std::size_t cases = 600;
    for (std::size_t i = 0; i < cases; ++i) {
        std::string text;
        for (int line = 0; line < 4; ++line)
            text += report::indexLine({texts::id('c', static_cast<int>(random() % 3)),
                                       "Título “" + std::to_string(line),
                                       texts::time,
                                       texts::time + std::string(random() % 2, '0'),
                                       {"a", "ß"},
                                       "active",
                                       "by_id/x"}) +
                    "\n";
        if (i % 2 == 1)
            text = harmed(std::move(text), random);
        if (!text.ends_with('\n'))
            continue;
        library.write("index.jsonl", text);
        const auto quick = report::readIndex(library.disk(), library.root).value();
        library.write("index.jsonl", text + "\n");
        const auto whole = report::readIndex(library.disk(), library.root).value();
        well += QuickReader().indexLines(text) ? 1 : 0;
        QVERIFY2(quick.entries == whole.entries, text.c_str());
        QCOMPARE(quick.problems.size(), whole.problems.size());
        QCOMPARE(quick.setBack.size(), whole.setBack.size());
        for (std::size_t k = 0; k < quick.setBack.size(); ++k) {
            QCOMPARE(quick.setBack[k].line, whole.setBack[k].line);
            QCOMPARE(quick.setBack[k].offset, whole.setBack[k].offset);
            QCOMPARE(quick.setBack[k].length, whole.setBack[k].length);
        }
    }
    QVERIFY(well > cases / 3 && well < cases);
    stemma::tests::proved("P18 P20", "indexes read quickly and wholly", cases);
}

QTEST_APPLESS_MAIN(TestQuickOutline)
#include "tst_quick_outline.moc"
