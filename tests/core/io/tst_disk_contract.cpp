// SPDX-License-Identifier: MIT
// What io::Disk promises of files, proved for the real one and for the one that the crash tests run on.
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include "core/io/disk.h"
#include "disk_place.h"

using namespace stemma;
using io::codeOf;
using io::DiskPlace;
using io::Durability;
using io::errnoOf;
using io::NodeType;
using io::Open;
using io::OpenMode;
using io::Which;

class TestDiskContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<Which>("which");
        QTest::newRow("posix") << Which::posix;
        QTest::newRow("crash") << Which::crash;
    }
    void initTestCase() { ::umask(022); }

    void readsAndWrites() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        Open file = place.open("a", OpenMode::createNew);
        QVERIFY(file);
        QVERIFY(place.disk().write(file.get(), "hello "));
        QVERIFY(place.disk().write(file.get(), "world"));
        QCOMPARE(place.disk().read(file.get(), 0, 100).value(), std::string("hello world"));
        QCOMPARE(place.disk().read(file.get(), 6, 3).value(), std::string("wor"));
        QCOMPARE(place.disk().read(file.get(), 50, 3).value(), std::string());
        QVERIFY(place.disk().truncate(file.get(), 4));
        QCOMPARE(place.disk().stat(file.get())->size, std::uint64_t{4});
        QVERIFY(place.disk().sync(file.get(), Durability::everything));
        QVERIFY(place.disk().sync(place.at(), Durability::everything));
        QVERIFY(file.close());
        QVERIFY(!file);
        QCOMPARE(place.bytes("a"), std::string("hell"));
    }

    void appendsAtTheEnd() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        QCOMPARE(errnoOf(place.disk().openFile(place.at(), "log", OpenMode::append)), ENOENT);
        Open one = place.open("log", OpenMode::appendCreate);
        Open two = place.open("log", OpenMode::append);
        QVERIFY(one && two);
        QVERIFY(place.disk().reserve(one.get(), 4096));
        QCOMPARE(place.disk().stat(one.get())->size, std::uint64_t{0});
        QVERIFY(place.disk().write(one.get(), "1\n"));
        QVERIFY(place.disk().write(two.get(), "2\n"));
        QVERIFY(place.disk().write(one.get(), "3\n"));
        QCOMPARE(place.bytes("log"), std::string("1\n2\n3\n"));
        QCOMPARE(place.disk().read(two.get(), 2, 2).value(), std::string("2\n"));
        QCOMPARE(place.disk().stat(one.get())->mode, 0644U);
    }

    void createNewRefusesWhatIsThere() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "old");
        QCOMPARE(errnoOf(place.disk().openFile(place.at(), "a", OpenMode::createNew)), EEXIST);
        place.symlink("loose", "nowhere");
        QCOMPARE(errnoOf(place.disk().openFile(place.at(), "loose", OpenMode::createNew)), EEXIST);
        QCOMPARE(place.bytes("a"), std::string("old"));
        Open fresh = place.open("b", OpenMode::createNew);
        QCOMPARE(place.disk().stat(fresh.get())->mode, 0600U);
    }

    void opensNothingButRegularFiles() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("real", "x");
        place.symlink("link", "real");
        place.fifo("fifo");
        QVERIFY(place.disk().makeDirectoryAt(place.at(), "folder"));
        for (const char* name : {"link", "fifo", "folder"}) {
            for (const OpenMode mode : {OpenMode::read, OpenMode::readWrite, OpenMode::append})
                QCOMPARE(codeOf(place.disk().openFile(place.at(), name, mode)), ErrorCode::unsafe);
        }
        QCOMPARE(codeOf(place.disk().openFile(place.at(), "none", OpenMode::read)), ErrorCode::notFound);
        QCOMPARE(codeOf(place.disk().openDirectory(place.path() + "/real")), ErrorCode::unsafe);
    }

    void errorsNameTheFile() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        const auto missing = place.disk().openFile(place.at(), "none", OpenMode::read);
        QCOMPARE(missing.error().path, place.path() + "/none");
        QVERIFY(!missing.error().action.empty());
        QCOMPARE(place.disk().pathOf(place.at()), place.path());
    }

    void stampsTellChanges() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "one");
        const io::FileStamp first = place.disk().statAt(place.at(), "a").value();
        QVERIFY(place.disk().statAt(place.at(), "a")->sameStateAs(first));
        Open file = place.open("a", OpenMode::append);
        QVERIFY(place.disk().write(file.get(), "two"));
        QVERIFY(!place.disk().stat(file.get())->sameStateAs(first));
        QVERIFY(place.disk().stat(file.get())->sameFileAs(first));
        QCOMPARE(place.disk().statAt(place.at(), "a")->type, NodeType::file);
        place.symlink("link", "a");
        QCOMPARE(place.disk().statAt(place.at(), "link")->type, NodeType::symlink);
    }

    void copiesBytesTimesAndAttributes() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        const std::string bytes(300'000, 'x');
        place.put("a", bytes);
        Open from = place.open("a", OpenMode::readWrite);
        QVERIFY(disk.setDefaultMode(from.get(), 0666));
        QCOMPARE(disk.stat(from.get())->mode, 0644U);
        Open to = place.open("b", OpenMode::createNew);
        QVERIFY(disk.copyAttributes(from.get(), to.get()));
        QVERIFY(disk.copyBytes(from.get(), to.get()));
        QVERIFY(disk.copyTimes(from.get(), to.get()));
        QCOMPARE(place.bytes("b"), bytes);
        QCOMPARE(disk.stat(to.get())->mode, 0644U);
        QCOMPARE(disk.stat(to.get())->mtimeNs, disk.stat(from.get())->mtimeNs);
        QVERIFY(!disk.stat(to.get())->sameFileAs(disk.stat(from.get()).value()));
    }

    void flocksExcludeHandles() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        place.put("lock", "");
        Open one = place.open("lock", OpenMode::readWrite);
        Open two = place.open("lock", OpenMode::read);
        QCOMPARE(disk.tryFlock(one.get()).value(), true);
        QCOMPARE(disk.tryFlock(one.get()).value(), true);
        QCOMPARE(disk.tryFlock(two.get()).value(), false);
        QVERIFY(one.close());
        QCOMPARE(disk.tryFlock(two.get()).value(), true);
    }

    void syncsTogether() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        Open one = place.open("a", OpenMode::createNew);
        Open two = place.open("b", OpenMode::createNew);
        QVERIFY(disk.write(one.get(), "A"));
        disk.startWriting(one.get()); // a hint, that changes nothing
        QVERIFY(disk.write(two.get(), "B"));
        QVERIFY(disk.syncTogether({{one.get()}, {two.get(), Durability::data}, {place.at()}}));
        QVERIFY(disk.syncTogether({}));
        QCOMPARE(place.bytes("a") + place.bytes("b"), std::string("AB"));
        const io::Handle number = two.get();
        QVERIFY(two.close());
        QCOMPARE(errnoOf(disk.syncTogether({{number}, {one.get()}})), EBADF);
    }

    void writingNeedsARightToWrite() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        place.put("a", "old");
        Open file = place.open("a", OpenMode::read);
        QVERIFY(!disk.write(file.get(), "new"));
        QVERIFY(!disk.truncate(file.get(), 0));
        QVERIFY(!disk.read(place.at(), 0, 1)); // a folder has no bytes
        QCOMPARE(place.bytes("a"), std::string("old"));
        Open both = place.open("a", OpenMode::readWrite);
        QVERIFY(disk.write(both.get(), "N"));
        QVERIFY(disk.truncate(both.get(), 5));
        QCOMPARE(place.bytes("a"), std::string("Nld\0\0", 5));
    }

    void readsFilesBelowAFolder() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        QVERIFY(disk.makeDirectoryAt(place.at(), "folder"));
        place.symlink("way", "folder");
        place.symlink("linked", "folder/small");
        place.fifo("fifo");
        const Open folder = io::openDirectoryAt(disk, place.directory(), "folder").value();
        const std::string large(200'000, 'x');
        for (const auto& [name, bytes] : {std::pair("large", large), {"small", "small"}, {"empty", ""}})
            QVERIFY(disk.write(io::openFile(disk, folder, name, OpenMode::createNew)->get(), bytes));
        io::FileBuffer buffer;
        for (const auto& [name, bytes] : {std::pair("large", large), {"small", "small"}, {"empty", ""}}) {
            for (const char* way : {"folder", "way"}) {
                const auto stamp = disk.readBelow(place.at(), way, name, buffer);
                QVERIFY(stamp && stamp->sameStateAs(*disk.statAt(folder.get(), name)));
                QVERIFY(buffer.bytes() == bytes);
                QCOMPARE(std::string(buffer.bytes().end(), io::FileBuffer::padding),
                         std::string(io::FileBuffer::padding, '\0'));
            }
        }
        QVERIFY(!disk.readBelow(place.at(), "folder", "small", buffer, 4));
        QCOMPARE(codeOf(disk.readBelow(place.at(), "folder", "none", buffer)), ErrorCode::notFound);
        QCOMPARE(codeOf(disk.readBelow(place.at(), "..", "small", buffer)), ErrorCode::unsafe);
        for (const char* odd : {"fifo", "linked", "folder"})
            QVERIFY(!disk.readBelow(place.at(), ".", odd, buffer));
    }

    void traitsAreTold() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        const io::FileSystemTraits traits = place.disk().traits(place.at());
        QVERIFY(!traits.kind.empty());
        QVERIFY(!traits.readOnly);
    }

    void readFileHonoursItsLimit() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "12345");
        QCOMPARE(io::readFile(place.disk(), place.directory(), "a", 5)->bytes, std::string("12345"));
        const auto tooLarge = io::readFile(place.disk(), place.directory(), "a", 4);
        QCOMPARE(codeOf(tooLarge), ErrorCode::damaged);
        QCOMPARE(tooLarge.error().path, place.path() + "/a");
        place.symlink("link", "a");
        QCOMPARE(codeOf(io::readFile(place.disk(), place.directory(), "link")), ErrorCode::unsafe);
        QCOMPARE(io::readFile(place.disk(), place.path() + "/link")->bytes, std::string("12345"));
    }

    void aClosedHandleIsDead() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "x");
        Open file = place.open("a", OpenMode::read);
        const io::Handle number = file.get();
        QVERIFY(file.close());
        QCOMPARE(errnoOf(place.disk().read(number, 0, 1)), EBADF);
        QVERIFY(file.close()); // nothing is open: nothing to do
    }
};

QTEST_GUILESS_MAIN(TestDiskContract)
#include "tst_disk_contract.moc"
