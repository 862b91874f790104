// SPDX-License-Identifier: MIT
#include <QtTest>

#include <cmath>

#include "core/json/json_document.h"
#include "core/json/python_format.h"

using namespace stemma;
using json::Value;

namespace {

Value parsed(const std::string& text) {
    return json::parse(text).value();
}

} // namespace

class TestJsonValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsIntegers();
    void readsDoubles();
    void refusesTextThatIsNoNumber();
    void mendsTextThatIsNotUtf8();
    void comparesAsData_data();
    void comparesAsData();
    void copiesAreIndependent();
    void takesItsOwnChild();
    void answersOfOtherKinds();
};

void TestJsonValue::readsIntegers() {
    QCOMPARE(parsed("9223372036854775807").asInteger(), std::optional<std::int64_t>(INT64_MAX));
    QCOMPARE(parsed("-9223372036854775808").asInteger(), std::optional<std::int64_t>(INT64_MIN));
    for (const char* text : {"9223372036854775808", "1.0", "1e3", "NaN", "\"1\"", "true"})
        QVERIFY2(!parsed(text).asInteger(), text);
    QCOMPARE(json::bytesOf(Value::integer(INT64_MIN)), std::string("-9223372036854775808"));
}

void TestJsonValue::readsDoubles() {
    QCOMPARE(parsed("1.10").asDouble(), 1.1);
    QCOMPARE(parsed("-25e-1").asDouble(), -2.5);
    QVERIFY(std::isnan(parsed("NaN").asDouble()));
    QCOMPARE(parsed("-Infinity").asDouble(), -HUGE_VAL);
    QCOMPARE(parsed("1e400").asDouble(), HUGE_VAL);
    QCOMPARE(parsed("-1e99999999999999999999").asDouble(), -HUGE_VAL);
    QCOMPARE(parsed("1e-400").asDouble(), 0.0);
    QCOMPARE(parsed("0e99999").asDouble(), 0.0);
    QCOMPARE(parsed("5e-324").asDouble(), 5e-324);
    QCOMPARE(parsed(std::string(400, '9')).asDouble(), HUGE_VAL);
    QCOMPARE(parsed("0." + std::string(400, '0') + "1").asDouble(), 0.0);
}

void TestJsonValue::refusesTextThatIsNoNumber() {
    for (const char* text : {"", "01", "1 ", "x", "1]", "--1", "infinity"})
        QVERIFY2(Value::numberFromText(text).isNull(), text);
    for (const char* text : {"1.10", "-0", "1e+16", "NaN", "-Infinity"})
        QCOMPARE(Value::numberFromText(text).text(), std::string(text));
}

void TestJsonValue::mendsTextThatIsNotUtf8() {
    QCOMPARE(Value::string("a\xFF"
                           "b\xC3")
                 .text(),
             std::string("a\xEF\xBF\xBD"
                         "b\xEF\xBF\xBD"));
    Value object = Value::object();
    object.set("\x80", Value::string("\xC0\x80"));
    QVERIFY(json::parse(json::bytesOf(object)));
}

void TestJsonValue::comparesAsData_data() {
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("equal");
    const auto row = [](const char* a, const char* b, bool equal) {
        QTest::addRow("%s | %s", a, b) << QString::fromUtf8(a) << QString::fromUtf8(b) << equal;
    };
    row("[1, 2]", "[1,2]", true);
    row("[1, 2]", "[2, 1]", false);
    row("[1]", "[1, 1]", false);
    row(R"("\u00e9")", "\"é\"", true);
    row("1.0", "1", false);
    row("1.10", "1.1", false);
    row("null", "false", false);
    row("true", "false", false);
    row("\"1\"", "1", false);
    row(R"({"a":1,"b":2})", R"({"b":2,"a":1})", true);
    row(R"({"a":1,"b":2})", R"({"a":1})", false);
    row(R"({"a":1})", R"({"b":1})", false);
    row(R"({"a":1,"a":2})", R"({"a":2})", true);
    row(R"({"a":1,"a":2})", R"({"a":1})", false);
    row("{}", "[]", false);
}

void TestJsonValue::comparesAsData() {
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(bool, equal);
    QCOMPARE(parsed(a.toStdString()) == parsed(b.toStdString()), equal);
    QCOMPARE(parsed(b.toStdString()) == parsed(a.toStdString()), equal);
}

void TestJsonValue::copiesAreIndependent() {
    Value first = parsed(R"({"a": {"b": [1]}})");
    Value second = first;
    second.edit("a")->edit("b")->appendItem(Value::integer(2));
    QCOMPARE(json::bytesOf(first), std::string(R"({"a": {"b": [1]}})"));
    QCOMPARE(json::bytesOf(second), std::string(R"({"a": {"b": [1, 2]}})"));
}

void TestJsonValue::takesItsOwnChild() {
    Value value = parsed(R"([[["deep"]]])");
    value = value.items()[0];
    QCOMPARE(json::pythonLine(value), std::string(R"([["deep"]])"));
    value = std::move(value.editItem(0));
    QCOMPARE(json::pythonLine(value), std::string(R"(["deep"])"));
}

void TestJsonValue::answersOfOtherKinds() {
    const Value number = parsed("5");
    QVERIFY(number.items().empty());
    QVERIFY(number.members().empty());
    QVERIFY(number.find("a") == nullptr);
    QVERIFY(!parsed(R"({"a": 1})").stringAt("a"));
    QCOMPARE(parsed(R"({"a": "x"})").stringAt("a"), std::optional<std::string>("x"));
    QCOMPARE(Value::stringOrNull(std::nullopt).kind(), json::Kind::null);
    QVERIFY(!Value::array().hasLoneSurrogate());
    QVERIFY(parsed(R"([{"\udc00": 1}])").hasLoneSurrogate());
}

QTEST_APPLESS_MAIN(TestJsonValue)
#include "tst_json_value.moc"
