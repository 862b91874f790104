// SPDX-License-Identifier: MIT
// Which change made every part of a report what it is.
#include <QtTest>

#include <algorithm>

#include "core/history/backups.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/blame.h"
#include "tests/core/report/operation_checks.h"
#include "tests/core/report/random_history.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::Blame;
using report::Origin;
using report::PartBlame;
using tests::fixedUuid;
using tests::ReportBuilder;

namespace {

using Begin = RandomHistory::Begin;
using Damage = RandomHistory::Damage;

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

std::string originText(const Origin& origin) {
    if (origin.row)
        return "row " + std::to_string(*origin.row + 1);
    return origin.beforeRow ? "before " + std::to_string(*origin.beforeRow + 1) : "unknown";
}

Result<Blame> blameOf(const std::string& directory, const std::string& version = "now",
                      const Progress& progress = {}) {
    const auto disk = io::makePosixDisk();
    return report::loadBlame(*disk, directory, version, progress);
}

/// One line a part or field: what, who changed it last, who made it, and whether a person had a hand in it.
QStringList told(const Blame& blame) {
    QStringList lines;
    for (const PartBlame& part : blame.parts) {
        const std::string key = keyOf(part.what, part.id);
        lines << QString::fromStdString(key + ": " + originText(part.changed) + ", made " +
                                        originText(part.made) + (part.human ? ", human" : ""));
        for (const report::FieldBlame& field : part.fields)
            lines << QString::fromStdString(key + '|' + field.name + ": " + originText(field.changed) +
                                            (field.human ? ", human" : ""));
    }
    return lines;
}

/// The same, found by comparing all states of the report with each other.
class Oracle {
public:
    Oracle(const RandomHistory& history, std::size_t state)
        : m_history(history)
        , m_state(state)
        , m_steps(history.steps(state)) {}

    [[nodiscard]] QStringList told() const {
        QStringList lines;
        for (const diff::Part& part : m_history.tree(m_state)) {
            const std::string key = keyOf(part.what, part.id);
            lines << QString::fromStdString(key + ": " + last(&Touched::parts, key) + ", made " +
                                            last(&Touched::added, key) + human(&Touched::around, key));
            for (const auto& [name, value] : part.fields) {
                const std::string field = key + '|' + name;
                lines << QString::fromStdString(field + ": " + last(&Touched::fields, field) +
                                                human(&Touched::fields, field));
            }
        }
        return lines;
    }

private:
    using Keys = std::set<std::string> Touched::*;

    [[nodiscard]] std::string last(Keys keys, const std::string& key) const {
        for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step)
            if ((step->touched.*keys).contains(key))
                return step->exact() ? "row " + std::to_string(*m_history.rowOf(step->after) + 1)
                                     : before(step->after);
        const std::size_t first = m_history.knownStates().front();
        return first == 0 && m_history.rowOf(0) ? "row 1" : before(first);
    }
    [[nodiscard]] std::string before(std::size_t state) const {
        return state == m_history.last() ? "unknown"
                                         : "before " + std::to_string(*m_history.rowOf(state + 1) + 1);
    }
    [[nodiscard]] const char* human(Keys keys, const std::string& key) const {
        for (const RandomHistory::Step& step : m_steps)
            if (m_history.byPeople(step.before, step.after) && (step.touched.*keys).contains(key))
                return ", human";
        const bool madeByAPerson = m_history.rowOf(0) && m_history.knownStates().front() == 0;
        if (!madeByAPerson)
            return "";
        const Touched made({}, m_history.tree(0));
        return (made.*keys).contains(key) ? ", human" : "";
    }

    const RandomHistory& m_history;
    std::size_t m_state;
    std::vector<RandomHistory::Step> m_steps;
};

ReportBuilder::Edit summary(int insight, const std::string& text) {
    return [=](Value& outline) {
        for (std::size_t i = 0; i < outline.find("insights")->size(); ++i)
            if (outline.find("insights")->items()[i].stringAt("insight_id") == fixedUuid('b', insight))
                outline.edit("insights")->editItem(i).set("summary", Value::string(text));
    };
}

ReportBuilder::Edit sections(std::vector<Value> sections, std::vector<Value> insights) {
    return [=](Value& outline) {
        outline.set("sections", Value::array(sections));
        outline.set("insights", Value::array(insights));
    };
}

} // namespace

