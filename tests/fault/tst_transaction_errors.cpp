// SPDX-License-Identifier: MIT
// A transaction of ten files with an error at each of its calls: it is taken back whole, bit by bit, or done
// whole; recovery leaves nothing; the next one works and survives a power cut.
#include <cerrno>
#include <set>

#include <QTest>

#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"
#include "transaction_program.h"

using namespace stemma;
using namespace stemma::test;

namespace {

using Files = std::map<std::string, std::string>;

struct Fault {
    int osErrno = EIO;
    bool lasting = false;
    std::optional<CallKind> kind;
};

/// The person's files and folders, without what is ours.
Files userFiles(const CrashDisk& disk) {
    Files files = disk.files();
    for (const char* folder : {"graphs/old", "graphs/new", "graphs/new/deep", "attributeNodes", "backups"})
        if (disk.nodeOf(userPath + "/" + folder))
            files[userPath + "/" + folder] = "a folder";
    std::erase_if(files, [](const auto& file) { return file.first.starts_with(userPath + "/.stemma/"); });
    return files;
}

/// Ours: only finished transactions and the log may be there.
std::string leftIn(const CrashDisk& disk) {
    for (const auto& [path, bytes] : disk.files())
        if (path.starts_with(userPath + "/.stemma/") && !path.starts_with(userPath + "/.stemma/txn/") &&
            path != userPath + "/.stemma/audit.jsonl")
            return "left: " + path;
    return {};
}

std::size_t eventsOn(const CrashDisk& disk) {
    const std::string log = disk.bytesOf(userPath + "/.stemma/audit.jsonl").value_or("");
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
}

/// One transaction with one fault.
class Case {
public:
    Case(const CrashDisk& planted, const Files& before, const Files& after)
        : m_disk(planted.reboot(0))
        , m_before(before)
        , m_after(after) {}

    /// What went wrong; empty if nothing. `swept`: the fault did not come any more.
    std::string run(const Fault& fault, std::uint64_t call, bool& swept) {
        HookedDisk hooked(*m_disk,
                          [&](const std::string& name, const std::string& path) { note(name, path); });
        {
            TransactionProgram program(hooked);
            if (fault.lasting)
                m_disk->failFrom(call, fault.osErrno, fault.kind);
            else
                m_disk->failCall(call, fault.osErrno, fault.kind);
            const auto told = changeTenFiles(program);
            swept = !m_disk->faultHappened();
            m_disk->stopFailing();
            if (std::string wrong = judge(told); !wrong.empty())
                return wrong;
        }
        return goOn();
    }

private:
    void note(const std::string& call, const std::string& path) {
        const std::string name = path.substr(path.rfind('/') + 1);
        const bool isStaged = name.starts_with("new-") || name == "manifest";
        if (call == "sync" && isStaged && !m_synced.insert(path).second)
            m_syncedAgain = path;
        if (call == "makeDirectoryAt" && name == "current")
            m_synced.clear();
    }

    std::string judge(const Result<journal::TransactionResult>& told) {
        if (!m_syncedAgain.empty())
            return "synced a second time: " + m_syncedAgain;
        const Files now = userFiles(*m_disk);
        if (told) {
            m_expected = &m_after;
            return now == m_after ? "" : "success was told, and the files are not there";
        }
        const Error& error = told.error();
        if (error.code != ErrorCode::io || error.osErrno == 0 || error.detail.empty())
            return "not told as the system's refusal: " + describe(error);
        if (error.committed == Committed::unknown)
            return {};
        m_expected = &m_before;
        return now == m_before ? ""
                               : "a failure that says nothing happened changed a file: " + describe(error);
    }

    /// Recovery, and the next change.
    std::string goOn() {
        TransactionProgram program(*m_disk);
        const auto recovered = program.recover();
        if (!recovered)
            return "recovery fails: " + describe(recovered.error());
        const Files now = userFiles(*m_disk);
        if (now != m_before && now != m_after)
            return "after recovery: a mix of both states";
        if (m_expected != nullptr && now != *m_expected)
            return "recovery brought another state than was told";
        if (std::string left = leftIn(*m_disk); !left.empty())
            return "after recovery: " + left;
        if (eventsOn(*m_disk) != (now == m_after ? 1 : 0))
            return "the log does not say what happened";
        const auto next = program.run({{"nodes/next.json", "{\"id\": \"next\"}"}});
        if (!next)
            return "the next change fails: " + describe(next.error());
        if (!next->warnings.empty())
            return "the next change warns: " + next->warnings.front();
        if (m_disk->openHandles() != 0)
            return "a handle is left open";
        return afterPowerCut(now);
    }

