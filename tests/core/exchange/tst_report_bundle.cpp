// SPDX-License-Identifier: MIT
// A report with its whole history as one file: what goes in comes out, and nothing else gets in.
#include <QtTest>

#include <filesystem>
#include <map>
#include <optional>

#include "core/base/sha256.h"
#include "core/exchange/bundle_manifest.h"
#include "core/exchange/report_bundle.h"
#include "core/history/timeline.h"
#include "core/json/json_document.h"
#include "core/report/pruning.h"
#include "core/report/report_library.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using exchange::BundleManifest;
using json::Value;

Q_DECLARE_METATYPE(ErrorCode)

namespace {

using Files = std::map<std::string, std::string>;

const std::string bundlePath = "q3.tar.gz";

/// A library with a report of some history, with files beside it, one of them with an odd name.
struct Source : LibraryFixture {
    Source() {
        addReport(texts::reportId, sampleText());
        if (!report::renameReport(workspace(), sampleId, "Renamed") ||
            !report::tagReport(workspace(), sampleId, {"one"}, {}) ||
            !report::restoreVersion(workspace(), sampleId, "@1"))
            qFatal("the sample could not be made");
        write("by_id/" + texts::reportId + "/report_files/Grafik ä.png", std::string("\0\xff png", 6));
        write("by_id/" + texts::reportId + "/dataset_sources.json", "{}");
        endLinger();
    }
    [[nodiscard]] std::string bundle() const {
        const auto made =
            exchange::makeReportBundle(disk(), root, sampleId, Timestamp{1'760'000'000'000'000});
        if (!made)
            qFatal("%s", describe(made.error()).c_str());
        return made->bytes;
    }
};

Files filesOf(const LibraryFixture& library, const std::string& id) {
    namespace fs = std::filesystem;
    Files files;
    const fs::path folder = library.path("by_id/" + id);
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[fs::relative(entry.path(), folder).string()] =
                library.read("by_id/" + id + '/' + fs::relative(entry.path(), folder).string());
    return files;
}

/// Packs any files, in that order.
std::string packed(const std::vector<std::pair<std::string, std::string>>& files) {
    exchange::TarWriter writer("test");
    for (const auto& [name, bytes] : files)
        if (const Status added = writer.add(name, bytes, Timestamp{0}); !added)
            qFatal("%s", describe(added.error()).c_str());
    return writer.finish().value();
}

/// The manifest of files.
std::string listing(const std::vector<std::pair<std::string, std::string>>& files,
                    const std::string& id = texts::reportId) {
    BundleManifest manifest{ReportId(id), "Title", "2026-01-01T00:00:00+00:00", {}};
    for (const auto& [name, bytes] : files)
        manifest.files.push_back({name, bytes.size(), sha256(bytes)});
    return exchange::manifestText(manifest);
}

/// Nothing: it was read.
std::optional<ErrorCode> refusalOf(const std::string& bytes) {
    const auto read = exchange::readReportBundle(bytes, bundlePath);
    return read ? std::nullopt : std::optional(read.error().code);
}

} // namespace

class TestReportBundle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackByteForByte();
    void theSameFilesMakeTheSameBytes();
    void aReportThatIsThereIsNotReplaced();
    void whatWasPrunedTravelsAlong();
    void asACopyBesideIt();
    void damagedReportsTravelAsTheyAre();
    void everyByteIsChecked();
    void hostileBundles_data();
    void hostileBundles();
    void tellsWhatIsLeftOut();
    void beginsAgainWhereSomebodyWrites();
};

void TestReportBundle::comesBackByteForByte() {
    Source source;
    const auto picture = source.picture();
    const std::string bytes = source.bundle();
    QVERIFY(source.picture() == picture);
    const auto bundle = exchange::readReportBundle(bytes, bundlePath);
    QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());
    QCOMPARE(bundle->backups, std::size_t{3});
    QCOMPARE(bundle->events, std::size_t{3});
    LibraryFixture target;
    const auto imported = exchange::importReportBundle(target.workspace(), *bundle);
    COMPARE_SAVED(imported);
    QVERIFY(filesOf(target, texts::reportId) == filesOf(source, texts::reportId));
    const auto rows = report::verifyReport(target.disk(), target.root, sampleId);
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable", row.message.c_str());
    QVERIFY(target.exists("index.jsonl"));
    COMPARE_SAVED(report::restoreVersion(target.workspace(), sampleId, "@1"));
    stemma::tests::proved("P7 P12", "reports with their history as a bundle", 1);
}

void TestReportBundle::theSameFilesMakeTheSameBytes() {
    Source source;
    QVERIFY(source.bundle() == source.bundle());
}

