// SPDX-License-Identifier: MIT
// The end of a history, read without what lies before it, is the end of the whole history.
#include <QTest>

#include <algorithm>
#include <random>

#include <QTemporaryDir>

#include "core/history/timeline.h"
#include "core/history/timeline_build.h"
#include "core/io/posix_disk.h"
#include "core/report/outline.h"
#include "tests/core/history/timeline_checks.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using stemma::history::Timeline;
using stemma::history::TimelineRow;
using stemma::tests::ReportBuilder;

namespace {

std::string shaOf(const Timeline& timeline, std::optional<std::size_t> version) {
    return version ? timeline.versions[*version].sha256 : "?";
}

/// A row with all that doesn't count from the beginning.
QString textOf(const Timeline& timeline, const TimelineRow& row) {
    std::string text = history::rowKindWord(row.kind);
    text += ' ' + (row.event ? row.event->action.text() : std::string()) + ' ' + shaOf(timeline, row.before) +
            '>' + shaOf(timeline, row.after) + ' ' + history::backupStateWord(row.backupState) +
            (row.current ? " current" : "");
    if (row.counts)
        for (const std::size_t count :
             {row.counts->added, row.counts->edited, row.counts->moved, row.counts->removed})
            text += ' ' + std::to_string(count);
    for (const history::RowProblem& problem : row.problems)
        if (problem.rule != "lost-update") // told by numbers that were given before
            text += ' ' + problem.rule;
    return QString::fromStdString(text);
}

/// From the row of the event with that index on, without that row itself.
QStringList behind(const Timeline& timeline, const std::string& action) {
    QStringList rows;
    bool found = false;
    for (const TimelineRow& row : timeline.rows) {
        if (found)
            rows << textOf(timeline, row);
        found = found || (row.event && row.event->action.text() == action);
    }
    return rows;
}

/// A report with a history of that many steps of all kinds.
void live(ReportBuilder& builder, std::mt19937& random, int steps) {
    std::vector<std::string> actions{builder.create("T")};
    for (int n = 0; n < steps; ++n) {
        const auto title = [n](json::Value& outline) {
            outline.set("title", json::Value::string("T" + std::to_string(n)));
        };
        switch (random() % 9) {
        case 0:
            builder.editByHand(title);
            break;
        case 1:
            actions.push_back(builder.tagUpdate({"t" + std::to_string(n)}));
            break;
        case 2:
            builder.appendRaw("{broken " + std::to_string(n) + "\n");
            break;
        case 3:
            builder.render();
            break;
        case 4:
            builder.evolve(title, "human");
            builder.removeBackup(builder.lastBackup());
            break;
        case 5:
            builder.changeWithoutEvent(title);
            break;
        default:
            actions.push_back(builder.evolve(checks::addSection(100 + n)));
        }
    }
}

} // namespace

class TestRecentTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheEndOfTheWhole();
    void readsNoOlderBackups();
    void anEmptyLog();
};

void TestRecentTimeline::isTheEndOfTheWhole() {
    const int rounds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 400 : 8;
    const auto disk = io::makePosixDisk();
    for (int seed = 0; seed < rounds; ++seed) {
        const QTemporaryDir place;
        std::mt19937 random(static_cast<unsigned>(seed));
        ReportBuilder builder(place.path().toStdString(), stemma::tests::fixedUuid('a', 1));
        live(builder, random, 14);
        const Timeline whole = checks::load(builder.directory());
        for (std::size_t first = 0;; ++first) {
            const auto recent = history::loadRecent(
                *disk, builder.directory(), report::interpretOutline,
                [first](const history::AuditLog& log) { return history::nearestState(log, first); },
                history::Counts::compute);
            QVERIFY(recent.has_value());
            if (first >= recent->log.events.size())
                break;
            const std::string action = recent->log.events[first].event.action.text();
            const QString where = QStringLiteral("seed %1, event %2:\n").arg(seed).arg(first);
            QCOMPARE(where + behind(recent->timeline, action).join(QLatin1Char('\n')),
                     where + behind(whole, action).join(QLatin1Char('\n')));
        }
    }
}

void TestRecentTimeline::readsNoOlderBackups() {
    const QTemporaryDir place;
    ReportBuilder builder(place.path().toStdString(), stemma::tests::fixedUuid('a', 1));
    builder.create("T");
    for (int n = 0; n < 20; ++n)
        builder.evolve(checks::addSection(100 + n));
    const auto real = io::makePosixDisk();
    int backups = 0;
    test::HookedDisk counting(*real, [&](const std::string& call, const std::string& name) {
        backups += call == "openFile" && name.ends_with(".bak") ? 1 : 0;
    });
    const auto recent = history::loadRecent(
        counting, builder.directory(), report::interpretOutline,
        [](const history::AuditLog& log) { return log.events.size() - 2; }, history::Counts::compute);
    QCOMPARE(recent.value().timeline.rows.size(), std::size_t{2});
    QCOMPARE(recent->log.events.size(), std::size_t{21});
    QCOMPARE(backups, 2);
}

void TestRecentTimeline::anEmptyLog() {
    const QTemporaryDir place;
    ReportBuilder builder(place.path().toStdString(), stemma::tests::fixedUuid('a', 1));
    builder.create("T");
    QFile::remove(QString::fromStdString(builder.directory() + "/audit.jsonl"));
    const auto disk = io::makePosixDisk();
    const auto recent = history::loadRecent(
        *disk, builder.directory(), report::interpretOutline,
        [](const history::AuditLog&) { return std::size_t{7}; }, history::Counts::compute);
    QCOMPARE(checks::shape(recent.value().timeline), checks::shape(checks::load(builder.directory())));
}

QTEST_GUILESS_MAIN(TestRecentTimeline)
#include "tst_recent_timeline.moc"
