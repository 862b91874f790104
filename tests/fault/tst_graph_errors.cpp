// SPDX-License-Identifier: MIT
// Restoring a graph, undoing a change and cleaning up backups with an error at each of their calls: what is
// told is what is on the disk, recovery leaves nothing of ours, and the next change works. No backup that was
// to stay is lost, and none is there in part.
#include <cerrno>

#include <QTest>

#include "graph_program.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

using Files = std::map<std::string, std::string>;

enum class What { restore, undo, cleanup };

struct Fault {
    int osErrno = EIO;
    bool lasting = false;
    std::optional<CallKind> kind;
};

/// Everything below a folder of the user's, or all but what is ours.
Files filesOf(const CrashDisk& disk, const std::string& folder = {}) {
    Files files = disk.files();
    std::erase_if(files, [&](const auto& file) {
        return folder.empty() ? file.first.starts_with(graphUser + "/.stemma/") ||
                                    file.first.starts_with(graphUser + "/backups/")
                              : !file.first.starts_with(graphUser + "/" + folder + "/");
    });
    return files;
}

/// Ours: only finished transactions and the log may be there.
std::string leftIn(const CrashDisk& disk) {
    const std::string ours = graphUser + "/.stemma/";
    for (const auto& [path, bytes] : disk.files())
        if (path.starts_with(ours) && !path.starts_with(ours + "txn/") && path != ours + "audit.jsonl")
            return "left: " + path;
    for (const char* folder : {"current", "leaving", "left"})
        if (disk.nodeOf(ours + folder))
            return std::string("left: ") + folder;
    return {};
}

/// Of those that were planted, how many are there; an error if one is torn or one that was to stay is gone.
std::string wrongWithBackups(const CrashDisk& disk, std::size_t& there) {
    there = 0;
    for (const auto& [name, goes] : plantedBackups) {
        const std::size_t files = filesOf(disk, "backups/" + name).size();
        if (files != 3 && (files != 0 || !goes))
            return "a backup is lost or torn: " + name;
        there += files / 3;
    }
    return {};
}

/// What an operation told: all is done, part of it was refused, or it failed.
struct Told {
    std::optional<Error> error;
    std::size_t gone = 0; ///< backups that are told to have gone
};

class Case {
public:
    Case(const CrashDisk& planted, What what, std::string action)
        : m_disk(planted.reboot(0))
        , m_what(what)
        , m_action(std::move(action))
        , m_before(filesOf(*m_disk)) {}

    std::string run(const Fault& fault, std::uint64_t call, const Files& after, bool& swept) {
        Told told;
        {
            GraphProgram program(*m_disk);
            if (fault.lasting)
                m_disk->failFrom(call, fault.osErrno, fault.kind);
            else
                m_disk->failCall(call, fault.osErrno, fault.kind);
            told = act(program);
            swept = !m_disk->faultHappened();
            m_disk->stopFailing();
        }
        std::string wrong = m_what == What::cleanup ? judgeCleanup(told) : judge(told, after);
        return wrong.empty() ? goOn() : wrong;
    }
    /// What it makes of the files if nothing fails.
    Files result() {
        GraphProgram program(*m_disk);
        (void)act(program);
        return filesOf(*m_disk);
    }

private:
    Told act(GraphProgram& program) {
        if (m_what == What::cleanup) {
            const auto cleaned = program.cleanUp();
            if (!cleaned)
                return {cleaned.error(), 0};
            Told told;
            for (const graph::CleanupRow& row : cleaned->rows)
                told.gone += row.goes ? 1U : 0U;
            return told;
        }
        const auto saved = m_what == What::restore
                               ? graph::restoreGraph(program.workspace(), "chem", "before:" + m_action, {})
                               : graph::undoTransaction(program.workspace(), ActionId(m_action));
        return saved ? Told() : Told{saved.error(), 0};
    }

    std::string judge(const Told& told, const Files& after) {
        if (told.error && (told.error->action.empty() || told.error->detail.empty()))
            return "an error that says nothing";
        const bool unknown = told.error && told.error->committed == Committed::unknown;
        if (!unknown && filesOf(*m_disk) != (told.error ? m_before : after))
            return "what was told is not what is there: " + (told.error ? describe(*told.error) : "success");
        GraphProgram program(*m_disk);
        if (const auto recovered = program.recover(); !recovered)
            return "recovery fails: " + describe(recovered.error());
        const Files now = filesOf(*m_disk);
        return now == m_before || now == after ? "" : "after recovery: a mix of both states";
    }

