// SPDX-License-Identifier: MIT
// Drafts on the real disk: whose they are, what can't be read, and what is in the way.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "core/journal/draft_file.h"
#include "core/journal/draft_store.h"
#include "tests/support/crash_disk.h"

using namespace stemma;
using namespace stemma::journal;
namespace fs = std::filesystem;

namespace {

const std::string library = "/home/ana/reports";
const ReportId report("1b4e28ba-2fa1-41d2-883f-0016d3cca427");

Draft draftOf(const std::string& working, std::int64_t second = 0) {
    Draft draft;
    draft.library = library;
    draft.report = report;
    draft.title = "Churn – „Q3“";
    draft.written = {1'746'000'000'000'000 + second * 1'000'000};
    draft.base = "{\"title\": \"Churn\"}";
    draft.working = working;
    return draft;
}

/// What another program does with the store; it lives on until it is killed, if `stay`.
class OtherProgram {
public:
    enum class Then { stay, end };
    OtherProgram(const std::string& directory, const Draft& draft, Then then) {
        int ready[2] = {};
        if (::pipe(ready) != 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0) {
            const auto disk = io::makePosixDisk();
            DraftStore store(*disk, directory);
            const bool done = store.write(draft, DraftStore::newOwner()).has_value();
            (void)!::write(ready[1], done ? "y" : "n", 1);
            if (then == Then::stay)
                ::pause();
            ::_exit(0);
        }
        char answer = 'n';
        m_wrote = ::read(ready[0], &answer, 1) == 1 && answer == 'y';
        ::close(ready[0]);
        ::close(ready[1]);
        if (then == Then::end)
            wait();
    }
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;
    ~OtherProgram() { kill(); }
    [[nodiscard]] bool wrote() const { return m_wrote; }
    void kill() {
        if (m_pid > 0)
            ::kill(m_pid, SIGKILL);
        wait();
    }

private:
    void wait() {
        if (m_pid > 0)
            ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }
    pid_t m_pid = 0;
    bool m_wrote = false;
};

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void spill(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace

class TestDraftStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        m_disk = io::makePosixDisk();
        m_directory = m_place->path().toStdString() + "/state/drafts";
        m_store = std::make_unique<DraftStore>(*m_disk, m_directory);
    }

    void nothingIsThereAtFirst() {
        const auto found = m_store->find(library, report);
        QVERIFY(found && found->drafts.empty() && found->problems.empty());
        QVERIFY(m_store->list(library).value().drafts.empty());
        QVERIFY(m_store->remove(library, report, "0123456789abcdef"));
        QVERIFY2(!fs::exists(m_directory), "looking made a folder");
    }

    void keepsEveryByte() {
        Draft draft = draftOf(
            std::string("{\"a\": \"\\u0000\\ud83d\",\r\n\t\"ü\": \"\xf0\x9f\x8c\xb1\"}\n\x01\x7f", 41));
        QVERIFY(m_store->write(draft, m_owner));
        const auto found = m_store->find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        const Draft& again = found->drafts.front();
        QCOMPARE(again.working, draft.working);
        QCOMPARE(again.base, draft.base);
        QCOMPARE(again.title, draft.title);
        QCOMPARE(again.written.micros, draft.written.micros);
        QCOMPARE(again.library, library);
        QCOMPARE(again.report.text(), report.text());
        QCOMPARE(again.owner, m_owner);
        QVERIFY(again.ownerAlive);
        QVERIFY(fs::exists(again.path));
    }

    void refusesWhatIsNoText() {
        const auto refused = m_store->write(draftOf("\xff\xfe"), m_owner);
        QCOMPARE(refused.error().code, ErrorCode::damaged);
        QVERIFY(m_store->find(library, report).value().drafts.empty());
    }

    void theLatestWins() {
        for (int n = 0; n < 5; ++n)
            QVERIFY(m_store->write(draftOf(std::to_string(n), n), m_owner));
        const auto found = m_store->find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().working, std::string("4"));
        QCOMPARE(files().size(), std::size_t{1});
    }

