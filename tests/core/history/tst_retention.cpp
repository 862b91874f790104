// SPDX-License-Identifier: MIT
// Which backups may go: the rules one by one, and what holds for every policy and history.
#include <algorithm>
#include <random>
#include <set>

#include <QTest>

#include "core/history/retention.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::history;
using Reason = RetentionReason;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t day = 24 * hour;
const Timestamp now{1'760'000'000'000'000};

RetentionItem item(std::int64_t age, std::uint64_t bytes = 100) {
    RetentionItem made;
    made.made = {now.micros - age};
    made.name = std::to_string(made.made.micros);
    made.bytes = bytes;
    made.restorable = true;
    return made;
}

/// The places of those that go, of one report.
std::vector<std::size_t> goingOf(const RetentionPolicy& policy, const std::vector<RetentionItem>& items) {
    std::vector<std::size_t> going;
    const RetentionPlan plan = planRetention(policy, {{items, false}}, now);
    for (std::size_t at = 0; at < items.size(); ++at)
        if (plan.reports.front()[at].goes)
            going.push_back(at);
    return going;
}

bool hasReason(const RetentionDecision& decision, Reason reason) {
    return std::find(decision.reasons.begin(), decision.reasons.end(), reason) != decision.reasons.end();
}

using Places = std::vector<std::size_t>;

struct Random {
    explicit Random(unsigned seed)
        : engine(seed) {}
    std::uint64_t below(std::uint64_t end) { return engine() % end; }
    bool oneIn(std::uint64_t chance) { return below(chance) == 0; }

    RetentionPolicy policy() {
        RetentionPolicy made;
        if (oneIn(2))
            made.olderThan = static_cast<std::int64_t>(below(90 * 24 * 3600));
        if (oneIn(2))
            made.mostBytes = below(20'000);
        if (oneIn(3))
            made.keep = below(12);
        made.thin = oneIn(2);
        return made;
    }
    std::vector<RetentionItem> items() {
        std::vector<RetentionItem> made;
        std::int64_t age = static_cast<std::int64_t>(below(200)) * day;
        for (std::size_t count = below(60); count > 0; --count) {
            age -= static_cast<std::int64_t>(below(oneIn(3) ? 5 * 24 * 3600 : 1800)) * second;
            RetentionItem next = item(age, below(1000));
            next.name += '-' + std::to_string(count);
            next.restorable = !oneIn(6);
            next.marked = oneIn(15);
            next.beforeAgent = oneIn(10);
            next.replaced = oneIn(20);
            next.overwritten = oneIn(25);
            made.push_back(next);
        }
        return made;
    }
    std::mt19937_64 engine;
};

} // namespace

class TestRetention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingGoesUntilItIsAskedFor();
    void byAge();
    void byCount();
    void byBytes();
    void thinning();
    void whatNeverGoes();
    void damagedOnesPushNothingOut();
    void everyPolicyOnEveryHistory();
};

void TestRetention::nothingGoesUntilItIsAskedFor() {
    const std::vector<RetentionItem> items = {item(900 * day), item(800 * day), item(hour)};
    QCOMPARE(goingOf({}, items), Places());
    const RetentionPlan plan = planRetention({}, {{items, false}}, now);
    QVERIFY(hasReason(plan.reports[0][0], Reason::nothingAsked));
    QCOMPARE(retentionText({}), std::string("off"));
}

void TestRetention::byAge() {
    RetentionPolicy policy;
    policy.olderThan = 90 * 24 * 3600;
    QCOMPARE(goingOf(policy, {item(91 * day), item(90 * day), item(day), item(hour)}), Places({0}));
    QCOMPARE(goingOf(policy, {item(400 * day), item(300 * day)}), Places({0})); // the newest good one stays
    policy.keep = 2;
    QCOMPARE(goingOf(policy, {item(400 * day), item(300 * day), item(200 * day)}), Places({0}));
    QCOMPARE(retentionText(policy), std::string("older than 90 days, the newest 2 stay"));
}

void TestRetention::byCount() {
    RetentionPolicy policy;
    policy.keep = 2;
    const std::vector<RetentionItem> items = {item(5 * hour), item(4 * hour), item(3 * hour), item(2 * hour)};
    QCOMPARE(goingOf(policy, items), Places({0, 1}));
    policy.keep = 0;
    QCOMPARE(goingOf(policy, items), Places({0, 1, 2}));
    // The order is that of the history, whatever the clocks say.
    QCOMPARE(goingOf(policy, {item(2 * hour), item(9 * hour)}), Places({0}));
}

void TestRetention::byBytes() {
    RetentionPolicy policy;
    policy.mostBytes = 250;
    const std::vector<RetentionItem> one = {item(5 * hour), item(3 * hour), item(2 * hour)};
    QCOMPARE(goingOf(policy, one), Places({0}));
    // All reports together: the oldest of any goes first.
    const RetentionPlan plan =
        planRetention(policy, {{one, false}, {{item(9 * hour), item(4 * hour)}, false}}, now);
    QVERIFY(plan.reports[1][0].goes && plan.reports[0][0].goes && plan.reports[0][1].goes);
    QVERIFY(!plan.reports[1][1].goes); // the newest of its report
    QCOMPARE(plan.stayingBytes, std::uint64_t{200});
    QCOMPARE(plan.goingBytes, std::uint64_t{300});
    QCOMPARE(plan.bytesOver, std::uint64_t{0});
    policy.mostBytes = 50;
    QCOMPARE(planRetention(policy, {{one, false}}, now).bytesOver, std::uint64_t{50});
}

