// SPDX-License-Identifier: MIT
// The changes of one part of a report.
#include <QtTest>

#include <algorithm>

#include "core/history/version_reader.h"
#include "core/json/json_document.h"
#include "core/report/blame.h"
#include "core/report/part_history.h"
#include "tests/core/report/operation_checks.h"
#include "tests/core/report/random_history.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::PartContents;
using report::PartHistory;
using report::PartQuestion;
using report::PartRow;
using tests::fixedUuid;
using tests::ReportBuilder;

namespace {

using Begin = RandomHistory::Begin;
using Damage = RandomHistory::Damage;

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

Result<PartHistory> historyOf(const std::string& directory, const PartQuestion& choice,
                              const Progress& progress = {}) {
    const auto disk = io::makePosixDisk();
    return report::loadPartHistory(*disk, directory, choice, progress);
}

std::string kindAndPart(const diff::Change& change) {
    return std::string(diff::changeKindWord(change.kind)) + ' ' + change.what;
}

/// "3: edited insight", "4?"
QStringList told(const Result<PartHistory>& history) {
    QStringList lines;
    if (!history)
        return {QString::fromStdString(describe(history.error()))};
    for (const PartRow& row : history->rows) {
        std::string line = std::to_string(row.row + 1) + (row.certain ? "" : "?");
        for (const diff::Change& change : row.changes)
            line += (&change == &row.changes.front() ? ": " : ", ") + kindAndPart(change);
        lines << QString::fromStdString(line);
    }
    return lines;
}

/// Whether a step touched what was asked for.
bool concerns(const Touched& touched, const PartQuestion& choice) {
    const std::string key = keyOf(choice.what, choice.what == "report" ? "report" : choice.id);
    if (!choice.field.empty())
        return std::any_of(touched.fields.begin(), touched.fields.end(), [&](const std::string& field) {
            return field == key + '|' + choice.field || field.starts_with(key + '|' + choice.field + '.');
        });
    return choice.contents == PartContents::include ? touched.around.contains(key)
                                                    : touched.parts.contains(key);
}

/// The rows, and whether they are certain, found by comparing all states of the report with each other.
QStringList expectedRows(const RandomHistory& history, const PartQuestion& choice) {
    QStringList rows;
    const auto add = [&](std::size_t state, const char* mark) {
        if (const auto row = history.rowOf(state))
            rows << QString::fromStdString(std::to_string(*row + 1) + mark);
    };
    const std::size_t first = history.knownStates().front();
    if (concerns(Touched({}, history.tree(first)), choice))
        for (std::size_t state = 0; state <= first; ++state)
            add(state, first == 0 ? "" : "?");
    for (const RandomHistory::Step& step : history.steps(history.last()))
        if (concerns(step.touched, choice))
            for (std::size_t state = step.before + 1; state <= step.after; ++state)
                add(state, step.exact() ? "" : "?");
    return rows;
}

PartQuestion randomChoice(RandomHistory& history) {
    const auto states = history.knownStates();
    const diff::Tree tree = history.tree(states[history.random.below(states.size())]);
    const diff::Part& part = tree[history.random.below(tree.size())];
    PartQuestion choice{part.what, part.id, {}, PartContents::include};
    if (history.random.oneIn(3))
        choice.contents = PartContents::leaveOut;
    if (history.random.oneIn(3) && !part.fields.empty())
        choice.field = part.fields[history.random.below(part.fields.size())].first;
    if (choice.field.starts_with("metadata.") && history.random.oneIn(2))
        choice.field = "metadata";
    return choice;
}

} // namespace

