// SPDX-License-Identifier: MIT
#include <random>

#include <QtTest>

#include "core/exchange/archive.h"
#include "core/exchange/ndf_bundle.h"

using namespace stemma;
using namespace stemma::exchange;

namespace {

const Timestamp noon{1'751'371'200'000'000};
using Names = std::vector<std::string>;

std::string archiveOf(const Names& names, const std::string& content = "{}") {
    std::vector<ArchiveFile> files;
    for (const std::string& name : names)
        files.push_back({name, content});
    const auto bytes = writeArchive(files, noon);
    return bytes ? *bytes : std::string();
}

/// The word of the error's code and why, or `read`.
std::string verdict(const std::string& bytes, const ArchiveLimits& limits = {}) {
    const auto files = readArchive(bytes, "x.ndf", limits);
    return files ? "read" : codeWord(files.error().code) + std::string(": ") + files.error().detail;
}

/// Where the record of the first file in the central directory begins.
std::size_t centralRecord(const std::string& bytes) {
    return bytes.find(std::string("PK\x01\x02", 4));
}

} // namespace

class TestArchive final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBack();
    void names_data();
    void names();
    void links();
    void encrypted();
    void limits();
    void writesOnlyWhatIsRead();
    void notWanted();
    void bombs();
    void liesAboutSizes();
    void cutOff();
    void wrongBytes();
    void anyBytes();
    void cancelled();
};

