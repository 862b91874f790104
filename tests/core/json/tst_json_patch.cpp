// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/json_patch.h"
#include "core/json/python_format.h"

using namespace stemma;
using json::Value;

class TestJsonPatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void mergeKeepsOtherBytes();
    void applies_data();
    void applies();
    void refuses_data();
    void refuses();
    void failedTestIsAConflict();
    void allOrNothing();
    void keepsOtherBytes();
    void makesNothingThatCannotBeRead();
    void endsWhereCopiesDoubleTheDocument();
};

void TestJsonPatch::merges_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("result");
    const auto row = [](const char* target, const char* patch, const char* result) {
        QTest::addRow("%s + %s", target, patch)
            << QString(QLatin1String(target)) << QString(QLatin1String(patch))
            << QString(QLatin1String(result));
    };
    // The table of RFC 7396, appendix A
    row(R"({"a":"b"})", R"({"a":"c"})", R"({"a": "c"})");
    row(R"({"a":"b"})", R"({"b":"c"})", R"({"a": "b", "b": "c"})");
    row(R"({"a":"b"})", R"({"a":null})", "{}");
    row(R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b": "c"})");
    row(R"({"a":["b"]})", R"({"a":"c"})", R"({"a": "c"})");
    row(R"({"a":"c"})", R"({"a":["b"]})", R"({"a": ["b"]})");
    row(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a": {"b": "d"}})");
    row(R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a": [1]})");
    row(R"(["a","b"])", R"(["c","d"])", R"(["c", "d"])");
    row(R"({"a":"b"})", R"(["c"])", R"(["c"])");
    row(R"({"a":"foo"})", "null", "null");
    row(R"({"a":"foo"})", R"("bar")", R"("bar")");
    row(R"({"e":null})", R"({"a":1})", R"({"e": null, "a": 1})");
    row("[1,2]", R"({"a":"b","c":null})", R"({"a": "b"})");
    row("{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a": {"bb": {}}})");
    row(R"({"a":1})", R"({"b":[{"c":null}]})", R"({"a": 1, "b": [{"c": null}]})");
    row(R"({"a":1})", R"({"a":2,"a":null})", "{}");
}

void TestJsonPatch::merges() {
    QFETCH(QString, target);
    QFETCH(QString, patch);
    QFETCH(QString, result);
    Value value = json::parse(target.toStdString()).value();
    json::applyMergePatch(value, json::parse(patch.toStdString()).value());
    QCOMPARE(json::pythonLine(value), result.toStdString());
}

void TestJsonPatch::mergeKeepsOtherBytes() {
    Value value = json::parse("{ \"a\" : 1.10,\n\t\"b\" : { \"c\" :[ 1 ] , \"d\": 2 } }\n").value();
    json::applyMergePatch(value, json::parse(R"({"b":{"d":3}})").value());
    QCOMPARE(json::bytesOf(value), std::string("{ \"a\" : 1.10,\n\t\"b\" : { \"c\" :[ 1 ] , \"d\": 3 } }\n"));
}

