// SPDX-License-Identifier: MIT
// Every operation on a library, with an error at every call that it makes to the disk, and with all calls of
// a kind failing from there on. The oracle: an error that says that nothing happened left every outline, log
// and file as they were; success is there; recovery leaves a history that agrees and nothing else; the next
// change works and survives a power cut; no new file is synced twice.
#include <algorithm>
#include <cerrno>
#include <set>

#include <QTest>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/journal/recovery.h"
#include "core/json/jsonl.h"
#include "core/report/pruning.h"
#include "core/report/report_index.h"
#include "core/report/restore_parts.h"
#include "core/report/undo_changes.h"
#include "library_program.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

using Files = std::map<std::string, std::string>;
using report::Saved;
using report::Workspace;

const std::string settingsPath = std::string(LibraryProgram::root) + "/settings.json";

/// What the operation told: nothing if it has no report to tell of.
using Told = Result<std::optional<Saved>>;

struct Planted : PlantedLibrary {
    std::string trashed;
    ReportId third; ///< of which backups were pruned
};

struct Operation {
    const char* name;
    std::function<Told(const Workspace&, const Planted&)> run;
};

Told told(Result<Saved> saved) {
    return saved ? Told(std::optional(std::move(*saved))) : Told(tl::unexpected(std::move(saved.error())));
}

Told told(Status done) {
    return done ? Told(std::nullopt) : Told(tl::unexpected(std::move(done.error())));
}

