// SPDX-License-Identifier: MIT
#include <QTest>

#include <cerrno>

#include "core/base/result.h"

using namespace stemma;

class TestResult : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsWord() {
        // The command line's contract: "code" of an error in JSON.
        QCOMPARE(codeWord(ErrorCode::usage), "usage");
        QCOMPARE(codeWord(ErrorCode::notFound), "not-found");
        QCOMPARE(codeWord(ErrorCode::conflict), "conflict");
        QCOMPARE(codeWord(ErrorCode::locked), "locked");
        QCOMPARE(codeWord(ErrorCode::damaged), "damaged");
        QCOMPARE(codeWord(ErrorCode::io), "io");
        QCOMPARE(codeWord(ErrorCode::unsafe), "unsafe");
        QCOMPARE(codeWord(ErrorCode::cancelled), "cancelled");
    }

    void oneParagraph() {
        Error error{ErrorCode::io, "save the report",  "/x/outline.json",
                    "disk full",   "Free some space.", ENOSPC};
        QCOMPARE(describe(error),
                 std::string("Could not save the report: /x/outline.json: disk full. Free some space."));
        error.committed = Committed::unknown;
        QVERIFY(describe(error).find("in place") != std::string::npos);
        Error bare;
        bare.action = "read the list";
        QCOMPARE(describe(bare), std::string("Could not read the list."));
        bare.detail = "It is empty.";
        QCOMPARE(describe(bare), std::string("Could not read the list: It is empty."));
    }

    void systemErrors_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("advises");
        const auto row = [](const char* name, int number, ErrorCode code, bool advises) {
            QTest::newRow(name) << number << static_cast<int>(code) << advises;
        };
        row("ENOENT", ENOENT, ErrorCode::notFound, false);
        row("ELOOP", ELOOP, ErrorCode::unsafe, false);
        row("ENOTDIR", ENOTDIR, ErrorCode::unsafe, false);
        row("EEXIST", EEXIST, ErrorCode::conflict, false);
        row("ENOSPC", ENOSPC, ErrorCode::io, true);
        row("EDQUOT", EDQUOT, ErrorCode::io, true);
        row("EROFS", EROFS, ErrorCode::io, true);
        row("EACCES", EACCES, ErrorCode::io, true);
        row("EFBIG", EFBIG, ErrorCode::io, true);
        row("EIO", EIO, ErrorCode::io, true);
    }

    void systemErrors() {
        QFETCH(int, number);
        QFETCH(int, code);
        QFETCH(bool, advises);
        const Error error = systemError(number, "open the file", "/a/b");
        QCOMPARE(static_cast<int>(error.code), code);
        QCOMPARE(error.osErrno, number);
        QCOMPARE(error.path, std::string("/a/b"));
        QVERIFY(!error.detail.empty());
        QCOMPARE(!error.advice.empty(), advises);
        QVERIFY(error.committed == Committed::no);
    }

    void failuresAreValues() {
        const auto failing = []() -> Result<int> {
            return fail(ErrorCode::damaged, "read", "p", "why", "Do.");
        };
        const auto result = failing();
        QVERIFY(!result);
        QCOMPARE(result.error().advice, std::string("Do."));
        QVERIFY(result.error().code == ErrorCode::damaged);
        const auto done = []() -> Status { return {}; };
        QVERIFY(done().has_value());
    }
};

QTEST_APPLESS_MAIN(TestResult)
#include "tst_result.moc"
