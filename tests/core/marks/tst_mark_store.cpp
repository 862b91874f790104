// SPDX-License-Identifier: MIT
// What a person marks: kept apart from libraries, by two programs at once, through damage.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/marks/mark_store.h"
#include "core/marks/sealed_text.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::marks;
namespace fs = std::filesystem;

namespace {

const ReportId report("1b4e28ba-2fa1-41d2-883f-0016d3cca427");
const ReportId otherReport("6fa459ea-ee8a-3ca4-894e-db77e160355e");
const std::string version = sha256("a version");
constexpr Timestamp moment{1'746'000'000'000'000};

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void spill(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

mode_t modeOf(const fs::path& path) {
    struct stat seen = {};
    return ::stat(path.c_str(), &seen) == 0 ? seen.st_mode & 0777 : 0;
}

/// A state directory on the real disk.
class Place {
public:
    [[nodiscard]] MarkStore store() const { return MarkStore(*m_disk, directory); }
    [[nodiscard]] std::vector<fs::path> files(const std::string& folder = {}) const {
        std::vector<fs::path> found;
        const fs::path path = fs::path(directory) / folder;
        if (fs::exists(path))
            for (const auto& entry : fs::directory_iterator(path))
                if (entry.is_regular_file())
                    found.push_back(entry.path());
        return found;
    }
    [[nodiscard]] fs::path onlyFile() const { return files().size() == 1 ? files().front() : fs::path(); }

private:
    QTemporaryDir m_place;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();

public:
    const std::string directory = m_place.path().toStdString() + "/state/marks";
};

} // namespace

class TestMarkStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsThereAtFirst();
    void keepsWhatWasMarked();
    void anEmptyTextTakesItAway();
    void isOnesOwn();
    void whatIsMarkedAlreadyWritesNothing();
    void keepsUnknownKeys();
    void damageCostsOneReport_data();
    void damageCostsOneReport();
    void everyDamagedByteIsSeen();
    void aFileThatIsNoneIsTold();
    void whatIsOffIsRefused();
    void twoProgramsLoseNothing();
};

void TestMarkStore::nothingIsThereAtFirst() {
    const Place place;
    const FoundMarks found = place.store().find(report);
    QVERIFY(found.marks.seen.empty() && found.marks.versions.empty() && found.problems.empty());
    QVERIFY2(!fs::exists(place.directory), "looking made a folder");
}

void TestMarkStore::keepsWhatWasMarked() {
    const Place place;
    QVERIFY(place.store().markSeen(report, {"a", "b"}, moment));
    QVERIFY(place.store().markVersion(report, version, {.name = "Für die Prüfung 🌱", .pinned = true}));
    QVERIFY(place.store().markVersion(report, version, {.note = "line\nline"}));
    QVERIFY(place.store().markSeen(otherReport, {"z"}, moment));
    const ReportMarks marks = place.store().find(report).marks;
    QCOMPARE(marks.seen, (std::set<std::string>{"a", "b"}));
    QCOMPARE(marks.versions.size(), std::size_t{1});
    QVERIFY(marks.versions.at(version) == (VersionMark{"Für die Prüfung 🌱", "line\nline", true}));
    QCOMPARE(place.store().find(otherReport).marks.seen, std::set<std::string>{"z"});
}

void TestMarkStore::anEmptyTextTakesItAway() {
    const Place place;
    QVERIFY(place.store().markVersion(report, version, {.name = "n", .note = "m", .pinned = true}));
    QVERIFY(place.store().markVersion(report, version, {.name = ""}));
    QVERIFY(place.store().find(report).marks.versions.at(version) == (VersionMark{"", "m", true}));
    QVERIFY(place.store().markVersion(report, version, {.note = "", .pinned = false}));
    QVERIFY(place.store().find(report).marks.versions.empty());
}

void TestMarkStore::isOnesOwn() {
    const Place place;
    fs::create_directories(place.directory);
    fs::permissions(place.directory, fs::perms(0755));
    QVERIFY(place.store().markSeen(report, {"a"}, moment));
    QCOMPARE(modeOf(place.directory), mode_t{0700});
    QCOMPARE(modeOf(place.onlyFile()), mode_t{0600});
    fs::permissions(place.onlyFile(), fs::perms(0644));
    QVERIFY(place.store().markSeen(report, {"b"}, moment));
    QCOMPARE(modeOf(place.onlyFile()), mode_t{0600});
}

void TestMarkStore::whatIsMarkedAlreadyWritesNothing() {
    const Place place;
    QVERIFY(place.store().markSeen(report, {"a"}, moment));
    QVERIFY(place.store().markVersion(report, version, {.pinned = true}));
    const auto inode = [&] {
        struct stat seen = {};
        ::stat(place.onlyFile().c_str(), &seen);
        return seen.st_ino;
    };
    const auto before = inode();
    QVERIFY(place.store().markSeen(report, {"a"}, moment));
    QVERIFY(place.store().markVersion(report, version, {.name = "", .pinned = true}));
    QCOMPARE(inode(), before);
}

void TestMarkStore::keepsUnknownKeys() {
    const Place place;
    QVERIFY(place.store().markSeen(report, {"a"}, moment));
    const auto content = json::parse(R"({"report": ")" + report.text() + R"(", "folds": [1.10, {"x": null}],
        "seen": {"a": {"by": 1e3}}, "versions": {")" +
                                     version + R"(": {"colour": "red", "name": "n"}}})");
    spill(place.onlyFile(), sealedText("stemma-marks", *content));
    QVERIFY(place.store().markSeen(report, {"b"}, moment));
    QVERIFY(place.store().markVersion(report, version, {.name = ""}));
    const std::string now = slurp(place.onlyFile());
    for (const char* kept :
         {R"("folds": [1.10, {"x": null}])", R"("a": {"by": 1e3})", R"({"colour": "red"})"})
        QVERIFY2(now.find(kept) != std::string::npos, kept);
    QVERIFY(place.store().find(report).problems.empty());
}

