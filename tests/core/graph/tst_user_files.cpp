// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include <QtTest>

#include <sys/stat.h>

#include "core/graph/user_files.h"
#include "core/io/posix_disk.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using graph::ReadComposed;
using graph::UserFiles;
namespace fs = std::filesystem;

class TestUserFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsWhatTheFormatHas();
    void composedOnlyWhenAsked();
    void whatCantBeReadIsTold();
    void followsNoLinks();
    void aDeepFolderEnds();
    void takesOverWhatHasNotChanged();
    void seesOneStateOfATransaction();
    void tellsThatStatesMayBeMixed();
    void missingFolder();
    void cancelled();
    void editsAreInMemory();
    void differencesByBytes();
    void documentsKeepTheirStyle();

private:
    void write(const std::string& path, const std::string& bytes) {
        const fs::path file = m_root / path;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
    }
    UserFiles read(ReadComposed composed = ReadComposed::no, const UserFiles* previous = nullptr) {
        const auto files = graph::readUserFiles(*m_disk, m_root.string(), composed, previous);
        return files ? *files : UserFiles();
    }

    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestUserFiles::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString() + "/user";
    fs::create_directories(m_root);
}

void TestUserFiles::readsWhatTheFormatHas() {
    write("node_registry.json", "{\"x\": {}}");
    write("nodes/x.json", "{}");
    write("nodes/AC/DC.json", "{}");
    write("nodes/x.json.tmp", "half");
    write("nodes/x.json.lock", "");
    write("nodes/notes.txt", "no node");
    write("relation_registry.json.backup", "{}");
    write("relationNodes/a::b::c.json", "[]");
    write("attributeNodes/a.json", "1");
    write("transitions/t.json", "{}");
    write("functions/f.json", "{}");
    write("graphs/g/metadata.yaml", "title: G\n");
    write("graphs/g/CNL.md", "text");
    write("graphs/g/schema/node_types.json", "[]");
    write("backups/g_20250101_000000_00000000/node_registry.json", "{}");
    write(".stemma/audit.jsonl", "{}\n");
    write("schemas/s.json", "{}");
    fs::create_directories(m_root / "graphs/empty");
    const UserFiles files = read();
    std::vector<std::string> paths;
    for (const auto& [path, file] : files.all()) {
        paths.push_back(path);
        QVERIFY2(file->problem.empty(), path.c_str());
        QVERIFY(file->read);
        QVERIFY(file->stamp.inode != 0);
    }
    QCOMPARE(paths, (std::vector<std::string>{"attributeNodes/a.json", "functions/f.json", "graphs/g/CNL.md",
                                              "graphs/g/metadata.yaml", "graphs/g/schema/node_types.json",
                                              "node_registry.json", "nodes/AC/DC.json", "nodes/x.json",
                                              "relationNodes/a::b::c.json", "transitions/t.json"}));
    QCOMPARE(files.graphFolders(), (std::vector<std::string>{"empty", "g"}));
    QCOMPARE(files.strays(), (std::vector<std::string>{"nodes/x.json.lock", "nodes/x.json.tmp",
                                                       "relation_registry.json.backup"}));
    QCOMPARE(files.below("nodes"), (std::vector<std::string>{"nodes/AC/DC.json", "nodes/x.json"}));
    QVERIFY(!files.mayBeMixed());
}

void TestUserFiles::composedOnlyWhenAsked() {
    for (const char* name : {"composed.json", "composed.yaml", "polymorphic_composed.json"})
        write(std::string("graphs/g/") + name, "{}");
    write("graphs/g/deeper/composed.json", "{}");
    const UserFiles without = read();
    QVERIFY(!without.find("graphs/g/composed.json")->read);
    QVERIFY(without.find("graphs/g/composed.yaml")->bytes.empty());
    QCOMPARE(without.find("graphs/g/polymorphic_composed.json")->stamp.size, std::uint64_t(2));
    QVERIFY(without.find("graphs/g/deeper/composed.json")->read);
    const UserFiles with = read(ReadComposed::yes);
    QVERIFY(with.document("graphs/g/composed.json"));
    QVERIFY(graph::differences(without, with).empty());
}

