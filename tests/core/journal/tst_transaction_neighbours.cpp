// SPDX-License-Identifier: MIT
// Transactions beside others: programs without locks in the very moment, those that take flocks, and more of
// ours. What others write is never overwritten, and nobody sees half of a transaction.
#include <atomic>
#include <thread>

#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"
#include "transaction_fixture.h"

using namespace stemma;
using namespace stemma::test;
using journal::TransactionContent;

namespace {

/// Adds to what each of these files holds, whatever that is; a missing one is made.
journal::ComposeTransaction adding(io::Disk& disk, const std::string& root, std::vector<std::string> paths,
                                   const std::string& more) {
    return [&disk, root, paths = std::move(paths), more](const journal::TransactionInput& input) {
        TransactionContent content;
        content.auditLine = eventOf(input, "add");
        for (const std::string& path : paths) {
            const auto there = io::readFile(disk, root + "/" + path);
            content.changes.push_back({path, (there ? there->bytes : "") + more, {}, {}});
            if (there)
                content.changes.back().oldSha256 = sha256(there->bytes);
        }
        return Result<std::optional<TransactionContent>>(std::move(content));
    };
}

int numberIn(const std::string& text) {
    return text.empty() ? 0 : std::stoi(text);
}

journal::ComposeTransaction counting(io::Disk& disk, const std::string& root,
                                     std::vector<std::string> paths) {
    return [&disk, root, paths = std::move(paths)](
               const journal::TransactionInput& input) -> Result<std::optional<TransactionContent>> {
        TransactionContent content;
        content.auditLine = eventOf(input, "count");
        for (const std::string& path : paths) {
            const auto there = io::readFile(disk, root + "/" + path);
            if (!there)
                return fail(there.error());
            const std::string next = std::to_string(numberIn(there->bytes) + 1);
            content.changes.push_back({path, next, {}, sha256(there->bytes)});
        }
        return std::optional(std::move(content));
    };
}

/// A flock, as the third version of the other program takes it.
class Flock {
public:
    explicit Flock(const std::string& path)
        : m_file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
        ::flock(m_file, LOCK_EX);
    }
    ~Flock() { ::close(m_file); }
    Flock(const Flock&) = delete;
    Flock& operator=(const Flock&) = delete;

private:
    int m_file;
};

} // namespace

class TestTransactionNeighbours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenInThatMomentIsKept_data();
    void whatIsWrittenInThatMomentIsKept();
    void isGivenUpWhereOthersDoNotStop();
    void keepsAForeignRemovalAndARewriteOfWhatGoes();
    void waitsForFlocks();
    void losesNothingBesideFlocks();
    void losesNothingOfOthersWithoutLocks();
    void losesNothingAmongOurs();
};

void TestTransactionNeighbours::whatIsWrittenInThatMomentIsKept_data() {
    QTest::addColumn<QString>("moment");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("way");
    for (const char* moment : {"a.json", "b.json", "new.json"})
        for (const char* file : {"nodes/a.json", "nodes/b.json", "nodes/new.json"})
            for (const char* way : {"replace", "in place"})
                QTest::addRow("%s %s, before %s", file, way, moment) << moment << file << way;
}

