// SPDX-License-Identifier: MIT
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/core/history/timeline_checks.h"

using namespace stemma;
using namespace stemma::history;
using checks::addSection;
using checks::load;
using tests::fixedUuid;
using tests::ReportBuilder;

class TestVersionName : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_place;
    std::unique_ptr<ReportBuilder> m_report;
    std::string m_create, m_first, m_second, m_unsafe;
    Timeline m_timeline;

    /// The version number that a name leads to, or the negative error code.
    int number(const std::string& name) const {
        const auto found = findVersion(m_timeline, name);
        return found ? static_cast<int>(m_timeline.versions[*found].outlineVersion)
                     : -static_cast<int>(found.error().code) - 1;
    }
    static int failure(ErrorCode code) { return -static_cast<int>(code) - 1; }

private Q_SLOTS:
    void initTestCase() {
        m_report = std::make_unique<ReportBuilder>(m_place.path().toStdString(), fixedUuid('1', 1));
        m_create = m_report->create("Harbour");
        m_first = m_report->evolve(addSection(1));
        m_second = m_report->evolve(addSection(2));
        const std::string lost = m_report->lastBackup();
        m_report->evolve(addSection(3));
        m_report->removeBackup(lost);
        m_timeline = load(m_report->directory());
        QCOMPARE(m_timeline.rows.size(), std::size_t{4});
    }

    void everyWayToNameAVersion() {
        QCOMPARE(number("now"), 4);
        QCOMPARE(number("before:" + m_first), 1);
        QCOMPARE(number("after:" + m_create), 1);
        QCOMPARE(number("after:" + m_second), 3);
        QCOMPARE(number("backup:" + m_report->lastBackup()), 3);
        QCOMPARE(number("@1"), 1);
        QCOMPARE(number("@3"), 3);
        QCOMPARE(number("@4"), 4);
    }

    void prefixesOfActionIds() {
        QCOMPARE(number("after:" + m_second.substr(0, 4)), 3);
        QCOMPARE(number("before:" + m_first.substr(0, 12)), 1);
        QCOMPARE(number("after:" + m_second.substr(0, 3)), failure(ErrorCode::usage));
        QCOMPARE(number("after:"), failure(ErrorCode::usage));
        QCOMPARE(number("after:ffff"), failure(ErrorCode::notFound));
        Timeline doubled = m_timeline;
        doubled.rows[1].event->action = ActionId("abcd1");
        doubled.rows[2].event->action = ActionId("abcd2");
        QVERIFY(findVersion(doubled, "after:abcd").error().code == ErrorCode::usage);
        QVERIFY(findVersion(doubled, "after:abcd2").has_value());
        doubled.rows[2].event->action = ActionId("abcd");
        QVERIFY(findVersion(doubled, "after:abcd").has_value()); // a whole id is never ambiguous
    }

    void whatIsNotThere() {
        QCOMPARE(number("before:" + m_create), failure(ErrorCode::notFound));
        QCOMPARE(number("before:" + m_second), failure(ErrorCode::notFound)); // its backup is lost
        QCOMPARE(number("after:" + m_first), failure(ErrorCode::notFound));
        QCOMPARE(number("@2"), failure(ErrorCode::notFound));
        QCOMPARE(number("@5"), failure(ErrorCode::notFound));
        QCOMPARE(number("@0"), failure(ErrorCode::notFound));
        QCOMPARE(number("backup:outline.json.20010101T000000_000000.bak"), failure(ErrorCode::notFound));
        Timeline none;
        QVERIFY(findVersion(none, "now").error().code == ErrorCode::notFound);
    }

    void whatIsNoName() {
        for (const char* name : {"", "v3", "@", "@x", "@1x", "@-1", "@99999999999999999999999", "AFTER:1000"})
            QCOMPARE(number(name), failure(ErrorCode::usage));
        for (const char* name : {"backup:../outline.json", "backup:/etc/passwd", "backup:", "backup:.."})
            QCOMPARE(number(name), failure(ErrorCode::unsafe));
    }

    void anUnsafeBackupIsRefused() {
        m_report->append(m_report->event(
            "archive", "cli", json::Value::object({{"backup_filename", json::Value::string("../../x")}})));
        const Timeline t = load(m_report->directory());
        const auto found = findVersion(t, "before:" + t.rows.back().event->action.text());
        QVERIFY(!found);
        QVERIFY(found.error().code == ErrorCode::unsafe);
    }

    void theBytesOfAVersion() {
        const auto disk = io::makePosixDisk();
        const Timeline t = load(m_report->directory());
        const auto live = readVersion(*disk, m_report->directory(), t.versions[*t.live]);
        QCOMPARE(*live, m_report->outlineBytes());
        const auto index = findVersion(t, "before:" + m_first);
        const auto old = readVersion(*disk, m_report->directory(), t.versions[*index]);
        QCOMPARE(*old, m_report->backupBytes(t.versions[*index].file));
        m_report->writeBackup(t.versions[*index].file, "other bytes");
        const auto changed = readVersion(*disk, m_report->directory(), t.versions[*index]);
        QVERIFY(!changed);
        QVERIFY(changed.error().code == ErrorCode::conflict);
        m_report->removeBackup(t.versions[*index].file);
        QVERIFY(readVersion(*disk, m_report->directory(), t.versions[*index]).error().code ==
                ErrorCode::notFound);
    }
};

QTEST_APPLESS_MAIN(TestVersionName)
#include "tst_version_name.moc"