void TestUserFiles::whatCantBeReadIsTold() {
    write("nodes/mark.json", "\xEF\xBB\xBF{}");
    write("nodes/torn.json", "{\n  \"id\": \"to");
    write("nodes/empty.json", "");
    write("nodes/deep.json", std::string(100000, '['));
    write("nodes/bytes.json", "\"\xFF\"");
    write("nodes/good.json", "{\"a\": NaN, \"a\": 2}");
    write("nodes/huge.json", "{}");
    fs::resize_file(m_root / "nodes/huge.json", std::uintmax_t{65} << 20); // a hole, but who knows
    const UserFiles files = read();
    QVERIFY(!files.find("nodes/huge.json")->read);
    for (const char* name : {"mark", "torn", "empty", "deep", "bytes", "huge"}) {
        const auto file = files.find(std::string("nodes/") + name + ".json");
        QVERIFY2(file && !file->problem.empty() && !file->document, name);
    }
    QVERIFY(files.find("nodes/torn.json")->problem.starts_with("line 2, column "));
    QVERIFY(files.document("nodes/good.json"));
}

void TestUserFiles::followsNoLinks() {
    write("nodes/x.json", "{}");
    write("../elsewhere/y.json", "{}");
    fs::create_symlink("x.json", m_root / "nodes/link.json");
    fs::create_symlink("loop.json", m_root / "nodes/loop.json");
    fs::create_symlink("..", m_root / "nodes/up");
    fs::create_symlink("../../elsewhere", m_root / "nodes/away.json");
    fs::create_directory_symlink("../elsewhere", m_root / "relationNodes");
    fs::create_directories(m_root / "graphs");
    fs::create_directory_symlink("../../elsewhere", m_root / "graphs/g");
    fs::create_directories(m_root / "nodes/folder.json");
    QCOMPARE(::mkfifo((m_root / "nodes/fifo.json").c_str(), 0600), 0);
    QCOMPARE(::mkfifo((m_root / "node_registry.json").c_str(), 0600), 0);
    const UserFiles files = read();
    for (const char* path : {"nodes/link.json", "nodes/loop.json", "nodes/away.json", "relationNodes",
                             "graphs/g", "nodes/fifo.json", "node_registry.json"}) {
        const auto file = files.find(path);
        QVERIFY2(file && !file->problem.empty() && !file->read, path);
    }
    QVERIFY(!files.find("nodes/up"));
    QVERIFY(!files.find("relationNodes/y.json"));
    QVERIFY(!files.find("graphs/g/y.json"));
    QVERIFY(files.graphFolders().empty());
    QVERIFY(files.document("nodes/x.json"));
}

void TestUserFiles::aDeepFolderEnds() {
    std::string path = "nodes";
    for (int i = 0; i < 100; ++i)
        path += "/d";
    write(path + "/x.json", "{}");
    const UserFiles files = read();
    QCOMPARE(files.all().size(), std::size_t(1));
    QVERIFY(files.all().begin()->second->problem.find("deeper") != std::string::npos);
}

void TestUserFiles::takesOverWhatHasNotChanged() {
    write("nodes/a.json", "{}");
    write("nodes/b.json", "{}");
    QTest::qWait(40); // so old that the stamps tell a change
    const UserFiles first = read();
    write("nodes/b.json", "[]");
    write("nodes/c.json", "{}");
    const UserFiles second = read(ReadComposed::no, &first);
    QCOMPARE(second.find("nodes/a.json"), first.find("nodes/a.json"));
    QVERIFY(second.document("nodes/b.json")->isArray());
    const UserFiles third = read(ReadComposed::no, &second); // what was young is read again
    QCOMPARE(third.find("nodes/a.json"), first.find("nodes/a.json"));
    QVERIFY(third.find("nodes/c.json") != second.find("nodes/c.json"));
    QCOMPARE(graph::differences(first, third).size(), std::size_t(2));
}

/// A transaction that begins and ends while we read: what is given back is its end.
void TestUserFiles::seesOneStateOfATransaction() {
    write(".stemma/audit.jsonl", "");
    write("nodes/a.json", "1");
    write("nodes/b.json", "1");
    bool once = true;
    test::HookedDisk disk(*m_disk, [&](const std::string& call, const std::string& name) {
        if (!once || call != "openFile" || name != "b.json")
            return;
        once = false;
        write("nodes/a.json", "2");
        write("nodes/b.json", "2");
        write(".stemma/audit.jsonl", "{}\n");
    });
    const auto files = graph::readUserFiles(disk, m_root.string(), ReadComposed::no);
    QVERIFY(!once);
    QCOMPARE(files->find("nodes/a.json")->bytes, std::string("2"));
    QCOMPARE(files->find("nodes/b.json")->bytes, std::string("2"));
    QVERIFY(!files->mayBeMixed());
}