class TestBlame : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_place;
    int m_reports = 0;

    ReportBuilder makeReport() { return {m_place.path().toStdString(), fixedUuid('1', ++m_reports)}; }

    /// Two sections with an insight each, made by the rows 1 and 2.
    ReportBuilder twoSections() {
        auto made = makeReport();
        made.create("Harbour");
        made.evolve(
            sections({tests::sectionValue(0, "Opening words.", {1}), tests::sectionValue(1, "More.", {2})},
                     {tests::insightValue(1, "One"), tests::insightValue(2, "Two")}));
        return made;
    }

    static const PartBlame& part(const Blame& blame, const char* what, const std::string& id) {
        const auto found = std::find_if(blame.parts.begin(), blame.parts.end(), [&](const PartBlame& part) {
            return part.what == what && part.id == id;
        });
        if (found == blame.parts.end())
            qFatal("no %s %s", what, id.c_str());
        return *found;
    }
    static std::string field(const PartBlame& part, const char* name) {
        for (const report::FieldBlame& field : part.fields)
            if (field.name == name)
                return originText(field.changed);
        return "no such field";
    }

    static void compareWithReplay(Damage damage, Begin begin, int seeds) {
        for (int seed = 0; seed < seeds; ++seed) {
            RandomHistory history(static_cast<unsigned>(seed), damage, begin, 7);
            const auto known = history.knownStates();
            for (const std::size_t state : {history.last(), known[history.random.below(known.size())]}) {
                const auto blame = blameOf(history.directory(), history.nameOf(state));
                QVERIFY2(blame, blame ? "" : describe(blame.error()).c_str());
                const QStringList found = told(*blame);
                const QStringList expected = Oracle(history, state).told();
                for (qsizetype i = 0; i < std::min(found.size(), expected.size()); ++i)
                    QVERIFY2(found[i] == expected[i],
                             qPrintable(QStringLiteral("seed %1, state %2: %3, not %4")
                                            .arg(seed)
                                            .arg(state)
                                            .arg(found[i], expected[i])));
                QCOMPARE(found.size(), expected.size());
            }
        }
    }

