// SPDX-License-Identifier: MIT
// What is remembered of a report's history finds whatever was changed in it since.
#include <QtTest>

#include <filesystem>

#include "core/history/trust_chain.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using history::Chain;
using history::ChainVerdict;
using State = ChainVerdict::State;
using json::Value;

namespace {

/// A report with five changes.
struct Known : LibraryFixture {
    Known() {
        addReport(texts::reportId, sampleText());
        for (const char* title : {"One", "Two", "Three", "Four", "Five"})
            rename(title);
        remembered = chain();
    }
    void rename(const std::string& title) {
        const auto saved = report::renameReport(workspace(), sampleId, title);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
    }
    [[nodiscard]] std::string place(const std::string& name) const {
        return "by_id/" + texts::reportId + '/' + name;
    }
    [[nodiscard]] Chain chain() const {
        const auto timeline = history::loadTimeline(disk(), path("by_id/" + texts::reportId),
                                                    report::interpretOutline, history::Counts::leaveOut);
        return history::chainOf(*timeline, read(place("audit.jsonl")), "2026-01-01T00:00:00+00:00");
    }
    [[nodiscard]] ChainVerdict verdict() const { return history::compareChains(remembered, chain()); }
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        for (const QString& line :
             QString::fromStdString(read(place("audit.jsonl"))).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            lines.push_back(line.toStdString());
        return lines;
    }
    void writeLines(const std::vector<std::string>& lines) const {
        std::string log;
        for (const std::string& line : lines)
            log += line + '\n';
        write(place("audit.jsonl"), log);
    }

    Chain remembered;
};

} // namespace

class TestTrustChain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void laterEventsAreNoFault();
    void changedLines();
    void missingAndMovedLines();
    void backups();
    void changesOutsideOfEvents();
    void anEventThatCameAfterItsOutline();
    void everyChangedByteOfTheLogIsFound();
    void theRecordItself();
};

void TestTrustChain::laterEventsAreNoFault() {
    Known known;
    QVERIFY(known.verdict().state == State::whole);
    QCOMPARE(known.verdict().added, std::size_t{0});
    known.rename("Six");
    (void)report::restoreVersion(known.workspace(), sampleId, "@2");
    const ChainVerdict verdict = known.verdict();
    QVERIFY2(verdict.state == State::whole, verdict.message.c_str());
    QCOMPARE(verdict.links, std::size_t{5});
    QCOMPARE(verdict.added, std::size_t{2});
    // A line that is being appended is none yet.
    known.write(known.place("audit.jsonl"), known.read(known.place("audit.jsonl")) + "{\"action_id\": ");
    QCOMPARE(known.verdict().added, std::size_t{2});
}

void TestTrustChain::changedLines() {
    Known known;
    auto lines = known.lines();
    const std::string action = known.remembered.links[2].action;
    lines[2].replace(lines[2].find("human"), 5, "agent");
    known.writeLines(lines);
    const ChainVerdict verdict = known.verdict();
    QVERIFY(verdict.state == State::broken);
    QCOMPARE(verdict.at, action);
    QCOMPARE(verdict.links, std::size_t{2});
    QVERIFY(verdict.message.find("changed") != std::string::npos);
}

void TestTrustChain::missingAndMovedLines() {
    Known known;
    const auto lines = known.lines();
    auto some = lines;
    some.erase(some.begin() + 1);
    known.writeLines(some);
    QCOMPARE(known.verdict().at, known.remembered.links[1].action);
    QVERIFY(known.verdict().message.find("no longer") != std::string::npos);
    some = lines;
    std::swap(some[3], some[4]);
    known.writeLines(some);
    QCOMPARE(known.verdict().at, known.remembered.links[3].action);
    QVERIFY(known.verdict().message.find("another place") != std::string::npos);
    some = lines;
    some.pop_back();
    known.writeLines(some);
    QCOMPARE(known.verdict().at, known.remembered.links[4].action);
    std::filesystem::remove(known.path(known.place("audit.jsonl")));
    QCOMPARE(known.verdict().at, known.remembered.links[0].action);
}

void TestTrustChain::backups() {
    Known known;
    const std::string name = known.remembered.links[3].backup;
    const std::string bytes = known.read(known.place("backups/" + name));
    known.write(known.place("backups/" + name), bytes + ' ');
    QCOMPARE(known.verdict().at, name);
    QVERIFY(known.verdict().message.find("changed") != std::string::npos);
    std::filesystem::remove(known.path(known.place("backups/" + name)));
    QCOMPARE(known.verdict().at, name);
    QVERIFY(known.verdict().message.find("missing") != std::string::npos);
    known.write(known.place("backups/" + name), bytes);
    QVERIFY(known.verdict().state == State::whole);
}

void TestTrustChain::changesOutsideOfEvents() {
    Known known;
    const std::string bytes = known.outline(texts::reportId);
    std::string edited = bytes;
    edited.replace(edited.find("Five"), 4, "5th.");
    known.write(known.place("outline.json"), edited);
    QCOMPARE(known.verdict().at, std::string("outline.json"));
    QVERIFY(known.verdict().message.find("no event") != std::string::npos);
    known.rename("Six"); // which backs the edited one up
    QCOMPARE(known.verdict().at, std::string("outline.json"));
    QVERIFY(known.verdict().message.find("outside of any event") != std::string::npos);
    const ChainVerdict renewed = history::compareChains(known.chain(), known.chain());
    QVERIFY(renewed.state == State::whole);
}

/// The outline was there when it was looked at, and its event was not yet.
void TestTrustChain::anEventThatCameAfterItsOutline() {
    Known known;
    const std::string log = known.read(known.place("audit.jsonl"));
    known.rename("Six");
    const std::string later = known.read(known.place("audit.jsonl"));
    known.write(known.place("audit.jsonl"), log);
    known.remembered = known.chain();
    known.write(known.place("audit.jsonl"), later);
    QVERIFY2(known.verdict().state == State::whole, known.verdict().message.c_str());
    known.rename("Seven");
    QVERIFY2(known.verdict().state == State::whole, known.verdict().message.c_str());
    QCOMPARE(known.verdict().added, std::size_t{2});
}

void TestTrustChain::everyChangedByteOfTheLogIsFound() {
    Known known;
    const std::string log = known.read(known.place("audit.jsonl"));
    std::size_t cases = 0;
    for (std::size_t at = 0; at < log.size(); at += 41, ++cases) {
        std::string changed = log;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        known.write(known.place("audit.jsonl"), changed);
        QVERIFY2(known.verdict().state == State::broken, std::to_string(at).c_str());
    }
    stemma::tests::proved("P21", "changed bytes of logs that are remembered", cases);
}

void TestTrustChain::theRecordItself() {
    Known known;
    const Value value = history::chainValue(known.remembered);
    const auto back = history::chainFrom(value);
    QVERIFY(back && *back == known.remembered);
    const std::string text = json::pythonLine(value);
    std::size_t cases = 0;
    for (std::size_t at = 0; at < text.size(); at += 3, ++cases) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        const auto document = json::parse(changed);
        if (!document || !document->isObject())
            continue;
        const auto read = history::chainFrom(*document);
        QVERIFY2(!read || *read == known.remembered, std::to_string(at).c_str());
    }
    Value fewer = value;
    std::vector<Value> links = value.find("links")->items();
    links.pop_back();
    fewer.set("links", Value::array(links));
    QCOMPARE(history::chainFrom(fewer).error().code, ErrorCode::damaged);
    stemma::tests::proved("P21", "changed bytes of what is remembered", cases);
}

QTEST_GUILESS_MAIN(TestTrustChain)
#include "tst_trust_chain.moc"
