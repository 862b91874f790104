// SPDX-License-Identifier: MIT
// Every operation on a library, cut off by a power cut and by a kill at every change that it makes to the
// disk; and the recovery from that. The oracle: byte by byte the state that was promised or the next one, for
// outlines, logs and backups; and an index that can be rebuilt to what the outlines say.
#include <memory>
#include <utility>

#include <QTest>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/strays.h"
#include "core/journal/recovery.h"
#include "core/json/python_format.h"
#include "core/report/pruning.h"
#include "core/report/report_index.h"
#include "core/report/restore_parts.h"
#include "core/report/templates.h"
#include "core/report/undo_changes.h"
#include "library_program.h"
#include "tests/support/crash_explorer.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

const std::string indexPath = std::string(LibraryProgram::root) + "/index.jsonl";

template <class T>
std::string wrongOf(const Result<T>& result) {
    return result ? std::string() : describe(result.error());
}

Recovery recoverLibrary(CrashDisk& disk) {
    LibraryProgram program(disk);
    const auto recovered = journal::recoverLibrary(program.workspace().environment, LibraryProgram::root,
                                                   program.workspace().lock);
    if (!recovered)
        return {"recovery failed: " + describe(recovered.error()), 0};
    for (const auto& step : recovered->steps) {
        if (step.needsPerson)
            return {"recovery asks a person: " + step.message, 0};
    }
    return {{}, recovered->steps.size()};
}

using Act = std::function<std::string(LibraryProgram&, PlantedLibrary&)>;

/// The acts follow each other in one run; each makes its promise when it is committed, or at its end.
enum class Disk { inAnyOrder, inOrder };

CrashCase caseOf(std::vector<Act> acts, Act before = {}, Disk kind = Disk::inAnyOrder) {
    CrashCase made;
    const auto planted = std::make_shared<PlantedLibrary>();
    made.plant = [planted, before, kind](CrashDisk& disk) {
        if (kind == Disk::inOrder)
            disk.commitInOrder();
        *planted = plantLibrary(disk);
        LibraryProgram program(disk);
        if (before)
            QCOMPARE(before(program, *planted), std::string());
    };
    made.run = [planted, acts = std::move(acts)](CrashDisk& disk, const CrashCase::Steps& steps) {
        std::string wrong;
        for (std::size_t at = 0; at < acts.size() && wrong.empty(); ++at) {
            bool promised = false;
            LibraryProgram program(disk, [&] {
                promised = true;
                steps.promised();
            });
            wrong = acts[at](program, *planted);
            program.endLinger();
            if (!promised)
                steps.promised();
            steps.settled();
        }
        return wrong;
    };
    made.recover = recoverLibrary;
    made.check = wrongWithIndex;
    made.oracle = CrashOracle([](const std::string& path) { return path == indexPath; });
    made.oracle.expectPruning();
    return made;
}

std::string giveTitle(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::renameReport(program.workspace(), library.first, "Another title"));
}

std::string tag(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::tagReport(program.workspace(), library.first, {"three", "four"}, {"one"}));
}

std::string archive(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::archiveReport(program.workspace(), library.first));
}

std::string setStatus(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::setReportStatus(program.workspace(), library.first, "deleted"));
}

std::string save(LibraryProgram& program, PlantedLibrary& library) {
    std::string bytes = program.disk().bytesOf(program.pathOf(library.first, "outline.json")).value();
    const std::string base = sha256(bytes);
    const std::size_t at = bytes.find("\"metadata\"");
    bytes.insert(at, "\"kept\": \"" + std::string(2000, 'k') + "\", ");
    return wrongOf(report::saveOutline(program.workspace(), library.first, base, bytes));
}

std::string saveByHand(LibraryProgram& program, PlantedLibrary& library) {
    const std::string base = program.disk().bytesOf(program.pathOf(library.first, "outline.json")).value();
    return wrongOf(report::saveWork(program.workspace(), library.first, base, editedOutline(base), "why"));
}

/// Another program renamed the report after it was read.
std::string saveAndMerge(LibraryProgram& program, PlantedLibrary& library) {
    const std::string disk = program.disk().bytesOf(program.pathOf(library.first, "outline.json")).value();
    std::string base = disk;
    base.replace(base.find("First"), 5, "Before");
    const auto saved = report::saveWork(program.workspace(), library.first, base, editedOutline(base));
    return saved && !saved->merged ? "nothing was merged" : wrongOf(saved);
}

std::string edit(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::editReport(program.workspace(), library.first, editList()));
}

std::string restore(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(
        report::restoreVersion(program.workspace(), library.first, "backup:" + library.backups.at(1)));
}

std::string restoreTitle(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(
        report::restoreParts(program.workspace(), library.first,
                             {"backup:" + library.backups.at(1), {{"report", "report", "title"}}}));
}

std::string undoRestore(LibraryProgram& program, PlantedLibrary& library) {
    const std::string last = program.backups(library.first).back();
    return wrongOf(report::restoreVersion(program.workspace(), library.first, "backup:" + last, {},
                                          report::RestorePurpose::undo));
}

