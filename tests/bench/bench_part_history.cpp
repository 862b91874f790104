// SPDX-License-Identifier: MIT
// The history of a part and the blame of a report, against reading and parsing its versions once.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "core/base/ids.h"
#include "core/history/backups.h"
#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/report/blame.h"
#include "core/report/outline.h"
#include "core/report/part_history.h"
#include "tests/bench/bench_texts.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using bench::orThrow;
namespace fs = std::filesystem;

namespace {

struct Options {
    int versions = 1000;
    std::size_t kibibytes = 1024;
    std::string directory = ".";
};

double secondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

long peakMebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// Each version another text in another section, by an agent or a person.
tests::ReportBuilder makeHistory(const fs::path& root, const Options& options) {
    tests::ReportBuilder made(root, newUuid());
    made.create("A report to measure with");
    made.writeOutline(bench::outlineOfSize(made.id(), options.kibibytes * 1024));
    for (int i = 1; i < options.versions; ++i)
        made.evolve(
            [i](json::Value& outline) {
                json::Value* sections = outline.edit("sections");
                sections->editItem(static_cast<std::size_t>(i) % sections->size())
                    .set("content", json::Value::string("Text " + std::to_string(i) + std::string(900, 'y')));
            },
            i % 10 == 0 ? "human" : "agent");
    return made;
}

/// Every version read and parsed once, and nothing else: what no answer can do without.
void readAndParse(io::Disk& disk, const std::string& directory) {
    for (const history::BackupFile& backup : orThrow(history::listBackups(disk, directory)))
        (void)orThrow(
            json::parseFile(orThrow(history::readBackup(disk, directory, backup.name)).bytes, backup.name));
    (void)orThrow(json::parseFile(orThrow(io::readFile(disk, directory + "/outline.json")).bytes, directory));
}

void measure(const Options& options) {
    const fs::path root = fs::absolute(options.directory) / ("stemma-bench-" + randomHex(4));
    const auto disk = io::makePosixDisk();
    const tests::ReportBuilder made = makeHistory(root, options);
    const std::string directory = made.directory();
    readAndParse(*disk, directory); // into the cache
    const double limit = secondsOf([&] { readAndParse(*disk, directory); });
    std::printf("%d versions of %zu KiB\n%-34s %8.2f s\n", options.versions, options.kibibytes,
                "read and parsed once", limit);
    const auto row = [limit](const char* what, const std::function<void()>& work) {
        const double seconds = secondsOf(work);
        std::printf("%-34s %8.2f s  x %.2f  (peak %ld MiB)\n", what, seconds, seconds / limit,
                    peakMebibytes());
    };
    row("history without counts", [&] {
        (void)orThrow(
            history::loadTimeline(*disk, directory, report::interpretOutline, history::Counts::leaveOut));
    });
    row("history with counts", [&] {
        (void)orThrow(
            history::loadTimeline(*disk, directory, report::interpretOutline, history::Counts::compute));
    });
    row("history of a section", [&] {
        const auto found = orThrow(report::loadPartHistory(
            *disk, directory, {"section", tests::fixedUuid('a', 1), {}, report::PartContents::include}));
        if (found.rows.empty())
            throw std::runtime_error("the section has no history");
    });
    row("blame", [&] {
        const auto blame = orThrow(report::loadBlame(*disk, directory));
        if (blame.parts.size() < 2)
            throw std::runtime_error("the report has no parts");
    });
    fs::remove_all(root);
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("The history of a part and the blame of a report, against reading and parsing once.");
    app.add_option("--versions", options.versions)->check(CLI::PositiveNumber);
    app.add_option("--kibibytes", options.kibibytes, "of each version")->check(CLI::PositiveNumber);
    app.add_option("--directory", options.directory);
    CLI11_PARSE(app, argc, argv);
    try {
        measure(options);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