void TestMarkStore::damageCostsOneReport_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("ending");
    QTest::newRow("empty") << QByteArray() << ".damaged";
    QTest::newRow("no JSON") << QByteArray("{\"format\": \"stemma-marks\", \"vers") << ".damaged";
    QTest::newRow("no checksum") << QByteArray(R"({"format": "stemma-marks", "version": 1, "content": {}})")
                                 << ".damaged";
    QTest::newRow("another kind") << QByteArray(R"({"format": "x"})") << ".damaged";
    QTest::newRow("another report") << QByteArray::fromStdString(sealedText(
                                           "stemma-marks", *json::parse(R"({"report": "x", "seen": {}})")))
                                    << ".damaged";
    QTest::newRow("later") << QByteArray(R"({"format": "stemma-marks", "version": 2, "new": []})")
                           << ".later";
}

void TestMarkStore::damageCostsOneReport() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, ending);
    for (const bool byWriting : {false, true}) {
        const Place place;
        QVERIFY(place.store().markSeen(report, {"a"}, moment));
        spill(place.onlyFile(), bytes.toStdString());
        QVERIFY(place.store().markSeen(otherReport, {"z"}, moment));
        const FoundMarks found =
            byWriting ? place.store().markSeen(report, {"b"}, moment).value() : place.store().find(report);
        QCOMPARE(found.marks.seen.size(), byWriting ? std::size_t{1} : std::size_t{0});
        QCOMPARE(found.problems.size(), std::size_t{1});
        const std::string moved = found.problems.front().movedTo;
        QVERIFY2(QString::fromStdString(moved).endsWith(ending), moved.c_str());
        QCOMPARE(slurp(moved), bytes.toStdString());
        QVERIFY(!found.problems.front().message.empty());
        QVERIFY(place.store().find(report).problems.empty());
        QVERIFY(place.store().markSeen(report, {"c"}, moment));
        QVERIFY(place.store().find(report).marks.seen.contains("c"));
        QCOMPARE(place.store().find(otherReport).marks.seen, std::set<std::string>{"z"});
    }
}