void TestArchive::comesBack() {
    const std::vector<ArchiveFile> given = {
        {"g/manifest.json", "{}"}, {"g/graph_data/水.md", std::string(100'000, 'x')}, {"g/empty", ""}};
    const auto bytes = writeArchive(given, noon);
    QVERIFY(bytes);
    const auto read = readArchive(*bytes, "x.ndf");
    QVERIFY(read);
    QCOMPARE(read->size(), given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
        QCOMPARE(read->at(i).name, given[i].name);
        QCOMPARE(read->at(i).bytes, given[i].bytes);
    }
}

void TestArchive::names_data() {
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* what, const QStringList& given, const char* said) {
        QTest::addRow("%s", what) << given << QString::fromUtf8(said);
    };
    row("plain", {QStringLiteral("g/a"), QStringLiteral("g/b c/ü")}, "read");
    row("up", {QStringLiteral("g/../../a")}, "leads out of its folder");
    row("up at the end", {QStringLiteral("g/..")}, "leads out of its folder");
    row("here", {QStringLiteral("./a")}, "leads out of its folder");
    row("absolute", {QStringLiteral("/etc/passwd")}, "an absolute path");
    row("a question", {QStringLiteral("Q: what is water/a")}, "read");
    row("a backslash", {QStringLiteral("g\\..\\a")}, "a backslash");
    row("an empty part", {QStringLiteral("g//a")}, "an empty part");
    row("control", {QStringLiteral("g/aESC")}, "a control character");
    row("twice", {QStringLiteral("g/a"), QStringLiteral("g/b"), QStringLiteral("g/a")}, "exists");
    row("file and folder", {QStringLiteral("g/a"), QStringLiteral("g/a/b")}, "a folder elsewhere");
    row("folder and file", {QStringLiteral("g/a/b"), QStringLiteral("g/a")}, "a folder elsewhere");
    row("deep", {QStringLiteral("a/").repeated(20) + QStringLiteral("b")}, "nested too deeply");
    row("long", {QStringLiteral("x").repeated(300)}, "longer than");
}

void TestArchive::names() {
    QFETCH(QStringList, given);
    QFETCH(QString, said);
    // The archive's writer refuses what comes twice and control characters: such names are made afterwards.
    Names names;
    for (const QString& name : given)
        names.push_back(names.size() == 2 ? "g/Z" : name.toStdString());
    std::string bytes = archiveOf(names);
    for (std::size_t at = bytes.find("g/Z"); at != std::string::npos; at = bytes.find("g/Z"))
        bytes[at + 2] = 'a';
    for (std::size_t at = bytes.find("ESC"); at != std::string::npos; at = bytes.find("ESC"))
        bytes[at] = '\x1b';
    const QString found = QString::fromStdString(verdict(bytes));
    QVERIFY2(said == QStringLiteral("read")
                 ? found == said
                 : !found.startsWith(QStringLiteral("read")) && found.contains(said),
             qPrintable(found));
}

void TestArchive::links() {
    std::string bytes = archiveOf({"g/a"});
    const std::size_t mode = centralRecord(bytes) + 38 + 2; // the upper half of the external attributes
    bytes[mode] = '\xFF';
    bytes[mode + 1] = '\xA1'; // S_IFLNK | 0777
    QVERIFY(verdict(bytes).starts_with("unsafe: ‘g/a’ in it: it is a link"));
    bytes[mode + 1] = '\x11'; // S_IFIFO
    QVERIFY(verdict(bytes).starts_with("unsafe"));
    bytes[mode + 1] = '\x81'; // S_IFREG
    QCOMPARE(verdict(bytes), std::string("read"));
}

void TestArchive::encrypted() {
    std::string bytes = archiveOf({"g/a"});
    bytes[centralRecord(bytes) + 8] = static_cast<char>(bytes[centralRecord(bytes) + 8] | 1);
    bytes[6] = static_cast<char>(bytes[6] | 1);
    QVERIFY(verdict(bytes).starts_with("damaged"));
}

void TestArchive::limits() {
    ArchiveLimits limits;
    const std::string bytes = archiveOf({"g/a", "g/b", "g/c"}, std::string(1000, 'x'));
    limits.entry = 1000;
    limits.total = 3000;
    limits.entries = 3;
    limits.archive = bytes.size();
    QCOMPARE(verdict(bytes, limits), std::string("read"));
    for (std::uint64_t* limit : {&limits.entry, &limits.total, &limits.entries, &limits.archive}) {
        --*limit;
        QVERIFY(verdict(bytes, limits).starts_with("unsafe"));
        ++*limit;
    }
}

void TestArchive::writesOnlyWhatIsRead() {
    const std::vector<ArchiveFile> files = {{"g/a", std::string(1000, 'x')}, {"g/b", std::string(1000, 'x')}};
    ArchiveLimits limits;
    limits.entry = 1000;
    limits.total = 2000;
    limits.entries = 2;
    limits.archive = writeArchive(files, noon)->size();
    QVERIFY(writeArchive(files, noon, limits));
    for (std::uint64_t* limit : {&limits.entry, &limits.total, &limits.entries, &limits.archive}) {
        --*limit;
        QCOMPARE(writeArchive(files, noon, limits).error().code, ErrorCode::unsafe);
        ++*limit;
    }
    const auto twice = writeArchive({{"g/a", ""}, {"g/a", ""}}, noon);
    QVERIFY2(!twice && twice.error().advice.find("memory") == std::string::npos, "no want of memory");
}

/// What nobody reads is neither unpacked nor counted.
void TestArchive::notWanted() {
    ArchiveLimits limits;
    limits.entry = limits.total = 10;
    const Wanted wanted = [](std::string_view name) { return name != "g/large"; };
    const auto bytes = writeArchive({{"g/large", std::string(std::size_t{5} << 20, 'x')}, {"g/a", "a"}}, noon,
                                    limits, wanted);
    QVERIFY(bytes);
    QVERIFY(!readArchive(*bytes, "x.ndf", limits));
    const auto files = readArchive(*bytes, "x.ndf", limits, {}, wanted);
    QVERIFY(files);
    QCOMPARE(files->at(0).bytes, std::string());
    QCOMPARE(files->at(1).bytes, std::string("a"));
}

void TestArchive::bombs() {
    const std::string said = verdict(archiveOf({"g/a"}, std::string(std::size_t{20} << 20, '\0')));
    QVERIFY2(said.find("suspiciously many times") != std::string::npos, said.c_str());
}

/// Neither a larger nor a smaller size than is there is believed.
void TestArchive::liesAboutSizes() {
    const std::string good = archiveOf({"g/a"}, std::string(5000, 'x'));
    for (const int size : {10, 4999, 5001, 60000}) {
        std::string bytes = good;
        for (const std::size_t at : {std::size_t{22}, centralRecord(good) + 24}) {
            bytes[at] = static_cast<char>(size & 0xFF);
            bytes[at + 1] = static_cast<char>((size >> 8) & 0xFF);
        }
        const std::string said = verdict(bytes);
        QVERIFY2(said.starts_with("damaged") || said.starts_with("unsafe"), said.c_str());
    }
}

void TestArchive::cutOff() {
    const std::string bytes = archiveOf({"g/a", "g/b"}, "some content");
    for (std::size_t length = 0; length < bytes.size(); ++length)
        QVERIFY2(verdict(bytes.substr(0, length)).starts_with("damaged"),
                 qPrintable(QString::number(length)));
}

void TestArchive::wrongBytes() {
    std::string content;
    for (int i = 0; i < 5000; ++i)
        content += std::to_string(i * 7919 % 10007);
    std::string bytes = archiveOf({"g/a"}, content);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x20);
    QVERIFY(verdict(bytes).starts_with("damaged"));
}

/// Bytes changed at random: read or refused, with a reason.
void TestArchive::anyBytes() {
    const std::string good =
        archiveOf({"g/manifest.json", "g/graph_data/polymorphic_composed.json"},
                  R"({"nodes": [{"id": "a", "morphs": []}], "stemma": {"nodes": {"0": {}}}})");
    std::mt19937 random(20250701);
    const int rounds = qEnvironmentVariableIsSet("STEMMA_LONG") ? 200'000 : 4'000;
    for (int round = 0; round < rounds; ++round) {
        std::string bytes = std::string(ndfMark) + good;
        for (std::size_t change = 1 + random() % 4; change > 0; --change)
            bytes[4 + random() % (bytes.size() - 4)] = static_cast<char>(random());
        const auto bundle = readBundle(bytes, "x.ndf");
        QVERIFY(bundle || !bundle.error().detail.empty());
    }
}

void TestArchive::cancelled() {
    std::stop_source stop;
    stop.request_stop();
    const auto files = readArchive(archiveOf({"g/a"}), "x.ndf", {}, Progress{stop.get_token(), {}});
    QCOMPARE(files.error().code, ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestArchive)
#include "tst_archive.moc"
