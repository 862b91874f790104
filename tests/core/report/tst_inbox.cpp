// SPDX-License-Identifier: MIT
// What is new in a library: the same to a reader that remembers as to one that begins, whatever was done.
#include <QtTest>

#include <algorithm>
#include <random>
#include <set>

#include "core/report/inbox.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/crash_disk.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using namespace checks;
using report::Inbox;
using report::InboxReader;

namespace {

/// A library with some reports, and what a person marked.
class Watched {
public:
    explicit Watched(int reports) {
        for (int n = 0; n < reports; ++n)
            ids.push_back(made("Report " + std::to_string(n)));
    }

    std::string made(const std::string& title) {
        const auto saved = report::newReport(library.workspace(), title, {});
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
        return saved->id.text();
    }
    /// Its action id.
    std::string rename(const std::string& id, const std::string& title, history::Actor actor,
                       const std::optional<std::string>& request = {}) {
        report::Workspace workspace = library.workspace();
        workspace.actor = actor;
        workspace.requestId = request;
        const auto saved = report::renameReport(workspace, ReportId(id), title);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
        return saved->action.text();
    }
    [[nodiscard]] std::shared_ptr<const report::LibrarySnapshot> snapshot() const {
        return report::scanLibrary(library.disk(), library.root).value();
    }
    [[nodiscard]] InboxReader reader() { return InboxReader(library.disk(), clock, marks, baselines); }
    [[nodiscard]] Inbox look(InboxReader& reader) const {
        auto inbox = reader.look(*snapshot());
        if (!inbox)
            qFatal("%s", describe(inbox.error()).c_str());
        return std::move(*inbox);
    }

    LibraryFixture library;
    SystemClock clock;
    const std::string state = library.directory.path().toStdString() + "/state";
    marks::MarkStore marks{library.disk(), state};
    marks::BaselineStore baselines{library.disk(), state};
    std::vector<std::string> ids;
};

std::multiset<std::string> keysOf(const Inbox& inbox) {
    std::multiset<std::string> keys;
    for (const report::InboxCard& card : inbox.cards)
        for (const report::InboxChange& change : card.changes)
            keys.insert(change.key);
    return keys;
}

std::vector<std::string> cardsOf(const Inbox& inbox) {
    std::vector<std::string> ids;
    for (const report::InboxCard& card : inbox.cards)
        ids.push_back(card.id);
    return ids;
}

} // namespace

class TestInbox : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whateverIsDoneNothingIsLostOrDoubled();
    void takingBackHidesNothingThatIsNewAgain();
    void unacceptingHalfWayMakesNothingElseNew();
    void readsOnlyWhatChanged();
    void stopsWhenAsked();
    void aHistoryThatCantBeReadIsTold();
    void aLowLevelSaveIsAChange();
};