void TestTransactionNeighbours::whatIsWrittenInThatMomentIsKept() {
    QFETCH(QString, moment);
    QFETCH(QString, file);
    QFETCH(QString, way);
    TransactionFixture user;
    const std::string path = file.toStdString();
    bool done = false;
    HookedDisk hooked(user.disk(), [&](const std::string& call, const std::string& name) {
        if (done || call != "renameAt" || name != moment.toStdString())
            return;
        done = true;
        const std::string foreign = user.read(path) + "?";
        way == "replace" ? user.replace(path, foreign) : user.write(path, foreign);
    });
    SystemClock clock;
    io::LockKeeper locks;
    const auto changed = journal::runTransaction(
        {hooked, clock, locks, {}}, user.root(),
        adding(user.disk(), user.root(), {"nodes/a.json", "nodes/b.json", "nodes/new.json"}, "!"),
        user.options());
    QVERIFY2(changed, changed ? "" : describe(changed.error()).c_str());
    QVERIFY(done);
    std::map<std::string, std::string> expected{
        {"nodes/a.json", "a!"}, {"nodes/b.json", "b!"}, {"nodes/new.json", "!"}};
    // Before ours, or where its file was in place already, after it: never under it.
    const std::string old = expected[path].substr(0, expected[path].size() - 1);
    const std::string now = user.read(path);
    QVERIFY2(now == old + "?!" || now == old + "!?", now.c_str());
    expected[path] = now;
    for (const auto& [each, bytes] : expected)
        QCOMPARE(user.read(each), bytes);
    QVERIFY(!user.has(".stemma/current"));
    stemma::tests::proved("P9 P10", "another program's write in the middle of a transaction", 1);
}

void TestTransactionNeighbours::isGivenUpWhereOthersDoNotStop() {
    TransactionFixture user;
    int turn = 0;
    bool armed = false;
    HookedDisk hooked(user.disk(), [&](const std::string& call, const std::string& name) {
        armed = armed || (call == "makeDirectoryAt" && name == "current");
        if (call == "renameAt" && name == "b.json" && std::exchange(armed, false)) // once each time
            user.replace("nodes/b.json", "foreign " + std::to_string(++turn));
    });
    const auto refused = user.run({{"nodes/a.json", "new"}, {"nodes/b.json", "new"}}, {}, {}, &hooked);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::conflict);
    QCOMPARE(refused.error().committed, Committed::no);
    QVERIFY(turn > 1);
    QCOMPARE(user.read("nodes/b.json"), "foreign " + std::to_string(turn));
    QCOMPARE(user.read("nodes/a.json"), "a");
    QCOMPARE(user.names(), (std::set<std::string>{"node_registry.json", "nodes/a.json", "nodes/b.json"}));
}

void TestTransactionNeighbours::keepsAForeignRemovalAndARewriteOfWhatGoes() {
    TransactionFixture user;
    bool done = false;
    HookedDisk removing(user.disk(), [&](const std::string& call, const std::string& name) {
        if (call == "renameAt" && name == "b.json" && !std::exchange(done, true))
            std::filesystem::remove(user.path("nodes/b.json"));
    });
    // The hook takes it away each time that it comes back: b is made anew, as the wish is.
    QVERIFY(user.run({{"nodes/a.json", "new"}, {"nodes/b.json", "new"}}, {}, {}, &removing));
    QCOMPARE(user.read("nodes/b.json"), "new");
    int turn = 0;
    HookedDisk rewriting(user.disk(), [&](const std::string& call, const std::string& name) {
        if (call == "renameAt" && name.starts_with("gone-"))
            user.replace("nodes/b.json", "kept " + std::to_string(++turn));
    });
    const auto refused =
        user.run({{"nodes/a.json", "other"}, {"nodes/b.json", std::nullopt}}, {}, {}, &rewriting);
    QVERIFY(!refused);
    QCOMPARE(user.read("nodes/b.json"), "kept " + std::to_string(turn));
    QCOMPARE(user.read("nodes/a.json"), "new");
}