std::string takeOut(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::undoChanges(program.workspace(), library.first,
                                       {{program.lastAction(library.first)}, {}, {}}));
}

std::string makeFork(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::forkReport(program.workspace(), library.first, "A fork"));
}

std::string makeNew(LibraryProgram& program, PlantedLibrary&) {
    return wrongOf(report::newReport(program.workspace(), "Third", {}));
}

std::string makeOfTemplate(LibraryProgram& program, PlantedLibrary&) {
    return wrongOf(
        report::newReport(program.workspace(), "Fourth", {},
                          json::pythonText(report::templateOutline(report::Template::deepDive, {}))));
}

std::string synthesize(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::synthesizeReports(program.workspace(), "Both", {library.first, library.second}));
}

std::string trash(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::trashReport(program.workspace(), library.first));
}

std::string untrash(LibraryProgram& program, PlantedLibrary&) {
    const auto folder = io::openDirectory(program.disk(), std::string(LibraryProgram::root) + "/.trash");
    const auto names = program.disk().list(folder.value().get());
    return wrongOf(report::untrashReport(program.workspace(), names.value().at(0).name));
}

std::string pruneAll(LibraryProgram& program, PlantedLibrary& library) {
    history::RetentionPolicy policy;
    policy.keep = 0;
    const auto preview = report::previewPrune(program.disk(), LibraryProgram::root, {{library.first}}, policy,
                                              {}, program.clock().now());
    if (!preview)
        return describe(preview.error());
    const auto done = report::prune(program.workspace(), *preview, nullptr);
    if (!done || done->size() != 1)
        return done ? "nothing was pruned" : describe(done.error());
    return done->front().refused ? describe(*done->front().refused) : std::string();
}

/// The set that was pruned.
std::string setIn(LibraryProgram& program, const PlantedLibrary& library) {
    const auto entries = report::prunedEntries(program.disk(), LibraryProgram::root, {{library.first}});
    return entries && !entries->empty() ? entries->front().set.id : std::string();
}

std::string bringBack(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::bringBack(program.workspace(), library.first, setIn(program, library)));
}

std::string emptyPruned(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::emptyPruned(program.workspace(), library.first, setIn(program, library)));
}

/// Another program wrote the outline in place, and synced nothing.
std::string writeInPlace(LibraryProgram& program, PlantedLibrary& library) {
    const std::string path = program.pathOf(library.first, "outline.json");
    std::string bytes = program.disk().bytesOf(path).value();
    bytes.replace(bytes.find("First"), 5, "Fifth");
    program.disk().plant(path, bytes);
    return {};
}

std::string record(LibraryProgram& program, PlantedLibrary& library) {
    return wrongOf(report::recordUnrecordedChange(program.workspace(), library.first));
}

/// The outline was cut off in place, and a restore replaced what was left of it.
std::string damageAndRestore(LibraryProgram& program, PlantedLibrary& library) {
    const std::string path = program.pathOf(library.first, "outline.json");
    program.disk().plant(path, program.disk().bytesOf(path).value().substr(0, 90));
    const std::string wrong = wrongOf(
        report::restoreVersion(program.workspace(), library.first, "backup:" + library.backups.back()));
    program.endLinger();
    return wrong;
}

std::string putDamageBack(LibraryProgram& program, PlantedLibrary& library) {
    report::Saved restored;
    restored.action = ActionId(program.lastAction(library.first));
    restored.backup = program.backups(library.first).back();
    restored.sha256 = sha256(program.disk().bytesOf(program.pathOf(library.first, "outline.json")).value());
    const std::string damaged =
        program.disk().bytesOf(program.pathOf(library.first, "backups/" + restored.backup)).value();
    return wrongOf(report::putBack(program.workspace(), library.first, restored, sha256(damaged)));
}

void explore(CrashCase crashCase, const std::string& what, const char* promises) {
    CrashExplorer explorer(std::move(crashCase),
                           CrashBounds::fromEnvironment(CrashBounds{4, 3, {16, 10, 8}}));
    const std::string wrong = explorer.run();
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(explorer.states() > 8);
    qInfo("%llu moments, %llu outcomes, %llu different states",
          static_cast<unsigned long long>(explorer.moments()),
          static_cast<unsigned long long>(explorer.outcomes()),
          static_cast<unsigned long long>(explorer.states()));
    stemma::tests::proved(promises, "crashes in memory: " + what, explorer.states());
}

} // namespace

using Acts = std::vector<Act>;
Q_DECLARE_METATYPE(Acts)
Q_DECLARE_METATYPE(Act)

class TestOperationSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void operation_data();
    void operation();
    void operationsInOrder();
    void puttingDamageBack();
    void indexRebuild();
    void fileUpdate();
};