/// One that never comes to rest doesn't keep anybody from reading.
void TestUserFiles::tellsThatStatesMayBeMixed() {
    write(".stemma/audit.jsonl", "");
    write("nodes/b.json", "1");
    test::HookedDisk disk(*m_disk, [&](const std::string& call, const std::string& name) {
        if (call == "openDirectoryAt" && name == ".stemma")
            std::ofstream(m_root / ".stemma/audit.jsonl", std::ios::app) << "{}\n";
    });
    const auto files = graph::readUserFiles(disk, m_root.string(), ReadComposed::no);
    QVERIFY(files->mayBeMixed());
    QVERIFY(files->find("nodes/b.json"));
}

void TestUserFiles::missingFolder() {
    const auto files = graph::readUserFiles(*m_disk, m_root.string() + "/no", ReadComposed::no);
    QVERIFY(!files);
    QCOMPARE(files.error().code, ErrorCode::notFound);
}

void TestUserFiles::cancelled() {
    write("nodes/b.json", "1");
    std::stop_source stop;
    stop.request_stop();
    const auto files = graph::readUserFiles(*m_disk, m_root.string(), ReadComposed::no, nullptr,
                                            Progress{stop.get_token(), {}});
    QVERIFY(!files);
    QCOMPARE(files.error().code, ErrorCode::cancelled);
}

void TestUserFiles::editsAreInMemory() {
    write("nodes/a.json", "1");
    write("graphs/g/CNL.md", "text");
    const UserFiles before = read();
    UserFiles after = before;
    after.setBytes("nodes/b.json", "{\"x\": 1}");
    after.remove("nodes/a.json");
    after.addGraphFolder("h");
    after.removeGraphFolder("g");
    QCOMPARE(after.document("nodes/b.json")->find("x")->text(), std::string("1"));
    QVERIFY(!after.find("graphs/g/CNL.md"));
    QCOMPARE(after.graphFolders(), std::vector<std::string>{"h"});
    QVERIFY(before.find("nodes/a.json"));
    QVERIFY(before.find("graphs/g/CNL.md"));
    QVERIFY(fs::exists(m_root / "nodes/a.json"));
}

void TestUserFiles::differencesByBytes() {
    UserFiles before;
    before.setBytes("a", "1");
    before.setBytes("b", "1");
    before.setBytes("c", "1");
    UserFiles after = before;
    after.setBytes("a", "1");
    after.setBytes("b", "2");
    after.remove("c");
    after.setBytes("d", "1");
    const auto found = graph::differences(before, after);
    QCOMPARE(found.size(), std::size_t(3));
    QCOMPARE(found[0].path, std::string("b"));
    QCOMPARE(found[0].after->bytes, std::string("2"));
    QCOMPARE(found[1].path, std::string("c"));
    QVERIFY(!found[1].after);
    QCOMPARE(found[2].path, std::string("d"));
    QVERIFY(!found[2].before);
}

void TestUserFiles::documentsKeepTheirStyle() {
    UserFiles files;
    files.setBytes("nodes/a.json", "{\n  \"name\": \"\\u00e9\",\n  \"n\": 1.0\n}");
    json::Value document = *files.document("nodes/a.json");
    document.set("role", json::Value::string("é"));
    files.setDocument("nodes/a.json", document);
    QCOMPARE(files.find("nodes/a.json")->bytes,
             std::string("{\n  \"name\": \"\\u00e9\",\n  \"n\": 1.0,\n  \"role\": \"é\"\n}"));
    files.setDocument("nodes/b.json", json::Value::object({{"a", json::Value::array()}}));
    QCOMPARE(files.find("nodes/b.json")->bytes, std::string("{\n  \"a\": []\n}"));
}

QTEST_APPLESS_MAIN(TestUserFiles)
#include "tst_user_files.moc"