void TestInbox::whateverIsDoneNothingIsLostOrDoubled() {
    const int rounds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 60 : 3;
    std::size_t cases = 0;
    for (int seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto below = [&](std::size_t end) { return random() % end; };
        Watched watched(3);
        InboxReader remembering = watched.reader();
        QVERIFY(watched.look(remembering).cards.empty());
        std::multiset<std::string> expected;
        std::vector<report::AcceptedChanges> accepted;
        std::set<std::string> takenBack;
        for (int step = 0; step < 15; ++step, ++cases) {
            const std::string& id = watched.ids[below(watched.ids.size())];
            const std::string title = "T" + std::to_string(step);
            const std::size_t what = below(7);
            if (what < 3)
                expected.insert(
                    watched.rename(id, title, history::Actor::agent, "request " + std::to_string(below(2))));
            else if (what == 3)
                watched.rename(id, title, history::Actor::human);
            const Inbox inbox = watched.look(remembering);
            QCOMPARE(keysOf(inbox), expected);
            if (what == 4 && !inbox.cards.empty()) {
                const report::InboxCard& card = inbox.cards[below(inbox.cards.size())];
                accepted.push_back(report::changesOf(inbox, {card.id}));
                QVERIFY(remembering.accept(inbox, {card.id}));
                for (const report::InboxChange& change : card.changes)
                    expected.erase(change.key);
            }
            if (what == 5 && !accepted.empty()) { // any of them, not only the last
                const std::size_t which = below(accepted.size());
                QVERIFY(remembering.takeBack(accepted[which]));
                for (const auto& [report, keys] : accepted[which].keys)
                    expected.insert(keys.begin(), keys.end());
                accepted.erase(accepted.begin() + static_cast<std::ptrdiff_t>(which));
            }
            if (what == 6) { // by another program, which knows only what was marked
                InboxReader another = watched.reader();
                const Inbox old = another.accepted(*watched.snapshot()).value();
                if (!old.cards.empty()) {
                    const report::InboxCard& card = old.cards[below(old.cards.size())];
                    QVERIFY(another.unaccept(*watched.snapshot(), {card.id}, InboxReader::Unaccepting::act));
                    for (const report::InboxChange& change : card.changes) {
                        expected.insert(change.key);
                        takenBack.insert(change.key);
                    }
                    std::erase_if(accepted, [&](const report::AcceptedChanges& one) {
                        const auto keys = one.keys.find(card.report);
                        return keys != one.keys.end() &&
                               std::any_of(keys->second.begin(), keys->second.end(),
                                           [&](const std::string& key) { return takenBack.contains(key); });
                    });
                }
            }
            InboxReader beginning = watched.reader();
            const Inbox fresh = watched.look(beginning);
            QCOMPARE(keysOf(fresh), expected);
            QCOMPARE(cardsOf(watched.look(remembering)), cardsOf(fresh));
        }
        const Inbox last = watched.look(remembering);
        QVERIFY(!remembering.acceptAll(*watched.snapshot(), "another"));
        QVERIFY(remembering.acceptAll(*watched.snapshot(), last.token));
        QVERIFY(watched.look(remembering).cards.empty());
    }
    stemma::tests::proved("P20", "the inbox against what was done", cases);
}

/// Whichever comes first: the older one, by whomever, or the newer one.
void TestInbox::takingBackHidesNothingThatIsNewAgain() {
    Watched watched(1);
    InboxReader reader = watched.reader();
    QVERIFY(watched.look(reader).cards.empty());
    for (int change = 0; change < 12; ++change) // more than a baseline names
        watched.rename(watched.ids[0], "T" + std::to_string(change), history::Actor::agent,
                       "request " + std::to_string(change));
    const Inbox all = watched.look(reader);
    QVERIFY(reader.accept(all, {all.cards.back().id}));
    for (std::size_t card = all.cards.size() - 1; card > 1; --card)
        QVERIFY(reader.accept(all, {all.cards[card - 1].id}));
    const Inbox last = watched.look(reader);
    QCOMPARE(last.cards.size(), std::size_t{1});
    (void)watched.look(reader);
    const report::AcceptedChanges newest = report::changesOf(watched.look(reader), {last.cards[0].id});
    QVERIFY(reader.accept(last, {last.cards[0].id}));
    QVERIFY(watched.look(reader).cards.empty());
    const std::string oldest = all.cards.back().id;
    QVERIFY(watched.reader().unaccept(*watched.snapshot(), {oldest}, InboxReader::Unaccepting::act));
    QVERIFY(reader.takeBack(newest));
    QCOMPARE(cardsOf(watched.look(reader)), (std::vector<std::string>{last.cards[0].id, oldest}));
}

/// Whatever the disk of the marks refuses.
void TestInbox::unacceptingHalfWayMakesNothingElseNew() {
    Watched watched(1);
    test::CrashDisk accepted;
    std::string chosen;
    std::multiset<std::string> before;
    {
        marks::MarkStore marks(accepted, "/state");
        marks::BaselineStore baselines(accepted, "/state");
        InboxReader reader(watched.library.disk(), watched.clock, marks, baselines);
        QVERIFY(watched.look(reader).cards.empty());
        for (const char* title : {"A", "B", "C"})
            watched.rename(watched.ids[0], title, history::Actor::agent, title);
        chosen = watched.look(reader).cards[1].id;
        QVERIFY(reader.acceptAll(*watched.snapshot(), watched.look(reader).token));
        QVERIFY(watched.look(reader).cards.empty());
        watched.rename(watched.ids[0], "D", history::Actor::agent, "D");
        before = keysOf(watched.look(reader));
        accepted.syncAll();
    }
    std::size_t cases = 0;
    for (std::uint64_t call = 1;; ++call, ++cases) {
        const auto disk = accepted.reboot(call);
        marks::MarkStore marks(*disk, "/state");
        marks::BaselineStore baselines(*disk, "/state");
        InboxReader reader(watched.library.disk(), watched.clock, marks, baselines);
        disk->failCall(call, EIO);
        const auto done = reader.unaccept(*watched.snapshot(), {chosen}, InboxReader::Unaccepting::act);
        const bool swept = !disk->faultHappened();
        disk->stopFailing();
        InboxReader later(watched.library.disk(), watched.clock, marks, baselines);
        const Inbox now = watched.look(later);
        const bool back = now.cards.size() == 2 && now.cards[1].id == chosen;
        QVERIFY2(back || (!done && keysOf(now) == before), std::to_string(call).c_str());
        if (swept)
            break;
        if (!back) {
            QVERIFY(later.unaccept(*watched.snapshot(), {chosen}, InboxReader::Unaccepting::act));
            QCOMPARE(watched.look(later).cards.size(), std::size_t{2});
        }
    }
    stemma::tests::proved("P4 P5", "accepted cards made new again, errors at every call", cases);
}