class TestPartHistory : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_place;
    int m_reports = 0;

    ReportBuilder makeReport() { return {m_place.path().toStdString(), fixedUuid('1', ++m_reports)}; }

    /// Row 2 makes two sections with an insight each, row 3 edits the first insight, row 4 cites in it, row 5
    /// renames the report, row 6 edits the second section.
    ReportBuilder sixRows() {
        auto r = makeReport();
        r.create("Harbour");
        r.evolve([](Value& outline) {
            outline.set("sections", Value::array({tests::sectionValue(0, "Opening words.", {1}),
                                                  tests::sectionValue(1, "More.", {2})}));
            outline.set("insights",
                        Value::array({tests::insightValue(1, "One"), tests::insightValue(2, "Two")}));
        });
        r.evolve([](Value& outline) {
            outline.edit("insights")->editItem(0).set("summary", Value::string("Changed"));
        });
        r.evolve([](Value& outline) {
            outline.edit("insights")
                ->editItem(0)
                .set("citations", Value::array({texts::citation("url", "url", "https://example.org")}));
        });
        r.evolve([](Value& outline) { outline.set("title", Value::string("Port")); });
        r.evolve([](Value& outline) {
            outline.edit("sections")->editItem(1).set("content", Value::string("Less."));
        });
        return r;
    }

    static PartQuestion insight(int number, const std::string& field = {},
                                PartContents contents = PartContents::include) {
        return {"insight", fixedUuid('b', number), field, contents};
    }
    static PartQuestion section(int number, PartContents contents = PartContents::include) {
        return {"section", fixedUuid('a', number), {}, contents};
    }

    static void compareWithReplay(Damage damage, Begin begin, int seeds) {
        for (int seed = 0; seed < seeds; ++seed) {
            RandomHistory history(static_cast<unsigned>(seed) + 5000, damage, begin, 7);
            for (int i = 0; i < 6; ++i) {
                const PartQuestion choice = randomChoice(history);
                const auto found = historyOf(history.directory(), choice);
                QVERIFY2(found, found ? "" : describe(found.error()).c_str());
                QStringList rows;
                for (const PartRow& row : found->rows)
                    rows << QString::fromStdString(std::to_string(row.row + 1) + (row.certain ? "" : "?"));
                const QStringList expected = expectedRows(history, choice);
                QVERIFY2(rows == expected,
                         qPrintable(QStringLiteral("seed %1, %2 %3 %4: %5, not %6")
                                        .arg(seed)
                                        .arg(QString::fromStdString(choice.what),
                                             QString::fromStdString(choice.id),
                                             QString::fromStdString(choice.field),
                                             rows.join(QLatin1Char(' ')), expected.join(QLatin1Char(' ')))));
            }
        }
    }

