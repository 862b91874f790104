// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/exporting/csv.h"
#include "core/exporting/graph_export.h"
#include "core/exporting/xml_names.h"

using namespace stemma::exporting;

class TestExportNames final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names();
    void numbers();
    void separatorsOfOthers();
    void tokens();
};

void TestExportNames::names() {
    QCOMPARE(exportName("Water cycle", "w"), std::string("Water cycle"));
    QCOMPARE(exportName("", "w_1"), std::string("w_1"));
    QCOMPARE(exportName("a/b:c\n\\", "w"), std::string("a_b_c__"));
    QCOMPARE(exportName("...", ".. "), std::string("graph"));
    QCOMPARE(exportName(" .hidden. ", "w"), std::string("hidden"));
    const std::string longOne =
        exportName(std::string(50, 'x') + std::string("水水水水水水水水水水水水水水水水水"
                                                      "水水水水水水水水水水水水水水水"),
                   "w");
    QVERIFY(longOne.size() <= 120 && longOne.size() > 110);
    QVERIFY(!QString::fromStdString(longOne).contains(QChar(0xFFFD)));
}

/// A program that splits at other separators finds one field all the same.
void TestExportNames::separatorsOfOthers() {
    QCOMPARE(csvRecord({"a;=1+1", "b\t=2", "c"}, Formulas::disarmed),
             std::string("\"a;=1+1\",\"b\t=2\",c\r\n"));
}

void TestExportNames::numbers() {
    for (const char* text : {"0", "-5", "+5", "1.5", ".5", "5.", "1e3", "-1.5E-10"})
        QVERIFY2(isPlainNumber(text), text);
    for (const char* text :
         {"", "-", "+", ".", "e3", "1e", "1e+", "1 ", "0x1", "1,5", "--1", "1-1", "inf", "NaN"})
        QVERIFY2(!isPlainNumber(text), text);
}

void TestExportNames::tokens() {
    QCOMPARE(nameToken("mass"), std::string("mass"));
    QCOMPARE(nameToken("atomic number (u)"), std::string("atomic_number__u_"));
    QCOMPARE(nameToken("a:b"), std::string("a_b"));
    QCOMPARE(nameToken("水 é"), std::string("水_é"));
    QCOMPARE(nameToken("\xFF"), std::string("_"));
    QCOMPARE(nameToken(""), std::string("_"));
    TakenNames taken;
    taken.names = {"label"};
    QCOMPARE(freeNameToken("label", taken), std::string("label_2"));
    QCOMPARE(freeNameToken("label", taken), std::string("label_3"));
    QCOMPARE(freeNameToken("label 2", taken), std::string("label_2_2"));
    // With all numbers tried anew for each, this would not end within the time that a test has.
    constexpr int many = 100'000;
    for (int i = 0; i < many; ++i)
        (void)freeNameToken("水", taken);
    QCOMPARE(freeNameToken("水", taken), "水_" + std::to_string(many + 1));
}

QTEST_APPLESS_MAIN(TestExportNames)
#include "tst_export_names.moc"