void TestOperationSweep::operation_data() {
    QTest::addColumn<Acts>("acts");
    QTest::addColumn<Act>("before");
    QTest::newRow("save") << Acts{save} << Act();
    QTest::newRow("save by hand") << Acts{saveByHand} << Act();
    QTest::newRow("save by hand and merge") << Acts{saveAndMerge} << Act();
    QTest::newRow("edit list") << Acts{edit} << Act();
    QTest::newRow("new") << Acts{makeNew} << Act();
    QTest::newRow("rename") << Acts{giveTitle} << Act();
    QTest::newRow("tag") << Acts{tag} << Act();
    QTest::newRow("archive") << Acts{archive} << Act();
    QTest::newRow("status") << Acts{setStatus} << Act();
    QTest::newRow("restore") << Acts{restore} << Act();
    QTest::newRow("undo of a restore") << Acts{undoRestore} << Act(restore);
    QTest::newRow("restore and its undo") << Acts{restore, undoRestore} << Act();
    QTest::newRow("taking a change out, and back") << Acts{takeOut, takeOut} << Act();
    QTest::newRow("restoring parts, and taking that out") << Acts{restoreTitle, takeOut} << Act();
    QTest::newRow("fork") << Acts{makeFork} << Act();
    QTest::newRow("new of a template") << Acts{makeOfTemplate} << Act();
    QTest::newRow("synthesize") << Acts{synthesize} << Act();
    QTest::newRow("trash") << Acts{trash} << Act();
    QTest::newRow("untrash") << Acts{untrash} << Act(trash);
    QTest::newRow("pruning") << Acts{pruneAll} << Act();
    QTest::newRow("bringing pruned ones back") << Acts{bringBack} << Act(pruneAll);
    QTest::newRow("removing pruned ones for good") << Acts{emptyPruned} << Act(pruneAll);
    QTest::newRow("pruning, back, and a save") << Acts{pruneAll, bringBack, giveTitle} << Act();
    QTest::newRow("recording a change") << Acts{record} << Act(writeInPlace);
    QTest::newRow("six in a row") << Acts{giveTitle, makeFork, tag, undoRestore, trash, untrash} << Act();
}

void TestOperationSweep::operation() {
    QFETCH(Acts, acts);
    QFETCH(Act, before);
    explore(caseOf(acts, before), QTest::currentDataTag(), "P1 P2 P3 P6 P7 P8 P15 P20");
}

/// Where the log commits a save.
void TestOperationSweep::operationsInOrder() {
    const std::vector<std::pair<const char*, Acts>> runs = {
        {"save, in order", {save}},
        {"restore and its undo, in order", {restore, undoRestore}},
        {"six in a row, in order", {giveTitle, makeFork, tag, undoRestore, trash, untrash}}};
    for (const auto& [what, acts] : runs)
        explore(caseOf(acts, {}, Disk::inOrder), what, "P1 P2 P3 P6 P7 P8 P15 P20");
    explore(caseOf({record}, writeInPlace, Disk::inOrder), "recording a change, in order", "P2 P3 P6");
}

/// The one operation after which an outline can't be read: recovery leaves that to the person, as it was
/// before the restore.
void TestOperationSweep::puttingDamageBack() {
    CrashCase back = caseOf({putDamageBack}, damageAndRestore);
    back.recover = [](CrashDisk& disk) -> Recovery {
        LibraryProgram program(disk);
        const auto recovered = journal::recoverLibrary(program.workspace().environment, LibraryProgram::root,
                                                       program.workspace().lock);
        return recovered ? Recovery{{}, 0} : Recovery{"recovery failed: " + describe(recovered.error()), 0};
    };
    back.check = [](CrashDisk&) { return std::string(); };
    explore(std::move(back), "putting a damaged outline back", "P1 P2 P3 P6 P7 P8 P15");
}

/// The index is old or new, and never torn.
void TestOperationSweep::indexRebuild() {
    CrashCase rebuild = caseOf({[](LibraryProgram& program, PlantedLibrary&) {
        return wrongOf(report::rebuildIndex(program.disk(), LibraryProgram::root, report::DryRun::no));
    }});
    const auto plant = rebuild.plant;
    rebuild.plant = [plant](CrashDisk& disk) {
        plant(disk);
        disk.plant(indexPath, "{}\nnot an index\n");
    };
    rebuild.oracle = CrashOracle();
    rebuild.oracle.expectWhole(indexPath);
    explore(rebuild, "rebuilding the index", "P15 P20");
}

/// A general file, as `file update` writes it.
void TestOperationSweep::fileUpdate() {
    const std::string path = "/home/notes.json";
    CrashCase update;
    update.plant = [path](CrashDisk& disk) { disk.plant(path, std::string(3000, 'o')); };
    update.run = [path](CrashDisk& disk, const CrashCase::Steps& steps) -> std::string {
        for (const char* bytes : {"new", "newer"}) {
            const Status done = io::atomicWrite(disk, path, std::string(2000, bytes[0]) + bytes);
            if (!done)
                return describe(done.error());
            steps.promised();
            steps.settled();
        }
        return {};
    };
    update.recover = [path](CrashDisk& disk) { return Recovery{{}, io::removeStrays(disk, path)}; };
    update.oracle.expectWhole(path);
    explore(update, "file update", "P1 P2 P3 P15");
}

QTEST_GUILESS_MAIN(TestOperationSweep)
#include "tst_operation_sweep.moc"
