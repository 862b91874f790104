// SPDX-License-Identifier: MIT
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/json/python_format.h"
#include "tests/core/history/timeline_checks.h"

using namespace stemma;
using namespace stemma::history;
using namespace checks;
using tests::fixedUuid;
using tests::ReportBuilder;

namespace {

void stamp(json::Value& outline, const char* time) {
    outline.set("updated_at", json::Value::string(time));
}

} // namespace

class TestTimelineDamage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_place;
    std::string m_backup; ///< of the last evolve of threeSteps()

    ReportBuilder report() {
        m_place = std::make_unique<QTemporaryDir>();
        return {m_place->path().toStdString(), fixedUuid('1', 1)};
    }

    ReportBuilder threeSteps() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.evolve(addSection(2));
        m_backup = r.lastBackup();
        return r;
    }

    static QString path(const ReportBuilder& r, const char* name) {
        return QString::fromStdString(r.directory()) + QLatin1Char('/') + QString::fromLatin1(name);
    }

private Q_SLOTS:
    void aMissingBackupIsAHole() {
        auto r = threeSteps();
        r.removeBackup(m_backup);
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>?", "change evolve ?>v3"}));
        QCOMPARE(rules(t), texts({"backup-missing"}));
        QVERIFY(t.rows[2].beforeIsHole);
        QVERIFY(t.rows[2].backupState == BackupState::missing);
        QVERIFY(!t.rows[1].counts && !t.rows[2].counts);
    }

    void noBackupsAtAll() {
        auto r = threeSteps();
        QVERIFY(QDir(path(r, "backups")).removeRecursively());
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>?", "change evolve ?>?", "change evolve ?>v3"}));
        QCOMPARE(rules(t), texts({"backup-missing", "backup-missing"}));
    }

    void aDamagedBackupIsShownAsThat() {
        auto r = threeSteps();
        r.writeBackup(m_backup, r.backupBytes(m_backup).substr(0, 100));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t),
                 texts({"change create ?>v1", "change evolve v1>broken", "change evolve broken>v3"}));
        QCOMPARE(rules(t), texts({"backup-damaged"}));
        QVERIFY(t.rows[2].backupState == BackupState::damaged);
        QVERIFY(!t.versions[*t.rows[2].before].problem.empty());
        QVERIFY(!t.rows[2].counts);
    }

    void aBackupOfAnotherReport() {
        auto r = threeSteps();
        json::Value other = r.outline();
        other.set("report_id", json::Value::string(fixedUuid('9', 9)));
        r.writeBackup(m_backup, json::pythonText(other));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>?", "change evolve v3>v3"}));
        QCOMPARE(rules(t), texts({"backup-foreign"}));
        QVERIFY(t.rows[2].backupState == BackupState::foreign);
        QVERIFY(!t.rows[2].counts);
    }

    void namesThatLeadOutAreNeverFollowed_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("up") << QStringLiteral("../outline.json");
        QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
        QTest::newRow("a link") << QStringLiteral("link.bak");
    }

    void namesThatLeadOutAreNeverFollowed() {
        QFETCH(QString, name);
        auto r = threeSteps();
        QVERIFY(QFile::link(path(r, "outline.json"), path(r, "backups/link.bak")));
        r.append(
            r.event("archive", "cli",
                    json::Value::object({{"backup_filename", json::Value::string(name.toStdString())}})));
        const Timeline t = load(r.directory());
        QVERIFY(t.rows[3].backupState == BackupState::unsafe);
        QVERIFY(!t.rows[3].before);
        QVERIFY(rules(t).contains(QStringLiteral("backup-unsafe")));
        for (const Version& version : t.versions)
            QVERIFY(version.file != name.toStdString());
    }

    void aChangeThatNobodyRecorded() {
        auto r = threeSteps();
        r.editByHand([](json::Value& outline) {
            stamp(outline, "2031-01-01T00:00:00+00:00");
            outline.edit("sections")->removeItem(0);
        });
        Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2), texts({"change evolve v2>?", "unrecorded-change ?>v3"}));
        QCOMPARE(checks::currentRow(t), std::size_t{4});
        QVERIFY(!t.rows[3].ts.empty());
        QCOMPARE(t.rows[3].actor, std::string());
        r.evolve(addSection(7));
        t = load(r.directory());
        QCOMPARE(shape(t).mid(2),
                 texts({"change evolve v2>?", "unrecorded-change ?>v3", "change evolve v3>v4"}));
    }

    void aWriterThatDiedBeforeItsEvent() {
        auto r = threeSteps();
        const std::string backup = r.changeWithoutEvent(addSection(3));
        Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2),
                 texts({"change evolve v2>v3", "unnamed-backup v3>v3", "unrecorded-change v3>v4"}));
        QCOMPARE(t.rows[3].backup, backup);
        QCOMPARE(t.rows[4].counts, std::optional(ChangeCounts{1, 0, 0, 0}));
        r.evolve(addSection(4));
        t = load(r.directory());
        QCOMPARE(shape(t).mid(3),
                 texts({"unnamed-backup v3>v3", "unrecorded-change v3>v4", "change evolve v4>v5"}));
    }

    void aWriterThatDiedBeforeItsSave() {
        auto r = threeSteps();
        r.changeWithoutEvent(addSection(3));
        r.writeOutline(r.backupBytes(r.lastBackup()));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2), texts({"change evolve v2>v3", "unnamed-backup v3>v3"}));
        QCOMPARE(checks::currentRow(t), std::size_t{4});
        QVERIFY(t.rows[2].sameAsCurrent);
    }

    void aLostUpdateIsFound() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        const json::Value stale = r.outline(); // another process reads here …
        r.evolve(addSection(2));
        r.evolve([&](json::Value& outline) { // … and writes on what it read
            outline = stale;
            outline.edit("sections")->appendItem(tests::sectionValue(8, "Mine."));
        });
        json::Value raised = r.outline();
        raised.set("outline_version", json::Value::integer(3));
        r.writeOutline(json::pythonText(raised));
        QFile log(path(r, "audit.jsonl"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QByteArray bytes = log.readAll();
        log.close();
        bytes.replace("\"outline_version\": 4", "\"outline_version\": 3");
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write(bytes);
        log.close();
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2), texts({"change evolve v2>v3", "change evolve v3>v3"}));
        QCOMPARE(rules(t), texts({"lost-update"}));
        QCOMPARE(t.rows[3].problems.size(), std::size_t{1});
    }

    void unreadableLinesStandAtTheirPlace() {
        auto r = report();
        r.create("Harbour");
        r.appendRaw("not json\n");
        r.evolve(addSection(1));
        r.appendRaw("[]\n{\"action_id\": \"x\"}\n");
        r.evolve(addSection(2));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "unreadable-line v1>v1", "change evolve v1>v2",
                                  "unreadable-line v2>v2", "unreadable-line v2>v2", "change evolve v2>v3"}));
        QCOMPARE(t.rows[1].problems.front().line, std::size_t{2});
        QCOMPARE(t.rows[4].problems.front().line, std::size_t{5});
    }

    void anUnreadableLineMayHaveBeenAChange() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        r.changeWithoutEvent(addSection(2));
        r.appendRaw("{\"action_id\": \"torn in the mid\n");
        r.evolve(addSection(3));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "unnamed-backup v2>v2",
                                  "unreadable-line v2>v3", "change evolve v3>v4"}));
        QCOMPARE(rules(t), texts({"log-line-unreadable"}));
        QCOMPARE(t.rows[3].counts, std::optional(ChangeCounts{1, 0, 0, 0}));
    }

    void aTornTail() {
        auto r = threeSteps();
        r.changeWithoutEvent(addSection(3));
        r.appendRaw("{\"action_id\": \"12345678-0000");
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2),
                 texts({"change evolve v2>v3", "unnamed-backup v3>v3", "unreadable-line v3>v4"}));
        QVERIFY(rules(t).contains(QStringLiteral("log-torn")));
        QCOMPARE(checks::currentRow(t), std::size_t{5});
    }

    void aWholeTailWithoutItsNewlineIsAnEvent() {
        auto r = threeSteps();
        QFile log(path(r, "audit.jsonl"));
        QVERIFY(log.resize(log.size() - 1));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>v3"}));
        QCOMPARE(rules(t), texts({"log-torn"}));
    }

    void aLineThatTheOtherProgramDropsIsStillAChange() {
        auto r = threeSteps();
        const std::string backup = r.changeWithoutEvent(addSection(3));
        auto event = r.event("restore", "robot",
                             json::Value::object({{"backup_filename", json::Value::string(backup)}}));
        r.append(event);
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t).last(), QStringLiteral("change restore v3>v4"));
        QCOMPARE(rules(t), texts({"log-line-rejected"}));
    }

    void repeatedEventsCountOnce() {
        auto r = threeSteps();
        QFile log(path(r, "audit.jsonl"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray lines = log.readAll();
        log.close();
        r.appendRaw(lines.toStdString());
        const Timeline t = load(r.directory());
        QCOMPARE(t.rows.size(), std::size_t{3});
        QCOMPARE(rules(t).count(QStringLiteral("log-line-repeated")), 3);
    }

    void withoutALogTheBackupsAreTheHistory() {
        auto r = threeSteps();
        QVERIFY(QFile::remove(path(r, "audit.jsonl")));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t),
                 texts({"unnamed-backup v1>v1", "unnamed-backup v1>v2", "unrecorded-change v2>v3"}));
        QCOMPARE(rules(t), texts({"log-missing"}));
        QCOMPARE(checks::currentRow(t), std::size_t{3});
    }

    void anOutlineAloneIsOneRow() {
        auto r = threeSteps();
        QVERIFY(QFile::remove(path(r, "audit.jsonl")));
        QVERIFY(QDir(path(r, "backups")).removeRecursively());
        QCOMPARE(shape(load(r.directory())), texts({"unrecorded-change ?>v3"}));
    }

    void withoutAnOutline() {
        auto r = threeSteps();
        QVERIFY(QFile::remove(path(r, "outline.json")));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>?"}));
        QCOMPARE(rules(t), texts({"outline-missing"}));
        QVERIFY(!t.live);
        QCOMPARE(checks::currentRow(t), std::size_t{0});
    }

    void anOutlineThatWasBrokenInPlace_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"report_id\": \"1");
        QTest::newRow("zeros") << QByteArray(4096, '\0');
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }

    void anOutlineThatWasBrokenInPlace() {
        QFETCH(QByteArray, bytes);
        auto r = threeSteps();
        r.writeOutline(bytes.toStdString());
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t).mid(2), texts({"change evolve v2>?", "unrecorded-change ?>broken"}));
        QCOMPARE(rules(t), texts({"outline-unreadable"}));
        QVERIFY(t.live.has_value());
        QCOMPARE(checks::currentRow(t), std::size_t{4});
    }

    void specialFilesInTheWay() {
        auto r = threeSteps();
        QVERIFY(QFile::remove(path(r, "audit.jsonl")));
        QVERIFY(QDir().mkdir(path(r, "audit.jsonl")));
        QVERIFY(QDir(path(r, "backups")).removeRecursively());
        QFile notAFolder(path(r, "backups"));
        QVERIFY(notAFolder.open(QIODevice::WriteOnly));
        const Timeline t = load(r.directory());
        QCOMPARE(shape(t), texts({"unrecorded-change ?>v3"}));
        QVERIFY(rules(t).contains(QStringLiteral("log-unreadable")));
        QVERIFY(rules(t).contains(QStringLiteral("backups-unreadable")));
    }

    void onlyADirectoryThatCantBeReadIsAnError() {
        const QTemporaryDir place;
        const auto disk = io::makePosixDisk();
        const auto gone = loadTimeline(*disk, place.filePath(QStringLiteral("gone")).toStdString(),
                                       report::interpretOutline, Counts::compute);
        QVERIFY(!gone);
        QVERIFY(gone.error().code == ErrorCode::notFound);
        const auto empty =
            loadTimeline(*disk, place.path().toStdString(), report::interpretOutline, Counts::compute);
        QVERIFY(empty.has_value());
        QVERIFY(empty->rows.empty());
    }

    void aRenamedFolderKeepsItsHistory() {
        auto r = threeSteps();
        const QString renamed = m_place->filePath(QStringLiteral("by_id/elsewhere"));
        QVERIFY(QDir().rename(QString::fromStdString(r.directory()), renamed));
        const Timeline t = load(renamed.toStdString());
        QCOMPARE(shape(t), texts({"change create ?>v1", "change evolve v1>v2", "change evolve v2>v3"}));
        QCOMPARE(rules(t), QStringList());
    }

    void anyBytesInTheLogAreSurvived() {
        auto r = threeSteps();
        QFile log(path(r, "audit.jsonl"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray good = log.readAll();
        log.close();
        unsigned state = 4711;
        for (int round = 0; round < 300; ++round) {
            QByteArray bad = good;
            for (int i = 0; i < 5; ++i) {
                state = state * 1664525U + 1013904223U;
                bad[static_cast<int>((state >> 8U) % static_cast<unsigned>(bad.size()))] =
                    static_cast<char>(state >> 24U);
            }
            QVERIFY(log.open(QIODevice::WriteOnly));
            log.write(bad);
            log.close();
            const Timeline t = load(r.directory());
            QVERIFY(!t.rows.empty());
            QVERIFY(t.live.has_value());
            QVERIFY(checks::currentRow(t) != 0 && checks::currentRow(t) != 999);
        }
    }
};

QTEST_APPLESS_MAIN(TestTimelineDamage)
#include "tst_timeline_damage.moc"
