// SPDX-License-Identifier: MIT
// Transactions on a real disk: what they leave, what they keep, and what they refuse.
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/proof.h"
#include "transaction_fixture.h"

using namespace stemma;
using namespace stemma::test;
using journal::FileChange;
using journal::TransactionContent;

namespace {

ErrorCode codeOf(const Result<journal::TransactionResult>& result) {
    return result ? ErrorCode::io : result.error().code;
}

} // namespace

class TestFileTransaction : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void replacesMakesAndRemoves();
    void keepsAttributesAndTimes();
    void sharesWhatIsReplacedAndCopiesWhatStays();
    void writesNothingWhereNothingChanges();
    void followsLinksInsideOnly();
    void refusesPathsThatLeave_data();
    void refusesPathsThatLeave();
    void refusesSecondNamesAndFolders();
    void refusesWhatWasMadeFromOtherBytes();
    void leavesFoldersThatAreNotEmpty();
    void takesNoNewsOlderThanTheLog();
    void tellsWhatCannotBeRead();
    void whatWasCommittedStays_data();
    void whatWasCommittedStays();
    void tellsWhenItIsAtWork();
};

void TestFileTransaction::replacesMakesAndRemoves() {
    TransactionFixture user;
    user.write("graphs/old/cnl.md", "old");
    const auto done = user.run({{"nodes/a.json", "new a"},
                                {"graphs/new/cnl.md", "line\nline"},
                                {"strange\nname \\n.json", "{}"},
                                {"graphs/old/cnl.md", std::nullopt}},
                               {}, {"graphs/old"});
    QVERIFY2(done, done ? "" : describe(done.error()).c_str());
    QVERIFY(done->warnings.empty() && !done->unchanged);
    QCOMPARE(done->paths.size(), 4U);
    QCOMPARE(user.read("nodes/a.json"), "new a");
    QCOMPARE(user.read("graphs/new/cnl.md"), "line\nline");
    QVERIFY(!user.has("graphs/old"));
    QCOMPARE(user.names(),
             (std::set<std::string>{".stemma/audit.jsonl", "graphs/new/cnl.md", "node_registry.json",
                                    "nodes/a.json", "nodes/b.json", "strange\nname \\n.json"}));
    const auto past = journal::readTransaction(user.disk(), user.root(), done->action);
    QVERIFY(past);
    QCOMPARE(user.read(".stemma/audit.jsonl"), past->auditLine + "\n");
    std::map<std::string, std::string> before;
    for (const auto& change : past->changes) {
        const auto image = journal::readBeforeImage(user.disk(), user.root(), done->action, change);
        QCOMPARE(image.has_value(), change.oldSha256.has_value());
        if (image)
            before[change.path] = *image;
    }
    QCOMPARE(before,
             (std::map<std::string, std::string>{{"nodes/a.json", "a"}, {"graphs/old/cnl.md", "old"}}));
}