    void isPrivate() {
        const mode_t before = ::umask(0);
        fs::create_directories(m_directory);
        const Status written = m_store->write(draftOf("1"), m_owner);
        ::umask(before);
        QVERIFY(written);
        struct stat status {};
        QCOMPARE(::stat(m_directory.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0700U);
    }

    void eachWindowHasItsOwn() {
        const std::string other = DraftStore::newOwner();
        QVERIFY(m_store->write(draftOf("mine", 1), m_owner));
        QVERIFY(m_store->write(draftOf("theirs", 2), other));
        auto found = m_store->find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{2});
        QCOMPARE(found->drafts.front().working, std::string("theirs"));
        QVERIFY(m_store->remove(library, report, other));
        found = m_store->find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().working, std::string("mine"));
    }

    void eachReportHasItsOwn() {
        Draft other = draftOf("other");
        other.report = ReportId("2b4e28ba-2fa1-41d2-883f-0016d3cca427");
        Draft elsewhere = draftOf("elsewhere");
        elsewhere.library = "/home/ana/other";
        QVERIFY(m_store->write(draftOf("this"), m_owner));
        QVERIFY(m_store->write(other, m_owner));
        QVERIFY(m_store->write(elsewhere, m_owner));
        QCOMPARE(m_store->find(library, report).value().drafts.size(), std::size_t{1});
        const auto all = m_store->list(library);
        QCOMPARE(all.value().drafts.size(), std::size_t{2});
        QVERIFY(all->drafts.front().working.empty() && all->drafts.front().base.empty());
        QVERIFY(!all->drafts.front().title.empty());
    }

    void aLibraryIsTheSameThroughALink() {
        const fs::path place(m_place->path().toStdString());
        fs::create_directory(place / "library");
        fs::create_directory_symlink("library", place / "link");
        Draft draft = draftOf("1");
        draft.library = place / "link";
        QVERIFY(m_store->write(draft, m_owner));
        const auto found = m_store->find(place / "library", report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().library, (place / "library").string());
        QVERIFY(m_store->remove(place / "library", report, m_owner));
        QVERIFY(m_store->find(draft.library, report).value().drafts.empty());
    }

    void aWindowThatWasClosedOwnsNothing() {
        QVERIFY(m_store->write(draftOf("1"), m_owner));
        QVERIFY(onlyDraft().ownerAlive);
        m_store->release(m_owner);
        QVERIFY(!onlyDraft().ownerAlive);
    }

    void knowsWhetherTheOwnerLives() {
        OtherProgram living(m_directory, draftOf("theirs"), OtherProgram::Then::stay);
        QVERIFY(living.wrote());
        QVERIFY(onlyDraft().ownerAlive);
        living.kill();
        QVERIFY(!onlyDraft().ownerAlive);
        QCOMPARE(onlyDraft().working, std::string("theirs"));
    }

    void aPidThatIsUsedAgainIsNotTheOwner() {
        OtherProgram dead(m_directory, draftOf("theirs"), OtherProgram::Then::end);
        const fs::path path = onlyDraft().path;
        ReadDraft read = readDraft(slurp(path));
        QVERIFY(!read.draft.ownerAlive);
        // As if this very process had the number, but had been started later.
        Draft mine = draftOf("theirs");
        QVERIFY(m_store->write(mine, m_owner));
        std::string text = slurp(fs::path(m_directory) / ownName());
        const std::size_t start = text.find(" start=") + 7;
        text[start] = text[start] == '1' ? '2' : '1';
        const std::size_t content = text.find("\"content\": ") + 11;
        const std::string inner = text.substr(content, text.size() - content - 2);
        const std::size_t sum = text.find("\"sha256\": \"") + 11;
        text.replace(sum, 64, sha256(inner));
        read = readDraft(text);
        QCOMPARE(read.state, DraftState::readable);
        QVERIFY(!read.draft.ownerAlive);
    }

    void damagedIsToldAndSetAside_data() {
        QTest::addColumn<QString>("how");
        for (const char* how :
             {"empty", "cut", "bit", "zeros", "other json", "old version", "other report", "no json"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void damagedIsToldAndSetAside() {
        QFETCH(QString, how);
        QVERIFY(m_store->write(draftOf("{\"long\": \"enough\"}"), m_owner));
        const fs::path path = fs::path(m_directory) / ownName();
        const std::string broken = damage(slurp(path), how);
        spill(path, broken);
        const auto found = m_store->find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        const DraftProblem& problem = found->problems.front();
        QCOMPARE(problem.path, path.string());
        QVERIFY(!problem.message.empty());
        QVERIFY(fs::path(problem.movedTo).parent_path().filename() == "set-aside");
        QVERIFY(problem.movedTo.ends_with(".damaged"));
        QVERIFY2(slurp(problem.movedTo) == broken, "its bytes were not kept");
        QVERIFY(!fs::exists(path));
        QVERIFY(m_store->find(library, report).value().problems.empty());
    }

    void everyFlippedByteIsSeen() {
        QVERIFY(m_store->write(draftOf("{\"w\": 1}"), m_owner));
        const std::string bytes = slurp(fs::path(m_directory) / ownName());
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::string flipped = bytes;
            flipped[at] = static_cast<char>(flipped[at] ^ 1);
            QVERIFY2(readDraft(flipped).state != DraftState::readable, std::to_string(at).c_str());
        }
        QCOMPARE(readDraft(bytes).state, DraftState::readable);
    }

    void aLaterFormatIsLeftAlone() {
        QVERIFY(m_store->write(draftOf("1"), m_owner));
        const fs::path path = fs::path(m_directory) / ownName();
        const std::string later = R"({"format": "stemma-draft", "version": 2, "what": [1, 2]})";
        spill(path, later);
        const auto found = m_store->find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        QVERIFY(found->problems.front().movedTo.empty());
        QCOMPARE(slurp(path), later);
    }

    void whatIsNoFileIsRefused_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"link", "dangling", "fifo", "folder"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void whatIsNoFileIsRefused() {
        QFETCH(QString, what);
        QVERIFY(m_store->write(draftOf("1"), m_owner));
        const fs::path path = fs::path(m_directory) / ownName();
        const fs::path victim = fs::path(m_directory).parent_path() / "victim";
        fs::rename(path, victim);
        const std::string before = slurp(victim);
        if (what == QLatin1String("link"))
            fs::create_symlink(victim, path);
        else if (what == QLatin1String("dangling"))
            fs::create_symlink(victim.string() + "2", path);
        else if (what == QLatin1String("fifo"))
            QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        else
            fs::create_directory(path);
        const auto found = m_store->find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        const auto written = m_store->write(draftOf("2"), m_owner);
        QCOMPARE(written.error().code, ErrorCode::unsafe);
        QCOMPARE(slurp(victim), before);
        QVERIFY(!fs::exists(victim.string() + "2"));
    }

    void setAsideStays() {
        QVERIFY(m_store->write(draftOf("{\"mine\": 1}"), m_owner));
        const Draft draft = onlyDraft();
        const std::string bytes = slurp(draft.path);
        const auto moved = m_store->setAside(draft);
        QVERIFY2(moved, moved ? "" : describe(moved.error()).c_str());
        QCOMPARE(slurp(*moved), bytes);
        QVERIFY(m_store->find(library, report).value().drafts.empty());
        // The same once more, of the same moment: none replaces the other.
        QVERIFY(m_store->write(draftOf("{\"mine\": 2}"), m_owner));
        const auto second = m_store->setAside(onlyDraft());
        QVERIFY(second && *second != *moved);
        QCOMPARE(slurp(*moved), bytes);
        QCOMPARE(readDraft(slurp(*second)).draft.working, std::string("{\"mine\": 2}"));
    }

    void theNewestFiftySettledStay() {
        QVERIFY(m_store->write(draftOf("aside"), m_owner));
        const auto aside = m_store->setAside(onlyDraft());
        constexpr int settled = 53;
        for (int n = 0; n < settled; ++n) {
            QVERIFY(m_store->write(draftOf(std::to_string(n), n), m_owner));
            QVERIFY(m_store->settle(onlyDraft()));
        }
        std::vector<std::string> left;
        for (const auto& entry : fs::directory_iterator(fs::path(m_directory) / "set-aside"))
            if (entry.path().string().ends_with(".settled"))
                left.push_back(readDraft(slurp(entry.path())).draft.working);
        std::sort(left.begin(), left.end());
        QCOMPARE(left.size(), DraftStore::mostSettled);
        QVERIFY(std::find(left.begin(), left.end(), "2") == left.end());
        QVERIFY(std::find(left.begin(), left.end(), "3") != left.end());
        QVERIFY2(fs::exists(*aside), "what a person set aside was removed");
    }

    void onlyDraftsAreMoved() {
        QVERIFY(m_store->write(draftOf("1"), m_owner));
        spill(fs::path(m_directory) / "notes", "mine");
        for (const std::string& path : {m_directory + "/notes", m_directory + "/../drafts/" + ownName(),
                                        std::string("/etc/passwd"), std::string()}) {
            Draft other = draftOf("x");
            other.path = path;
            QCOMPARE(m_store->setAside(other).error().code, ErrorCode::unsafe);
            QCOMPARE(m_store->settle(other).error().code, ErrorCode::unsafe);
        }
    }

    void leftOversOfKilledWritersGo() {
        QVERIFY(m_store->write(draftOf("1"), m_owner));
        const fs::path folder(m_directory);
        spill(folder / ("." + ownName() + ".2147480000-abcdef0123456789.new"), "half a dra");
        spill(folder / ".notes.2147480000-abcdef0123456789.new", "somebody's");
        spill(folder / ("." + ownName() + "." + std::to_string(::getpid()) + "-abcdef0123456789.new"),
              "being written");
        QVERIFY(m_store->find(library, report));
        QCOMPARE(files().size(), std::size_t{3});
    }

    void aReadOnlyPlaceIsTold() {
        test::CrashDisk disk;
        DraftStore store(disk, "/state/drafts");
        QVERIFY(store.write(draftOf("old"), m_owner));
        for (const int osErrno : {EROFS, ENOSPC, EDQUOT, EACCES}) {
            disk.failFrom(1, osErrno, test::CallKind::create);
            const auto failed = store.write(draftOf("new"), m_owner);
            QCOMPARE(failed.error().code, ErrorCode::io);
            QCOMPARE(failed.error().osErrno, osErrno);
            QVERIFY(describe(failed.error()).find("keep the unsaved edits") != std::string::npos);
            disk.stopFailing();
            const auto found = store.find(library, report);
            QCOMPARE(found.value().drafts.size(), std::size_t{1});
            QCOMPARE(found->drafts.front().working, std::string("old"));
        }
        disk.failFrom(1, EROFS, test::CallKind::rename);
        QCOMPARE(store.setAside(store.find(library, report).value().drafts.front()).error().osErrno, EROFS);
    }

private:
    static std::string damage(std::string bytes, const QString& how);
    [[nodiscard]] std::string ownName() const {
        return draftFileName({libraryKey(library), reportKey(report), ::getpid(), m_owner});
    }
    [[nodiscard]] Draft onlyDraft() {
        auto found = m_store->find(library, report);
        return found && found->drafts.size() == 1 ? found->drafts.front() : Draft();
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(m_directory))
            names.push_back(entry.path().filename());
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_disk;
    std::string m_directory;
    std::unique_ptr<DraftStore> m_store;
    const std::string m_owner = DraftStore::newOwner();
};

std::string TestDraftStore::damage(std::string bytes, const QString& how) {
    if (how == QLatin1String("empty"))
        return {};
    if (how == QLatin1String("cut"))
        return bytes.substr(0, bytes.size() / 2);
    if (how == QLatin1String("zeros"))
        return std::string(bytes.size(), '\0');
    if (how == QLatin1String("other json"))
        return R"({"title": "a report"})";
    if (how == QLatin1String("no json"))
        return "unsaved";
    if (how == QLatin1String("old version"))
        return bytes.replace(bytes.find("\"version\": 1"), 12, "\"version\": 0");
    if (how == QLatin1String("bit")) {
        bytes[bytes.find("enough")] ^= 1;
        return bytes;
    }
    Draft other = draftOf("{}");
    other.report = ReportId("2b4e28ba-2fa1-41d2-883f-0016d3cca427");
    return draftText(other).value();
}

QTEST_GUILESS_MAIN(TestDraftStore)
#include "tst_draft_store.moc"
