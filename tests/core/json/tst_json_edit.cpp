// SPDX-License-Identifier: MIT
#include <QtTest>

#include <functional>

#include "core/json/json_document.h"
#include "core/json/python_format.h"

using namespace stemma;
using json::Value;

using Edit = std::function<void(Value&)>;
Q_DECLARE_METATYPE(Edit)

/// Edits of files in other styles than Python's: only the edited places change, and what is new looks like
/// the rest.
class TestJsonEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesOnlyWhatIsEdited_data();
    void changesOnlyWhatIsEdited();
    void laysForeignValuesOutAnew();
    void keepsTextOfForeignStrings();
    void keepsPlacesOfTheSameDocument();
    void writesPartOfADocument();
    void ignoresWhatIsNotThere();
};

void TestJsonEdit::changesOnlyWhatIsEdited_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, const char* before, const char* after, Edit edit) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << edit;
    };
    const Value one = Value::integer(1);
    const Value list = Value::array({one});

    row("value in place", "{ \"a\" :\t0 , \"b\" : 2 }\n", "{ \"a\" :\t1 , \"b\" : 2 }\n",
        [=](Value& v) { v.set("a", one); });
    row("value by reference", "{\"a\":0}", "{\"a\":1}", [=](Value& v) { *v.edit("a") = one; });
    row("compact: add", "{\"a\":0}", "{\"a\":0,\"b\":1}", [=](Value& v) { v.set("b", one); });
    row("compact: add list", "{\"a\":0,\"c\":0}", "{\"a\":0,\"c\":0,\"b\":[1]}",
        [=](Value& v) { v.set("b", list); });
    row("compact: fill", "{\"a\":[]}", "{\"a\":[1]}", [=](Value& v) { v.edit("a")->appendItem(one); });
    row("compact: fill two", "{\"a\":[]}", "{\"a\":[1,1]}", [=](Value& v) {
        v.edit("a")->appendItem(one);
        v.edit("a")->appendItem(one);
    });
    row("one line: append", "[0, 0]", "[0, 0, 1]", [=](Value& v) { v.appendItem(one); });
    row("one line: append second", "[0]", "[0, 1]", [=](Value& v) { v.appendItem(one); });
    row("one line: prepend", "[ 0, 2 ]", "[ 1, 0, 2 ]", [=](Value& v) { v.insertItem(0, one); });
    row("one line: remove first", "[1, 2, 3]", "[2, 3]", [](Value& v) { v.removeItem(0); });
    row("one line: remove last", "[1, 2, 3 ]", "[1, 2 ]", [](Value& v) { v.removeItem(2); });
    row("one line: remove member", "{\"a\": 1, \"b\": 2}", "{\"b\": 2}", [](Value& v) { v.remove("a"); });
    row("doubled: set the last", R"({"a": 0, "b": 2, "a": 0})", R"({"a": 0, "b": 2, "a": 1})",
        [=](Value& v) { v.set("a", one); });
    row("doubled: remove all", R"({"a": 0, "b": 2, "a": 0})", R"({"b": 2})", [](Value& v) { v.remove("a"); });
    row("to empty", "{\n\t\"a\": [\n\t\t1\n\t]\n}\n", "{\n\t\"a\": []\n}\n",
        [](Value& v) { v.edit("a")->removeItem(0); });
    row("tabs: fill", "{\n\t\"a\": []\n}", "{\n\t\"a\": [\n\t\t1\n\t]\n}",
        [=](Value& v) { v.edit("a")->appendItem(one); });
    row("four blanks: nest", "{\n    \"a\": 0\n}", "{\n    \"a\": 0,\n    \"b\": [\n        1\n    ]\n}",
        [=](Value& v) { v.set("b", list); });
    row("CRLF: add", "{\r\n  \"a\": 0\r\n}\r\n", "{\r\n  \"a\": 0,\r\n  \"b\": [\r\n    1\r\n  ]\r\n}\r\n",
        [=](Value& v) { v.set("b", list); });
    row("colon style", "{\n  \"a\" : 0\n}", "{\n  \"a\" : 0,\n  \"b\" : 1\n}",
        [=](Value& v) { v.set("b", one); });
    row("raw escapes stay", R"({"\u0061": "\u00e9\/", "b": 0})", R"({"\u0061": "\u00e9\/", "b": 1})",
        [=](Value& v) { v.set("b", one); });
    row("number text stays", "[1.10, 1e3, 123456789012345678901234567890, NaN]",
        "[1.10, 1e3, 123456789012345678901234567890, 1]", [=](Value& v) { v.editItem(3) = one; });
    row("short list on a line", "{\n  \"a\": [\"x\", \"y\"]\n}", "{\n  \"a\": [\"x\", \"y\", 1]\n}",
        [=](Value& v) { v.edit("a")->appendItem(one); });
    row("move keeps bytes", "[ {\"a\" :1},\n  [ 2],\n  \"\\u0041\" ]",
        "[ [ 2],\n  \"\\u0041\",\n  {\"a\" :1} ]", [](Value& v) { v.moveItem(0, 2); });
    row("all children replaced", "[\n 1,\n 2\n]", "[\n 5,\n 6\n]", [](Value& v) {
        v.appendItem(Value::integer(5));
        v.appendItem(Value::integer(6));
        v.removeItem(0);
        v.removeItem(0);
    });
    row("emptied and filled", "{\n \"a\": [\n  1\n ]\n}", "{\n \"a\": [\n  1\n ]\n}", [=](Value& v) {
        v.edit("a")->removeItem(0);
        v.edit("a")->appendItem(one);
    });
    row("insert member in front", "{\n \"a\": 0\n}", "{\n \"b\": 1,\n \"a\": 0\n}",
        [=](Value& v) { v.insertMember(0, "b", one); });
    row("white space around", "\n\n [1] \n", "\n\n [1, 1] \n", [=](Value& v) { v.appendItem(one); });
}

