// SPDX-License-Identifier: MIT
// Every unit, cut off by a power cut at every change that it makes to the disk, with many outcomes each; and
// recovery itself, cut off the same way. The oracle: old or new, acknowledged means new, the log agrees,
// nothing is left.
#include <cerrno>

#include <QTest>

#include "unit_program.h"

using namespace stemma;
using namespace stemma::test;

namespace {

constexpr std::uint64_t seeds = 16;
constexpr std::uint64_t seedsInDepth = 4; ///< of those, whose recovery is cut too
constexpr std::uint64_t seedsAfterRecovery = 4;

const std::string firstBackup = "outline.json.20240102T030405_000006.bak";

void plantReport(CrashDisk& disk) {
    disk.plant(sweptPath + "/outline.json", sweptOutline(1));
    disk.plant(sweptPath + "/backups/" + firstBackup, sweptOutline(0));
    disk.plant(sweptPath + "/audit.jsonl",
               sweptEvent("11111111-1111-4111-8111-111111111111", firstBackup, sha256(sweptOutline(1))) +
                   "\n");
}

/// One unit to be swept.
struct Unit {
    std::function<void(CrashDisk&)> plant;
    std::function<bool(UnitProgram&)> run; ///< whether it was acknowledged
    /// What is wrong after recovery, empty if nothing is.
    std::function<std::string(const Files&, bool acknowledged)> judge;
    std::function<std::string(const Files&)> judgeRaw;
};

std::string judgeReport(const Files& files, bool acknowledged, int before, int after) {
    const Files report = filesBelow(files, sweptPath);
    const std::string outline = report.contains("outline.json") ? report.at("outline.json") : std::string();
    if (outline != sweptOutline(after)) {
        if (acknowledged)
            return "an acknowledged save is lost";
        if (before < 0) {
            if (!report.empty())
                return "something is left of a first save: " + report.begin()->first;
            return {};
        }
        if (outline != sweptOutline(before))
            return "neither the old nor the new outline";
    }
    return wrongWith(report);
}

/// Sweeps a unit; at the first thing that is wrong, tells it with the cut and the seeds that show it again.
class Sweep {
public:
    explicit Sweep(Unit unit)
        : m_unit(std::move(unit)) {}

    std::string run() {
        for (std::uint64_t cut = 1;; ++cut) {
            CrashDisk disk;
            m_unit.plant(disk);
            bool acknowledged = false;
            {
                UnitProgram program(disk);
                disk.cutPowerAt(cut);
                acknowledged = m_unit.run(program);
            }
            for (std::uint64_t seed = 0; seed < seeds; ++seed)
                if (const std::string wrong = oneOutcome(disk, seed, acknowledged); !wrong.empty())
                    return wrong + " [cut " + std::to_string(cut) + ", seed " + std::to_string(seed) + "]" +
                           m_where;
            if (!disk.powerIsOff()) {
                m_cuts = cut - 1;
                return {};
            }
        }
    }
    /// As run, but the program is killed first, which loses nothing, and the power goes while its left-overs
    /// are recovered: recovery must not build on what was never synced.
    std::string runKilled() {
        for (std::uint64_t kill = 1;; ++kill) {
            for (std::uint64_t cut = 1;; ++cut) {
                CrashDisk disk;
                m_unit.plant(disk);
                const bool acknowledged = runUntilKilled(disk, kill);
                if (!disk.faultHappened()) {
                    m_cuts = kill - 1;
                    return {};
                }
                disk.stopFailing();
                {
                    UnitProgram program(disk);
                    disk.cutPowerAt(cut);
                    (void)program.recover();
                }
                for (std::uint64_t seed = 0; seed < seedsAfterRecovery; ++seed) {
                    const auto later = disk.reboot(seed);
                    std::string wrong = m_unit.judgeRaw(later->files());
                    if (wrong.empty())
                        wrong = recoverAndJudge(*later, acknowledged);
                    if (!wrong.empty())
                        return wrong + " [killed at call " + std::to_string(kill) + ", recovery cut " +
                               std::to_string(cut) + ", seed " + std::to_string(seed) + "]";
                }
                if (!disk.powerIsOff())
                    break;
            }
        }
    }
    [[nodiscard]] std::uint64_t cuts() const { return m_cuts; }
    [[nodiscard]] std::uint64_t states() const { return m_states; }

private:
    bool runUntilKilled(CrashDisk& disk, std::uint64_t kill) const {
        UnitProgram program(disk);
        disk.failFrom(kill, EIO);
        return m_unit.run(program);
    }

    std::string oneOutcome(const CrashDisk& crashed, std::uint64_t seed, bool acknowledged) {
        m_where.clear();
        const auto later = crashed.reboot(seed);
        if (m_unit.judgeRaw) {
            if (std::string wrong = m_unit.judgeRaw(later->files()); !wrong.empty())
                return "before recovery: " + wrong;
        }
        if (std::string wrong = recoverAndJudge(*later, acknowledged); !wrong.empty())
            return wrong;
        return seed < seedsInDepth ? cutRecovery(crashed, seed, acknowledged) : std::string();
    }

    std::string recoverAndJudge(CrashDisk& disk, bool acknowledged) {
        ++m_states;
        UnitProgram program(disk);
        const auto recovered = program.recover();
        if (!recovered)
            return "recovery failed: " + describe(recovered.error());
        for (const auto& step : recovered->steps)
            if (step.needsPerson)
                return "recovery asks a person: " + step.message;
        const Files files = disk.files();
        if (std::string wrong = m_unit.judge(files, acknowledged); !wrong.empty())
            return wrong;
        const auto again = program.recover();
        if (!again || !again->steps.empty() || disk.files() != files)
            return "a second recovery did something";
        return disk.openHandles() == 0 ? "" : "a handle is left open";
    }

