// SPDX-License-Identifier: MIT
#include <cerrno>

#include <QtTest>

#include "core/exporting/csv.h"
#include "core/exporting/export_file.h"
#include "core/exporting/xml_names.h"
#include "core/io/atomic_write.h"
#include "tests/support/crash_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::exporting;
using test::CrashDisk;

namespace {

using Files = std::map<std::string, std::string>;
const std::string place = "/out/graph.dot";

} // namespace

class TestExportFile final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewFile();
    void whatIsThereStays();
    void whatComesMeanwhileStays();
    void anErrorAtEachCall_data();
    void anErrorAtEachCall();
    void filesThatBelongTogether_data();
    void filesThatBelongTogether();
    void takenPlacesAreAllTold();
    void aPowerCutAtEachChange();
    void names();
    void numbers();
    void separatorsOfOthers();
    void tokens();
};

void TestExportFile::aNewFile() {
    CrashDisk disk;
    disk.plantDirectory("/out");
    QVERIFY(writeExport(disk, place, "digraph", Existing::keep));
    QCOMPARE(disk.files(), (Files{{place, "digraph"}}));
    QCOMPARE(writeExport(disk, "/none/graph.dot", "x", Existing::keep).error().code, ErrorCode::notFound);
    QCOMPARE(writeExport(disk, "/out/", "x", Existing::keep).error().code, ErrorCode::usage);
    QCOMPARE(disk.openHandles(), std::size_t{0});
}

void TestExportFile::whatIsThereStays() {
    CrashDisk disk;
    disk.plant(place, "mine");
    disk.plantSymlink("/out/link.dot", "/nowhere/else");
    QCOMPARE(writeExport(disk, place, "new", Existing::keep).error().code, ErrorCode::conflict);
    QCOMPARE(writeExport(disk, "/out/link.dot", "new", Existing::keep).error().code, ErrorCode::conflict);
    QCOMPARE(disk.files(), (Files{{place, "mine"}}));
    QVERIFY(writeExport(disk, place, "new", Existing::replace));
    QCOMPARE(disk.files(), (Files{{place, "new"}}));
}

void TestExportFile::whatComesMeanwhileStays() {
    CrashDisk disk;
    disk.plantDirectory("/out");
    // As if another program had made it between the look and the rename.
    disk.failCall(1, EEXIST, test::CallKind::rename);
    const Status written = writeExport(disk, place, "new", Existing::keep);
    QCOMPARE(written.error().code, ErrorCode::conflict);
    QVERIFY(disk.files().empty());
}

void TestExportFile::anErrorAtEachCall_data() {
    QTest::addColumn<bool>("there");
    QTest::addRow("a new file") << false;
    QTest::addRow("a replaced file") << true;
}

void TestExportFile::anErrorAtEachCall() {
    QFETCH(bool, there);
    std::size_t cases = 0;
    for (std::uint64_t call = 1;; ++call) {
        CrashDisk disk;
        disk.plantDirectory("/out");
        if (there)
            disk.plant(place, "old");
        const Files before = disk.files();
        disk.failCall(call, ENOSPC);
        const Status written = writeExport(disk, place, "new", there ? Existing::replace : Existing::keep);
        const bool happened = disk.faultHappened();
        disk.stopFailing();
        if (!happened) {
            QVERIFY(written);
            break;
        }
        ++cases;
        if (written || written.error().committed == Committed::unknown)
            QCOMPARE(disk.files(), (Files{{place, "new"}}));
        else if (disk.files() != before) // only where the temporary file can't be removed, and that is told
            QVERIFY2(written.error().detail.find("left beside") != std::string::npos,
                     describe(written.error()).c_str());
        QCOMPARE(disk.openHandles(), std::size_t{0});
    }
    QVERIFY(cases > 5);
    ::tests::proved("P4", "errors at every call of an export", cases);
}

void TestExportFile::filesThatBelongTogether_data() {
    anErrorAtEachCall_data();
}

/// No room for one of them: none is written. A mix is left only where a name can't be given, and is told.
void TestExportFile::filesThatBelongTogether() {
    QFETCH(bool, there);
    std::size_t cases = 0;
    for (std::uint64_t call = 1;; ++call, ++cases) {
        CrashDisk disk;
        disk.plantDirectory("/out");
        std::vector<ExportOutput> outputs;
        Files after;
        for (const char* name : {"/out/a", "/out/b", "/out/c"}) {
            outputs.push_back({name, "new"});
            after[name] = "new";
            if (there)
                disk.plant(name, "old");
        }
        const Files before = disk.files();
        disk.failCall(call, ENOSPC, test::CallKind::write);
        const Status written = writeExports(disk, outputs, there ? Existing::replace : Existing::keep);
        if (!disk.faultHappened())
            break;
        QVERIFY(!written);
        QCOMPARE(disk.files(), before);
    }
    QCOMPARE(cases, std::size_t{3});
    for (std::uint64_t call = 1; call <= 3; ++call) {
        CrashDisk disk;
        disk.plantDirectory("/out");
        disk.failCall(call, EEXIST, test::CallKind::rename);
        QVERIFY(!writeExports(disk, {{"/out/a", "x"}, {"/out/b", "x"}, {"/out/c", "x"}}, Existing::keep));
        QVERIFY(disk.files().empty());
    }
}

void TestExportFile::takenPlacesAreAllTold() {
    CrashDisk disk;
    disk.plant("/out/a", "mine");
    disk.plant("/out/c", "mine");
    QCOMPARE(*takenPlaces(disk, {"/out/a", "/out/b", "/out/c"}),
             (std::vector<std::string>{"/out/a", "/out/c"}));
    QCOMPARE(takenPlaces(disk, {"/none/a"}).error().code, ErrorCode::notFound);
}

void TestExportFile::aPowerCutAtEachChange() {
    std::size_t cases = 0;
    for (std::uint64_t at = 1;; ++at) {
        CrashDisk disk;
        disk.plant(place, "old");
        disk.syncAll();
        disk.cutPowerAt(at);
        const Status written = writeExport(disk, place, "new", Existing::replace);
        if (!disk.powerIsOff())
            break;
        for (std::uint64_t seed = 0; seed < 10; ++seed, ++cases) {
            const auto bytes = disk.reboot(seed)->bytesOf(place);
            QVERIFY(bytes == "old" || bytes == "new");
            QVERIFY(!written || bytes == "new");
        }
    }
    ::tests::proved("P1", "power cuts at every change of an export", cases);
}

void TestExportFile::names() {
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
void TestExportFile::separatorsOfOthers() {
    QCOMPARE(csvRecord({"a;=1+1", "b\t=2", "c"}, Formulas::disarmed),
             std::string("\"a;=1+1\",\"b\t=2\",c\r\n"));
}

void TestExportFile::numbers() {
    for (const char* text : {"0", "-5", "+5", "1.5", ".5", "5.", "1e3", "-1.5E-10"})
        QVERIFY2(isPlainNumber(text), text);
    for (const char* text :
         {"", "-", "+", ".", "e3", "1e", "1e+", "1 ", "0x1", "1,5", "--1", "1-1", "inf", "NaN"})
        QVERIFY2(!isPlainNumber(text), text);
}

void TestExportFile::tokens() {
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

QTEST_APPLESS_MAIN(TestExportFile)
#include "tst_export_file.moc"