/// The whole history: backups in the trash are backups again where the bundle is taken in.
void TestReportBundle::whatWasPrunedTravelsAlong() {
    Source source;
    const auto whole = filesOf(source, texts::reportId);
    history::RetentionPolicy policy;
    policy.keep = 0;
    const auto preview = report::previewPrune(source.disk(), source.root, {}, policy, {},
                                              source.workspace().environment.clock.now());
    QVERIFY(preview && preview->plan.going > 0);
    const auto done = report::prune(source.workspace(), *preview, nullptr);
    QVERIFY2(done && done->size() == 1, done ? "" : describe(done.error()).c_str());
    QVERIFY(filesOf(source, texts::reportId) != whole);
    const auto bundle = exchange::readReportBundle(source.bundle(), bundlePath);
    QVERIFY(bundle.has_value());
    QCOMPARE(bundle->backups, std::size_t{3});
    LibraryFixture target;
    COMPARE_SAVED(exchange::importReportBundle(target.workspace(), *bundle));
    QVERIFY(filesOf(target, texts::reportId) == whole);
    // A file of the set that somebody removed keeps nothing from being exported.
    const std::string set = done->front().set.id;
    std::filesystem::remove(source.reportPath(texts::reportId, ".stemma-pruned/" + set + '/' +
                                                                   done->front().set.backups.front().name));
    const auto made = exchange::makeReportBundle(source.disk(), source.root, sampleId, Timestamp{});
    QVERIFY2(made.has_value(), made ? "" : describe(made.error()).c_str());
    QCOMPARE(made->leftOut.size(), std::size_t{1});
    // What was removed for good is gone.
    QVERIFY(report::emptyPruned(source.workspace(), sampleId, set));
    const auto rest = exchange::readReportBundle(source.bundle(), bundlePath);
    QVERIFY(rest.has_value());
    QCOMPARE(rest->backups, 3 - done->front().set.backups.size());
}

void TestReportBundle::aReportThatIsThereIsNotReplaced() {
    Source source;
    const auto bundle = exchange::readReportBundle(source.bundle(), bundlePath);
    source.write("by_id/" + texts::reportId + "/outline.json", "{}");
    const auto picture = source.picture();
    const auto refused = exchange::importReportBundle(source.workspace(), *bundle);
    QCOMPARE(refused.error().code, ErrorCode::conflict);
    QVERIFY(source.picture() == picture);
}

void TestReportBundle::asACopyBesideIt() {
    Source source;
    const auto bundle = exchange::readReportBundle(source.bundle(), bundlePath);
    const Files before = filesOf(source, texts::reportId);
    const auto copy = exchange::importReportBundle(source.workspace(), *bundle, "As it was");
    COMPARE_SAVED(copy);
    QVERIFY(filesOf(source, texts::reportId) == before);
    const Files files = filesOf(source, copy->id.text());
    QCOMPARE(files.size(), before.size() + 1); // the outline as it was exported is one more backup
    const Value outline = json::parse(files.at("outline.json")).value();
    QCOMPARE(outline.stringAt("title").value_or(""), std::string("As it was"));
    QCOMPARE(outline.find("metadata")->stringAt("forked_from").value_or(""), texts::reportId);
    const auto timeline = history::loadTimeline(source.disk(), source.path("by_id/" + copy->id.text()),
                                                report::interpretOutline, history::Counts::leaveOut);
    QVERIFY(timeline);
    QCOMPARE(timeline->rows.size(), std::size_t{4});
    QCOMPARE(timeline->rows.front().kind, history::RowKind::inherited);
    COMPARE_SAVED(report::restoreVersion(source.workspace(), copy->id, "before:" + copy->action.text()));
    QCOMPARE(exchange::importReportBundle(source.workspace(), *bundle, "").error().code, ErrorCode::usage);
}

void TestReportBundle::damagedReportsTravelAsTheyAre() {
    Source source;
    source.write("by_id/" + texts::reportId + "/outline.json", "{\"report_id\": ");
    const auto bundle = exchange::readReportBundle(source.bundle(), bundlePath);
    QVERIFY(bundle && !bundle->verdict.peerReads);
    LibraryFixture target;
    const auto imported = exchange::importReportBundle(target.workspace(), *bundle);
    COMPARE_SAVED(imported);
    QVERIFY(!imported->warnings.empty());
    QVERIFY(filesOf(target, texts::reportId) == filesOf(source, texts::reportId));
    QCOMPARE(exchange::importReportBundle(target.workspace(), *bundle, "Copy").error().code,
             ErrorCode::damaged);
}