    /// With the seed 0 all goes that is not durable.
    std::string afterPowerCut(Files expected) const {
        const auto later = m_disk->reboot(0);
        TransactionProgram program(*later);
        if (const auto recovered = program.recover(); !recovered)
            return "recovery fails after a power cut: " + describe(recovered.error());
        expected[userPath + "/nodes/next.json"] = "{\"id\": \"next\"}";
        if (userFiles(*later) != expected)
            return "the next change did not survive a power cut";
        return leftIn(*later);
    }

    std::unique_ptr<CrashDisk> m_disk;
    const Files& m_before;
    const Files& m_after;
    const Files* m_expected = nullptr;
    std::set<std::string> m_synced;
    std::string m_syncedAgain;
};

/// Under a sanitizer each case takes twenty times as long: there some calls of each kind.
std::uint64_t strideOf(int kind) {
#if defined(__SANITIZE_ADDRESS__)
    if (qEnvironmentVariableIntValue("STEMMA_LONG") != 1)
        return kind < 0 ? 17 : 5;
#endif
    static_cast<void>(kind);
    return 1;
}

} // namespace

class TestTransactionErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anErrorAtEachCall_data();
    void anErrorAtEachCall();
};

void TestTransactionErrors::anErrorAtEachCall_data() {
    QTest::addColumn<int>("osErrno");
    QTest::addColumn<int>("kind");
    for (const char* disk : {"", ", without hard links", ", committed in order"}) {
        const auto row = [&](const char* what, int osErrno, int kind) {
            QTest::newRow((std::string(what) + disk).c_str()) << osErrno << kind;
        };
        row("any call, EIO", EIO, -1);
        row("any call, ENOSPC", ENOSPC, -1);
        row("any call, EACCES", EACCES, -1);
        row("any call, EMFILE", EMFILE, -1);
        row("writes from there on, ENOSPC", ENOSPC, int(CallKind::write));
        row("new files from there on, EDQUOT", EDQUOT, int(CallKind::create));
        row("new folders from there on, ENOSPC", ENOSPC, int(CallKind::makeDirectory));
        row("syncs from there on, EIO", EIO, int(CallKind::sync));
        row("renames from there on, EROFS", EROFS, int(CallKind::rename));
        row("links from there on, EDQUOT", EDQUOT, int(CallKind::link));
        row("removals from there on, EACCES", EACCES, int(CallKind::unlink));
        row("opening from there on, EMFILE", EMFILE, int(CallKind::open));
        row("reading from there on, EIO", EIO, int(CallKind::read));
        row("closing from there on, EIO", EIO, int(CallKind::close));
        row("everything from there on, EIO", EIO, -2);
    }
}

void TestTransactionErrors::anErrorAtEachCall() {
    QFETCH(int, osErrno);
    QFETCH(int, kind);
    Fault fault{osErrno, kind != -1, {}};
    if (kind >= 0)
        fault.kind = static_cast<CallKind>(kind);
    CrashDisk disk;
    const std::string_view tag = QTest::currentDataTag();
    if (tag.ends_with("without hard links"))
        disk.forbidLinks();
    if (tag.ends_with("in order"))
        disk.commitInOrder();
    plantUser(disk);
    disk.syncAll();
    const Files before = userFiles(disk);
    const auto other = disk.reboot(0);
    TransactionProgram program(*other);
    QVERIFY(changeTenFiles(program));
    const Files after = userFiles(*other);
    std::size_t cases = 0;
    bool swept = false;
    for (std::uint64_t call = 1; !swept; call += strideOf(kind), ++cases) {
        const std::string wrong = Case(disk, before, after).run(fault, call, swept);
        QVERIFY2(wrong.empty(), ("call " + std::to_string(call) + ": " + wrong).c_str());
    }
    QVERIFY(cases > 3 / strideOf(kind));
    stemma::tests::proved("P4 P5 P9 P15", std::string("transactions: ") + QTest::currentDataTag(), cases);
}

QTEST_GUILESS_MAIN(TestTransactionErrors)
#include "tst_transaction_errors.moc"
