// SPDX-License-Identifier: MIT
// What io::Disk promises of names and folders, proved for the real one and for the one that the crash tests
// run on.
#include <map>

#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include "core/io/disk.h"
#include "disk_place.h"

using namespace stemma;
using io::codeOf;
using io::DiskPlace;
using io::errnoOf;
using io::NodeType;
using io::Open;
using io::OpenMode;
using io::RenameMode;
using io::Which;

namespace {

using Names = std::vector<std::string>;

} // namespace

class TestDiskNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<Which>("which");
        QTest::newRow("posix") << Which::posix;
        QTest::newRow("crash") << Which::crash;
    }
    void initTestCase() { ::umask(022); }

    void namesAreSingleComponents() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "x");
        io::Disk& disk = place.disk();
        for (const char* name : {"", "..", "x/y", "/etc/passwd"}) {
            QCOMPARE(codeOf(disk.openFile(place.at(), name, OpenMode::read)), ErrorCode::unsafe);
            QCOMPARE(codeOf(disk.statAt(place.at(), name)), ErrorCode::unsafe);
            QCOMPARE(codeOf(disk.unlinkAt(place.at(), name)), ErrorCode::unsafe);
            QCOMPARE(codeOf(disk.makeDirectoryAt(place.at(), name)), ErrorCode::unsafe);
            QCOMPARE(codeOf(disk.openDirectoryAt(place.at(), name)), ErrorCode::unsafe);
            QCOMPARE(codeOf(disk.renameAt(place.at(), "a", place.at(), name, RenameMode::replace)),
                     ErrorCode::unsafe);
            QVERIFY(!disk.renameAt(place.at(), name, place.at(), "b", RenameMode::replace));
            QCOMPARE(codeOf(disk.linkAt(place.at(), "a", place.at(), name)), ErrorCode::unsafe);
        }
        QCOMPARE(place.names(), Names{"a"});
    }

    void listsWithTypes() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("file", "");
        place.symlink("link", "file");
        place.fifo("fifo");
        QVERIFY(place.disk().makeDirectoryAt(place.at(), "folder"));
        for (int round = 0; round < 2; ++round) {
            std::map<std::string, NodeType> seen;
            const auto entries = place.disk().list(place.at()).value();
            for (const io::DirEntry& entry : entries)
                seen[entry.name] = entry.type;
            const std::map<std::string, NodeType> expected{{"file", NodeType::file},
                                                           {"link", NodeType::symlink},
                                                           {"fifo", NodeType::special},
                                                           {"folder", NodeType::directory}};
            QCOMPARE(seen, expected);
        }
    }

    void renames() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "A");
        place.put("b", "B");
        io::Disk& disk = place.disk();
        QCOMPARE(errnoOf(disk.renameAt(place.at(), "a", place.at(), "b", RenameMode::noReplace)), EEXIST);
        QCOMPARE(place.bytes("b"), std::string("B"));
        QVERIFY(disk.renameAt(place.at(), "a", place.at(), "c", RenameMode::noReplace));
        QVERIFY(disk.renameAt(place.at(), "c", place.at(), "b", RenameMode::replace));
        QCOMPARE(place.bytes("b"), std::string("A"));
        QCOMPARE(place.names(), Names{"b"});
        QCOMPARE(codeOf(disk.renameAt(place.at(), "none", place.at(), "b", RenameMode::replace)),
                 ErrorCode::notFound);
        QVERIFY(disk.makeDirectoryAt(place.at(), "folder"));
        const Open folder = io::openDirectoryAt(disk, place.directory(), "folder").value();
        QVERIFY(disk.renameAt(place.at(), "b", folder.get(), "deep", RenameMode::replace));
        QCOMPARE(io::readFile(disk, place.path() + "/folder/deep")->bytes, std::string("A"));
        QVERIFY(disk.renameAt(place.at(), "folder", place.at(), "moved", RenameMode::noReplace));
        QCOMPARE(io::readFile(disk, folder, "deep")->bytes, std::string("A"));
        QCOMPARE(errnoOf(disk.removeDirectoryAt(place.at(), "moved")), ENOTEMPTY);
    }

    void links() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        place.put("a", "A");
        io::Disk& disk = place.disk();
        const io::FileStamp before = disk.statAt(place.at(), "a").value();
        QVERIFY(disk.linkAt(place.at(), "a", place.at(), "b"));
        const io::FileStamp after = disk.statAt(place.at(), "b").value();
        QVERIFY(after.sameBytesAs(before));
        QCOMPARE(after.links, std::uint64_t{2});
        QCOMPARE(errnoOf(disk.linkAt(place.at(), "a", place.at(), "b")), EEXIST);
        QVERIFY(disk.unlinkAt(place.at(), "a"));
        QCOMPARE(place.bytes("b"), std::string("A"));
        QCOMPARE(disk.statAt(place.at(), "b")->links, std::uint64_t{1});
        QCOMPARE(codeOf(disk.unlinkAt(place.at(), "a")), ErrorCode::notFound);
    }

    void removesFoldersOnlyAsFolders() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        QVERIFY(disk.makeDirectoryAt(place.at(), "folder"));
        QCOMPARE(errnoOf(disk.makeDirectoryAt(place.at(), "folder")), EEXIST);
        QVERIFY(!disk.unlinkAt(place.at(), "folder"));
        place.put("file", "");
        QVERIFY(!disk.removeDirectoryAt(place.at(), "file"));
        QVERIFY(disk.removeDirectoryAt(place.at(), "folder"));
        QCOMPARE(place.names(), Names{"file"});
    }

    void followsLinksToFoldersAndResolves() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        QVERIFY(disk.makeDirectoryAt(place.at(), "folder"));
        place.symlink("way", "folder");
        place.symlink("loop", "loop");
        const Open there = io::openDirectoryAt(disk, place.directory(), "way").value();
        QVERIFY(disk.stat(there.get())->sameFileAs(disk.statAt(place.at(), "folder").value()));
        QCOMPARE(disk.resolve(place.path() + "/way").value(), place.path() + "/folder");
        QCOMPARE(disk.readLinkAt(place.at(), "way").value(), std::string("folder"));
        QCOMPARE(codeOf(disk.resolve(place.path() + "/none")), ErrorCode::notFound);
        QCOMPARE(codeOf(disk.resolve(place.path() + "/loop")), ErrorCode::unsafe);
        const Open same = io::openDirectoryAt(disk, place.directory(), ".").value();
        QVERIFY(disk.stat(same.get())->sameFileAs(disk.stat(place.at()).value()));
    }

    void moveKeepsWhatIsOpen() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        place.put("a", "A");
        place.put("b", "B");
        Open replaced = place.open("b", OpenMode::read);
        QVERIFY(disk.renameAt(place.at(), "a", place.at(), "b", RenameMode::replace));
        QCOMPARE(disk.read(replaced.get(), 0, 9).value(), std::string("B"));
        QCOMPARE(disk.stat(replaced.get())->links, std::uint64_t{0});
        Open removed = place.open("b", OpenMode::read);
        QVERIFY(disk.unlinkAt(place.at(), "b"));
        QCOMPARE(disk.read(removed.get(), 0, 9).value(), std::string("A"));
        QVERIFY(disk.linkAt(place.at(), "b", place.at(), "c").error().code == ErrorCode::notFound);
        QCOMPARE(place.names(), Names{});
    }

    void foldersReplaceOnlyEmptyFolders() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        for (const char* name : {"one", "two", "full"})
            QVERIFY(disk.makeDirectoryAt(place.at(), name));
        const Open full = io::openDirectoryAt(disk, place.directory(), "full").value();
        QVERIFY(disk.makeDirectoryAt(full.get(), "inner"));
        place.put("file", "");
        QCOMPARE(errnoOf(disk.renameAt(place.at(), "one", place.at(), "two", RenameMode::noReplace)), EEXIST);
        QVERIFY(!disk.renameAt(place.at(), "one", place.at(), "full", RenameMode::replace));
        QCOMPARE(errnoOf(disk.renameAt(place.at(), "one", place.at(), "file", RenameMode::replace)), ENOTDIR);
        QCOMPARE(errnoOf(disk.renameAt(place.at(), "file", place.at(), "one", RenameMode::replace)), EISDIR);
        QVERIFY(disk.renameAt(place.at(), "one", place.at(), "two", RenameMode::replace));
        QCOMPARE(place.names(), (Names{"file", "full", "two"}));
    }

    void stampsBelowAFolder() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        io::Disk& disk = place.disk();
        QVERIFY(disk.makeDirectoryAt(place.at(), "folder"));
        place.symlink("way", "folder");
        const Open folder = io::openDirectoryAt(disk, place.directory(), "folder").value();
        Open file = io::openFile(disk, folder, "a", OpenMode::createNew).value();
        const io::FileStamp stamp = disk.stat(file.get()).value();
        for (const char* way : {"folder", "way"}) {
            QVERIFY(disk.statBelow(place.at(), way, "a")->sameFileAs(stamp));
            QVERIFY(disk.statBelow(place.at(), way, ".")->sameFileAs(disk.stat(folder.get()).value()));
            QCOMPARE(codeOf(disk.statBelow(place.at(), way, "none")), ErrorCode::notFound);
        }
        QCOMPARE(codeOf(disk.statBelow(place.at(), "none", "a")), ErrorCode::notFound);
    }
};

QTEST_GUILESS_MAIN(TestDiskNames)
#include "tst_disk_names.moc"