void TestTransactionNeighbours::waitsForFlocks() {
    TransactionFixture user;
    {
        const Flock held(user.path("nodes/a.json.lock"));
        user.patience = std::chrono::milliseconds(30);
        const auto refused = user.run({{"nodes/a.json", "new"}, {"nodes/b.json", "new"}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(refused.error().path.ends_with("nodes/a.json.lock"));
        QVERIFY(user.run({{"nodes/b.json", "not guarded"}}));
    }
    QVERIFY(user.run({{"nodes/a.json", "new"}}));
    QVERIFY(user.has("nodes/a.json.lock") && !user.has("nodes/b.json.lock"));
    stemma::tests::proved("P10 P22", "transactions and flocks", 3);
}

void TestTransactionNeighbours::losesNothingBesideFlocks() {
    constexpr int times = 60;
    TransactionFixture user;
    user.write("nodes/a.json", "0");
    user.write("nodes/b.json", "0");
    user.write("nodes/a.json.lock", "");
    std::thread other([&] {
        for (int i = 0; i < times; ++i) {
            const Flock held(user.path("nodes/a.json.lock"));
            user.write("nodes/a.json", std::to_string(numberIn(user.read("nodes/a.json")) + 1));
        }
    });
    int failed = 0;
    for (int i = 0; i < times; ++i)
        if (!user.run(counting(user.disk(), user.root(), {"nodes/a.json", "nodes/b.json"})))
            ++failed;
    other.join();
    QCOMPARE(failed, 0);
    QCOMPARE(user.read("nodes/a.json"), std::to_string(2 * times));
    QCOMPARE(user.read("nodes/b.json"), std::to_string(times));
    stemma::tests::proved("P10", "transactions beside a writer that takes flocks", 2 * times);
}

/// Who takes no lock may lose what we write; we lose nothing of theirs.
void TestTransactionNeighbours::losesNothingOfOthersWithoutLocks() {
    const int times = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 3000 : 150;
    TransactionFixture user;
    user.write("nodes/a.json", "0");
    std::atomic<bool> going = true;
    std::thread other([&] {
        for (int i = 1; i <= times; ++i) {
            // Its number in front; what stands behind is kept as it was read.
            const std::string text = user.read("nodes/a.json");
            user.replace("nodes/a.json",
                         std::to_string(i) + text.substr(std::min(text.find('!'), text.size())));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        going = false;
    });
    int done = 0;
    bool lost = false;
    int last = 0;
    while (going) {
        if (user.run([&](const journal::TransactionInput& input) {
                auto made = adding(user.disk(), user.root(), {"nodes/a.json", "nodes/b.json"}, "!")(input);
                return made;
            }))
            ++done;
        const int now = numberIn(user.read("nodes/a.json"));
        lost = lost || now < last; // the other's number never goes back
        last = now;
    }
    other.join();
    QVERIFY(!lost);
    QCOMPARE(numberIn(user.read("nodes/a.json")), times);
    QVERIFY(done > 0);
    stemma::tests::proved("P10", "transactions beside a writer without locks",
                          static_cast<std::size_t>(times));
}

void TestTransactionNeighbours::losesNothingAmongOurs() {
    constexpr int threads = 4;
    constexpr int times = 15;
    const std::vector<std::string> paths{"node_registry.json", "nodes/a.json", "nodes/b.json"};
    TransactionFixture user;
    for (const std::string& path : paths)
        user.write(path, "0");
    std::atomic<int> failed = 0;
    std::atomic<bool> going = true;
    std::atomic<int> seen = 0;
    std::atomic<int> mixed = 0;
    std::thread reader([&] {
        while (going) {
            const auto before = journal::generationOf(user.disk(), user.root());
            std::set<std::string> numbers;
            for (const std::string& path : paths)
                numbers.insert(user.read(path));
            if (before.busy || !(journal::generationOf(user.disk(), user.root()) == before))
                continue;
            ++seen;
            if (numbers.size() != 1)
                ++mixed;
        }
    });
    std::vector<std::thread> writers;
    for (int i = 0; i < threads; ++i)
        writers.emplace_back([&] {
            for (int turn = 0; turn < times; ++turn)
                if (!user.run(counting(user.disk(), user.root(), paths)))
                    ++failed;
        });
    for (std::thread& writer : writers)
        writer.join();
    going = false;
    reader.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(mixed.load(), 0);
    QVERIFY(seen > 0);
    for (const std::string& path : paths)
        QCOMPARE(user.read(path), std::to_string(threads * times));
    stemma::tests::proved("P9 P10", "transactions of several threads, and a reader", threads * times);
}

QTEST_GUILESS_MAIN(TestTransactionNeighbours)
#include "tst_transaction_neighbours.moc"