void TestFileTransaction::keepsAttributesAndTimes() {
    TransactionFixture user;
    QCOMPARE(::chmod(user.path("nodes/a.json").c_str(), 0600), 0);
    const auto times = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    std::filesystem::last_write_time(user.path("nodes/a.json"), times);
    const auto done = user.run({{"nodes/a.json", "new"}});
    QVERIFY(done);
    struct stat status {};
    QCOMPARE(::stat(user.path("nodes/a.json").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
    const std::string image = ".stemma/txn/" + done->action.text() + "/old-0";
    QCOMPARE(user.read(image), "a");
    QVERIFY(std::filesystem::last_write_time(user.path(image)) == times);
    stemma::tests::proved("P7 P13", "a transaction keeps mode and times", 1);
}

void TestFileTransaction::sharesWhatIsReplacedAndCopiesWhatStays() {
    TransactionFixture user;
    const auto times = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    std::filesystem::last_write_time(user.path("nodes/a.json"), times);
    std::filesystem::last_write_time(user.path("nodes/b.json"), times);
    const auto done = user.run({{"nodes/a.json", "new"}},
                               {{"backups/x/a.json", "nodes/a.json"}, {"backups/x/b.json", "nodes/b.json"}});
    QVERIFY2(done, done ? "" : describe(done.error()).c_str());
    for (const std::string name : {"a", "b"}) {
        QCOMPARE(user.read("backups/x/" + name + ".json"), name);
        QVERIFY(std::filesystem::last_write_time(user.path("backups/x/" + name + ".json")) == times);
    }
    QCOMPARE(std::filesystem::hard_link_count(user.path("backups/x/a.json")), 2U); // with the before-image
    QCOMPARE(std::filesystem::hard_link_count(user.path("backups/x/b.json")), 1U);
    QCOMPARE(std::filesystem::hard_link_count(user.path("nodes/b.json")), 1U);
    // An old backup that is cleaned away takes nothing from the history.
    QVERIFY(user.run({{"backups/x/a.json", std::nullopt}}));
    QCOMPARE(user.read(".stemma/txn/" + done->action.text() + "/old-0"), "a");
}

void TestFileTransaction::writesNothingWhereNothingChanges() {
    TransactionFixture user;
    const auto before = user.names();
    const auto nothing = user.run([](const journal::TransactionInput&) {
        return Result<std::optional<TransactionContent>>(std::nullopt);
    });
    QVERIFY(nothing && nothing->unchanged);
    const auto same = user.run({{"nodes/a.json", "a"}, {"nodes/none.json", std::nullopt}});
    QVERIFY(same && same->unchanged);
    QCOMPARE(user.names(), before);
    QVERIFY(!user.has(".stemma"));
    const auto half = user.run({{"nodes/a.json", "a"}, {"nodes/b.json", "other"}});
    QVERIFY(half && half->paths == std::vector<std::string>{"nodes/b.json"});
}

void TestFileTransaction::followsLinksInsideOnly() {
    TransactionFixture user;
    std::filesystem::create_directory(user.path("real"));
    std::filesystem::create_directory_symlink("real", user.path("linked"));
    std::filesystem::create_symlink("b.json", user.path("nodes/alias.json"));
    QVERIFY(user.run({{"linked/x.json", "x"}, {"nodes/alias.json", "through"}}));
    QCOMPARE(user.read("real/x.json"), "x");
    QCOMPARE(user.read("nodes/b.json"), "through");
    QVERIFY(std::filesystem::is_symlink(user.path("nodes/alias.json")));
    QCOMPARE(codeOf(user.run({{"nodes/alias.json", "1"}, {"nodes/b.json", "2"}})), ErrorCode::usage);

    TransactionFixture elsewhere;
    std::filesystem::create_symlink(elsewhere.path("nodes/a.json"), user.path("nodes/out.json"));
    std::filesystem::create_directory_symlink(elsewhere.path("nodes"), user.path("outside"));
    std::filesystem::create_symlink("nowhere", user.path("nodes/dangling.json"));
    for (const char* path : {"nodes/out.json", "outside/new.json", "outside/a.json", "nodes/dangling.json"})
        QCOMPARE(codeOf(user.run({{"nodes/a.json", "changed"}, {path, "x"}})), ErrorCode::unsafe);
    QCOMPARE(user.read("nodes/a.json"), "a");
    QCOMPARE(elsewhere.read("nodes/a.json"), "a");
    QVERIFY(!elsewhere.has("nodes/new.json"));
    stemma::tests::proved("P13", "a transaction follows links inside its root, refuses others", 7);
}

void TestFileTransaction::refusesPathsThatLeave_data() {
    QTest::addColumn<QString>("path");
    for (const char* path : {"", ".", "..", "../x.json", "nodes/../../x.json", "/etc/x.json", "nodes//x.json",
                             "nodes/", ".stemma/audit.jsonl", ".stemma/txn/x/manifest", ".stemma"})
        QTest::newRow(path) << path;
}

void TestFileTransaction::refusesPathsThatLeave() {
    QFETCH(QString, path);
    TransactionFixture user;
    const auto refused = user.run([&](const journal::TransactionInput& input) {
        TransactionContent content;
        content.auditLine = eventOf(input, "edit");
        content.changes.push_back({path.toStdString(), "bytes", {}, {}});
        return Result<std::optional<TransactionContent>>(std::move(content));
    });
    QCOMPARE(codeOf(refused), ErrorCode::unsafe);
    QVERIFY(!user.has(".stemma"));
}

void TestFileTransaction::refusesSecondNamesAndFolders() {
    TransactionFixture user;
    std::filesystem::create_hard_link(user.path("nodes/a.json"), user.path("twin.json"));
    QCOMPARE(codeOf(user.run({{"nodes/a.json", "x"}, {"nodes/b.json", "y"}})), ErrorCode::unsafe);
    QCOMPARE(codeOf(user.run({{"nodes", "x"}, {"node_registry.json", "y"}})), ErrorCode::unsafe);
    QCOMPARE(codeOf(user.run({{"nodes/a.json/x.json", "x"}})), ErrorCode::unsafe);
    QCOMPARE(::mkfifo(user.path("nodes/pipe.json").c_str(), 0600), 0);
    QCOMPARE(codeOf(user.run({{"nodes/pipe.json", "x"}})), ErrorCode::unsafe);
    QCOMPARE(user.read("nodes/b.json"), "b");
    QVERIFY(user.run({{"nodes/a.json", std::nullopt}})); // one name of two goes: nothing is parted
    QCOMPARE(user.read("twin.json"), "a");
}

void TestFileTransaction::refusesWhatWasMadeFromOtherBytes() {
    TransactionFixture user;
    const auto before = user.names();
    int asked = 0;
    const auto refused = user.run([&](const journal::TransactionInput& input) {
        ++asked;
        TransactionContent content;
        content.auditLine = eventOf(input, "edit");
        content.changes.push_back({"nodes/b.json", "other", {}, sha256("b")});
        content.changes.push_back({"nodes/a.json", "other", {}, sha256("what it was")});
        return Result<std::optional<TransactionContent>>(std::move(content));
    });
    QCOMPARE(codeOf(refused), ErrorCode::conflict);
    QVERIFY(asked > 1); // it might have changed between the reading and the lock
    QCOMPARE(user.names(), before);
    QCOMPARE(user.read("nodes/b.json"), "b");
}

void TestFileTransaction::leavesFoldersThatAreNotEmpty() {
    TransactionFixture user;
    user.write("graphs/g/cnl.md", "1");
    user.write("graphs/g/kept.txt", "2");
    QVERIFY(user.run({{"graphs/g/cnl.md", std::nullopt}}, {}, {"graphs/g"}));
    QCOMPARE(user.read("graphs/g/kept.txt"), "2");
}

void TestFileTransaction::takesNoNewsOlderThanTheLog() {
    TransactionFixture user;
    const Timestamp ahead{SystemClock().now().micros + 3'600'000'000};
    user.write(".stemma/audit.jsonl", R"({"action_id": "x", "ts": ")" + isoText(ahead) + "\"}\n{\"torn");
    Timestamp now;
    const auto done = user.run([&](const journal::TransactionInput& input) {
        now = input.now;
        TransactionContent content;
        content.auditLine = eventOf(input, "edit");
        content.changes.push_back({"nodes/new.json", "new", {}, {}});
        return Result<std::optional<TransactionContent>>(std::move(content));
    });
    QVERIFY(done);
    QCOMPARE(now.micros, ahead.micros + 1);
    QVERIFY(user.read(".stemma/audit.jsonl").find("{\"torn\n{\"action_id\"") != std::string::npos);
    stemma::tests::proved("P16", "transactions under a clock that runs backwards", 1);
}

void TestFileTransaction::tellsWhatCannotBeRead() {
    TransactionFixture user;
    const auto done = user.run({{"nodes/a.json", "new"}});
    QVERIFY(done);
    const std::string folder = ".stemma/txn/" + done->action.text();
    const auto past = journal::readTransaction(user.disk(), user.root(), done->action);
    user.write(folder + "/old-0", "touched");
    const auto image =
        journal::readBeforeImage(user.disk(), user.root(), done->action, past.value().changes.front());
    QCOMPARE(image.error().code, ErrorCode::damaged);
    user.write(folder + "/manifest", user.read(folder + "/manifest") + "x");
    QCOMPARE(journal::readTransaction(user.disk(), user.root(), done->action).error().code,
             ErrorCode::damaged);
    for (const char* id : {"", "..", "11111111-1111-4111-8111-111111111111"})
        QCOMPARE(journal::readTransaction(user.disk(), user.root(), ActionId(id)).error().code,
                 ErrorCode::notFound);
}

void TestFileTransaction::whatWasCommittedStays_data() {
    QTest::addColumn<bool>("marked");
    QTest::newRow("it could not be put away") << true;
    QTest::newRow("it was killed before it was put away") << false;
}

/// Success was said. Then others remove a file that it made, and bring another one back as it was.
void TestFileTransaction::whatWasCommittedStays() {
    QFETCH(bool, marked);
    TransactionFixture root;
    root.write(".stemma/txn", "in the way of the history");
    const auto done = root.run(
        {{"nodes/a.json", "a2"}, {"nodes/b.json", "b2"}, {"nodes/c.json", "c2"}, {"node_registry.json", {}}});
    QVERIFY2(done, done ? "" : describe(done.error()).c_str());
    QVERIFY(!done->warnings.empty());
    const auto disk = io::makePosixDisk();
    const io::Open folder(*disk, disk->openDirectory(root.root()).value());
    if (!marked && !disk->traits(folder.get()).keepsOrder)
        QSKIP("this file system keeps no order of names: the mark is what tells");
    QVERIFY(root.has(".stemma/current/committed"));
    if (!marked)
        std::filesystem::remove(root.path(".stemma/current/committed"));
    std::filesystem::remove(root.path(".stemma/txn"));
    std::filesystem::remove(root.path("nodes/c.json"));
    root.replace("nodes/b.json", "b");
    const std::string log = root.read(".stemma/audit.jsonl");

    const auto recovered = root.recover();
    QVERIFY2(recovered, recovered ? "" : describe(recovered.error()).c_str());
    QCOMPARE(recovered->finished.size(), std::size_t{1});
    QVERIFY(recovered->takenBack.empty());
    QCOMPARE(root.read("nodes/a.json"), std::string("a2"));
    QCOMPARE(root.read("nodes/b.json"), std::string("b"));
    QVERIFY(!root.has("nodes/c.json"));
    QVERIFY(!root.has("node_registry.json"));
    QCOMPARE(root.read(".stemma/audit.jsonl"), log);
    QVERIFY(!root.has(".stemma/current"));
    const auto past = journal::readTransaction(*disk, root.root(), done->action);
    QVERIFY(past.has_value());
    for (const journal::PastChange& change : past->changes) {
        if (change.path == "nodes/a.json")
            QCOMPARE(*journal::readBeforeImage(*disk, root.root(), done->action, change), std::string("a"));
    }
    QVERIFY(root.run({{"nodes/d.json", "d"}}));
}

void TestFileTransaction::tellsWhenItIsAtWork() {
    TransactionFixture user;
    const auto untouched = journal::generationOf(user.disk(), user.root());
    QVERIFY(!untouched.busy && untouched == journal::generationOf(user.disk(), user.root()));
    QVERIFY(user.run({{"nodes/a.json", "1"}}));
    const auto first = journal::generationOf(user.disk(), user.root());
    QVERIFY(!first.busy && !(first == untouched));
    QVERIFY(user.run({{"nodes/a.json", "2"}}));
    QVERIFY(!(journal::generationOf(user.disk(), user.root()) == first));
    user.write(".stemma/current/manifest", "torn");
    QVERIFY(journal::generationOf(user.disk(), user.root()).busy);
    QVERIFY(journal::needsTransactionRecovery(user.disk(), user.root()));
    QVERIFY(user.run({{"nodes/a.json", "3"}})); // recovers first
    QVERIFY(!journal::needsTransactionRecovery(user.disk(), user.root()));
    QVERIFY(!user.has(".stemma/current"));
}

QTEST_GUILESS_MAIN(TestFileTransaction)
#include "tst_file_transaction.moc"