Told saveWhole(const Workspace& workspace, const ReportId& id) {
    auto content = io::readFile(workspace.environment.disk, LibraryProgram::pathOf(id, "outline.json"));
    if (!content)
        return tl::unexpected(std::move(content.error()));
    std::string bytes = content->bytes;
    const std::size_t at = bytes.find("\"metadata\": {");
    bytes.insert(at + 13, "\"padding\": \"" + std::string(20'000, 'x') + "\", ");
    return told(report::saveOutline(workspace, id, sha256(content->bytes), bytes));
}

/// `moved`: another program renamed the report after it was read.
Told saveByHand(const Workspace& workspace, const ReportId& id, bool moved) {
    auto content = io::readFile(workspace.environment.disk, LibraryProgram::pathOf(id, "outline.json"));
    if (!content)
        return tl::unexpected(std::move(content.error()));
    std::string base = content->bytes;
    if (moved)
        base.replace(base.find("First"), 5, "Before");
    auto work = report::saveWork(workspace, id, base, editedOutline(base), "why");
    return work ? told(std::move(work->saved)) : Told(tl::unexpected(std::move(work.error())));
}

Told edit(const Workspace& workspace, const ReportId& id) {
    auto edited = report::editReport(workspace, id, editList());
    return edited ? told(std::move(edited->saved)) : Told(tl::unexpected(std::move(edited.error())));
}

/// The name of the one report in the trash.
std::string trashName(const CrashDisk& disk) {
    const std::string trash = std::string(LibraryProgram::root) + "/.trash/";
    for (const auto& [path, bytes] : disk.files())
        if (path.starts_with(trash))
            return path.substr(trash.size(), path.find('/', trash.size()) - trash.size());
    return {};
}

Told rebuild(const Workspace& workspace) {
    const auto built = report::rebuildIndex(workspace.environment.disk, workspace.root, report::DryRun::no);
    return built ? Told(std::nullopt) : Told(tl::unexpected(built.error()));
}

Told prune(const Workspace& workspace, const ReportId& id) {
    history::RetentionPolicy policy;
    policy.keep = 0;
    const auto preview =
        report::previewPrune(workspace.environment.disk, workspace.root, {{id}}, policy, {}, Timestamp{});
    if (!preview)
        return tl::unexpected(preview.error());
    const auto done = report::prune(workspace, *preview, nullptr);
    if (!done)
        return tl::unexpected(done.error());
    return done->empty() || !done->front().refused ? Told(std::nullopt)
                                                   : Told(tl::unexpected(*done->front().refused));
}

/// A set is there already: it comes back, or goes for good.
Told onPrunedSet(const Workspace& workspace, const ReportId& id,
                 Result<report::PrunedReport> (*act)(const Workspace&, const ReportId&, const std::string&)) {
    const auto sets = history::listPruned(workspace.environment.disk, LibraryProgram::pathOf(id, "."));
    if (!sets)
        return tl::unexpected(sets.error());
    if (sets->empty())
        return std::nullopt;
    const auto done = act(workspace, id, sets->front().id);
    return done ? Told(std::nullopt) : Told(tl::unexpected(done.error()));
}

const std::vector<Operation> operations = {
    {"save", [](auto& w, auto& p) { return saveWhole(w, p.first); }},
    {"first save", [](auto& w, auto& p) { return saveWhole(w, p.second); }},
    {"save by hand", [](auto& w, auto& p) { return saveByHand(w, p.first, false); }},
    {"save by hand and merge", [](auto& w, auto& p) { return saveByHand(w, p.first, true); }},
    {"edit list", [](auto& w, auto& p) { return edit(w, p.first); }},
    {"restore",
     [](auto& w, auto& p) { return told(restoreVersion(w, p.first, "backup:" + p.backups.front())); }},
    {"undo", [](auto& w, auto& p) { return told(restoreVersion(w, p.first, "backup:" + p.backups.back())); }},
    {"take a change out",
     [](auto& w, auto& p) {
         return told(undoChanges(w, p.first, {{p.action}, {}, {}}));
     }},
    {"restore parts",
     [](auto& w, auto& p) {
         return told(
             restoreParts(w, p.first, {"backup:" + p.backups.back(), {{"report", "report", "title"}}}));
     }},
    {"rename", [](auto& w, auto& p) { return told(renameReport(w, p.first, "Renamed")); }},
    {"tag", [](auto& w, auto& p) { return told(tagReport(w, p.first, {"three"}, {"one"})); }},
    {"status", [](auto& w, auto& p) { return told(archiveReport(w, p.first)); }},
    {"new", [](auto& w, auto&) { return told(newReport(w, "New", {})); }},
    {"fork", [](auto& w, auto& p) { return told(forkReport(w, p.first, "Fork")); }},
    {"synthesize",
     [](auto& w, auto& p) {
         return told(synthesizeReports(w, "Both", {p.first, p.second}));
     }},
    {"trash", [](auto& w, auto& p) { return told(trashReport(w, p.first)); }},
    {"untrash", [](auto& w, auto& p) { return told(untrashReport(w, p.trashed)); }},
    {"prune", [](auto& w, auto& p) { return prune(w, p.first); }},
    {"bring pruned back", [](auto& w, auto& p) { return onPrunedSet(w, p.third, report::bringBack); }},
    {"remove pruned for good", [](auto& w, auto& p) { return onPrunedSet(w, p.third, report::emptyPruned); }},
    {"index rebuild", [](auto& w, auto&) { return rebuild(w); }},
    {"file write",
     [](auto& w, auto&) { return told(io::atomicWrite(w.environment.disk, settingsPath, "{\"n\": 2}")); }},
};

/// Outlines, logs and the general file: what must not change when an operation fails.
Files contentOf(const CrashDisk& disk) {
    Files content;
    for (const auto& [path, bytes] : disk.files())
        if ((path.find("/.stemma-new") == std::string::npos &&
             (path.ends_with("/outline.json") || path.ends_with("/audit.jsonl"))) ||
            path == settingsPath)
            content[path] = bytes;
    return content;
}

std::map<std::string, Files> reportsOn(const CrashDisk& disk) {
    std::map<std::string, Files> reports;
    for (const auto& [path, bytes] : disk.files()) {
        for (const char* place : {"/lib/by_id/", "/lib/.trash/"}) {
            if (!path.starts_with(place))
                continue;
            const std::size_t end = path.find('/', std::string_view(place).size());
            reports[path.substr(0, end)][path.substr(end + 1)] = bytes;
        }
    }
    return reports;
}

/// Where a backup lies that was pruned.
struct PrunedFile {
    std::string path; ///< of the file, or of the manifest that tells of it; empty: it wasn't pruned
    std::string manifest;
    bool emptied = false;
};
PrunedFile prunedIn(const Files& report, const std::string& backup) {
    for (const auto& [path, bytes] : report) {
        if (!path.starts_with(".stemma-pruned/") || !path.ends_with("/manifest") ||
            bytes.find(backup) == std::string::npos)
            continue;
        const std::string folder = path.substr(0, path.rfind('/'));
        if (folder.ends_with(".emptied"))
            return {path, path, true};
        if (report.contains(folder + "/" + backup))
            return {folder + "/" + backup, path, false};
    }
    return {};
}

/// What is wrong with one report at rest: its events follow on each other up to the outline, their backups
/// are what was replaced, and there is nothing else.
std::string wrongWithReport(const Files& report) {
    if (!report.contains("outline.json") || !report.contains("audit.jsonl"))
        return "no outline or no log";
    std::set<std::string> expected{"outline.json", "audit.jsonl", "report_files/chart.png"};
    std::string state;
    for (const json::JsonLine& line : json::readJsonLines(report.at("audit.jsonl")).lines) {
        const json::Value* payload = line.value.find("payload");
        const json::Value* hashes = payload ? payload->find("stemma") : nullptr;
        if (!hashes || hashes->stringAt("before_sha256").value_or("") != state)
            return "an event does not begin where the one before ended";
        const std::string backup = payload->stringAt("backup_filename").value_or("");
        if (!backup.empty()) {
            const auto kept = report.find("backups/" + backup);
            const auto pruned = prunedIn(report, backup);
            if (kept != report.end() && !pruned.path.empty() && !pruned.emptied)
                return "a backup is in two places";
            if (kept == report.end() && pruned.path.empty())
                return "a backup is missing";
            const bool gone = kept == report.end() && pruned.emptied;
            const std::string place = kept == report.end() ? pruned.path : kept->first;
            if (!gone && sha256(report.at(place)) != state)
                return "a backup is not what was replaced";
            expected.insert(place);
            if (!pruned.path.empty())
                expected.insert(pruned.manifest);
        }
        state = hashes->stringAt("after_sha256").value_or("");
    }
    if (state != sha256(report.at("outline.json")))
        return "the log and the outline do not agree";
    for (const auto& [name, bytes] : report)
        if (!expected.contains(name))
            return "something is left: " + name;
    return {};
}

std::string wrongWithLibrary(const CrashDisk& disk) {
    for (const auto& [path, files] : reportsOn(disk))
        if (std::string wrong = wrongWithReport(files); !wrong.empty())
            return wrong + " in " + path;
    for (const auto& [path, bytes] : disk.files())
        if (path.find("/.stemma-new") != std::string::npos ||
            (path.ends_with(".new") && path.find("settings") == std::string::npos))
            return "something is left: " + path;
    return {};
}

struct Fault {
    int osErrno = EIO;
    bool lasting = false;
    std::optional<CallKind> kind;
};

/// One operation with one fault.
class Case {
public:
    Case(const Operation& operation, const CrashDisk& planted, const Planted& library)
        : m_operation(operation)
        , m_library(library)
        , m_disk(planted.reboot(0)) {}

    /// What went wrong; empty if nothing. `swept`: the fault did not come any more.
    std::string run(const Fault& fault, std::uint64_t call, bool& swept) {
        const Files before = contentOf(*m_disk);
        Told outcome;
        {
            LibraryProgram program(*m_disk);
            HookedDisk hooked(*m_disk,
                              [&](const std::string& name, const std::string& path) { note(name, path); });
            const journal::Environment& own = program.workspace().environment;
            const journal::Environment environment{hooked, own.clock, own.locks, {}};
            Workspace workspace{environment, LibraryProgram::root, history::Actor::human, {}, {}};
            workspace.lock.timeout = std::chrono::milliseconds(200);
            if (fault.lasting)
                m_disk->failFrom(call, fault.osErrno, fault.kind);
            else
                m_disk->failCall(call, fault.osErrno, fault.kind);
            outcome = m_operation.run(workspace, m_library);
            swept = !m_disk->faultHappened();
            m_disk->stopFailing();
            program.endLinger(); // its last look goes through the hooks
        }
        if (std::string wrong = judge(outcome, before); !wrong.empty())
            return wrong;
        return goOn();
    }

private:
    void note(const std::string& call, const std::string& path) {
        const bool isStaged = path.ends_with(".new") || path.ends_with(".intent");
        if (call == "sync" && isStaged && !m_synced.insert(path).second)
            m_syncedAgain = path;
    }

    std::string judge(const Told& outcome, const Files& before) const {
        if (!m_syncedAgain.empty())
            return "synced a second time: " + m_syncedAgain;
        const Files now = contentOf(*m_disk);
        if (!outcome) {
            const Error& error = outcome.error();
            if (error.committed == Committed::no && now != before)
                return "a failure that says nothing happened changed a file: " + describe(error);
            if (error.code != ErrorCode::io || error.osErrno == 0)
                return "not told as the system's refusal: " + describe(error);
            return error.detail.empty() || error.action.empty() ? "an error without words" : "";
        }
        if (!*outcome)
            return {};
        const bool there = std::any_of(now.begin(), now.end(), [&](const auto& file) {
            return file.first.ends_with("/outline.json") && sha256(file.second) == (**outcome).sha256;
        });
        return there ? "" : "success was told and the outline is not there";
    }

    /// Recovery, and the next change.
    std::string goOn() {
        LibraryProgram program(*m_disk);
        const auto recovered = journal::recoverLibrary(program.workspace().environment, LibraryProgram::root,
                                                       program.workspace().lock);
        if (!recovered)
            return "recovery fails: " + describe(recovered.error());
        if (std::string wrong = wrongWithLibrary(*m_disk); !wrong.empty())
            return "after recovery: " + wrong;
        const bool there =
            m_disk->bytesOf(LibraryProgram::pathOf(m_library.first, "outline.json")).has_value();
        const auto next =
            renameReport(program.workspace(), there ? m_library.first : m_library.second, "Next");
        if (!next)
            return "the next change fails: " + describe(next.error());
        program.endLinger();
        if (std::string wrong = wrongWithIndex(*m_disk); !wrong.empty())
            return wrong;
        if (m_disk->openHandles() != 0)
            return "a handle is left open";
        return afterPowerCut(next->sha256);
    }

    /// With the seed 0 all goes that is not durable.
    std::string afterPowerCut(const std::string& promised) const {
        const auto later = m_disk->reboot(0);
        LibraryProgram program(*later);
        if (!journal::recoverLibrary(program.workspace().environment, LibraryProgram::root,
                                     program.workspace().lock))
            return "recovery fails after a power cut";
        if (std::string wrong = wrongWithLibrary(*later); !wrong.empty())
            return "after a power cut: " + wrong;
        const Files now = contentOf(*later);
        const bool there = std::any_of(now.begin(), now.end(),
                                       [&](const auto& file) { return sha256(file.second) == promised; });
        return there ? "" : "the next change did not survive a power cut";
    }

    const Operation& m_operation;
    const Planted& m_library;
    std::unique_ptr<CrashDisk> m_disk;
    std::set<std::string> m_synced;
    std::string m_syncedAgain;
};

} // namespace

namespace {

/// Under a sanitizer each case takes ten times as long: there every twelfth call, of each operation others.
std::uint64_t callStride() {
#if defined(__SANITIZE_ADDRESS__)
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 1 : 12;
#else
    return 1;
#endif
}

} // namespace

class TestOperationErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anErrorAtEachCall_data();
    void anErrorAtEachCall();
};