private Q_SLOTS:
    void theRowsInWhichItChanged() { compareWithReplay(Damage::none, Begin::created, cases(6, 300)); }
    void alsoWhereTheLogBeginsLate() { compareWithReplay(Damage::none, Begin::found, cases(4, 300)); }
    void alsoWhereBackupsAreLost() {
        compareWithReplay(Damage::lostBackups, Begin::created, cases(6, 300));
        compareWithReplay(Damage::lostBackups, Begin::found, cases(4, 300));
    }
    void alsoWhereOthersChangeByHand() {
        compareWithReplay(Damage::changesByHand, Begin::created, cases(4, 300));
    }

    void partsAndWhatStandsInThem() {
        const auto r = sixRows();
        const auto rows = [&](const PartQuestion& choice) { return told(historyOf(r.directory(), choice)); };
        QCOMPARE(rows(insight(1)),
                 (QStringList{QStringLiteral("2: added insight"), QStringLiteral("3: edited insight"),
                              QStringLiteral("4: added citation")}));
        QCOMPARE(rows(insight(1, {}, PartContents::leaveOut)).size(), 2);
        QCOMPARE(rows(insight(2)), QStringList{QStringLiteral("2: added insight")});
        QCOMPARE(rows(insight(1, "summary")),
                 (QStringList{QStringLiteral("2: added insight"), QStringLiteral("3: edited insight")}));
        QCOMPARE(rows(section(0)).mid(2),
                 (QStringList{QStringLiteral("3: edited insight"), QStringLiteral("4: added citation")}));
        QCOMPARE(rows(section(1, PartContents::leaveOut)).last(), QStringLiteral("6: edited section"));
        QCOMPARE(rows({"report", {}, {}, PartContents::leaveOut}),
                 (QStringList{QStringLiteral("1: added report"), QStringLiteral("5: edited report")}));
        QCOMPARE(rows({"report", {}, "title", PartContents::include}).size(), 2);
        QCOMPARE(rows({}).size(), 6);
        QCOMPARE(rows(insight(7)), QStringList());
    }

    void changesAreThoseOfThePartAlone() {
        const auto r = sixRows();
        const auto history = historyOf(r.directory(), insight(1, "summary"));
        QVERIFY(history && history->rows.size() == 2);
        const diff::Change& made = history->rows[0].changes.front();
        QCOMPARE(made.fields.size(), std::size_t{1});
        QCOMPARE(made.fields.front().after.text(), std::string("One"));
        const diff::Change& edited = history->rows[1].changes.front();
        QCOMPARE(edited.fields.front().before.text(), std::string("One"));
        QCOMPARE(edited.fields.front().after.text(), std::string("Changed"));
        QCOMPARE(history->rows[1].counts, (history::ChangeCounts{0, 1, 0, 0}));
        const auto citation = historyOf(r.directory(), insight(1));
        const std::string id = citation->rows.back().changes.front().id;
        QCOMPARE(told(historyOf(r.directory(), {"citation", id, {}, PartContents::include})),
                 QStringList{QStringLiteral("4: added citation")});
    }

    void whatIsLostIsSaidToBe() {
        auto r = sixRows();
        r.evolve([](Value& outline) {
            outline.edit("insights")->editItem(0).set("summary", Value::string("Last"));
        });
        r.removeBackup(r.lastBackup());
        QCOMPARE(told(historyOf(r.directory(), insight(1, "summary"))).mid(2),
                 (QStringList{QStringLiteral("6?"), QStringLiteral("7?: edited insight")}));
        QCOMPARE(told(historyOf(r.directory(), insight(2))), QStringList{QStringLiteral("2: added insight")});
        r.writeOutline("{");
        QCOMPARE(told(historyOf(r.directory(), insight(2))).mid(1),
                 (QStringList{QStringLiteral("6?"), QStringLiteral("7?"), QStringLiteral("8?")}));
    }

    void forksAndDoubledIds() {
        auto r = sixRows();
        const auto fork = r.fork(fixedUuid('2', 1), "Branch");
        QCOMPARE(told(historyOf(fork.directory(), insight(1))), told(historyOf(r.directory(), insight(1))));
        r.evolve([](Value& outline) {
            outline.edit("sections")->appendItem(tests::sectionValue(1, "The same id."));
        });
        PartQuestion second = section(1);
        second.id += "#2";
        QCOMPARE(told(historyOf(r.directory(), second)), QStringList{QStringLiteral("7: added section")});
    }

    void eachVersionIsReadOnce() {
        const auto r = sixRows();
        const auto posix = io::makePosixDisk();
        std::map<std::string, int> opened;
        test::HookedDisk disk(*posix, [&](const std::string& call, const std::string& name) {
            if (call == "openFile")
                ++opened[name];
        });
        std::uint64_t told = 0;
        const Progress progress{{}, [&](std::uint64_t done, std::uint64_t) { told = std::max(told, done); }};
        QVERIFY(report::loadPartHistory(disk, r.directory(), section(0), progress));
        QCOMPARE(opened.size(), std::size_t{7}); // five backups, the outline, the log
        for (const auto& [name, times] : opened)
            QVERIFY2(times == 1, name.c_str());
        QCOMPARE(told, std::uint64_t{6});
        opened.clear();
        QVERIFY(report::loadBlame(disk, r.directory()));
        for (const auto& [name, times] : opened)
            QCOMPARE(times, name == "outline.json" ? 2 : 1);
    }

    void canBeCancelled() {
        const auto r = sixRows();
        std::stop_source stop;
        const Progress progress{stop.get_token(), [&](std::uint64_t, std::uint64_t) { stop.request_stop(); }};
        QCOMPARE(historyOf(r.directory(), section(0), progress).error().code, ErrorCode::cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPartHistory)
#include "tst_part_history.moc"
