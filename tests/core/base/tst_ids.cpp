// SPDX-License-Identifier: MIT
#include <QTest>

#include <set>
#include <type_traits>

#include "core/base/ids.h"
#include "core/base/sha256.h"

using namespace stemma;

static_assert(!std::is_convertible_v<std::string, ReportId>);
static_assert(!std::is_convertible_v<ReportId, ActionId>);

class TestIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newIdsAreRandomVersionFour() {
        std::set<std::string> seen;
        for (int i = 0; i < 2000; ++i) {
            const std::string id = newUuid();
            QCOMPARE(id.size(), std::size_t{36});
            QVERIFY(isUuid(id));
            QCOMPARE(id[14], '4');
            QVERIFY(std::string("89ab").find(id[19]) != std::string::npos);
            for (const std::size_t at : {8U, 13U, 18U, 23U})
                QCOMPARE(id[at], '-');
            QVERIFY(id.find_first_not_of("0123456789abcdef-") == std::string::npos);
            QVERIFY(seen.insert(id).second);
        }
    }

    /// What Python 3.11's uuid.UUID(text) takes and what it refuses, tried there.
    void whatPythonTakesForAUuid() {
        for (const char* text :
             {"653c8042-9008-4a06-93fc-82fdf6df3037", "653C8042-9008-4A06-93FC-82FDF6DF3037",
              "{653c8042-9008-4a06-93fc-82fdf6df3037}", "urn:uuid:653c8042-9008-4a06-93fc-82fdf6df3037",
              "653c804290084a0693fc82fdf6df3037", "00000000-0000-0000-0000-000000000000",
              "6-5-3-c804290084a0693fc82fdf6df3037", "}653c804290084a0693fc82fdf6df3037{"})
            QVERIFY2(isUuid(text), text);
        for (const char* text :
             {"", "{}", "rpt_550e8400", "653c8042-9008-4a06-93fc-82fdf6df303",
              "653c8042-9008-4a06-93fc-82fdf6df30377", "653c8042-9008-4a06-93fc-82fdf6df303g",
              " 653c8042-9008-4a06-93fc-82fdf6df3037"})
            QVERIFY2(!isUuid(text), text);
    }

    void namesThatStayInTheirFolder() {
        for (const char* name : {"a", "...", ".lock", "a b", "Ü", "-rf"})
            QVERIFY2(isSafeName(name), name);
        for (const char* name : {"", ".", "..", "/", "a/b", "../a", "a/"})
            QVERIFY2(!isSafeName(name), name);
        QVERIFY(!isSafeName(std::string_view("a\0b", 3)));
        QVERIFY(isSafeName(std::string(255, 'a')));
        QVERIFY(!isSafeName(std::string(256, 'a')));
    }

    void randomDigits() {
        QCOMPARE(randomHex(0), std::string());
        QCOMPARE(randomHex(8).size(), std::size_t{16});
        QVERIFY(randomHex(16) != randomHex(16));
    }

    void idsKeepTheirText() {
        const ReportId id("{ABC}");
        QCOMPARE(id.text(), std::string("{ABC}"));
        QVERIFY(ReportId().empty());
        QVERIFY(ReportId("a") < ReportId("b"));
        QCOMPARE(std::hash<ReportId>{}(id), std::hash<ReportId>{}(ReportId("{ABC}")));
    }

    /// The examples of FIPS 180-2, appendix B, and the empty text.
    void sha256OfKnownTexts() {
        QCOMPARE(sha256(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha256("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                 std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
        QCOMPARE(sha256(std::string(1'000'000, 'a')),
                 std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
        QVERIFY(sha256(std::string_view("\0", 1)) != sha256(""));
    }
};

QTEST_APPLESS_MAIN(TestIds)
#include "tst_ids.moc"