void TestOperationErrors::anErrorAtEachCall_data() {
    QTest::addColumn<int>("osErrno");
    QTest::addColumn<int>("kind");
    QTest::newRow("any call, EIO") << EIO << -1;
    QTest::newRow("any call, EIO, without hard links") << EIO << -1;
    QTest::newRow("any call, EIO, committed in order") << EIO << -1;
    QTest::newRow("any call, EACCES") << EACCES << -1;
    if (qEnvironmentVariableIntValue("STEMMA_LONG") == 1) {
        QTest::newRow("any call, ENOSPC") << ENOSPC << -1;
        QTest::newRow("any call, EDQUOT") << EDQUOT << -1;
        QTest::newRow("any call, EROFS") << EROFS << -1;
        QTest::newRow("any call, EMFILE") << EMFILE << -1;
    }
    QTest::newRow("writes from there on, ENOSPC") << ENOSPC << int(CallKind::write);
    QTest::newRow("new files from there on, EDQUOT") << EDQUOT << int(CallKind::create);
    QTest::newRow("syncs from there on, EIO") << EIO << int(CallKind::sync);
    QTest::newRow("syncs from there on, EIO, committed in order") << EIO << int(CallKind::sync);
    QTest::newRow("renames from there on, EROFS") << EROFS << int(CallKind::rename);
    QTest::newRow("links from there on, EDQUOT") << EDQUOT << int(CallKind::link);
    QTest::newRow("removals from there on, EACCES") << EACCES << int(CallKind::unlink);
    QTest::newRow("opening from there on, EMFILE") << EMFILE << int(CallKind::open);
    QTest::newRow("closing from there on, EIO") << EIO << int(CallKind::close);
}

