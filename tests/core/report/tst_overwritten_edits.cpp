// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_edit.h"
#include "core/report/overwritten_edits.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using json::Value;

namespace {

/// A report with two writers: the person edits what is there, the agent what it once read.
class TwoWriters {
public:
    TwoWriters() { library.addReport(texts::reportId, sampleText()); }

    [[nodiscard]] std::string now() const { return library.outline(texts::reportId); }

    /// The outline after these edits of `from`, saved over what is there.
    ActionId save(history::Actor actor, const std::string& from, const std::string& edits) {
        Value document = json::parse(from).value();
        const auto done =
            report::applyEdits(document, json::parse(edits).value(), Timestamp{1'750'000'000'000'000});
        if (!done)
            qFatal("%s", describe(done.error()).c_str());
        library.actor = actor;
        const auto saved =
            report::saveOutline(library.workspace(), report(), sha256(now()), json::bytesOf(document));
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
        return saved->action;
    }
    ActionId person(const std::string& edits) { return save(history::Actor::human, now(), edits); }

    [[nodiscard]] std::vector<report::OverwrittenEdit> found() const {
        const auto edits = report::findOverwrittenEdits(library.disk(), library.root, report());
        return edits ? *edits : std::vector<report::OverwrittenEdit>();
    }
    [[nodiscard]] static ReportId report() { return ReportId(texts::reportId); }

    LibraryFixture library;
};

std::string importanceOf(const std::string& outline, int insight) {
    const Value document = json::parse(outline).value();
    for (const Value& one : document.find("insights")->items())
        if (one.stringAt("insight_id") == texts::insightId(insight))
            return one.find("importance")->text();
    return "none";
}

std::string setImportance(int insight, int value) {
    return R"([{"op":"edit-insight","insight_id":")" + texts::insightId(insight) +
           R"(","fields":{"importance":)" + std::to_string(value) + "}}]";
}

std::string setTitle(const char* title) {
    return std::string(R"([{"op":"set-title","title":")") + title + "\"}]";
}

} // namespace

class TestOverwrittenEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStaleCopyIsTold();
    void puttingBackKeepsWhatTheOtherChanged();
    void whatThePersonTookBackStaysSo();
    void whatCantBePutBackIsTold();
    void partsThatWereAddedAndRemoved();
    void anEditOnTopIsNoLoss();
    void aRestoreIsMeant();
    void whatIsBackIsNotTold();
};

void TestOverwrittenEdits::aStaleCopyIsTold() {
    TwoWriters report;
    const std::string read = report.now(); // by the agent
    const ActionId edit = report.person(setImportance(1, 9));
    QVERIFY(report.found().empty());
    const ActionId by = report.save(history::Actor::agent, read, setTitle("The agent's"));
    const auto found = report.found();
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].edit, edit);
    QCOMPARE(found[0].by, by);
    QCOMPARE(found[0].byActor, std::string("agent"));
    QCOMPARE(found[0].lost.size(), std::size_t{1});
    QCOMPARE(found[0].lost[0].id, texts::insightId(1));
    QCOMPARE(found[0].lost[0].fields[0].name, std::string("importance"));
}

void TestOverwrittenEdits::puttingBackKeepsWhatTheOtherChanged() {
    TwoWriters report;
    const std::string read = report.now();
    const ActionId first = report.person(setImportance(1, 9));
    const ActionId second = report.person(setImportance(2, 1));
    report.save(history::Actor::agent, read, setTitle("The agent's"));
    QCOMPARE(report.found().size(), std::size_t{2});
    report.library.actor = history::Actor::human;
    const auto saved =
        report::putBackEdits(report.library.workspace(), TwoWriters::report(), {first, second});
    COMPARE_SAVED(saved);
    QCOMPARE(importanceOf(report.now(), 1), std::string("9"));
    QCOMPARE(importanceOf(report.now(), 2), std::string("1"));
    QCOMPARE(json::parse(report.now())->stringAt("title").value_or(""), std::string("The agent's"));
    QVERIFY(report.found().empty());
    stemma::tests::proved("A8", "edits that a stale copy overwrote are told and put back", 2);
}

