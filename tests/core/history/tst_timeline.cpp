// SPDX-License-Identifier: MIT
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/sha256.h"
#include "tests/core/history/timeline_checks.h"

using namespace stemma;
using namespace stemma::history;
using namespace checks;
using tests::fixedUuid;
using tests::ReportBuilder;

namespace {

json::Value ownPayload(const std::string& backup, const std::string& before, const std::string& after) {
    return json::Value::object(
        {{"backup_filename", backup.empty() ? json::Value() : json::Value::string(backup)},
         {"stemma", json::Value::object({{"before_sha256", json::Value::string(before)},
                                         {"after_sha256", json::Value::string(after)},
                                         {"event_sha256", json::Value::string(emptySeal())}})}});
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_place;

    ReportBuilder report() {
        m_place = std::make_unique<QTemporaryDir>();
        return {m_place->path().toStdString(), fixedUuid('1', 1)};
    }

private Q_SLOTS:
    void anOrdinaryHistory() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1), "agent", "request-1");
        r.evolve(write("Other words."), "human");
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>v3"}));
        QCOMPARE(rules(t), QStringList());
        QCOMPARE(checks::currentRow(t), std::size_t{3});
        QCOMPARE(t.rows[1].counts, std::optional(ChangeCounts{1, 0, 0, 0}));
        QCOMPARE(t.rows[2].counts, std::optional(ChangeCounts{0, 1, 0, 0}));
        QCOMPARE(t.rows[1].event->requestId, std::optional<std::string>("request-1"));
        QCOMPARE(t.rows[2].actor, std::string("human"));
        QVERIFY(t.rows[1].backupState == BackupState::ok);
        QVERIFY(t.rows[0].backupState == BackupState::none);
        QCOMPARE(t.versions[*t.live].sha256, sha256(r.outlineBytes()));
        QCOMPARE(t.versions[*t.live].file, std::string());
        QCOMPARE(t.versions[*t.rows[2].before].file, r.lastBackup());
    }

    void creatingCountsWhatWasMade() {
        auto r = report();
        r.create("Harbour");
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1"}));
        QCOMPARE(t.rows[0].counts, std::optional(ChangeCounts{2, 0, 0, 0})); // the report and its section
        QVERIFY(!t.rows[0].beforeIsHole);
    }

    void eventsThatChangeNothingShowTheStateTheyStandIn() {
        auto r = report();
        r.create("Harbour");
        r.render();
        r.evolve(addSection(1));
        r.statusChange("archived");
        r.evolve(addSection(2));
        r.statusChange("active");
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t),
                 texts({"change create ?>v1", "change render v1>v1", "change evolve v1>v2",
                        "change status_change v2>v2", "change evolve v2>v3", "change status_change v3>v3"}));
        QCOMPARE(rules(t), QStringList());
        QCOMPARE(checks::currentRow(t), std::size_t{6});
        QVERIFY(t.rows[4].sameAsCurrent);
        QCOMPARE(t.rows[3].counts, std::optional(ChangeCounts{}));
    }

    void taggingAndArchivingDontRaiseTheVersion() {
        auto r = report();
        r.create("Harbour");
        r.tagUpdate({"sea"});
        r.tagUpdate({"sea", "ships"});
        r.archive();
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change tag_update v1>v1", "change tag_update v1>v1",
                                  "change archive v1>v1"}));
        QCOMPARE(rules(t), QStringList());
        QCOMPARE(t.rows[3].counts, std::optional(ChangeCounts{0, 1, 0, 0}));
    }

    void aRevertGoesBackAndIsNoSurprise() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        const std::string undone = r.evolve(addSection(2));
        r.evolve(addSection(3));
        r.revert(undone);
        Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>v3",
                                  "change evolve v3>v4", "change revert v4>v2"}));
        QCOMPARE(rules(t), QStringList());
        QCOMPARE(checks::currentRow(t), std::size_t{5});
        QVERIFY(t.rows[1].sameAsCurrent);
        QCOMPARE(t.rows[4].counts, std::optional(ChangeCounts{0, 0, 0, 2}));
        QCOMPARE(t.rows[4].backup, r.lastBackup());
        r.evolve(addSection(4));
        t = load(r.directory());
        QCOMPARE(shape(t).mid(4), texts({"change revert v4>v2", "change evolve v2>v3"}));
        QCOMPARE(rules(t), QStringList());
    }

    void aForkInheritsAHistory() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        auto f = r.fork(fixedUuid('2', 1), "Copy");
        f.evolve(addSection(2));
        const Timeline t = load(f.directory());
        QCOMPARE(shape(t), texts({"inherited create ?>v1", "inherited evolve v1>v2", "unnamed-backup v2>v2",
                                  "change fork v2>v1", "change evolve v1>v2"}));
        QCOMPARE(rules(t), QStringList());
        QVERIFY(t.rows[1].backupState == BackupState::foreign);
        QVERIFY(t.rows[2].backupState == BackupState::foreign);
        QVERIFY(t.rows[4].backupState == BackupState::ok);
        QCOMPARE(t.versions[*t.rows[1].before].reportId, r.id());
        QCOMPARE(t.rows[3].counts, std::optional(ChangeCounts{0, 1, 0, 0}));
        for (const TimelineRow& row : t.rows)
            QVERIFY(!row.clockWentBack);
    }

    void aForkThatWasRevertedToItsSource() {
        auto r = report();
        r.create("Harbour");
        const std::string inherited = r.evolve(addSection(1));
        auto f = r.fork(fixedUuid('2', 1), "Copy");
        f.revert(inherited); // the source's id is in the fork's outline now
        f.evolve(addSection(5));
        const Timeline t = load(f.directory());
        QCOMPARE(shape(t), texts({"inherited create ?>v1", "inherited evolve v1>v2", "unnamed-backup v2>v2",
                                  "change fork v2>v1", "change revert v1>v1", "change evolve v1>v2"}));
        QVERIFY(!rules(t).contains(QStringLiteral("backup-foreign")));
        QVERIFY(t.rows[5].backupState == BackupState::foreign);
    }

    void aLowLevelSaveNamesNoBackup() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.lowLevelSave(write("Low."));
        r.evolve(addSection(2));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "unnamed-backup v2>v2",
                                  "change backup v2>v2", "change evolve v2>v3"}));
        QCOMPARE(rules(t), QStringList());
        QCOMPARE(t.rows[3].counts, std::optional(ChangeCounts{0, 1, 0, 0}));
        QVERIFY(t.rows[2].ts.starts_with("2025-03-11T10:12:"));
    }

    void ourOwnEventsAreKnownByTheirHashes() {
        auto r = report();
        r.create("Harbour");
        const std::string before = r.outlineBytes();
        const std::string backup = r.changeWithoutEvent(addSection(1));
        r.append(r.event("rename", "human", ownPayload(backup, sha256(before), sha256(r.outlineBytes()))));
        Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change rename v1>v2"}));
        QCOMPARE(rules(t), QStringList());
        // The same stamps and the same version, but other bytes: only the hash can tell.
        r.editByHand(write("Forged."));
        t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change rename v1>?", "unrecorded-change ?>v2"}));
        QCOMPARE(checks::currentRow(t), std::size_t{3});
    }

    void aRecordedHandEditIsAChange() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.editByHand([](json::Value& outline) { outline.set("updated_at", json::Value::string("2030")); });
        QCOMPARE(shape(load(r.directory())).last(), QStringLiteral("unrecorded-change ?>v2"));
        const std::string live = sha256(r.outlineBytes());
        r.append(r.event("manual_edit_detected", "human", ownPayload({}, {}, live)));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t),
                 texts({"change create ?>v1", "change evolve v1>?", "change manual_edit_detected ?>v2"}));
        QCOMPARE(rules(t), QStringList());
    }

    void anEventWithoutItsBackupBreaksTheChainOnly() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.changeWithoutEvent(addSection(2));
        r.removeBackup(r.lastBackup()); // igloo-mcp swallows a backup that fails, and names none
        auto event = r.event("evolve", "agent", json::Value::object({{"backup_filename", json::Value()}}));
        r.append(event);
        r.evolve(addSection(3));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>?", "change evolve ?>v3",
                                  "change evolve v3>v4"}));
        QCOMPARE(rules(t), QStringList());
        QVERIFY(!t.rows[2].beforeIsHole);
    }

    void theClockMayGoBack() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.setClock(Timestamp{r.now().micros - 3'600'000'000});
        r.evolve(addSection(2));
        r.evolve(addSection(3));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>v3",
                                  "change evolve v3>v4"}));
        QCOMPARE(rules(t), QStringList());
        QVERIFY(t.rows[2].clockWentBack);
        QVERIFY(!t.rows[1].clockWentBack && !t.rows[3].clockWentBack);
        for (const std::size_t row : {1U, 2U, 3U})
            QCOMPARE(t.rows[row].counts, std::optional(ChangeCounts{1, 0, 0, 0}));
    }

    void twoHundredQuickSaves() {
        auto r = report();
        r.create("Harbour");
        for (int i = 0; i < 200; ++i) {
            r.evolve(i % 10 == 0 ? addSection(i + 1) : write("Draft " + std::to_string(i)));
            r.setClock(Timestamp{r.now().micros - 1'000'122}); // a microsecond apart
        }
        const Timeline t = load(r.directory());
        QCOMPARE(t.rows.size(), std::size_t{201});
        QCOMPARE(rules(t), QStringList());
        for (std::size_t i = 1; i < t.rows.size(); ++i) {
            QCOMPARE(t.rows[i].before, t.rows[i - 1].after);
            QCOMPARE(t.rows[i].counts->added + t.rows[i].counts->edited, std::size_t{1});
            QCOMPARE(t.versions[*t.rows[i].after].outlineVersion, static_cast<std::int64_t>(i + 1));
        }
    }

    void countsCanBeLeftOut() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        const Timeline t = load(r.directory(), Counts::leaveOut);
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2"}));
        QVERIFY(!t.rows[0].counts && !t.rows[1].counts);
    }

    void citationsCountAsEditsOfTheirInsight() {
        auto r = report();
        r.create("Harbour");
        r.evolve([](json::Value& outline) {
            outline.edit("insights")->appendItem(tests::insightValue(1, "Traffic grows."));
            outline.edit("sections")
                ->editItem(0)
                .edit("insight_ids")
                ->appendItem(json::Value::string(fixedUuid('b', 1)));
        });
        r.evolve([](json::Value& outline) {
            outline.edit("insights")
                ->editItem(0)
                .edit("citations")
                ->appendItem(json::Value::object({{"source", json::Value::string("url")},
                                                  {"url", json::Value::string("https://a.example")}}));
        });
        const Timeline t = load(r.directory());
        QCOMPARE(t.rows[1].counts, std::optional(ChangeCounts{1, 0, 0, 0}));
        QCOMPARE(t.rows[2].counts, std::optional(ChangeCounts{0, 1, 0, 0}));
    }

    void itReadsAndNeverWrites() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.appendRaw("torn");
        const auto names = [&] {
            QStringList list;
            QDirIterator it(m_place->path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                            QDirIterator::Subdirectories);
            while (it.hasNext()) {
                it.next();
                list << it.filePath() + it.fileInfo().lastModified().toString(Qt::ISODateWithMs) +
                            QString::number(it.fileInfo().size());
            }
            list.sort();
            return list;
        };
        const QStringList before = names();
        load(r.directory());
        QCOMPARE(names(), before);
    }

    void itCanBeCancelledAndTellsHowFarItIs() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        const auto disk = io::makePosixDisk();
        Progress progress;
        std::uint64_t last = 0;
        std::uint64_t total = 0;
        progress.report = [&](std::uint64_t done, std::uint64_t all) {
            last = done;
            total = all;
        };
        QVERIFY(loadTimeline(*disk, r.directory(), report::interpretOutline, Counts::compute, progress));
        QVERIFY(total > 0);
        QCOMPARE(last, total);
        std::stop_source stop;
        stop.request_stop();
        progress.stop = stop.get_token();
        const auto cancelled =
            loadTimeline(*disk, r.directory(), report::interpretOutline, Counts::compute, progress);
        QVERIFY(!cancelled);
        QVERIFY(cancelled.error().code == ErrorCode::cancelled);
    }
};

QTEST_APPLESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