private Q_SLOTS:
    void everyValueIsBlamedOnItsChange() { compareWithReplay(Damage::none, Begin::created, cases(3, 400)); }
    void alsoWhereTheLogBeginsLate() { compareWithReplay(Damage::none, Begin::found, cases(2, 400)); }
    void alsoWhereBackupsAreLost() {
        compareWithReplay(Damage::lostBackups, Begin::created, cases(3, 400));
        compareWithReplay(Damage::lostBackups, Begin::found, cases(2, 400));
    }
    void alsoWhereOthersChangeByHand() {
        compareWithReplay(Damage::changesByHand, Begin::created, cases(3, 400));
    }

    void goesOnFromWhatIsKnown() {
        const auto disk = io::makePosixDisk();
        for (const Damage damage : {Damage::none, Damage::lostBackups, Damage::changesByHand})
            for (int seed = 0; seed < cases(3, 120); ++seed) {
                RandomHistory history(static_cast<unsigned>(seed) + 900, damage, Begin::created, 8);
                auto known = blameOf(history.directory());
                QVERIFY(known);
                for (int round = 0; round < 4; ++round) {
                    for (int change = 0; change < round; ++change)
                        history.change();
                    known = report::renewBlame(*disk, history.directory(), *known);
                    QVERIFY(known);
                    const auto whole = blameOf(history.directory());
                    QCOMPARE(told(*known), told(*whole));
                    QCOMPARE(known->timeline.rows.size(), whole->timeline.rows.size());
                    QCOMPARE(known->timeline.versions[known->version].sha256,
                             whole->timeline.versions[whole->version].sha256);
                }
            }
    }

    void readsOnlyWhatCameSince() {
        auto r = twoSections();
        const auto known = blameOf(r.directory());
        QVERIFY(known);
        r.evolve(summary(1, "Changed"), "human");
        // What was known needn't be read again: it may even be gone.
        r.removeBackup(*known->timeline.rows.back().event->backupName());
        const auto disk = io::makePosixDisk();
        const auto renewed = report::renewBlame(*disk, r.directory(), *known);
        QVERIFY(renewed);
        QVERIFY(part(*renewed, "insight", fixedUuid('b', 1)).human);
        QVERIFY(part(*renewed, "insight", fixedUuid('b', 2)).made.row.has_value());
        QVERIFY(!part(*blameOf(r.directory()), "insight", fixedUuid('b', 2)).made.row.has_value());
    }

    void whatARestoreBringsBackIsItsOwn() {
        auto r = twoSections();
        const std::string edit = r.evolve(summary(1, "Changed"));
        r.revert(edit);
        const auto now = blameOf(r.directory());
        QVERIFY(now);
        QCOMPARE(field(part(*now, "insight", fixedUuid('b', 1)), "summary"), std::string("row 4"));
        QCOMPARE(field(part(*now, "insight", fixedUuid('b', 2)), "summary"), std::string("row 2"));
        // The same bytes, before anybody changed and restored them.
        const auto then = blameOf(r.directory(), "before:" + edit);
        QVERIFY(then);
        QCOMPARE(field(part(*then, "insight", fixedUuid('b', 1)), "summary"), std::string("row 2"));
        QCOMPARE(told(*blameOf(r.directory(), "@2")), told(*then));
        QCOMPARE(told(*blameOf(r.directory(), "after:" + edit)).size(), told(*then).size());
    }

    void aPartThatComesBackIsKnownAgain() {
        auto r = twoSections();
        r.evolve(summary(2, "By a person"), "human");
        const std::string removal = r.evolve([](Value& outline) {
            outline.edit("insights")->removeItem(1);
            outline.edit("sections")->editItem(1).set("insight_ids", Value::array());
        });
        r.revert(removal, "agent");
        const auto blame = blameOf(r.directory());
        QVERIFY(blame);
        const PartBlame& insight = part(*blame, "insight", fixedUuid('b', 2));
        QCOMPARE(originText(insight.made), std::string("row 5"));
        QVERIFY(insight.human);
        QVERIFY(part(*blame, "section", fixedUuid('a', 1)).human);
        QVERIFY(!part(*blame, "section", fixedUuid('a', 0)).human);
        QVERIFY(part(*blame, "report", "report").human);
    }

    void movingAnInsightTouchesBothSections() {
        auto r = twoSections();
        r.evolve(
            [](Value& outline) {
                outline.edit("sections")->editItem(1).set("insight_ids", Value::array());
                outline.edit("sections")
                    ->editItem(0)
                    .set("insight_ids",
                         Value::array({Value::string(fixedUuid('b', 2)), Value::string(fixedUuid('b', 1))}));
            },
            "human");
        const auto blame = blameOf(r.directory());
        QVERIFY(blame);
        const PartBlame& moved = part(*blame, "insight", fixedUuid('b', 2));
        QCOMPARE(originText(moved.changed), std::string("row 3"));
        QCOMPARE(originText(moved.made), std::string("row 2"));
        QCOMPARE(field(moved, "summary"), std::string("row 2"));
        for (const int section : {0, 1}) {
            const PartBlame& around = part(*blame, "section", fixedUuid('a', section));
            QVERIFY(around.human);
            QVERIFY(originText(around.changed) != "row 3");
        }
        QVERIFY(!part(*blame, "insight", fixedUuid('b', 1)).human);
    }

    void anUnrecordedChangeHasNoActor() {
        auto r = twoSections();
        r.writeBackup(history::backupFileName(Timestamp{r.now().micros + 50'000}), r.outlineBytes());
        r.editByHand([](Value& outline) {
            outline.set("updated_at", Value::string("2031-01-01T00:00:00+00:00"));
            outline.set("title", Value::string("By hand"));
        });
        const auto blame = blameOf(r.directory());
        QVERIFY(blame);
        const PartBlame& report = part(*blame, "report", "report");
        const std::size_t last = blame->timeline.rows.size();
        QCOMPARE(field(report, "title"), "row " + std::to_string(last));
        QVERIFY(blame->timeline.rows[last - 1].kind == history::RowKind::unrecordedChange);
        QVERIFY(blame->timeline.rows[last - 1].actor.empty() && !report.human);
    }

    void whatAHandReplacedIsLost() {
        auto r = twoSections();
        r.editByHand([](Value& outline) {
            outline.set("updated_at", Value::string("2031-01-01T00:00:00+00:00"));
            outline.set("title", Value::string("By hand"));
        });
        const auto blame = blameOf(r.directory());
        QVERIFY(blame);
        QCOMPARE(field(part(*blame, "report", "report"), "title"), std::string("unknown"));
        QCOMPARE(field(part(*blame, "report", "report"), "created_at"), std::string("row 1"));
    }

    void aForkKeepsTheBlameOfItsSource() {
        auto r = twoSections();
        r.evolve(summary(1, "By a person"), "human");
        const auto fork = r.fork(fixedUuid('2', 1), "Branch");
        const auto blame = blameOf(fork.directory());
        QVERIFY(blame);
        QCOMPARE(field(part(*blame, "insight", fixedUuid('b', 1)), "summary"), std::string("row 3"));
        QVERIFY(blame->timeline.rows[2].kind == history::RowKind::inherited);
        QVERIFY(part(*blame, "insight", fixedUuid('b', 1)).human);
        QCOMPARE(field(part(*blame, "report", "report"), "title"),
                 "row " + std::to_string(blame->timeline.rows.size()));
    }

    void aForkOfOursBeginsItsHistory() {
        LibraryFixture library;
        library.addReport(texts::reportId, checks::sampleText());
        const auto fork = report::forkReport(library.workspace(), checks::sampleId, "Branch");
        COMPARE_SAVED(fork);
        const auto blame = blameOf(library.path("by_id/" + fork->id.text()));
        QVERIFY(blame);
        for (const PartBlame& part : blame->parts)
            QCOMPARE(originText(part.changed) + originText(part.made), std::string("row 1row 1"));
    }

    void doubledIdsAreToldApart() {
        auto r = makeReport();
        r.create("Harbour");
        r.evolve(sections({tests::sectionValue(0, "First."), tests::sectionValue(0, "Second.")}, {}));
        r.evolve([](Value& outline) {
            outline.edit("sections")->editItem(1).set("content", Value::string("Changed."));
        });
        const auto blame = blameOf(r.directory());
        QVERIFY(blame);
        QCOMPARE(field(part(*blame, "section", fixedUuid('a', 0)), "content"), std::string("row 2"));
        QCOMPARE(field(part(*blame, "section", fixedUuid('a', 0) + "#2"), "content"), std::string("row 3"));
    }

    void linesThatCantBeReadAndOtherReportsBackups() {
        auto r = twoSections();
        r.appendRaw("{garbage\n");
        r.evolve(summary(1, "Changed"));
        const std::string backup = r.lastBackup();
        r.evolve(summary(2, "Changed"));
        auto blame = blameOf(r.directory());
        QVERIFY(blame);
        QCOMPARE(field(part(*blame, "insight", fixedUuid('b', 1)), "summary"), std::string("row 4"));
        QCOMPARE(field(part(*blame, "insight", fixedUuid('b', 2)), "summary"), std::string("row 5"));
        Value other = r.outline();
        other.set("report_id", Value::string(fixedUuid('9', 9)));
        r.writeBackup(backup, json::pythonText(other));
        blame = blameOf(r.directory());
        QVERIFY(blame);
        QCOMPARE(field(part(*blame, "insight", fixedUuid('b', 1)), "summary"), std::string("before 5"));
        QCOMPARE(field(part(*blame, "insight", fixedUuid('b', 2)), "summary"), std::string("row 5"));
    }

    void whatCantBeTaken() {
        auto r = twoSections();
        const std::string edit = r.evolve(summary(1, "Changed"));
        QCOMPARE(blameOf(r.directory(), "@9").error().code, ErrorCode::notFound);
        QCOMPARE(blameOf(r.directory(), "elsewhere.json").error().code, ErrorCode::usage);
        r.writeOutline(r.outlineBytes().substr(0, 100));
        QCOMPARE(blameOf(r.directory()).error().code, ErrorCode::damaged);
        QVERIFY(blameOf(r.directory(), "before:" + edit));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(blameOf(r.directory(), "now", {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBlame)
#include "tst_blame.moc"
