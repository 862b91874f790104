// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/json_document.h"

using namespace stemma;
using json::Value;

class TestJsonParse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatPythonTakes_data();
    void takesWhatPythonTakes();
    void refuses_data();
    void refuses();
    void refusesControlCharacters();
    void decodesEscapes_data();
    void decodesEscapes();
    void keepsDoubledKeys();
    void limitsDepth();
    void readsDeepTextWithoutRecursion();
    void limitsSize();
    void limitsIntegerDigits();
    void saysWhereInTheFile();
    void cutAnywhereIsRefused();
    void readsTheCorpus();
};

void TestJsonParse::takesWhatPythonTakes_data() {
    QTest::addColumn<QByteArray>("text");
    const std::vector<const char*> texts = {"null",
                                            "true",
                                            "false",
                                            "0",
                                            "-0",
                                            "12",
                                            "-1.50",
                                            "1e3",
                                            "1E+3",
                                            "0.10e-07",
                                            "NaN",
                                            "Infinity",
                                            "-Infinity",
                                            "123456789012345678901234567890",
                                            "1e400",
                                            "\"\"",
                                            "\"x\"",
                                            "[]",
                                            "{}",
                                            "[ ]",
                                            "{\r\n}",
                                            " [1 , 2]\r\n",
                                            "\t{ \"a\" :1,\n\"b\": [ true ]}",
                                            "{\"a\":1,\"a\":2}",
                                            R"("\ud83d")",
                                            R"("\ude00\ud83d")",
                                            R"("\ud83d\ude00")",
                                            R"("\u0000\/\b\f\n\r\t\"\\")",
                                            "\"\x7F\"",
                                            "\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xE2\x80\xA8\"",
                                            "\"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\"",
                                            "[[[[[[]]]]]]",
                                            "[-1,-0.0,NaN]",
                                            "{\"\":\"\"}"};
    for (const char* text : texts)
        QTest::newRow(text) << QByteArray(text);
}

void TestJsonParse::takesWhatPythonTakes() {
    QFETCH(QByteArray, text);
    const auto parsed = json::parse(text.toStdString());
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    QCOMPARE(json::bytesOf(*parsed), text.toStdString());
}