void TestMarkStore::everyDamagedByteIsSeen() {
    const Place place;
    QVERIFY(place.store().markVersion(report, version, {.name = "n", .pinned = true}));
    const std::string whole = slurp(place.onlyFile());
    std::size_t cases = 0;
    for (std::size_t at = 0; at < whole.size(); ++at, ++cases) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        const SealState state = unsealed("stemma-marks", bytes).state;
        QVERIFY2(state != SealState::whole, std::to_string(at).c_str());
        QVERIFY(unsealed("stemma-marks", whole.substr(0, at)).state != SealState::whole);
    }
    stemma::tests::proved("P18", "every damaged byte of marks", cases);
}

void TestMarkStore::aFileThatIsNoneIsTold() {
    const Place place;
    QVERIFY(place.store().markSeen(report, {"a"}, moment));
    const fs::path file = place.onlyFile();
    const fs::path elsewhere = file.string() + ".elsewhere";
    fs::rename(file, elsewhere);
    fs::create_symlink(elsewhere, file);
    QCOMPARE(place.store().find(report).problems.size(), std::size_t{1});
    QVERIFY(!place.store().markSeen(report, {"b"}, moment));
    QVERIFY(fs::is_symlink(file));
    fs::remove(file);
    fs::create_directory(file);
    QVERIFY(place.store().find(report).marks.seen.empty());
    QVERIFY(!place.store().markSeen(report, {"b"}, moment));
}

void TestMarkStore::whatIsOffIsRefused() {
    const Place place;
    for (const std::string& wrong : {std::string(), std::string("abc"), std::string(64, 'G')})
        QCOMPARE(place.store().markVersion(report, wrong, {.pinned = true}).error().code, ErrorCode::usage);
    const std::string tooLong(MarkStore::longestText + 1, 'x');
    QCOMPARE(place.store().markVersion(report, version, {.note = tooLong}).error().code, ErrorCode::usage);
    QVERIFY(!fs::exists(place.directory));
}

/// Whatever the order in which two windows, or a window and stemmactl, write.
void TestMarkStore::twoProgramsLoseNothing() {
    const Place place;
    const int each = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 400 : 25;
    const auto write = [&](const std::string& who) {
        const auto disk = io::makePosixDisk();
        MarkStore store(*disk, place.directory);
        bool done = true;
        for (int n = 0; n < each; ++n) {
            const std::string name = who + std::to_string(n);
            done = done && store.markSeen(report, {name}, moment) &&
                   store.markVersion(report, sha256(name), {.name = name});
        }
        return done;
    };
    std::vector<pid_t> writers;
    for (const char* who : {"a", "b"}) {
        writers.push_back(::fork());
        if (writers.back() == 0)
            ::_exit(write(who) ? 0 : 1);
    }
    for (const pid_t writer : writers) {
        int status = -1;
        ::waitpid(writer, &status, 0);
        QCOMPARE(status, 0);
    }
    const FoundMarks found = place.store().find(report);
    QVERIFY(found.problems.empty());
    QCOMPARE(found.marks.seen.size(), static_cast<std::size_t>(2 * each));
    for (const char* who : {"a", "b"})
        for (int n = 0; n < each; ++n)
            QCOMPARE(found.marks.versions.at(sha256(who + std::to_string(n))).name, who + std::to_string(n));
    QCOMPARE(place.files().size(), std::size_t{1});
    stemma::tests::proved("P10", "marks of two programs at once", static_cast<std::size_t>(4 * each));
}

QTEST_GUILESS_MAIN(TestMarkStore)
#include "tst_mark_store.moc"
