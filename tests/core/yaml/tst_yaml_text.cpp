// SPDX-License-Identifier: MIT
#include <fstream>
#include <sstream>

#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/yaml/yaml_text.h"

using namespace stemma;
using yaml::Unicode;

namespace {

QByteArray shown(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

/// tests/data/yaml/pyyaml.json holds what PyYAML 6.0 wrote of values, and read in texts.
class TestYamlText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesAsPyYamlDoes();
    void readsWhatItWrote();
    void readsAsPyYamlDoes();
    void tellsWhereItIsOff();
    void hostile_data();
    void hostile();
    void aliasesThatMultiply();

private:
    json::Value m_vectors;
};

void TestYamlText::initTestCase() {
    std::ifstream in(qEnvironmentVariable("STEMMA_TEST_DATA").toStdString() + "/yaml/pyyaml.json");
    std::stringstream bytes;
    bytes << in.rdbuf();
    const auto parsed = json::parse(bytes.str());
    QVERIFY(parsed.has_value());
    m_vectors = *parsed;
    QVERIFY(m_vectors.find("writes")->size() > 150);
}

void TestYamlText::writesAsPyYamlDoes() {
    for (const json::Value& vector : m_vectors.find("writes")->items()) {
        const json::Value& value = *vector.find("value");
        QCOMPARE(shown(yaml::text(value, Unicode::escaped)), shown(vector.find("escaped")->text()));
        QCOMPARE(shown(yaml::text(value, Unicode::raw)), shown(vector.find("raw")->text()));
    }
}

void TestYamlText::readsWhatItWrote() {
    for (const json::Value& vector : m_vectors.find("writes")->items()) {
        const json::Value& value = *vector.find("value");
        const bool onlyBreaks = value.isString() && !value.text().empty() &&
                                value.text().find_first_not_of('\n') == std::string::npos;
        if (value.hasLoneSurrogate() || onlyBreaks)
            continue; // no UTF-8 can say it; yaml-cpp folds them away
        const auto read = yaml::parse(vector.find("escaped")->text(), "x.yaml");
        QVERIFY2(read.has_value(), vector.find("escaped")->text().c_str());
        QCOMPARE(shown(json::pythonText(*read)), shown(json::pythonText(value)));
    }
}

void TestYamlText::readsAsPyYamlDoes() {
    for (const json::Value& vector : m_vectors.find("reads")->items()) {
        const std::string& text = vector.find("text")->text();
        const auto read = yaml::parse(text, "x.yaml");
        const json::Value* value = vector.find("value");
        QVERIFY2(read.has_value() == (value != nullptr), text.c_str());
        if (read)
            QCOMPARE(shown(json::pythonText(*read)), shown(json::pythonText(*value)));
        else
            QCOMPARE(read.error().code, ErrorCode::damaged);
    }
}

void TestYamlText::tellsWhereItIsOff() {
    const auto read = yaml::parse("a: 1\nb: [2\n", "metadata.yaml");
    QVERIFY(!read);
    QVERIFY2(read.error().detail.starts_with("line "), read.error().detail.c_str());
    QCOMPARE(read.error().path, std::string("metadata.yaml"));
    const auto bytes = yaml::parse("a: 1\nb: \xFF\n", "metadata.yaml");
    QVERIFY(bytes.error().detail.starts_with("line 2, column 4: "));
}

void TestYamlText::hostile_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("deep flow") << QByteArray(100000, '[');
    QTest::newRow("deep maps") << QByteArray("{a: ").repeated(100000);
    QTest::newRow("deep lists") << QByteArray("- ").repeated(100000);
    QTest::newRow("deep keys") << QByteArray("? ").repeated(100000);
    QTest::newRow("itself") << QByteArray("a: &a {b: *a}\n");
    QTest::newRow("zero byte") << QByteArray("a: \0b\n", 6);
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE"
                                          "a\0:\0",
                                          6);
    QByteArray nested = "a0: &a0 [x]\n";
    for (int i = 1; i < 600; ++i)
        nested += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [*a" +
                  QByteArray::number(i - 1) + "]\n";
    QTest::newRow("deep by aliases") << nested;
}

void TestYamlText::hostile() {
    QFETCH(QByteArray, text);
    const auto read = yaml::parse(text.toStdString(), "x.yaml");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::damaged);
}

/// Ten of ten of ten … : a few lines that would fill the memory.
void TestYamlText::aliasesThatMultiply() {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string alias = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias;
        for (int j = 1; j < 10; ++j)
            text += ", " + alias;
        text += "]\n";
    }
    const auto read = yaml::parse(text, "x.yaml");
    QVERIFY(!read);
    QVERIFY(read.error().detail.find("aliases grow") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestYamlText)
#include "tst_yaml_text.moc"
