// SPDX-License-Identifier: MIT
// File systems that don't keep the order of names (ext4 without a journal): there a removed name that comes
// back with a power cut may name the next file that was made, which a file system check then takes from its
// right place.
#include <algorithm>

#include <QTest>

#include "core/io/folders.h"
#include "core/io/name_order.h"
#include "core/io/posix_disk.h"
#include "core/io/strays.h"
#include "unit_program.h"

using namespace stemma;
using namespace stemma::test;

namespace {

constexpr std::uint64_t cuts = 60;

void setOrder(CrashDisk& disk, bool kept) {
    io::FileSystemTraits traits{"ext4"};
    traits.keepsOrder = kept;
    disk.setTraits(traits);
}

void plantLibrary(CrashDisk& disk) {
    disk.plant(sweptPath + "/outline.json", sweptOutline(0));
    disk.plantDirectory(sweptPath + "/backups");
    disk.syncAll();
}

/// The names of ours that should be gone, on the disks that a power cut now would leave.
std::set<std::string> comeBack(const CrashDisk& disk) {
    std::set<std::string> names;
    for (std::uint64_t seed = 0; seed < cuts; ++seed) {
        for (const auto& [path, bytes] : disk.reboot(seed)->files()) {
            const std::string name = path.substr(path.rfind('/') + 1);
            if (name.starts_with('.'))
                names.insert(name == ".lock" ? name : name.substr(name.rfind('.')));
        }
    }
    return names;
}

using Act = std::function<bool(UnitProgram&)>;

std::set<std::string> comeBackAfter(const Act& act, bool orderIsKept) {
    CrashDisk disk;
    setOrder(disk, orderIsKept);
    plantLibrary(disk);
    {
        UnitProgram program(disk);
        if (!act(program))
            return {"the act failed"};
    }
    return comeBack(disk);
}

} // namespace

class TestNameOrder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void removedNamesStayRemoved_data();
    void removedNamesStayRemoved();
    void recoveryRemovesForGood();
    void folderIsWholeBeforeItHasItsName();
    void lostFolderThatBecameAFileGoes();
    void journalIsKnown();
    void journalByItsOptions_data();
    void journalByItsOptions();
};

void TestNameOrder::removedNamesStayRemoved_data() {
    QTest::addColumn<int>("what");
    QTest::newRow("save") << 0;
    QTest::newRow("move") << 1;
    QTest::newRow("new") << 2;
}

void TestNameOrder::removedNamesStayRemoved() {
    QFETCH(int, what);
    const Act act = [what](UnitProgram& program) {
        if (what == 0)
            return program.save(1) && program.save(2);
        return what == 1 ? program.trash().has_value() : program.create("new").has_value();
    };
    QCOMPARE(comeBackAfter(act, false), std::set<std::string>());
    if (what == 2)
        return; // makes no lock and no intent
    // Where the order is kept nothing more is synced: what comes back there is what was made, and recovered.
    QVERIFY(!comeBackAfter(act, true).empty());
}

void TestNameOrder::recoveryRemovesForGood() {
    CrashDisk disk;
    setOrder(disk, false);
    plantLibrary(disk);
    disk.plant(sweptPath + "/.outline.json.2147480000-abcdef0123456789.new", "half");
    disk.plant(sweptPath + "/backups/.5b4e28ba-2fa1-41d2-883f-0016d3cca427.intent", "torn");
    disk.plant(std::string(libraryPath) + "/.stemma-new-2147480000-abcdef0123456789/outline.json", "{}");
    disk.syncAll();
    {
        UnitProgram program(disk);
        QVERIFY(program.recover());
    }
    QCOMPARE(comeBack(disk), std::set<std::string>());
}

void TestNameOrder::folderIsWholeBeforeItHasItsName() {
    CrashDisk disk;
    setOrder(disk, false);
    disk.plantDirectory("/data");
    disk.plantDirectory("/data/.notes.2147480000-abcdef0123456789.new"); // of a writer that is no more
    disk.syncAll();
    const auto made = io::openOrMakeFolder(disk, "/data/notes");
    QVERIFY(made);
    const auto data = io::openDirectory(disk, "/data");
    QVERIFY(data);
    const auto entries = disk.list(data->get());
    QVERIFY(entries);
    QCOMPARE(entries->size(), std::size_t{1});
    QCOMPARE(entries->front().name, std::string("notes"));
    QVERIFY(io::openOrMakeFolder(disk, "/data/notes")); // and again
    for (std::uint64_t seed = 0; seed < cuts; ++seed)
        QVERIFY(disk.reboot(seed)->nodeOf("/data/notes"));
}

/// The name reached the disk, the folder didn't, and the check made a file of whatever had its number before.
void TestNameOrder::lostFolderThatBecameAFileGoes() {
    CrashDisk disk;
    plantLibrary(disk);
    disk.plant(std::string(libraryPath) + "/.stemma-new-2147480000-abcdef0123456789", "");
    disk.syncAll();
    UnitProgram program(disk);
    const auto recovered = program.recover();
    QVERIFY(recovered);
    QCOMPARE(recovered->steps.size(), std::size_t{1});
    QVERIFY(!disk.nodeOf(std::string(libraryPath) + "/.stemma-new-2147480000-abcdef0123456789"));
}

void TestNameOrder::journalIsKnown() {
    const auto disk = io::makePosixDisk();
    const auto shared = io::openDirectory(*disk, "/dev/shm");
    if (!shared || disk->traits(shared->get()).kind != "tmpfs")
        QSKIP("/dev/shm is no tmpfs here");
    QVERIFY(disk->traits(shared->get()).keepsOrder);
    QVERIFY(!disk->traits(shared->get()).commitsInOrder); // nothing there is committed at all
    const auto kernel = io::openDirectory(*disk, "/proc");
    QVERIFY(kernel);
    QVERIFY(!disk->traits(kernel->get()).keepsOrder); // unknown: nothing is taken for granted
    QVERIFY(!disk->traits(kernel->get()).commitsInOrder);
}

void TestNameOrder::journalByItsOptions_data() {
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("keeps");
    QTest::addColumn<bool>("commits");
    QTest::newRow("ordered") << QByteArray("rw\nbarrier\nerrors=continue\ndata=ordered\nstripe=0\n") << true
                             << true;
    QTest::newRow("journalled data") << QByteArray("rw\nbarrier\ndata=journal\n") << true << true;
    QTest::newRow("without its last newline") << QByteArray("barrier\ndata=ordered") << true << true;
    QTest::newRow("data after metadata") << QByteArray("rw\nbarrier\ndata=writeback\n") << true << false;
    QTest::newRow("without barriers") << QByteArray("rw\nnobarrier\ndata=ordered\n") << true << false;
    QTest::newRow("commits that don't wait")
        << QByteArray("rw\nbarrier\njournal_async_commit\ndata=ordered\n") << true << false;
    QTest::newRow("no journal") << QByteArray("rw\nbarrier\nerrors=continue\n") << false << false;
    QTest::newRow("a mode of another time") << QByteArray("rw\nbarrier\ndata=ordered2\n") << false << false;
    QTest::newRow("not known") << QByteArray() << false << false;
}

void TestNameOrder::journalByItsOptions() {
    QFETCH(QByteArray, options);
    QFETCH(bool, keeps);
    QFETCH(bool, commits);
    const io::Journal journal = io::journalOf(options.toStdString());
    QCOMPARE(journal.keepsOrder, keeps);
    QCOMPARE(journal.commitsInOrder, commits);
}

QTEST_GUILESS_MAIN(TestNameOrder)
#include "tst_name_order.moc"
