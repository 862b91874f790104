// SPDX-License-Identifier: MIT
// Drafts on the real disk: whose they are, what can't be read, and what is in the way.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <memory>

#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "core/journal/draft_file.h"
#include "core/journal/draft_store.h"
#include "draft_place.h"
#include "tests/support/crash_disk.h"

using namespace stemma;
using namespace stemma::journal;
using namespace stemma::test;
namespace fs = std::filesystem;

namespace {

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

} // namespace

class TestDraftStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_place = std::make_unique<DraftPlace>(); }

    void nothingIsThereAtFirst() {
        const auto found = m_place->store().find(library, report);
        QVERIFY(found && found->drafts.empty() && found->problems.empty());
        QVERIFY(m_place->store().list(library).value().drafts.empty());
        QVERIFY(m_place->store().remove(library, report, "0123456789abcdef"));
        QVERIFY2(!fs::exists(m_place->directory()), "looking made a folder");
    }

    void keepsEveryByte() {
        Draft draft = draftOf(
            std::string("{\"a\": \"\\u0000\\ud83d\",\r\n\t\"ü\": \"\xf0\x9f\x8c\xb1\"}\n\x01\x7f", 41));
        QVERIFY(m_place->store().write(draft, m_place->owner()));
        const auto found = m_place->store().find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        const Draft& again = found->drafts.front();
        QCOMPARE(again.working, draft.working);
        QCOMPARE(again.base, draft.base);
        QCOMPARE(again.title, draft.title);
        QCOMPARE(again.written.micros, draft.written.micros);
        QCOMPARE(again.library, library);
        QCOMPARE(again.report.text(), report.text());
        QCOMPARE(again.owner, m_place->owner());
        QVERIFY(again.ownerAlive);
        QVERIFY(fs::exists(again.path));
    }

    void refusesWhatIsNoText() {
        const auto refused = m_place->store().write(draftOf("\xff\xfe"), m_place->owner());
        QCOMPARE(refused.error().code, ErrorCode::damaged);
        QVERIFY(m_place->store().find(library, report).value().drafts.empty());
    }

    void theLatestWins() {
        for (int n = 0; n < 5; ++n)
            QVERIFY(m_place->store().write(draftOf(std::to_string(n), n), m_place->owner()));
        const auto found = m_place->store().find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().working, std::string("4"));
        QCOMPARE(m_place->files().size(), std::size_t{1});
    }

    void isPrivate() {
        const mode_t before = ::umask(0);
        fs::create_directories(m_place->directory());
        const Status written = m_place->store().write(draftOf("1"), m_place->owner());
        ::umask(before);
        QVERIFY(written);
        struct stat status {};
        QCOMPARE(::stat(m_place->directory().c_str(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0700U);
    }

    void eachWindowHasItsOwn() {
        const std::string other = DraftStore::newOwner();
        QVERIFY(m_place->store().write(draftOf("mine", 1), m_place->owner()));
        QVERIFY(m_place->store().write(draftOf("theirs", 2), other));
        auto found = m_place->store().find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{2});
        QCOMPARE(found->drafts.front().working, std::string("theirs"));
        QVERIFY(m_place->store().remove(library, report, other));
        found = m_place->store().find(library, report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().working, std::string("mine"));
    }

    void eachReportHasItsOwn() {
        Draft other = draftOf("other");
        other.report = ReportId("2b4e28ba-2fa1-41d2-883f-0016d3cca427");
        Draft elsewhere = draftOf("elsewhere");
        elsewhere.library = "/home/ana/other";
        QVERIFY(m_place->store().write(draftOf("this"), m_place->owner()));
        QVERIFY(m_place->store().write(other, m_place->owner()));
        QVERIFY(m_place->store().write(elsewhere, m_place->owner()));
        QCOMPARE(m_place->store().find(library, report).value().drafts.size(), std::size_t{1});
        const auto all = m_place->store().list(library);
        QCOMPARE(all.value().drafts.size(), std::size_t{2});
        QVERIFY(all->drafts.front().working.empty() && all->drafts.front().base.empty());
        QVERIFY(!all->drafts.front().title.empty());
    }

    void aLibraryIsTheSameThroughALink() {
        const fs::path place(m_place->path());
        fs::create_directory(place / "library");
        fs::create_directory_symlink("library", place / "link");
        Draft draft = draftOf("1");
        draft.library = place / "link";
        QVERIFY(m_place->store().write(draft, m_place->owner()));
        const auto found = m_place->store().find(place / "library", report);
        QCOMPARE(found.value().drafts.size(), std::size_t{1});
        QCOMPARE(found->drafts.front().library, (place / "library").string());
        QVERIFY(m_place->store().remove(place / "library", report, m_place->owner()));
        QVERIFY(m_place->store().find(draft.library, report).value().drafts.empty());
    }

    void aWindowThatWasClosedOwnsNothing() {
        QVERIFY(m_place->store().write(draftOf("1"), m_place->owner()));
        QVERIFY(m_place->onlyDraft().ownerAlive);
        m_place->store().release(m_place->owner());
        QVERIFY(!m_place->onlyDraft().ownerAlive);
    }

    void knowsWhetherTheOwnerLives() {
        OtherProgram living(m_place->directory(), draftOf("theirs"), OtherProgram::Then::stay);
        QVERIFY(living.wrote());
        QVERIFY(m_place->onlyDraft().ownerAlive);
        living.kill();
        QVERIFY(!m_place->onlyDraft().ownerAlive);
        QCOMPARE(m_place->onlyDraft().working, std::string("theirs"));
    }

    void aPidThatIsUsedAgainIsNotTheOwner() {
        OtherProgram dead(m_place->directory(), draftOf("theirs"), OtherProgram::Then::end);
        const fs::path path = m_place->onlyDraft().path;
        ReadDraft read = readDraft(slurp(path));
        QVERIFY(!read.draft.ownerAlive);
        // As if this very process had the number, but had been started later.
        Draft mine = draftOf("theirs");
        QVERIFY(m_place->store().write(mine, m_place->owner()));
        std::string text = slurp(fs::path(m_place->directory()) / m_place->ownName());
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

    void setAsideStays() {
        QVERIFY(m_place->store().write(draftOf("{\"mine\": 1}"), m_place->owner()));
        const Draft draft = m_place->onlyDraft();
        const std::string bytes = slurp(draft.path);
        const auto moved = m_place->store().setAside(draft);
        QVERIFY2(moved, moved ? "" : describe(moved.error()).c_str());
        QCOMPARE(slurp(*moved), bytes);
        QVERIFY(m_place->store().find(library, report).value().drafts.empty());
        // The same once more, of the same moment: none replaces the other.
        QVERIFY(m_place->store().write(draftOf("{\"mine\": 2}"), m_place->owner()));
        const auto second = m_place->store().setAside(m_place->onlyDraft());
        QVERIFY(second && *second != *moved);
        QCOMPARE(slurp(*moved), bytes);
        QCOMPARE(readDraft(slurp(*second)).draft.working, std::string("{\"mine\": 2}"));
    }

    void theNewestFiftySettledStay() {
        QVERIFY(m_place->store().write(draftOf("aside"), m_place->owner()));
        const auto aside = m_place->store().setAside(m_place->onlyDraft());
        constexpr int settled = 53;
        for (int n = 0; n < settled; ++n) {
            QVERIFY(m_place->store().write(draftOf(std::to_string(n), n), m_place->owner()));
            QVERIFY(m_place->store().settle(m_place->onlyDraft()));
        }
        std::vector<std::string> left;
        for (const auto& entry : fs::directory_iterator(fs::path(m_place->directory()) / "set-aside"))
            if (entry.path().string().ends_with(".settled"))
                left.push_back(readDraft(slurp(entry.path())).draft.working);
        std::sort(left.begin(), left.end());
        QCOMPARE(left.size(), DraftStore::mostSettled);
        QVERIFY(std::find(left.begin(), left.end(), "2") == left.end());
        QVERIFY(std::find(left.begin(), left.end(), "3") != left.end());
        QVERIFY2(fs::exists(*aside), "what a person set aside was removed");
    }

    void onlyDraftsAreMoved() {
        QVERIFY(m_place->store().write(draftOf("1"), m_place->owner()));
        spill(fs::path(m_place->directory()) / "notes", "mine");
        for (const std::string& path :
             {m_place->directory() + "/notes", m_place->directory() + "/../drafts/" + m_place->ownName(),
              std::string("/etc/passwd"), std::string()}) {
            Draft other = draftOf("x");
            other.path = path;
            QCOMPARE(m_place->store().setAside(other).error().code, ErrorCode::unsafe);
            QCOMPARE(m_place->store().settle(other).error().code, ErrorCode::unsafe);
        }
    }

    void leftOversOfKilledWritersGo() {
        QVERIFY(m_place->store().write(draftOf("1"), m_place->owner()));
        const fs::path folder(m_place->directory());
        spill(folder / ("." + m_place->ownName() + ".2147480000-abcdef0123456789.new"), "half a dra");
        spill(folder / ".notes.2147480000-abcdef0123456789.new", "somebody's");
        spill(folder /
                  ("." + m_place->ownName() + "." + std::to_string(::getpid()) + "-abcdef0123456789.new"),
              "being written");
        QVERIFY(m_place->store().find(library, report));
        QCOMPARE(m_place->files().size(), std::size_t{3});
    }

    void aReadOnlyPlaceIsTold() {
        test::CrashDisk disk;
        DraftStore store(disk, "/state/drafts");
        QVERIFY(store.write(draftOf("old"), m_place->owner()));
        for (const int osErrno : {EROFS, ENOSPC, EDQUOT, EACCES}) {
            disk.failFrom(1, osErrno, test::CallKind::create);
            const auto failed = store.write(draftOf("new"), m_place->owner());
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
    std::unique_ptr<DraftPlace> m_place;
};

QTEST_GUILESS_MAIN(TestDraftStore)
#include "tst_draft_store.moc"