    std::string cutRecovery(const CrashDisk& crashed, std::uint64_t seed, bool acknowledged) {
        for (std::uint64_t cut = 1;; ++cut) {
            const auto disk = crashed.reboot(seed);
            {
                UnitProgram program(*disk);
                disk->cutPowerAt(cut);
                (void)program.recover();
            }
            if (!disk->powerIsOff())
                return {};
            for (std::uint64_t second = 0; second < seedsAfterRecovery; ++second) {
                m_where = " [recovery cut " + std::to_string(cut) + ", seed " + std::to_string(second) + "]";
                const auto later = disk->reboot(second);
                if (std::string wrong = recoverAndJudge(*later, acknowledged); !wrong.empty())
                    return wrong;
            }
        }
    }

    const Unit m_unit;
    std::string m_where;
    std::uint64_t m_cuts = 0;
    std::uint64_t m_states = 0;
};

} // namespace

class TestCrashSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void save();
    void saveWithoutLinks();
    void firstSave();
    void secondSaveInARow();
    void createDirectory();
    void moveDirectory();
    void saveKilled();

private:
    static void sweep(Unit unit, std::uint64_t atLeastCuts) {
        Sweep sweep(std::move(unit));
        const std::string wrong = sweep.run();
        QVERIFY2(wrong.empty(), wrong.c_str());
        QVERIFY(sweep.cuts() >= atLeastCuts);
        qInfo("%llu power cuts, %llu states, 0 bad", static_cast<unsigned long long>(sweep.cuts()),
              static_cast<unsigned long long>(sweep.states()));
    }
    static Unit saveOf(int before, int after) {
        Unit unit;
        unit.plant = plantReport;
        unit.run = [after](UnitProgram& program) { return program.save(after).has_value(); };
        unit.judge = [before, after](const Files& files, bool acknowledged) {
            return judgeReport(files, acknowledged, before, after);
        };
        unit.judgeRaw = [](const Files& files) { return wrongBeforeRecovery(filesBelow(files, sweptPath)); };
        return unit;
    }
};

void TestCrashSweep::save() {
    sweep(saveOf(1, 2), 15);
}

void TestCrashSweep::saveWithoutLinks() {
    Unit unit = saveOf(1, 2);
    unit.plant = [](CrashDisk& disk) {
        plantReport(disk);
        disk.forbidLinks();
    };
    sweep(unit, 15);
}

void TestCrashSweep::firstSave() {
    Unit unit = saveOf(-1, 1);
    unit.plant = [](CrashDisk& disk) { disk.plantDirectory(sweptPath); };
    sweep(unit, 15);
}

void TestCrashSweep::secondSaveInARow() {
    Unit unit = saveOf(2, 3);
    unit.run = [](UnitProgram& program) {
        return program.save(2).has_value() && program.save(3).has_value();
    };
    unit.judge = [](const Files& files, bool acknowledged) {
        const bool first = files.at(sweptPath + "/outline.json") == sweptOutline(1);
        return judgeReport(files, acknowledged, first ? 1 : 2, 3);
    };
    sweep(unit, 30);
}

void TestCrashSweep::createDirectory() {
    Unit unit;
    unit.plant = plantReport;
    unit.run = [](UnitProgram& program) { return program.create("new").has_value(); };
    unit.judge = [](const Files& files, bool acknowledged) -> std::string {
        Files rest = files;
        for (const auto& [path, bytes] : filesBelow(files, sweptPath))
            rest.erase(sweptPath + "/" + path);
        const Files made = filesBelow(files, std::string(libraryPath) + "/by_id/new");
        if (made.size() != rest.size())
            return "something is left";
        if (made.empty())
            return acknowledged ? "an acknowledged report is lost" : "";
        const Files whole{{"outline.json", sweptOutline(7)},
                          {"audit.jsonl", "{}\n"},
                          {"report_files/chart.png", std::string(5000, 'p')}};
        return made == whole ? "" : "the report is not whole";
    };
    sweep(unit, 10);
}

void TestCrashSweep::moveDirectory() {
    Unit unit;
    unit.plant = plantReport;
    unit.run = [](UnitProgram& program) { return program.trash().has_value(); };
    unit.judge = [](const Files& files, bool acknowledged) -> std::string {
        const std::string trashPath = std::string(libraryPath) + "/.trash/gone";
        Files trashed = filesBelow(files, trashPath);
        const Files there = filesBelow(files, sweptPath);
        if (trashed.size() + there.size() != files.size())
            return "something is left";
        if (trashed.empty())
            return acknowledged ? "an acknowledged move is lost" : wrongWith(there);
        if (!there.empty())
            return "the report is in two places";
        const auto log = json::readJsonLines(trashed.at("audit.jsonl"));
        return log.lines.size() == 2 ? wrongWith(trashed) : "the move is not in the log";
    };
    sweep(unit, 10);
}

void TestCrashSweep::saveKilled() {
    Sweep sweep(saveOf(1, 2));
    const std::string wrong = sweep.runKilled();
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(sweep.cuts() >= 30);
    qInfo("%llu kills, %llu states, 0 bad", static_cast<unsigned long long>(sweep.cuts()),
          static_cast<unsigned long long>(sweep.states()));
}

QTEST_GUILESS_MAIN(TestCrashSweep)
#include "tst_crash_sweep.moc"
