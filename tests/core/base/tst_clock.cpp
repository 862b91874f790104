// SPDX-License-Identifier: MIT
#include <QTest>

#include <limits>
#include <random>

#include "core/base/clock.h"

using namespace stemma;

Q_DECLARE_METATYPE(std::int64_t)

class TestClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownMoments_data() {
        QTest::addColumn<std::int64_t>("micros");
        QTest::addColumn<QString>("iso");
        QTest::addColumn<QString>("stamp");
        // From Python: datetime.fromtimestamp(micros / 1e6, UTC).isoformat() and
        // strftime("%Y%m%dT%H%M%S_%f").
        QTest::newRow("the epoch") << std::int64_t{0} << QStringLiteral("1970-01-01T00:00:00+00:00")
                                   << QStringLiteral("19700101T000000_000000");
        QTest::newRow("a day of 2025")
            << std::int64_t{1'741'687'922'743'707} << QStringLiteral("2025-03-11T10:12:02.743707+00:00")
            << QStringLiteral("20250311T101202_743707");
        QTest::newRow("whole second")
            << std::int64_t{1'741'687'922'000'000} << QStringLiteral("2025-03-11T10:12:02+00:00")
            << QStringLiteral("20250311T101202_000000");
        QTest::newRow("one microsecond")
            << std::int64_t{1} << QStringLiteral("1970-01-01T00:00:00.000001+00:00")
            << QStringLiteral("19700101T000000_000001");
        QTest::newRow("before the epoch")
            << std::int64_t{-1} << QStringLiteral("1969-12-31T23:59:59.999999+00:00")
            << QStringLiteral("19691231T235959_999999");
        QTest::newRow("leap day") << std::int64_t{1'709'208'000'000'000}
                                  << QStringLiteral("2024-02-29T12:00:00+00:00")
                                  << QStringLiteral("20240229T120000_000000");
        QTest::newRow("the last second of Python")
            << std::int64_t{253'402'300'799'999'999} << QStringLiteral("9999-12-31T23:59:59.999999+00:00")
            << QStringLiteral("99991231T235959_999999");
    }

    void knownMoments() {
        QFETCH(std::int64_t, micros);
        QFETCH(QString, iso);
        QFETCH(QString, stamp);
        const Timestamp moment{micros};
        QCOMPARE(QString::fromStdString(isoText(moment)), iso);
        QCOMPARE(QString::fromStdString(backupStamp(moment)), stamp);
        QCOMPARE(QString::fromStdString(compactStamp(moment)), stamp.left(15));
        QCOMPARE(parseIso(iso.toStdString()), std::optional(moment));
        QCOMPARE(parseBackupStamp(stamp.toStdString()), std::optional(moment));
    }

    void randomMomentsComeBack() {
        std::mt19937_64 random(5);
        for (int i = 0; i < 20'000; ++i) {
            const Timestamp moment{static_cast<std::int64_t>(random() % 253'402'300'800'000'000ULL)};
            QCOMPARE(parseIso(isoText(moment)), std::optional(moment));
            QCOMPARE(parseBackupStamp(backupStamp(moment)), std::optional(moment));
        }
    }

    void otherWaysToWriteATime() {
        const std::int64_t second = 1'741'687'922'000'000;
        const auto micros = [](const char* text) {
            const auto moment = parseIso(text);
            return moment ? moment->micros : std::numeric_limits<std::int64_t>::min();
        };
        QCOMPARE(micros("2025-03-11T10:12:02Z"), second);
        QCOMPARE(micros("2025-03-11 10:12:02"), second);
        QCOMPARE(micros("2025-03-11T10:12:02.5"), second + 500'000);
        QCOMPARE(micros("2025-03-11T12:12:02+02:00"), second);
        QCOMPARE(micros("2025-03-11T08:42:02-0130"), second);
    }

    void whatIsNoTime() {
        for (const char* text :
             {"", "now", "2025-03-11", "2025-02-29T00:00:00", "2025-13-01T00:00:00", "2025-03-11T24:00:00",
              "2025-03-11T10:60:00", "2025-03-11T10:12:02.", "2025-03-11T10:12:02.1234567",
              "2025-03-11T10:12:02+1", "2025-03-11T10:12:02Zx", "25-03-11T10:12:02",
              "2025-03-11T10:12:02 +00:00", "\xff\xfe"})
            QVERIFY2(!parseIso(text), text);
        for (const char* text : {"", "20250311T101202", "20250311T101202_74370", "20250311T101202_7437070",
                                 "20250311T101202-743707", "20250231T101202_743707"})
            QVERIFY2(!parseBackupStamp(text), text);
    }

    void textsSortAsTimes() {
        QVERIFY(isoText({1'741'687'922'743'707}) < isoText({1'741'687'922'743'708}));
        QVERIFY(backupStamp({999}) < backupStamp({1'000'000}));
    }

    void theSystemsClockIsThisCentury() {
        const auto now = SystemClock().now();
        QVERIFY(now > Timestamp{1'700'000'000'000'000});
        QVERIFY(now < Timestamp{4'102'444'800'000'000});
    }
};

QTEST_APPLESS_MAIN(TestClock)
#include "tst_clock.moc"