    std::string judgeCleanup(const Told& told) {
        std::size_t there = 0;
        std::string wrong = wrongWithBackups(*m_disk, there);
        const bool unknown = told.error && told.error->committed == Committed::unknown;
        if (!unknown && (!wrong.empty() || there + told.gone != plantedBackups.size()))
            return "what was told is not what is there: " + wrong +
                   (told.error ? describe(*told.error) : " success");
        GraphProgram program(*m_disk);
        if (const auto recovered = program.recover(); !recovered)
            return "recovery fails: " + describe(recovered.error());
        return wrongWithBackups(*m_disk, there);
    }

    /// The next change works, and survives a power cut that loses all that is not durable.
    std::string goOn() {
        if (std::string left = leftIn(*m_disk); !left.empty())
            return "after recovery: " + left;
        {
            GraphProgram program(*m_disk);
            graph::EditNode edit;
            edit.id = "water";
            edit.role = json::Value::string("process");
            const auto next = program.edit(edit);
            if (!next)
                return "the next change fails: " + describe(next.error());
            if (!next->warnings.empty())
                return "the next change warns: " + next->warnings.front();
        }
        if (m_disk->openHandles() != 0)
            return "a handle is left open";
        const Files expected = filesOf(*m_disk);
        const auto later = m_disk->reboot(0);
        GraphProgram program(*later);
        if (const auto recovered = program.recover(); !recovered)
            return "recovery fails after a power cut: " + describe(recovered.error());
        std::size_t there = 0;
        if (m_what == What::cleanup)
            if (std::string wrong = wrongWithBackups(*later, there); !wrong.empty())
                return "after a power cut: " + wrong;
        return filesOf(*later) == expected ? leftIn(*later) : "the next change did not survive a power cut";
    }

    std::unique_ptr<CrashDisk> m_disk;
    What m_what;
    std::string m_action;
    Files m_before;
};

/// Restores and undos read much: there every few calls, all of them with STEMMA_LONG=1.
std::uint64_t strideOf(What what, bool anyKind) {
#if defined(__SANITIZE_ADDRESS__)
    constexpr std::uint64_t slow = 23; // each takes twenty times as long there
#else
    constexpr std::uint64_t slow = 1;
#endif
    if (qEnvironmentVariableIntValue("STEMMA_LONG") == 1)
        return 1;
    return what == What::cleanup ? slow : anyKind ? 29 * slow : 7 * slow;
}

} // namespace

class TestGraphErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anErrorAtEachCall_data();
    void anErrorAtEachCall();
};

void TestGraphErrors::anErrorAtEachCall_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("osErrno");
    QTest::addColumn<int>("kind"); // -1: any, once; -2: all from there on
    const std::pair<const char*, What> operations[] = {
        {"restore", What::restore}, {"undo", What::undo}, {"cleanup", What::cleanup}};
    for (const auto& [name, what] : operations) {
        const auto row = [&](const char* text, int osErrno, int kind) {
            QTest::addRow("%s: %s", name, text) << int(what) << osErrno << kind;
        };
        row("any call, EIO", EIO, -1);
        row("any call, EACCES", EACCES, -1);
        row("everything from there on, EIO", EIO, -2);
        row("syncs from there on, EIO", EIO, int(CallKind::sync));
        row("renames from there on, EROFS", EROFS, int(CallKind::rename));
        row("removals from there on, EACCES", EACCES, int(CallKind::unlink));
        row("new folders from there on, ENOSPC", ENOSPC, int(CallKind::makeDirectory));
        row("writes from there on, ENOSPC", ENOSPC, int(CallKind::write));
        row("reading from there on, EIO", EIO, int(CallKind::read));
        row("opening from there on, EMFILE", EMFILE, int(CallKind::open));
    }
}

void TestGraphErrors::anErrorAtEachCall() {
    QFETCH(int, what);
    QFETCH(int, osErrno);
    QFETCH(int, kind);
    Fault fault{osErrno, kind != -1, {}};
    if (kind >= 0)
        fault.kind = static_cast<CallKind>(kind);
    for (const bool inOrder : {false, true}) {
        CrashDisk disk;
        if (inOrder)
            disk.commitInOrder();
        std::string action;
        if (static_cast<What>(what) == What::cleanup)
            plantBackups(disk);
        else
            action = plantDeletion(disk);
        const Files after = Case(disk, static_cast<What>(what), action).result();
        std::size_t cases = 0;
        bool swept = false;
        const std::uint64_t stride = strideOf(static_cast<What>(what), kind < 0);
        for (std::uint64_t call = 1; !swept; call += stride, ++cases) {
            const std::string wrong =
                Case(disk, static_cast<What>(what), action).run(fault, call, after, swept);
            QVERIFY2(wrong.empty(), ("call " + std::to_string(call) + ": " + wrong).c_str());
        }
        stemma::tests::proved("P4 P7 P8 P9 P15", std::string("graphs: ") + QTest::currentDataTag(), cases);
    }
}

QTEST_GUILESS_MAIN(TestGraphErrors)
#include "tst_graph_errors.moc"