void TestJsonPatch::applies_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("result");
    const auto row = [](const char* name, const char* target, const char* patch, const char* result) {
        QTest::newRow(name) << QString(QLatin1String(target)) << QString(QLatin1String(patch))
                            << QString(QLatin1String(result));
    };
    row("nothing", R"({"a":1})", "[]", R"({"a": 1})");
    row("add member", R"({"a":1})", R"([{"op":"add","path":"/b","value":[2]}])", R"({"a": 1, "b": [2]})");
    row("add over", R"({"a":1})", R"([{"op":"add","path":"/a","value":2}])", R"({"a": 2})");
    row("add null", "{}", R"([{"op":"add","path":"/a","value":null}])", R"({"a": null})");
    row("add item", "[1,3]", R"([{"op":"add","path":"/1","value":2}])", "[1, 2, 3]");
    row("add at end by index", "[1]", R"([{"op":"add","path":"/1","value":2}])", "[1, 2]");
    row("add at end by dash", "[1]", R"([{"op":"add","path":"/-","value":2}])", "[1, 2]");
    row("add whole", "[1]", R"([{"op":"add","path":"","value":{"a":2}}])", R"({"a": 2})");
    row("remove member", R"({"a":1,"b":2})", R"([{"op":"remove","path":"/a"}])", R"({"b": 2})");
    row("remove item", "[1,2,3]", R"([{"op":"remove","path":"/1"}])", "[1, 3]");
    row("replace", R"({"a":{"b":[0]}})", R"([{"op":"replace","path":"/a/b/0","value":9}])",
        R"({"a": {"b": [9]}})");
    row("move member", R"({"a":1,"b":{}})", R"([{"op":"move","from":"/a","path":"/b/c"}])",
        R"({"b": {"c": 1}})");
    row("move item", "[1,2,3]", R"([{"op":"move","from":"/0","path":"/2"}])", "[2, 3, 1]");
    row("move item to end", "[1,2,3]", R"([{"op":"move","from":"/0","path":"/-"}])", "[2, 3, 1]");
    row("move onto itself", "[1,2]", R"([{"op":"move","from":"/1","path":"/1"}])", "[1, 2]");
    row("move child over parent", R"({"a":{"b":1}})", R"([{"op":"move","from":"/a/b","path":"/a"}])",
        R"({"a": 1})");
    row("copy", R"({"a":[1]})", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a": [1], "b": [1]})");
    row("copy into itself", R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/a/c"}])",
        R"({"a": {"b": 1, "c": {"b": 1}}})");
    row("test", R"({"a":{"x":1,"y":[2]}})", R"([{"op":"test","path":"/a","value":{"y":[2],"x":1}}])",
        R"({"a": {"x": 1, "y": [2]}})");
    row("escapes", R"({"a/b":1,"c~d":2,"~1":3})",
        R"([{"op":"remove","path":"/a~1b"},{"op":"remove","path":"/c~0d"},{"op":"test","path":"/~01","value":3}])",
        R"({"~1": 3})");
    row("empty key", R"({"":1})", R"([{"op":"replace","path":"/","value":2}])", R"({"": 2})");
    row("digits as key", R"({"0":1})", R"([{"op":"remove","path":"/0"}])", "{}");
    row("other keys are passed over", "{}", R"([{"op":"add","path":"/a","value":1,"note":"x"}])",
        R"({"a": 1})");
}

void TestJsonPatch::applies() {
    QFETCH(QString, target);
    QFETCH(QString, patch);
    QFETCH(QString, result);
    Value value = json::parse(target.toStdString()).value();
    const Status applied = json::applyJsonPatch(value, json::parse(patch.toStdString()).value());
    QVERIFY2(applied, applied ? "" : applied.error().detail.c_str());
    QCOMPARE(json::pythonLine(value), result.toStdString());
}

void TestJsonPatch::refuses_data() {
    QTest::addColumn<QString>("patch");
    const auto row = [](const char* name, const char* patch) {
        QTest::newRow(name) << QString(QLatin1String(patch));
    };
    row("no list", R"({"op":"remove","path":"/a"})");
    row("no object", "[1]");
    row("no op", R"([{"path":"/a"}])");
    row("no path", R"([{"op":"remove"}])");
    row("path is no string", R"([{"op":"remove","path":1}])");
    row("unknown op", R"([{"op":"delete","path":"/a"}])");
    row("no value", R"([{"op":"add","path":"/a"}])");
    row("no from", R"([{"op":"move","path":"/a"}])");
    row("no slash", R"([{"op":"remove","path":"a"}])");
    row("bad escape", R"([{"op":"remove","path":"/~2"}])");
    row("cut escape", R"([{"op":"remove","path":"/a~"}])");
    row("remove absent", R"([{"op":"remove","path":"/x"}])");
    row("remove all", R"([{"op":"remove","path":""}])");
    row("replace absent", R"([{"op":"replace","path":"/x","value":1}])");
    row("test absent", R"([{"op":"test","path":"/x","value":null}])");
    row("copy absent", R"([{"op":"copy","from":"/x","path":"/y"}])");
    row("move into itself", R"([{"op":"move","from":"/o","path":"/o/p"}])");
    row("parent absent", R"([{"op":"add","path":"/x/y","value":1}])");
    row("parent is a scalar", R"([{"op":"add","path":"/s/y","value":1}])");
    row("past the end", R"([{"op":"add","path":"/a/3","value":1}])");
    row("leading zero", R"([{"op":"add","path":"/a/01","value":1}])");
    row("negative", R"([{"op":"add","path":"/a/-1","value":1}])");
    row("sign", R"([{"op":"add","path":"/a/+1","value":1}])");
    row("huge index", R"([{"op":"add","path":"/a/99999999999999999999999","value":1}])");
    row("dash is no item", R"([{"op":"remove","path":"/a/-"}])");
    row("key in an array", R"([{"op":"add","path":"/a/b","value":1}])");
}