void TestOverwrittenEdits::whatThePersonTookBackStaysSo() {
    for (const bool beforeTheOther : {true, false}) {
        TwoWriters report;
        const std::string read = report.now();
        const std::string old = importanceOf(read, 2);
        Value both = json::parse(setImportance(1, 9)).value();
        both.appendItem(json::parse(setImportance(2, 1))->items()[0]);
        const ActionId edit = report.person(json::pythonLine(both));
        const std::string takeBack = setImportance(2, std::stoi(old));
        const std::string stale = setImportance(1, std::stoi(importanceOf(read, 1)));
        if (beforeTheOther)
            report.person(takeBack);
        report.save(history::Actor::agent, beforeTheOther ? read : report.now(),
                    beforeTheOther ? setTitle("The agent's") : stale);
        if (!beforeTheOther)
            report.person(takeBack);
        QCOMPARE(report.found().size(), std::size_t{1});
        report.library.actor = history::Actor::human;
        const auto saved = report::putBackEdits(report.library.workspace(), TwoWriters::report(), {edit});
        COMPARE_SAVED(saved);
        QVERIFY(saved->warnings.empty());
        QCOMPARE(importanceOf(report.now(), 1), std::string("9"));
        QCOMPARE(importanceOf(report.now(), 2), old);
    }
}

void TestOverwrittenEdits::whatCantBePutBackIsTold() {
    TwoWriters report;
    const std::string read = report.now();
    const ActionId removed =
        report.person(R"([{"op":"delete-insight","insight_id":")" + texts::insightId(2) + "\"}]");
    const ActionId edited = report.person(setImportance(1, 9));
    report.save(history::Actor::agent, read, setTitle("The agent's"));
    report.save(history::Actor::agent, report.now(), setImportance(2, 1));
    report.library.actor = history::Actor::human;
    const auto none = report::putBackEdits(report.library.workspace(), TwoWriters::report(), {removed});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::conflict);
    const auto some =
        report::putBackEdits(report.library.workspace(), TwoWriters::report(), {removed, edited});
    COMPARE_SAVED(some);
    QCOMPARE(some->warnings.size(), std::size_t{1});
    QCOMPARE(importanceOf(report.now(), 1), std::string("9"));
    QCOMPARE(importanceOf(report.now(), 2), std::string("1"));
}

void TestOverwrittenEdits::partsThatWereAddedAndRemoved() {
    TwoWriters report;
    const std::string read = report.now();
    const std::string added = texts::insightId(77);
    const ActionId edit = report.person(R"([{"op":"add-insight","section_id":")" + texts::sectionId(1) +
                                        R"(","insight":{"insight_id":")" + added +
                                        R"(","summary":"Mine"}},{"op":"delete-insight","insight_id":")" +
                                        texts::insightId(2) + "\"}]");
    report.save(history::Actor::agent, read, setTitle("The agent's"));
    const auto found = report.found();
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY(found[0].lost.size() >= 2);
    report.library.actor = history::Actor::human;
    COMPARE_SAVED(report::putBackEdits(report.library.workspace(), TwoWriters::report(), {edit}));
    QVERIFY(report.now().find(added) != std::string::npos);
    QCOMPARE(importanceOf(report.now(), 2), std::string("none"));
}

void TestOverwrittenEdits::anEditOnTopIsNoLoss() {
    TwoWriters report;
    report.person(setImportance(1, 9));
    report.save(history::Actor::agent, report.now(), setImportance(1, 4)); // it had seen the 9
    report.save(history::Actor::agent, report.now(), setTitle("Another"));
    QVERIFY(report.found().empty());
}

void TestOverwrittenEdits::aRestoreIsMeant() {
    TwoWriters report;
    const ActionId edit = report.person(setImportance(1, 9));
    report.library.actor = history::Actor::agent;
    COMPARE_SAVED(
        report::restoreVersion(report.library.workspace(), TwoWriters::report(), "before:" + edit.text()));
    QVERIFY(report.found().empty());
}

void TestOverwrittenEdits::whatIsBackIsNotTold() {
    TwoWriters report;
    const std::string read = report.now();
    report.person(setImportance(1, 9));
    report.save(history::Actor::agent, read, setTitle("The agent's"));
    report.person(setImportance(1, 9));
    QVERIFY(report.found().empty());
}

QTEST_GUILESS_MAIN(TestOverwrittenEdits)
#include "tst_overwritten_edits.moc"
