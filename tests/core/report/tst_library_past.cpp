// SPDX-License-Identifier: MIT
// A library as it was: at each moment what had been written until then, and nothing that came later.
#include <QtTest>

#include <random>
#include <stop_token>

#include "core/history/backups.h"
#include "core/io/posix_disk.h"
#include "core/report/library_past.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::LibraryPast;
using report::LibrarySnapshot;
using report::PastState;

namespace {

class Library {
public:
    explicit Library(int reports) {
        for (int number = 1; number <= reports; ++number)
            writers.emplace_back(root, stemma::tests::fixedUuid('a', number));
    }
    [[nodiscard]] std::shared_ptr<const LibrarySnapshot> snapshot() const {
        return report::scanLibrary(*disk, root).value();
    }
    [[nodiscard]] std::shared_ptr<const LibrarySnapshot> at(Timestamp moment) {
        return past.at(*snapshot(), moment).value();
    }

    QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    std::vector<stemma::tests::ReportBuilder> writers;
    LibraryPast past{*disk};
};

std::map<std::string, std::string> titlesOf(const LibrarySnapshot& library) {
    std::map<std::string, std::string> titles;
    for (const report::ReportSummary& each : library.reports)
        titles[each.id.text()] = each.title;
    return titles;
}

} // namespace

class TestLibraryPast : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isWhatWasWritten();
    void aClockThatWentBack();
    void whatNobodyRecorded();
    void changesThatNameNoBackup();
    void whatTheSystemRefuses();
    void aReportWithoutAHistory();
    void stopsWhenAsked();
};