void TestJsonPatch::refuses() {
    QFETCH(QString, patch);
    const std::string text = R"({"a":[1, 2],  "o":{}, "s":""})";
    Value value = json::parse(text).value();
    const Status applied = json::applyJsonPatch(value, json::parse(patch.toStdString()).value());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::usage);
    QVERIFY(!applied.error().detail.empty());
    QCOMPARE(json::bytesOf(value), text);
}

void TestJsonPatch::failedTestIsAConflict() {
    Value value = json::parse(R"({"a":1})").value();
    const Status applied =
        json::applyJsonPatch(value, json::parse(R"([{"op":"test","path":"/a","value":1.0}])").value());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::conflict);
    QCOMPARE(applied.error().detail, std::string("test failed"));
}

void TestJsonPatch::allOrNothing() {
    Value value = json::parse(R"({"a":1})").value();
    const Value patch = json::parse(R"([{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}])").value();
    const Status applied = json::applyJsonPatch(value, patch);
    QVERIFY(!applied);
    QVERIFY(applied.error().detail.find("operation 2: ") == 0);
    QCOMPARE(json::bytesOf(value), std::string(R"({"a":1})"));
}

void TestJsonPatch::keepsOtherBytes() {
    Value value = json::parse("{\n  \"a\": [ 1,2 ],\n  \"b\": {}\n}\n").value();
    const Value patch = json::parse(R"([{"op":"add","path":"/b/c","value":{"d":[1]}}])").value();
    QVERIFY(json::applyJsonPatch(value, patch));
    QCOMPARE(json::bytesOf(value), std::string("{\n  \"a\": [ 1,2 ],\n  \"b\": {\n    \"c\": {\n      \"d\": "
                                               "[\n        1\n      ]\n    }\n  }\n}\n"));
}

void TestJsonPatch::makesNothingThatCannotBeRead() {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + '1' + std::string(levels, ']');
    };
    const auto pointer = [](std::size_t levels) {
        std::string path;
        for (std::size_t level = 0; level < levels; ++level)
            path += "/0";
        return path;
    };
    for (const std::string op : {"add", "replace"}) {
        for (const std::size_t levels : {std::size_t{12}, std::size_t{13}}) {
            Value value = json::parse(nested(500)).value();
            const std::string patch =
                R"([{"op":")" + op + R"(","path":")" + pointer(500) + R"(","value":)" + nested(levels) + "}]";
            const Status applied = json::applyJsonPatch(value, json::parse(patch).value());
            QCOMPARE(applied.has_value(), levels == 12);
            QVERIFY(json::parse(json::bytesOf(value)));
            if (!applied)
                QVERIFY(applied.error().detail.find("512 levels") != std::string::npos);
        }
    }
    Value value = json::parse(nested(400)).value();
    const std::string patch = R"([{"op":"copy","from":"","path":")" + pointer(400) + R"("}])";
    QVERIFY(!json::applyJsonPatch(value, json::parse(patch).value()));
}

void TestJsonPatch::endsWhereCopiesDoubleTheDocument() {
    Value value = json::parse("[0]").value();
    std::string patch = "[";
    for (int copy = 0; copy < 60; ++copy)
        patch += R"({"op":"copy","from":"","path":"/-"},)";
    patch.back() = ']';
    const Status applied = json::applyJsonPatch(value, json::parse(patch).value());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::usage);
    QCOMPARE(json::bytesOf(value), std::string("[0]"));
}

QTEST_APPLESS_MAIN(TestJsonPatch)
#include "tst_json_patch.moc"
