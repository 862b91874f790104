// SPDX-License-Identifier: MIT
// What io::Disk promises, proved for the real one and for the one that the crash tests run on.
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include "core/io/disk.h"
#include "disk_place.h"

using namespace stemma;
using io::DiskPlace;
using io::Durability;
using io::NodeType;
using io::Open;
using io::OpenMode;
using io::RenameMode;
using io::Which;

namespace {

template <class T>
ErrorCode codeOf(const Result<T>& result) {
    return result ? ErrorCode::usage : result.error().code;
}

template <class T>
int errnoOf(const Result<T>& result) {
    return result ? 0 : result.error().osErrno;
}

using Names = std::vector<std::string>;

} // namespace

Q_DECLARE_METATYPE(Which)

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

    void errorsNameTheFile() {
        QFETCH_GLOBAL(Which, which);
        DiskPlace place(which);
        const auto missing = place.disk().openFile(place.at(), "none", OpenMode::read);
        QCOMPARE(missing.error().path, place.path() + "/none");
        QVERIFY(!missing.error().action.empty());
        QCOMPARE(place.disk().pathOf(place.at()), place.path());
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
