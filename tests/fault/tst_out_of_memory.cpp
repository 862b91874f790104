// SPDX-License-Identifier: MIT
// A save, a new report, a move and the write of a general file, with each of their allocations failing in
// turn. Each runs in a child process, as a failed allocation may end the program; what is on the disk then
// must be the old or the new, and recovery must make it whole.
#include <atomic>
#include <cstdlib>
#include <new>

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/posix_disk.h"
#include "core/journal/recovery.h"
#include "core/report/report_operations.h"
#include "tests/support/proof.h"

namespace {

/// 0: all succeed; 1: the next one fails.
std::atomic<long> allocationsLeft{0};

void* allocate(std::size_t size) {
    if (allocationsLeft > 0 && --allocationsLeft == 0)
        return nullptr;
    return std::malloc(size ? size : 1); // NOLINT(cppcoreguidelines-no-malloc): it is what new is made of
}

} // namespace

void* operator new(std::size_t size) {
    if (void* memory = allocate(size))
        return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

using namespace stemma;

namespace {

enum Exit { done = 0, failedWell = 1, threw = 2 };

/// A library on the real disk with one report, and a program that works on it.
class Program {
public:
    explicit Program(std::string root)
        : m_root(std::move(root))
        , m_disk(io::makePosixDisk()) {}
    report::Workspace workspace() { return {m_environment, m_root, history::Actor::human, {}, {}}; }
    io::Disk& disk() { return *m_disk; }
    journal::Environment& environment() { return m_environment; }

private:
    std::string m_root;
    std::unique_ptr<io::Disk> m_disk;
    SystemClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
};

std::string bytesOf(io::Disk& disk, const std::string& path) {
    const auto content = io::readFile(disk, path);
    return content ? content->bytes : std::string();
}

std::size_t entriesIn(io::Disk& disk, const std::string& path) {
    const auto folder = io::openDirectory(disk, path);
    const auto entries = folder ? disk.list(folder->get()) : Result<std::vector<io::DirEntry>>();
    return folder && entries ? entries->size() : 0;
}

struct Operation {
    const char* name;
    std::function<bool(Program&, const std::string& root, const ReportId&)> run;
    /// Whether what it does is on the disk.
    std::function<bool(io::Disk&, const std::string& root, const ReportId&)> isDone;
};

const std::vector<Operation> operations = {
    {"rename",
     [](Program& p, const std::string&, const ReportId& id) {
         return renameReport(p.workspace(), id, "Renamed").has_value();
     },
     [](io::Disk& disk, const std::string& root, const ReportId& id) {
         return bytesOf(disk, root + "/by_id/" + id.text() + "/outline.json").find("\"Renamed\"") !=
                std::string::npos;
     }},
    {"new",
     [](Program& p, const std::string&, const ReportId&) {
         return newReport(p.workspace(), "New", {}).has_value();
     },
     [](io::Disk& disk, const std::string& root, const ReportId&) {
         return entriesIn(disk, root + "/by_id") == 2;
     }},
    {"trash",
     [](Program& p, const std::string&, const ReportId& id) {
         return trashReport(p.workspace(), id).has_value();
     },
     [](io::Disk& disk, const std::string& root, const ReportId&) {
         return entriesIn(disk, root + "/.trash") == 1;
     }},
    {"file write",
     [](Program& p, const std::string& root, const ReportId&) {
         return io::atomicWrite(p.disk(), root + "/settings.json", "{\"n\": 2}").has_value();
     },
     [](io::Disk& disk, const std::string& root, const ReportId&) {
         return bytesOf(disk, root + "/settings.json") == "{\"n\": 2}";
     }},
};

/// Runs the operation in a child whose n-th allocation fails; how it ended, and whether the failure came.
int runChild(const Operation& operation, const std::string& root, const ReportId& id, long nth, bool& came) {
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit noCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &noCore);
        ::close(STDERR_FILENO); // a failed allocation may end it with a message
        Program program(root);
        int exit = threw;
        allocationsLeft = nth;
        try {
            exit = operation.run(program, root, id) ? done : failedWell;
        } catch (const std::bad_alloc&) {
        }
        const bool over = allocationsLeft > 0;
        allocationsLeft = 0;
        ::_exit(over ? exit + 10 : exit);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : threw;
    came = code < 10;
    return code % 10;
}

} // namespace

class TestOutOfMemory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachAllocationFails_data();
    void eachAllocationFails();

private:
    static std::string wrongAfter(const Operation& operation, const std::string& root, const ReportId& id,
                                  int ended);
};

void TestOutOfMemory::eachAllocationFails_data() {
    QTest::addColumn<int>("operation");
    for (std::size_t i = 0; i < operations.size(); ++i)
        QTest::newRow(operations[i].name) << static_cast<int>(i);
}

/// What is wrong with the library; empty if nothing is. The next change is made on the way.
std::string TestOutOfMemory::wrongAfter(const Operation& operation, const std::string& root,
                                        const ReportId& id, int ended) {
    Program program(root);
    const auto recovered = journal::recoverLibrary(program.environment(), root, {});
    if (!recovered)
        return "recovery fails: " + describe(recovered.error());
    if (ended == done && !operation.isDone(program.disk(), root, id))
        return "success was told, and it is not there";
    const std::string settings = bytesOf(program.disk(), root + "/settings.json");
    if (settings != "{\"n\": 1}" && settings != "{\"n\": 2}")
        return "a general file is neither old nor new";
    const std::size_t inTrash = entriesIn(program.disk(), root + "/.trash");
    const auto rows = report::verifyReport(program.disk(), root, id);
    if (inTrash + (rows ? 1 : 0) != 1)
        return "the report is there twice, or nowhere";
    if (!rows)
        return {};
    for (const report::VerifyRow& row : *rows)
        if (row.state != "ok" && row.state != "restorable")
            return row.what + " " + row.name + ": " + row.state + " " + row.message;
    const auto next = renameReport(program.workspace(), id, "Next " + std::to_string(ended));
    return next ? std::string() : "the next change fails: " + describe(next.error());
}

void TestOutOfMemory::eachAllocationFails() {
    QFETCH(int, operation);
    const Operation& chosen = operations[static_cast<std::size_t>(operation)];
    const bool everyOne = qEnvironmentVariableIntValue("STEMMA_LONG") == 1;
    const bool inMemory = QFileInfo(QStringLiteral("/dev/shm")).isWritable();
    std::size_t cases = 0;
    bool came = true;
    for (long nth = 1; came; nth += everyOne || nth < 20 ? 1 : 11, ++cases) {
        const QTemporaryDir folder(inMemory ? QStringLiteral("/dev/shm/stemma-test-XXXXXX") : QString());
        const std::string root = folder.path().toStdString();
        ReportId id;
        {
            Program program(root);
            const auto made = newReport(program.workspace(), "Old", {"tag"});
            QVERIFY(made && renameReport(program.workspace(), made->id, "Older"));
            QVERIFY(io::atomicWrite(program.disk(), root + "/settings.json", "{\"n\": 1}"));
            id = made->id;
        }
        const int ended = runChild(chosen, root, id, nth, came);
        const std::string wrong = wrongAfter(chosen, root, id, ended);
        QVERIFY2(wrong.empty(), (wrong + " [allocation " + std::to_string(nth) + "]").c_str());
    }
    QVERIFY(cases > 5);
    stemma::tests::proved("P17", std::string("each allocation fails: ") + chosen.name, cases);
}

QTEST_GUILESS_MAIN(TestOutOfMemory)
#include "tst_out_of_memory.moc"