void TestJsonParse::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QByteArray>("message"); ///< a part of it
    const auto row = [](const char* name, QByteArray text, int line, int column, const char* message) {
        QTest::newRow(name) << text << line << column << QByteArray(message);
    };
    row("empty", "", 1, 1, "end of the text");
    row("blank", " \n ", 2, 2, "end of the text");
    row("mark", "\xEF\xBB\xBF{}", 1, 1, "byte order mark");
    row("trailing comma", "[1,\n2,]", 2, 3, "expected a value");
    row("trailing comma in object", "{\"a\":1,}", 1, 8, "key in double quotes");
    row("leading zero", "[01]", 1, 3, "expected ','");
    row("plus", "+1", 1, 1, "expected a value");
    row("bare point", "1.", 1, 2, "more text");
    row("no digit before point", ".5", 1, 1, "expected a value");
    row("bare exponent", "[1e]", 1, 3, "expected ','");
    row("minus", "-", 1, 1, "expected a value");
    row("minus NaN", "-NaN", 1, 1, "expected a value");
    row("hexadecimal", "0x10", 1, 2, "more text");
    row("two values", "{} {}", 1, 4, "more text");
    row("torn word", "nul", 1, 1, "expected a value");
    row("long word", "nulls", 1, 5, "more text");
    row("capital", "True", 1, 1, "expected a value");
    row("quotes", "{'a':1}", 1, 2, "double quotes");
    row("bare key", "{a:1}", 1, 2, "double quotes");
    row("no colon", "{\"a\" 1}", 1, 6, "':'");
    row("no value", "{\"a\":}", 1, 6, "expected a value");
    row("no comma", "[1 2]", 1, 4, "','");
    row("wrong bracket", "[1}", 1, 3, "','");
    row("open array", "[1,\n 2", 2, 3, "ends inside");
    row("open object", "{", 1, 2, "no end");
    row("comment", "// x\n1", 1, 1, "expected a value");
    row("open string", "[\n  \"abc", 2, 3, "no end");
    row("string ends in backslash", "\"abc\\", 1, 5, "escape");
    row("unknown escape", R"(["\x41"])", 1, 3, "unknown escape");
    row("short escape", R"(["\u12"])", 1, 3, "four hexadecimal");
    row("signed escape", R"(["\u+123"])", 1, 3, "four hexadecimal");
    row("newline in string", "[\"a\nb\"]", 1, 4, "control character");
    row("NUL in string", QByteArray("\"a\0b\"", 5), 1, 3, "control character");
    row("NUL after", QByteArray("{}\0", 3), 1, 3, "more text");
    row("vertical tab is no blank", "\v1", 1, 1, "expected a value");
    row("no-break space is no blank",
        "\xC2\xA0"
        "1",
        1, 1, "expected a value");
    row("overlong", "[\"\xC0\xAF\"]", 1, 3, "not UTF-8");
    row("overlong of three", "\"\xE0\x9F\xBF\"", 1, 2, "not UTF-8");
    row("overlong of four", "\"\xF0\x8F\xBF\xBF\"", 1, 2, "not UTF-8");
    row("raw surrogate", "\"\xED\xA0\x80\"", 1, 2, "not UTF-8");
    row("beyond Unicode", "\"\xF4\x90\x80\x80\"", 1, 2, "not UTF-8");
    row("lone continuation", "\"ab\x80\"", 1, 4, "not UTF-8");
    row("cut sequence", "\"\xE2\x82", 1, 2, "not UTF-8");
    row("cut sequence in key", "{\"\xE2\x82\":1}", 1, 3, "not UTF-8");
    row("Latin 1 outside strings", "[\xE9]", 1, 2, "not UTF-8");
    row("UTF-16", QByteArray("{\0}\0", 4), 1, 2, "double quotes");
}

void TestJsonParse::refuses() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QByteArray, message);
    const auto parsed = json::parse(text.toStdString());
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().message.find(message.toStdString()) != std::string::npos,
             parsed.error().message.c_str());
    QCOMPARE(int(parsed.error().line), line);
    QCOMPARE(int(parsed.error().column), column);
    QVERIFY(parsed.error().offset <= size_t(text.size()));
}

void TestJsonParse::refusesControlCharacters() {
    for (int byte = 0; byte < 0x20; ++byte) {
        for (int padding = 0; padding < 20; ++padding) { // the scan goes by eight bytes
            const std::string text = "\"" + std::string(size_t(padding), 'x') + char(byte) + "yyyyyyyyyyyy\"";
            const auto parsed = json::parse(text);
            QVERIFY(!parsed);
            QCOMPARE(int(parsed.error().offset), padding + 1);
        }
    }
}

void TestJsonParse::decodesEscapes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("decoded");
    QTest::addColumn<bool>("surrogate");
    QTest::newRow("short forms") << QByteArray(R"("\"\\\/\b\f\n\r\t")") << QByteArray("\"\\/\b\f\n\r\t")
                                 << false;
    QTest::newRow("NUL") << QByteArray(R"("\u0000")") << QByteArray("\0", 1) << false;
    QTest::newRow("two bytes") << QByteArray(R"("\u00E9\u00e9")") << QByteArray("\xC3\xA9\xC3\xA9") << false;
    QTest::newRow("three bytes") << QByteArray(R"("\u20AC")") << QByteArray("\xE2\x82\xAC") << false;
    QTest::newRow("pair") << QByteArray(R"("\uD83D\uDE00")") << QByteArray("\xF0\x9F\x98\x80") << false;
    QTest::newRow("high alone") << QByteArray(R"("\ud83d!")") << QByteArray("\xED\xA0\xBD!") << true;
    QTest::newRow("low alone") << QByteArray(R"("\ude00")") << QByteArray("\xED\xB8\x80") << true;
    QTest::newRow("high and pair") << QByteArray(R"("\ud83d\ud83d\ude00")")
                                   << QByteArray("\xED\xA0\xBD\xF0\x9F\x98\x80") << true;
    QTest::newRow("near a surrogate")
        << QByteArray(R"("\ud7ff\ue000")") << QByteArray("\xED\x9F\xBF\xEE\x80\x80") << false;
}

