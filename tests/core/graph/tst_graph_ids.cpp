// SPDX-License-Identifier: MIT
#include <fstream>
#include <sstream>

#include <QtTest>

#include "core/base/sha256.h"
#include "core/graph/graph_ids.h"
#include "core/graph/lower_case.h"
#include "core/json/json_document.h"
#include "core/json/utf8.h"

using namespace stemma;
using graph::NodeIdRule;

namespace {

std::string at(const json::Value& object, const char* key) {
    return object.stringAt(key).value_or(std::string());
}

} // namespace

/// tests/data/graph/ids.json holds what functions of the old program gave, at two of its ages, and Python.
class TestGraphIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nodes();
    void relations();
    void attributes();
    void morphs();
    void numbers();
    void lowerCase();
    void lowerCaseOfEverything();
    void newIds_data();
    void newIds();
    void paths_data();
    void paths();

private:
    json::Value m_vectors;
};

void TestGraphIds::initTestCase() {
    std::ifstream in(qEnvironmentVariable("STEMMA_TEST_DATA").toStdString() + "/graph/ids.json");
    std::stringstream bytes;
    bytes << in.rdbuf();
    const auto parsed = json::parse(bytes.str());
    QVERIFY(parsed.has_value());
    m_vectors = *parsed;
    QCOMPARE(m_vectors.find("ages")->size(), size_t(2));
}

void TestGraphIds::nodes() {
    for (const json::Value& age : m_vectors.find("ages")->items()) {
        const auto rule =
            age.find("lower_case_base_name")->asBoolean() ? NodeIdRule::lowerCase : NodeIdRule::caseKept;
        QVERIFY(age.find("nodes")->size() > 6);
        for (const json::Value& node : age.find("nodes")->items())
            QCOMPARE(
                graph::nodeId({at(node, "base_name"), at(node, "adjective"), at(node, "quantifier")}, rule),
                at(node, "id"));
    }
    QCOMPARE(graph::nodeId({}, NodeIdRule::lowerCase), std::string());
}

void TestGraphIds::relations() {
    for (const json::Value& age : m_vectors.find("ages")->items())
        for (const json::Value& relation : age.find("relations")->items())
            QCOMPARE(graph::relationId(at(relation, "source"), at(relation, "adverb"), at(relation, "name"),
                                       at(relation, "target"), at(relation, "modality")),
                     at(relation, "id"));
}

void TestGraphIds::attributes() {
    for (const json::Value& age : m_vectors.find("ages")->items()) {
        QVERIFY(age.find("attributes")->size() > 18);
        for (const json::Value& attribute : age.find("attributes")->items()) {
            const json::Value& value = *attribute.find("value");
            QCOMPARE(graph::pythonStr(value), at(attribute, "text"));
            QCOMPARE(graph::attributeId(at(attribute, "source_id"), at(attribute, "name"), value,
                                        at(attribute, "unit"), at(attribute, "adverb"),
                                        at(attribute, "modality")),
                     at(attribute, "id"));
        }
    }
}

void TestGraphIds::morphs() {
    for (const json::Value& age : m_vectors.find("ages")->items())
        for (const json::Value& morph : age.find("morphs")->items())
            QCOMPARE(graph::morphId(at(morph, "name"), at(morph, "node")), at(morph, "id"));
}

void TestGraphIds::numbers() {
    for (const json::Value& pair : m_vectors.find("numbers")->items())
        QCOMPARE(graph::pythonStr(json::Value::numberFromText(pair.items()[0].text())),
                 pair.items()[1].text());
    QCOMPARE(graph::pythonStr(json::Value()), std::string("None"));
}

void TestGraphIds::lowerCase() {
    for (const json::Value& pair : m_vectors.find("lower")->items())
        QCOMPARE(graph::lowerCase(pair.items()[0].text()), pair.items()[1].text());
    QCOMPARE(graph::lowerCase("A\xFF\xED\xA0\x80Z"), std::string("a\xFF\xED\xA0\x80z"));
}

/// Every character of the scripts alone, before a sigma, and between a letter and a sigma: the digest is that
/// of what Python 3.11 gives.
void TestGraphIds::lowerCaseOfEverything() {
    std::string all;
    const auto add = [&](char32_t first, char32_t last) {
        for (char32_t point = first; point < last; ++point) {
            std::string character;
            json::appendUtf8(character, point);
            for (const std::string& text : {character, character + "Σ", "a" + character + "Σ"})
                all += graph::lowerCase(text) + "\n";
        }
    };
    add(0x80, 0xD800);
    add(0xE000, 0x20000);
    add(0xE0000, 0xE0200);
    QCOMPARE(sha256(all), std::string("cfa3c1b0802f4829b2bf31db73290034617dcdcd74f37624c82bbfc7b9cc47f8"));
}

void TestGraphIds::newIds_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("code"); // -1: fine
    QTest::newRow("plain") << QByteArray("some_Living cell::x*?") << -1;
    QTest::newRow("longest") << QByteArray(245, 'x') << -1;
    const int unsafe = static_cast<int>(ErrorCode::unsafe);
    QTest::newRow("too long") << QByteArray(246, 'x') << unsafe;
    QTest::newRow("empty") << QByteArray() << unsafe;
    QTest::newRow("slash") << QByteArray("AC/DC") << unsafe;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << unsafe;
    QTest::newRow("parent") << QByteArray("..") << unsafe;
    QTest::newRow("hidden") << QByteArray(".x") << unsafe;
    QTest::newRow("newline") << QByteArray("a\nb") << static_cast<int>(ErrorCode::usage);
}

void TestGraphIds::newIds() {
    QFETCH(QByteArray, id);
    QFETCH(int, code);
    const Status status = graph::checkNewId(id.toStdString(), "node");
    QCOMPARE(status.has_value(), code == -1);
    if (!status)
        QCOMPARE(static_cast<int>(status.error().code), code);
}

void TestGraphIds::paths_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("path"); // null: none
    QTest::newRow("plain") << QByteArray("oxygen") << QByteArray("nodes/oxygen.json");
    QTest::newRow("sub-folder") << QByteArray("AC/DC") << QByteArray("nodes/AC/DC.json");
    QTest::newRow("empty parts") << QByteArray("a//./b") << QByteArray("nodes/a/b.json");
    QTest::newRow("empty") << QByteArray("") << QByteArray("nodes/.json");
    QTest::newRow("two dots as a name") << QByteArray("..") << QByteArray("nodes/...json");
    QTest::newRow("out") << QByteArray("../x") << QByteArray();
    QTest::newRow("out and in") << QByteArray("a/../b") << QByteArray();
    QTest::newRow("absolute") << QByteArray("/etc/x") << QByteArray();
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << QByteArray();
}

void TestGraphIds::paths() {
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, path);
    const auto found = graph::pathOfId("nodes", id.toStdString());
    QCOMPARE(found.has_value(), !path.isNull());
    if (found)
        QCOMPARE(*found, path.toStdString());
}

QTEST_APPLESS_MAIN(TestGraphIds)
#include "tst_graph_ids.moc"
