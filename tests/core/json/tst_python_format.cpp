// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"

using namespace stemma;
using json::Value;

class TestPythonFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesStrings_data();
    void writesStrings();
    void laysOut();
    void writesOneLine();
    void writesOtherIndents();
    void writesAllOfDoubledKeys();
};

void TestPythonFormat::writesStrings_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("plain") << QByteArray("a/b") << QByteArray("\"a/b\"");
    QTest::newRow("short escapes") << QByteArray("\"\\\b\f\n\r\t") << QByteArray(R"("\"\\\b\f\n\r\t")");
    QTest::newRow("control") << QByteArray("\0\x01\x1F", 3) << QByteArray(R"("\u0000\u0001\u001f")");
    QTest::newRow("raw") << QByteArray("\x7F é € 😀 \xE2\x80\xA8\xE2\x80\xA9")
                         << QByteArray("\"\x7F é € 😀 \xE2\x80\xA8\xE2\x80\xA9\"");
    QTest::newRow("last before surrogates") << QByteArray("\xED\x9F\xBF") << QByteArray("\"\xED\x9F\xBF\"");
    QTest::newRow("lone surrogate") << QByteArray("a\xED\xA0\xBD"
                                                  "b")
                                    << QByteArray(R"("a\ud83db")");
}

void TestPythonFormat::writesStrings() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, written);
    QCOMPARE(QByteArray::fromStdString(json::pythonString(text.toStdString())), written);
    const auto back = json::parse(written.toStdString());
    QVERIFY(back);
    QCOMPARE(QByteArray::fromStdString(back->text()), text);
}

void TestPythonFormat::laysOut() {
    const Value value = json::parse(R"({"a":[1,[],{}],"b":{"c":null},"d":1.10})").value();
    QCOMPARE(json::pythonText(value), std::string("{\n  \"a\": [\n    1,\n    [],\n    {}\n  ],\n  \"b\": "
                                                  "{\n    \"c\": null\n  },\n  \"d\": 1.10\n}"));
    QCOMPARE(json::bytesOf(json::parse(json::pythonText(value)).value()), json::pythonText(value));
}

void TestPythonFormat::writesOneLine() {
    const Value value = json::parse("{\n\"a\":[1,2 ],\"b\":{ }}").value();
    QCOMPARE(json::pythonLine(value), std::string(R"({"a": [1, 2], "b": {}})"));
}

void TestPythonFormat::writesOtherIndents() {
    const Value value = json::parse("[[1]]").value();
    QCOMPARE(json::pythonText(value, 4), std::string("[\n    [\n        1\n    ]\n]"));
    QCOMPARE(json::pythonText(value, 0), std::string("[\n[\n1\n]\n]"));
}

void TestPythonFormat::writesAllOfDoubledKeys() {
    QCOMPARE(json::pythonLine(json::parse(R"({"a":1,"a":2})").value()), std::string(R"({"a": 1, "a": 2})"));
}

QTEST_APPLESS_MAIN(TestPythonFormat)
#include "tst_python_format.moc"
