// SPDX-License-Identifier: MIT
// Reports are compared with what is remembered of them in the state directory.
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/report/report_trust.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using history::ChainVerdict;
using report::OnBreak;
using State = ChainVerdict::State;

namespace {

/// A library with a report, and a state directory.
struct Watched : LibraryFixture {
    Watched() {
        addReport(texts::reportId, sampleText());
        rename("One");
        rename("Two");
    }
    void rename(const std::string& title) {
        const auto saved = report::renameReport(workspace(), sampleId, title);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
    }
    ChainVerdict look(OnBreak onBreak = OnBreak::keep, const std::string& library = {},
                      const std::string& seen = {}) {
        const auto verdict = report::verifyTrust(disk(), store, library.empty() ? root : library, sampleId,
                                                 Timestamp{1'760'000'000'000'000}, onBreak, {}, seen);
        if (!verdict)
            qFatal("%s", describe(verdict.error()).c_str());
        return *verdict;
    }
    /// Replaces the first of these words in the log, as no program does.
    void falsify(const std::string& word, const std::string& other) const {
        const std::string log = "by_id/" + texts::reportId + "/audit.jsonl";
        std::string bytes = read(log);
        write(log, bytes.replace(bytes.find(word), word.size(), other));
    }
    [[nodiscard]] std::filesystem::path chainFile() const {
        for (const auto& entry : std::filesystem::directory_iterator(state.path().toStdString()))
            if (entry.path().extension() == ".chain")
                return entry.path();
        return {};
    }

    QTemporaryDir state;
    marks::TrustStore store{disk(), state.path().toStdString()};
};

} // namespace

class TestReportTrust : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsAndGoesOn();
    void staysBrokenUntilItIsAccepted();
    void onlyWhatWasSeenIsAccepted();
    void movedAndCopiedLibraries();
    void whatIsRememberedCanBeDamagedToo();
    void whatCantBeReadIsNotGone();
};

void TestReportTrust::beginsAndGoesOn() {
    Watched watched;
    const auto picture = watched.picture();
    QVERIFY(watched.look().state == State::begun);
    QVERIFY(watched.picture() == picture);
    watched.rename("Three");
    ChainVerdict verdict = watched.look();
    QVERIFY(verdict.state == State::whole);
    QCOMPARE(verdict.links, std::size_t{2});
    QCOMPARE(verdict.added, std::size_t{1});
    verdict = watched.look();
    QCOMPARE(verdict.links, std::size_t{3});
    QCOMPARE(verdict.added, std::size_t{0});
    const auto stamp = std::filesystem::last_write_time(watched.chainFile());
    watched.look();
    QVERIFY(std::filesystem::last_write_time(watched.chainFile()) == stamp); // nothing new, nothing written
}

void TestReportTrust::staysBrokenUntilItIsAccepted() {
    Watched watched;
    watched.look();
    watched.falsify("human", "agent");
    for (int times = 0; times < 2; ++times)
        QVERIFY(watched.look().state == State::broken);
    watched.rename("Three");
    QVERIFY(watched.look().state == State::broken);
    QVERIFY(watched.look(OnBreak::renew).state == State::begun);
    QVERIFY(watched.look().state == State::whole);
    std::ifstream file(watched.chainFile());
    const std::string kept{std::istreambuf_iterator<char>(file), {}};
    QVERIFY(kept.find("former") != std::string::npos);
    stemma::tests::proved("P21", "chains that broke", 1);
}

void TestReportTrust::onlyWhatWasSeenIsAccepted() {
    Watched watched;
    watched.look();
    watched.falsify("human", "agent");
    const ChainVerdict first = watched.look();
    QVERIFY(first.state == State::broken);
    const std::string outline = "by_id/" + texts::reportId + "/outline.json";
    watched.write(outline, watched.read(outline) + "\n"); // behind the break that was told
    const ChainVerdict then = watched.look(OnBreak::renew, {}, first.present);
    QVERIFY(then.state == State::broken);
    QVERIFY(then.present != first.present);
    QVERIFY(watched.look(OnBreak::renew, {}, then.present).state == State::begun);
    QVERIFY(watched.look().state == State::whole);
}

void TestReportTrust::movedAndCopiedLibraries() {
    Watched watched;
    watched.look();
    QTemporaryDir elsewhere;
    const std::string moved = elsewhere.path().toStdString() + "/moved";
    std::filesystem::copy(watched.root, moved, std::filesystem::copy_options::recursive);
    ChainVerdict verdict = watched.look(OnBreak::keep, moved);
    QVERIFY(verdict.state == State::whole);
    QCOMPARE(verdict.links, std::size_t{2});
    // From here on each goes its own way.
    watched.rename("Three");
    QVERIFY(watched.look().state == State::whole);
    QVERIFY(watched.look(OnBreak::keep, moved).state == State::whole);
    const std::string other = elsewhere.path().toStdString() + "/other";
    watched.falsify("human", "agent");
    std::filesystem::copy(watched.root, other, std::filesystem::copy_options::recursive);
    QVERIFY(watched.look(OnBreak::keep, other).state == State::begun); // none fits
}

void TestReportTrust::whatIsRememberedCanBeDamagedToo() {
    Watched watched;
    watched.look();
    std::ofstream(watched.chainFile()) << "{";
    const ChainVerdict verdict = watched.look();
    QVERIFY(verdict.state == State::broken);
    QVERIFY(verdict.message.find("remembered") != std::string::npos);
}

void TestReportTrust::whatCantBeReadIsNotGone() {
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    Watched watched;
    watched.look();
    const std::string log = watched.path("by_id/" + texts::reportId + "/audit.jsonl");
    std::filesystem::permissions(log, std::filesystem::perms::none);
    const auto verdict =
        report::verifyTrust(watched.disk(), watched.store, watched.root, sampleId, Timestamp{0});
    QVERIFY(!verdict);
    QCOMPARE(verdict.error().code, ErrorCode::io);
}

QTEST_GUILESS_MAIN(TestReportTrust)
#include "tst_report_trust.moc"