void TestLibraryPast::isWhatWasWritten() {
    const int rounds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 40 : 3;
    std::size_t cases = 0;
    for (int round = 0; round < rounds; ++round) {
        Library library(4);
        std::mt19937 random(static_cast<unsigned>(round));
        std::map<std::string, std::string> titles, outlines;
        struct Moment {
            Timestamp when;
            std::map<std::string, std::string> titles, outlines;
        };
        std::vector<Moment> moments;
        Timestamp clock{1'741'687'922'000'000};
        for (int step = 0; step < 25; ++step) {
            stemma::tests::ReportBuilder& writer = library.writers[random() % library.writers.size()];
            clock.micros += 60'000'000;
            writer.setClock(clock);
            const std::string title = "Step " + std::to_string(step);
            if (!titles.contains(writer.id()))
                writer.create(title);
            else
                writer.evolve([&](Value& outline) { outline.set("title", Value::string(title)); });
            clock = writer.now();
            titles[writer.id()] = title;
            outlines[writer.id()] = writer.outlineBytes();
            moments.push_back({clock, titles, outlines});
        }
        for (const Moment& moment : moments) {
            QCOMPARE(titlesOf(*library.at(moment.when)), moment.titles);
            QCOMPARE(titlesOf(*library.at({moment.when.micros + 30'000'000})), moment.titles);
            for (const auto& [id, bytes] : moment.outlines) {
                const std::string directory = library.root + "/by_id/" + id;
                const auto past = report::reportPastAt(*library.disk, directory, ReportId(id), moment.when);
                QCOMPARE(past.state, PastState::there);
                QCOMPARE(report::readPast(*library.disk, directory, past).value(), bytes);
                ++cases;
            }
        }
        QVERIFY(library.at({1'741'687'922'000'000})->reports.empty());
        const auto all = library.past.moments(*library.snapshot()).value();
        QCOMPARE(all->size(), moments.size());
        QVERIFY(std::is_sorted(all->begin(), all->end()));
    }
    stemma::tests::proved("P8", "reports at moments", cases);
}

/// What comes later in the log came later.
void TestLibraryPast::aClockThatWentBack() {
    Library library(1);
    stemma::tests::ReportBuilder& writer = library.writers.front();
    writer.create("One");
    const auto named = [&](const char* title) {
        writer.evolve([title](Value& outline) { outline.set("title", Value::string(title)); });
        return writer.now();
    };
    const Timestamp two = named("Two");
    writer.setClock({two.micros - 3'600'000'000});
    const Timestamp three = named("Three");
    QCOMPARE(library.at({two.micros + 1})->reports.front().title, std::string("Three"));
    QVERIFY(library.at(three)->reports.empty());
}

void TestLibraryPast::whatNobodyRecorded() {
    Library library(1);
    stemma::tests::ReportBuilder& writer = library.writers.front();
    writer.create("One");
    const Timestamp one = writer.now();
    writer.editByHand([](Value& outline) { outline.set("title", Value::string("By hand")); });
    QCOMPARE(library.at(one)->reports.size(), std::size_t{1}); // from the change on before it, or lost
    writer.evolve([](Value& outline) { outline.set("title", Value::string("Two")); });
    QCOMPARE(library.at(writer.now())->reports.front().title, std::string("Two"));
}

/// What is between them is in the one backup that was made then, or lost; never what a later change found.
void TestLibraryPast::changesThatNameNoBackup() {
    Library library(1);
    stemma::tests::ReportBuilder& writer = library.writers.front();
    const auto titled = [](const char* title) {
        return [title](Value& outline) { outline.set("title", Value::string(title)); };
    };
    writer.create("One");
    const Timestamp one = writer.now();
    writer.lowLevelSave(titled("Two"));
    const Timestamp two = writer.now();
    QCOMPARE(library.at(one)->reports.front().title, std::string("One"));
    writer.evolve(titled("Three"));
    const Timestamp three = writer.now();
    writer.editByHand(titled("Four"));
    writer.append(writer.event("evolve", "agent", Value::object({{"backup_filename", Value()}})));
    const Timestamp four = writer.now();
    writer.evolve(titled("Five"));
    const auto titleAt = [&](Timestamp moment) {
        const report::ReportSummary there = library.at(moment)->reports.front();
        return there.state == report::ReportState::ok ? there.title : "lost";
    };
    QCOMPARE(titleAt(one), std::string("One"));
    QCOMPARE(titleAt(two), std::string("Two"));
    QCOMPARE(titleAt(three), std::string("lost"));
    QCOMPARE(titleAt(four), std::string("Four"));
    QCOMPARE(titleAt(writer.now()), std::string("Five"));
    writer.removeBackup(history::listBackups(*library.disk, writer.directory()).value().front().name);
    LibraryPast again(*library.disk);
    QCOMPARE(again.at(*library.snapshot(), one).value()->reports.front().state, report::ReportState::damaged);
}

void TestLibraryPast::whatTheSystemRefuses() {
    Library library(2);
    for (stemma::tests::ReportBuilder& writer : library.writers)
        writer.create("A report");
    const Timestamp made = library.writers.back().now();
    library.writers.back().evolve([](Value& outline) { outline.set("title", Value::string("Later")); });
    const auto snapshot = library.snapshot();
    namespace fs = std::filesystem;
    fs::remove(library.writers.back().directory() + "/audit.jsonl"); // it can't be read as a file
    fs::create_directory(library.writers.back().directory() + "/audit.jsonl");
    fs::remove(library.writers.front().directory() + "/outline.json");
    fs::create_directory(library.writers.front().directory() + "/outline.json");
    const auto past = library.past.at(*snapshot, made).value();
    QCOMPARE(past->reports.size(), std::size_t{2});
    for (const report::ReportSummary& there : past->reports) {
        QCOMPARE(there.state, report::ReportState::damaged);
        QVERIFY2(there.problems.front().message.find("folder") != std::string::npos,
                 there.problems.front().message.c_str());
    }
}

void TestLibraryPast::aReportWithoutAHistory() {
    Library library(1);
    stemma::tests::ReportBuilder& writer = library.writers.front();
    writer.create("One");
    const Timestamp made = writer.now();
    std::filesystem::remove(writer.directory() + "/audit.jsonl");
    QVERIFY(library.at({made.micros - 60'000'000})->reports.empty());
    QCOMPARE(library.at({made.micros + 60'000'000})->reports.front().title, std::string("One"));
}

void TestLibraryPast::stopsWhenAsked() {
    Library library(2);
    for (stemma::tests::ReportBuilder& writer : library.writers)
        writer.create("A report");
    std::stop_source stop;
    stop.request_stop();
    const auto stopped =
        library.past.at(*library.snapshot(), {1'841'687'922'000'000}, {stop.get_token(), {}});
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::cancelled);
    QCOMPARE(library.at({1'841'687'922'000'000})->reports.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestLibraryPast)
#include "tst_library_past.moc"