/// Cut off anywhere, or one byte changed: it is refused, or says the same.
void TestReportBundle::everyByteIsChecked() {
    Source source;
    const std::string bytes = source.bundle();
    const auto whole = exchange::readReportBundle(bytes, bundlePath);
    std::size_t cases = 0;
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 60, ++cases) {
        const auto cut = exchange::readReportBundle(std::string_view(bytes).substr(0, size), bundlePath);
        // What is missing may be the checksum of gzip alone: every file is there, and was compared.
        QVERIFY(!cut || cut->manifest.files.size() == whole->manifest.files.size());
    }
    for (std::size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 120, ++cases) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        const auto read = exchange::readReportBundle(changed, bundlePath);
        if (!read)
            continue;
        QCOMPARE(read->files.size(), whole->files.size());
        for (std::size_t i = 0; i < read->files.size(); ++i)
            QVERIFY(read->files[i].bytes == whole->files[i].bytes);
    }
    stemma::tests::proved("P18", "bundles that were cut or changed", cases);
}

void TestReportBundle::hostileBundles_data() {
    using Entries = std::vector<std::pair<std::string, std::string>>;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* name, const std::string& bytes, ErrorCode code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    const Entries good{{"outline.json", sampleText()}};
    const std::string manifest = listing(good);
    row("nothing", "", ErrorCode::damaged);
    row("no archive", "{\"format\": \"stemma-report-bundle\"}", ErrorCode::damaged);
    row("no manifest", packed(good), ErrorCode::damaged);
    row("manifest last", packed({good[0], {"manifest.json", manifest}}), ErrorCode::damaged);
    row("empty archive", packed({}), ErrorCode::damaged);
    row("file missing", packed({{"manifest.json", manifest}}), ErrorCode::damaged);
    row("file beside", packed({{"manifest.json", manifest}, good[0], {"more.txt", ""}}), ErrorCode::unsafe);
    row("file twice", packed({{"manifest.json", manifest}, good[0], good[0]}), ErrorCode::unsafe);
    row("other bytes", packed({{"manifest.json", manifest}, {"outline.json", "{}"}}), ErrorCode::damaged);
    row("manifest is no JSON", packed({{"manifest.json", "{"}, good[0]}), ErrorCode::damaged);
    std::string later = manifest;
    later.replace(later.find("\"version\": 1"), 12, "\"version\": 2");
    row("later version", packed({{"manifest.json", later}, good[0]}), ErrorCode::damaged);
    row("id leads out", packed({{"manifest.json", listing(good, "../../x")}, good[0]}), ErrorCode::unsafe);
    for (const char* name :
         {"../outline.json", "/etc/x", "a/b/c", "backups/../x", ".lock", ".stemma-new-1/x", "a\\b"}) {
        const Entries bad{{name, "x"}};
        row(name, packed({{"manifest.json", listing(bad)}, bad[0]}), ErrorCode::unsafe);
    }
    const Entries huge{{"outline.json", std::string(std::size_t{65} << 20, 'x')}};
    row("too large a file", packed({{"manifest.json", listing(huge)}, huge[0]}), ErrorCode::unsafe);
}

void TestReportBundle::hostileBundles() {
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);
    QVERIFY(refusalOf(bytes.toStdString()) == code);
}

void TestReportBundle::tellsWhatIsLeftOut() {
    Source source;
    source.write("by_id/" + texts::reportId + "/report_files/deep/er.txt", "x");
    std::filesystem::create_symlink("/etc/passwd", source.path("by_id/" + texts::reportId + "/link"));
    source.write("by_id/" + texts::reportId + "/.lock", "other");
    const auto made = exchange::makeReportBundle(source.disk(), source.root, sampleId, Timestamp{0});
    QVERIFY(made);
    QCOMPARE(made->leftOut.size(), std::size_t{2});
    for (const exchange::BundleFile& file : made->manifest.files)
        QVERIFY2(file.name != ".lock" && file.name != "link", file.name.c_str());
}

void TestReportBundle::beginsAgainWhereSomebodyWrites() {
    Source source;
    int told = 0;
    Progress progress;
    progress.report = [&](std::uint64_t, std::uint64_t) {
        if (++told == 1) // between the two looks at the files
            source.write("by_id/" + texts::reportId + "/dataset_sources.json", "{\"later\": 1}");
    };
    const auto made =
        exchange::makeReportBundle(source.disk(), source.root, sampleId, Timestamp{0}, progress);
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
    const auto bundle = exchange::readReportBundle(made->bytes, bundlePath);
    QVERIFY(bundle);
    QCOMPARE(*bundle->find("dataset_sources.json"), std::string("{\"later\": 1}"));
    progress.report = [&](std::uint64_t, std::uint64_t) {
        source.write("by_id/" + texts::reportId + "/dataset_sources.json", std::to_string(++told));
    };
    const auto given =
        exchange::makeReportBundle(source.disk(), source.root, sampleId, Timestamp{0}, progress);
    QCOMPARE(given.error().code, ErrorCode::conflict);
}

QTEST_GUILESS_MAIN(TestReportBundle)
#include "tst_report_bundle.moc"