void TestOperationErrors::anErrorAtEachCall() {
    QFETCH(int, osErrno);
    QFETCH(int, kind);
    Fault fault{osErrno, kind >= 0, {}};
    if (kind >= 0)
        fault.kind = static_cast<CallKind>(kind);
    CrashDisk disk;
    if (std::string_view(QTest::currentDataTag()).ends_with("without hard links"))
        disk.forbidLinks();
    if (std::string_view(QTest::currentDataTag()).ends_with("in order"))
        disk.commitInOrder();
    Planted library{plantLibrary(disk), {}, {}};
    {
        LibraryProgram program(disk);
        const auto gone = newReport(program.workspace(), "Gone", {});
        QVERIFY(gone && trashReport(program.workspace(), gone->id));
        const auto third = newReport(program.workspace(), "Third", {});
        QVERIFY(third && renameReport(program.workspace(), third->id, "Third, renamed") &&
                tagReport(program.workspace(), third->id, {"three"}, {}));
        program.endLinger();
        library.third = third->id;
        const Told pruned = prune(program.workspace(), third->id);
        QVERIFY2(pruned.has_value(), pruned ? "" : describe(pruned.error()).c_str());
    }
    disk.plant(settingsPath, "{\"n\": 1}");
    disk.syncAll();
    library.trashed = trashName(disk);
    std::size_t cases = 0;
    for (const Operation& operation : operations) {
        bool swept = false;
        const auto number = static_cast<std::uint64_t>(&operation - operations.data());
        const std::uint64_t stride = kind < 0 ? callStride() : 1;
        for (std::uint64_t call = 1 + number % stride; !swept; call += stride, ++cases) {
            const std::string wrong = Case(operation, disk, library).run(fault, call, swept);
            QVERIFY2(wrong.empty(),
                     (std::string(operation.name) + ", call " + std::to_string(call) + ": " + wrong).c_str());
        }
    }
    stemma::tests::proved("P4 P5 P6 P15", std::string("in process: ") + QTest::currentDataTag(), cases);
}

QTEST_GUILESS_MAIN(TestOperationErrors)
#include "tst_operation_errors.moc"