void TestRetention::thinning() {
    RetentionPolicy policy;
    policy.thin = true;
    const std::int64_t fullDay = now.micros % day; // an age that begins a day in UTC
    std::vector<RetentionItem> items;
    for (const std::int64_t age : {fullDay + 20 * day - hour, fullDay + 20 * day - 2 * hour})
        items.push_back(item(age)); // of one day
    const std::int64_t fullHour = now.micros % hour;
    for (const std::int64_t age : {fullHour + 30 * hour - 60 * second, fullHour + 30 * hour - 120 * second,
                                   fullHour + 29 * hour - 60 * second})
        items.push_back(item(age)); // two of one hour, and one of the next
    for (const std::int64_t age : {3 * hour, 3 * hour - second, second})
        items.push_back(item(age));
    QCOMPARE(goingOf(policy, items), Places({0, 2}));
    const auto decisions = planRetention(policy, {{items, false}}, now).reports.front();
    QVERIFY(hasReason(decisions[0], Reason::thinnedOut));
    QVERIFY(hasReason(decisions[1], Reason::newestOfDay));
    QVERIFY(hasReason(decisions[3], Reason::newestOfHour));
    QVERIFY(hasReason(decisions[5], Reason::lastDay));
    // Weeks of long ago: one each.
    std::vector<RetentionItem> weeks;
    for (std::int64_t age = 200 * day; age > 80 * day; age -= day)
        weeks.push_back(item(age));
    const std::size_t stay = weeks.size() - goingOf(policy, weeks).size();
    QVERIFY2(stay >= 17 && stay <= 19, std::to_string(stay).c_str());
}

void TestRetention::whatNeverGoes() {
    RetentionPolicy policy;
    policy.olderThan = 0;
    policy.mostBytes = 0;
    policy.thin = true;
    std::vector<RetentionItem> items(7, item(500 * day));
    items[1].marked = true;
    items[2].beforeAgent = true;
    items[3].replaced = true;
    items[4].overwritten = true;
    items[5].restorable = false;
    QCOMPARE(goingOf(policy, items), Places({0}));
    const auto decisions = planRetention(policy, {{items, false}}, now).reports.front();
    const Reason expected[] = {Reason::older,     Reason::marked,      Reason::beforeAgent,
                               Reason::replaced,  Reason::overwritten, Reason::notRestorable,
                               Reason::newestGood};
    for (std::size_t at = 0; at < items.size(); ++at)
        QVERIFY(hasReason(decisions[at], expected[at]));
    QVERIFY(!planRetention(policy, {{items, true}}, now).reports[0][0].goes); // of a damaged report
}

void TestRetention::damagedOnesPushNothingOut() {
    RetentionPolicy policy;
    policy.keep = 2;
    std::vector<RetentionItem> items = {item(5 * hour), item(4 * hour), item(3 * hour), item(2 * hour)};
    items[2].restorable = items[3].restorable = false;
    QCOMPARE(goingOf(policy, items), Places());
    policy = {};
    policy.mostBytes = 200; // the damaged ones don't count
    QCOMPARE(goingOf(policy, items), Places());
}

/// For every policy and history: what must never go stays, each has a reason, the sums are right, and to do
/// it again lets nothing more go.
void TestRetention::everyPolicyOnEveryHistory() {
    const unsigned seeds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 20'000 : 1'500;
    std::size_t going = 0;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        Random random(seed);
        const RetentionPolicy policy = random.policy();
        std::vector<RetentionHistory> reports(1 + random.below(3));
        for (RetentionHistory& report : reports)
            report = {random.items(), random.oneIn(8)};
        const RetentionPlan plan = planRetention(policy, reports, now);
        std::vector<RetentionHistory> rest(reports.size());
        std::uint64_t bytes = 0, staying = 0;
        for (std::size_t at = 0; at < reports.size(); ++at) {
            std::size_t good = 0;
            rest[at].damaged = reports[at].damaged;
            for (std::size_t i = reports[at].backups.size(); i-- > 0;) {
                const RetentionItem& each = reports[at].backups[i];
                const RetentionDecision& decision = plan.reports[at][i];
                QVERIFY(!decision.reasons.empty());
                good += each.restorable ? 1 : 0;
                if (decision.goes) {
                    QVERIFY(each.restorable && !each.marked && !each.beforeAgent && !each.replaced &&
                            !each.overwritten && !reports[at].damaged);
                    QVERIFY(good > 1);
                    QVERIFY(!policy.keep || good > *policy.keep);
                    QVERIFY(std::none_of(decision.reasons.begin(), decision.reasons.end(), neverGoes));
                    bytes += each.bytes;
                    ++going;
                } else {
                    rest[at].backups.insert(rest[at].backups.begin(), each);
                    staying += each.restorable ? each.bytes : 0;
                }
            }
        }
        QCOMPARE(plan.goingBytes, bytes);
        QCOMPARE(plan.stayingBytes, staying);
        QVERIFY(!policy.mostBytes || plan.bytesOver > 0 || staying <= *policy.mostBytes);
        QCOMPARE(planRetention(policy, rest, now).going, std::size_t{0});
    }
    QVERIFY(going > 1000);
    stemma::tests::proved("A15", "what goes by random rules, and what never does", seeds);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
