// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/jsonl.h"

using namespace stemma;

class TestJsonl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLines();
    void aBadLineHidesNoOther();
    void tornTail_data();
    void tornTail();
    void emptyAndBlank();
};

void TestJsonl::readsLines() {
    const auto read = json::readJsonLines("{\"a\": 1}\n\n{\"a\": 2}\r\n");
    QVERIFY(read.problems.empty());
    QVERIFY(!read.tornTail);
    QCOMPARE(read.lines.size(), size_t(2));
    QCOMPARE(read.lines[1].line, size_t(3));
    QCOMPARE(read.lines[1].offset, size_t(10));
    QCOMPARE(read.lines[1].length, size_t(9));
    QCOMPARE(read.lines[1].value.find("a")->text(), std::string("2"));
}

void TestJsonl::aBadLineHidesNoOther() {
    const std::string bytes = "{\"a\": 1}\n{\"a\": \"\xFF\"}\n{\"a\": }\n[1]\n" + std::string("\0\0\0\n", 4) +
                              "{\"a\":1}{\"a\":1}\n" + std::string(10000, '[') +
                              "\n\xEF\xBB\xBF{}\n{\"a\": 2}\n";
    const auto read = json::readJsonLines(bytes);
    QCOMPARE(read.lines.size(), size_t(2));
    QCOMPARE(read.lines[1].line, size_t(9));
    QCOMPARE(read.problems.size(), size_t(7));
    QCOMPARE(read.problems[0].message, std::string("not UTF-8"));
    QCOMPARE(read.problems[0].line, size_t(2));
    QCOMPARE(read.problems[0].offset, size_t(9));
    QVERIFY(read.problems[1].message.find("not JSON: column 7") == 0);
    QCOMPARE(read.problems[2].message, std::string("not an object"));
    QVERIFY(!read.tornTail);
}

void TestJsonl::tornTail_data() {
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<int>("lines");
    QTest::newRow("whole object") << QByteArray("{\"a\": 2}") << 2;
    QTest::newRow("half an object") << QByteArray("{\"a\": ") << 1;
    QTest::newRow("half a character") << QByteArray("{\"a\": \"\xE2\x82") << 1;
}

void TestJsonl::tornTail() {
    QFETCH(QByteArray, tail);
    QFETCH(int, lines);
    const auto read = json::readJsonLines("{\"a\": 1}\n" + tail.toStdString());
    QVERIFY(read.tornTail);
    QCOMPARE(read.tailOffset, size_t(9));
    QCOMPARE(int(read.lines.size()), lines);
    QCOMPARE(read.problems.size(), size_t(1));
    QVERIFY(read.problems[0].message.find("no newline at the end: torn") != std::string::npos);
    QCOMPARE(read.problems[0].offset, size_t(9));
    QCOMPARE(read.problems[0].length, size_t(tail.size()));
}

void TestJsonl::emptyAndBlank() {
    for (const char* bytes : {"", "\n", "\n \n\t\r\n"}) {
        const auto read = json::readJsonLines(bytes);
        QVERIFY(read.lines.empty());
        QVERIFY(read.problems.empty());
        QVERIFY(!read.tornTail);
    }
}

QTEST_APPLESS_MAIN(TestJsonl)
#include "tst_jsonl.moc"