void TestJsonEdit::changesOnlyWhatIsEdited() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(Edit, edit);
    Value value = json::parse(before.toStdString()).value();
    edit(value);
    QCOMPARE(QByteArray::fromStdString(json::bytesOf(value)), after);
}

void TestJsonEdit::laysForeignValuesOutAnew() {
    const Value other = json::parse(R"({"x":[1,{"y":[]}],"z" :{ }})").value();
    Value value = json::parse("{\n  \"a\": [\n    0\n  ]\n}").value();
    value.edit("a")->appendItem(other);
    QCOMPARE(json::bytesOf(value), json::pythonText(value));
}

void TestJsonEdit::keepsTextOfForeignStrings() {
    const Value other = json::parse(R"(["\u00e9", 1.10])").value();
    Value value = json::parse("{}").value();
    value.set("a", other);
    QCOMPARE(json::bytesOf(value), std::string("{\n  \"a\": [\n    \"\\u00e9\",\n    1.10\n  ]\n}"));
}

void TestJsonEdit::keepsPlacesOfTheSameDocument() {
    Value value = json::parse("{\n  \"a\": [1,2],\n  \"b\": {\"c\": [3,4]}\n}").value();
    const Value a = *value.find("a");
    const Value c = *value.find("b")->find("c");
    value.remove("a");
    value.set("d", a); // the same depth: as it was
    QVERIFY(json::bytesOf(value).find("\"d\": [1,2]") != std::string::npos);
    value.set("e", c); // another depth: laid out as the members around it
    QVERIFY(json::bytesOf(value).find("\"e\": [\n    3,\n    4\n  ]") != std::string::npos);
}

void TestJsonEdit::writesPartOfADocument() {
    Value value = json::parse("{\n  \"a\": {\n    \"b\":  [ 1]\n  }\n}\n").value();
    QCOMPARE(json::bytesOf(*value.find("a")), std::string("{\n    \"b\":  [ 1]\n  }"));
}

void TestJsonEdit::ignoresWhatIsNotThere() {
    Value value = json::parse("[1]").value();
    value.removeItem(1);
    value.moveItem(0, 1);
    value.insertItem(5, Value());
    value.set("a", Value());
    QVERIFY(!value.remove("a"));
    QVERIFY(value.edit("a") == nullptr);
    QCOMPARE(json::bytesOf(value), std::string("[1]"));
}

QTEST_APPLESS_MAIN(TestJsonEdit)
#include "tst_json_edit.moc"