void TestInbox::readsOnlyWhatChanged() {
    Watched watched(8);
    std::multiset<std::string> opened;
    test::HookedDisk counting(watched.library.disk(), [&](const std::string& call, const std::string& name) {
        if (call == "openFile")
            opened.insert(name);
    });
    InboxReader reader(counting, watched.clock, watched.marks, watched.baselines);
    QTest::qWait(60); // until the stamps tell every later change
    QVERIFY(watched.look(reader).cards.empty());
    opened.clear();
    QVERIFY(watched.look(reader).cards.empty());
    QCOMPARE(opened.count("audit.jsonl"), std::size_t{0});
    for (int n = 0; n < 5; ++n)
        watched.rename(watched.ids[3], "New " + std::to_string(n), history::Actor::human);
    watched.rename(watched.ids[3], "New", history::Actor::agent);
    watched.library.endLinger();
    QTest::qWait(60);
    opened.clear();
    QCOMPARE(watched.look(reader).cards.size(), std::size_t{1});
    QCOMPARE(opened.count("audit.jsonl"), std::size_t{1});
    opened.clear();
    QCOMPARE(watched.look(reader).cards.size(), std::size_t{1});
    QVERIFY2(opened.empty(), "a report that didn't change was read again");
    InboxReader other(counting, watched.clock, watched.marks, watched.baselines);
    QCOMPARE(watched.look(other).cards.size(), std::size_t{1});
    // The change, and what was there before it: not the five before.
    QCOMPARE(std::count_if(opened.begin(), opened.end(),
                           [](const std::string& name) { return name.ends_with(".bak"); }),
             std::ptrdiff_t{2});
}

void TestInbox::stopsWhenAsked() {
    Watched watched(2);
    InboxReader reader = watched.reader();
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(reader.look(*watched.snapshot(), {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    QVERIFY2(!watched.baselines.find(watched.library.root).baselines,
             "a look that was stopped counts as one");
}

void TestInbox::aHistoryThatCantBeReadIsTold() {
    Watched watched(2);
    InboxReader reader = watched.reader();
    QVERIFY(watched.look(reader).cards.empty());
    const auto snapshot = watched.snapshot();
    watched.rename(watched.ids[1], "New", history::Actor::agent);
    QVERIFY(
        QDir(QString::fromStdString(watched.library.path("by_id/" + watched.ids[0]))).removeRecursively());
    const auto inbox = reader.look(*snapshot);
    QVERIFY(inbox.has_value());
    QCOMPARE(inbox->cards.size(), std::size_t{1});
    QCOMPARE(inbox->problems.size(), std::size_t{1});
    QCOMPARE(inbox->problems.front().rule, std::string("history-unreadable"));
}

/// igloo-mcp's event of it is called “backup”, and names none.
void TestInbox::aLowLevelSaveIsAChange() {
    Watched watched(1);
    InboxReader reader = watched.reader();
    QVERIFY(watched.look(reader).cards.empty());
    stemma::tests::ReportBuilder writer(watched.library.root, stemma::tests::fixedUuid('a', 1));
    writer.create("By an agent");
    const std::string rendered = writer.render();
    const std::string saved =
        writer.lowLevelSave([](json::Value& outline) { outline.set("title", json::Value::string("New")); });
    const auto keys = keysOf(watched.look(reader));
    QVERIFY(keys.contains(saved));
    QVERIFY(!keys.contains(rendered));
}

QTEST_GUILESS_MAIN(TestInbox)
#include "tst_inbox.moc"
