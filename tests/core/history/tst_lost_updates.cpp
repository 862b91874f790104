// SPDX-License-Identifier: MIT
// Writers that had read an older outline than the one that they replace.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/sha256.h"
#include "core/json/python_format.h"
#include "tests/core/history/timeline_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::history;
using namespace checks;
using stemma::tests::fixedUuid;
using stemma::tests::ReportBuilder;

class TestLostUpdates : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_place;

    ReportBuilder report() {
        m_place = std::make_unique<QTemporaryDir>();
        return {m_place->path().toStdString(), fixedUuid('1', 1)};
    }

    static void expectLost(const ReportBuilder& r, std::initializer_list<std::size_t> rows) {
        const Timeline t = load(r.directory());
        std::vector<std::size_t> found;
        for (const TimelineRow& row : t.rows)
            for (const RowProblem& problem : row.problems)
                if (problem.rule == "lost-update")
                    found.push_back(row.n);
        QCOMPARE(found, std::vector<std::size_t>(rows));
    }

private Q_SLOTS:
    void aStaleEvolve() {
        auto r = report();
        r.create("Harbour");
        const json::Value stale = r.outline();
        r.evolve(addSection(1));
        r.evolve(addSection(2));
        r.writeOn(stale, "evolve");
        expectLost(r, {4});
    }

    /// The version went back meanwhile, so that the stale one's is a new one.
    void aStaleEvolveAfterARevert() {
        auto r = report();
        r.create("Harbour");
        const std::string first = r.evolve(addSection(1));
        r.evolve(addSection(2));
        const json::Value stale = r.outline();
        r.revert(first);
        r.evolve(addSection(3));
        r.writeOn(stale, "evolve");
        expectLost(r, {6});
    }

    /// The version went back meanwhile, and came up to the number that the stale one was made from.
    void aStaleEvolveWithTheNumberOfTheNewOne() {
        auto r = report();
        r.create("Harbour");
        r.evolve(addSection(1));
        const std::string second = r.evolve(addSection(2));
        const json::Value stale = r.outline();
        r.revert(second);
        r.evolve(addSection(3));
        expectLost(r, {});
        r.writeOn(stale, "evolve");
        expectLost(r, {6});
    }

    void aStaleTag() {
        auto r = report();
        r.create("Harbour");
        const json::Value stale = r.outline();
        r.evolve(addSection(1));
        r.writeOn(stale, "tag_update");
        expectLost(r, {3});
    }

    /// What is made from the outline as it is overwrites nobody, whatever its number.
    void theNextOneIsNoneAgain() {
        auto r = report();
        r.create("Harbour");
        const json::Value stale = r.outline();
        r.evolve(addSection(1));
        r.evolve(addSection(2));
        r.writeOn(stale, "evolve");
        r.evolve(addSection(4));
        r.evolve(addSection(5));
        expectLost(r, {4});
    }

    void ordinaryHistoriesHaveNone() {
        auto r = report();
        r.create("Harbour");
        const std::string first = r.evolve(addSection(1));
        r.evolve(addSection(9));
        r.tagUpdate({"a"});
        r.archive();
        r.revert(first);
        r.evolve(addSection(2));
        r.editByHand(write("By hand."));
        r.evolve(addSection(3));
        r.lowLevelSave(addSection(4));
        r.evolve(addSection(5));
        r.removeBackup(r.lastBackup());
        r.evolve(addSection(6));
        expectLost(r, {});
        auto fork = r.fork(fixedUuid('2', 1), "Copy");
        fork.evolve(addSection(7));
        fork.tagUpdate({"b"});
        expectLost(fork, {});
        stemma::tests::proved("P10", "overwriting of what was not read is told, and nothing else", 6);
    }

    /// A program that copies an outline in the moment when another writes it in place copies half of it.
    void aDamagedBackupDoesNotHideWhatOursMade() {
        auto r = report();
        r.create("Harbour");
        const std::string before = r.outlineBytes();
        const std::string backup = r.changeWithoutEvent(addSection(1));
        const std::string made = r.outlineBytes();
        const json::Value hashes =
            json::Value::object({{"before_sha256", json::Value::string(sha256(before))},
                                 {"after_sha256", json::Value::string(sha256(made))}});
        r.append(r.event(
            "tag_update", "human",
            json::Value::object({{"backup_filename", json::Value::string(backup)}, {"stemma", hashes}})));
        const std::string second = r.evolve(addSection(2));
        r.writeBackup(r.lastBackup(), "");
        r.writeBackup("outline.json.20400101T000000_000001.bak", made);
        const Timeline t = load(r.directory());
        QVERIFY(t.rows[1].after);
        QCOMPARE(t.versions[*t.rows[1].after].sha256, sha256(made));
        QVERIFY(t.rows[2].event && t.rows[2].event->action.text() == second);
        QVERIFY(t.rows[2].backupState == BackupState::damaged);
    }
};

QTEST_GUILESS_MAIN(TestLostUpdates)
#include "tst_lost_updates.moc"