void TestJsonParse::decodesEscapes() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, decoded);
    QFETCH(bool, surrogate);
    const auto parsed = json::parse(text.toStdString());
    QVERIFY(parsed);
    QCOMPARE(QByteArray::fromStdString(parsed->text()), decoded);
    QCOMPARE(parsed->hasLoneSurrogate(), surrogate);
    QCOMPARE(json::bytesOf(*parsed), text.toStdString());
}

void TestJsonParse::keepsDoubledKeys() {
    const auto parsed = json::parse(R"({"a": 1, "b": 2, "a": 3})");
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), size_t(3));
    QCOMPARE(parsed->find("a")->text(), std::string("3"));
}

void TestJsonParse::limitsDepth() {
    const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    QVERIFY(json::parse(nested(512)));
    const auto deeper = json::parse(nested(513));
    QVERIFY(!deeper);
    QVERIFY(deeper.error().message.find("deeper than 512") != std::string::npos);
    QCOMPARE(deeper.error().column, size_t(513));
    json::Limits limits;
    limits.depth = 2;
    QVERIFY(json::parse("{\"a\":[]}", limits));
    QVERIFY(!json::parse("{\"a\":[{}]}", limits));
}

void TestJsonParse::readsDeepTextWithoutRecursion() {
    QVERIFY(!json::parse(std::string(5'000'000, '[')));
    std::string keys;
    for (int i = 0; i < 200'000; ++i)
        keys += "{\"a\":";
    QVERIFY(!json::parse(keys));
}

void TestJsonParse::limitsSize() {
    json::Limits limits;
    limits.bytes = 4;
    QVERIFY(json::parse("1234", limits));
    const auto larger = json::parse("12345", limits);
    QVERIFY(!larger);
    QVERIFY(larger.error().message.find("larger than the limit") != std::string::npos);
}

void TestJsonParse::limitsIntegerDigits() {
    const std::string most(4300, '9');
    QVERIFY(json::parse("-" + most));
    QVERIFY(!json::parse(most + "9"));
    QVERIFY(json::parse(most + "9.0")); // to Python a float, whose length has no limit
}

void TestJsonParse::saysWhereInTheFile() {
    const auto read = json::parseFile("{\n  \"a\": tru\n}", "/library/outline.json");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::damaged);
    QCOMPARE(read.error().path, std::string("/library/outline.json"));
    QVERIFY(read.error().detail.find("line 2, column 8: ") == 0);
    QVERIFY(!read.error().advice.empty());
}

void TestJsonParse::cutAnywhereIsRefused() {
    const std::string text = R"({"a": [1.5e3, "x\u00e9\n", {"b": null}], "é": true, "c": {}})";
    for (size_t length = 0; length < text.size(); ++length)
        QVERIFY(!json::parse(std::string_view(text).substr(0, length)));
    QVERIFY(json::parse(text));
}

/// tests/data/json: `y-` is what Python reads, `n-` what it does not (tests/interop asks Python itself).
void TestJsonParse::readsTheCorpus() {
    const QDir corpus(qEnvironmentVariable("STEMMA_TEST_DATA") + QStringLiteral("/json"));
    const QStringList names = corpus.entryList({QStringLiteral("*.json")}, QDir::Files);
    QVERIFY(names.size() > 20);
    for (const QString& name : names) {
        QFile file(corpus.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        const auto parsed = json::parse(bytes);
        QVERIFY2(parsed.has_value() == name.startsWith(QStringLiteral("y-")), qPrintable(name));
        if (parsed)
            QCOMPARE(json::bytesOf(*parsed), bytes);
    }
}

QTEST_APPLESS_MAIN(TestJsonParse)
#include "tst_json_parse.moc"
