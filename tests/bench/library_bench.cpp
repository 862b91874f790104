// SPDX-License-Identifier: MIT
#include "tests/bench/library_bench.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "core/base/ids.h"
#include "core/io/posix_disk.h"
#include "core/report/report_index.h"
#include "tests/bench/bench_texts.h"
#include "tests/support/store_builder.h"

namespace bench {

using namespace stemma;

LibraryBench::LibraryBench(const std::filesystem::path& root, int reports)
    : m_disk(io::makePosixDisk())
    , m_root(root.string()) {
    constexpr std::size_t usualSize = std::size_t{8} * 1024;
    for (int i = 0; i < reports; ++i) {
        tests::ReportBuilder report(root, newUuid());
        report.create("Report " + std::to_string(i));
        report.writeOutline(outlineOfSize(report.id(), usualSize));
        m_entries.push_back(report.id());
    }
    m_bare = std::make_unique<BareDirectory>((root / "by_id").string());
    m_total = m_bare->readAll(m_entries, "outline.json");
}

std::string LibraryBench::sizeText() const {
    return std::to_string(m_entries.size()) + " x " + bench::sizeText(m_total / m_entries.size());
}

void LibraryBench::readBare() const {
    if (m_bare->readAll(m_entries, "outline.json") != m_total)
        throw std::runtime_error("the library changed");
}

void LibraryBench::readBareBy(std::size_t threads) const {
    constexpr std::size_t share = 16;
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < threads; ++i)
        readers.emplace_back([&] {
            for (std::size_t at = next.fetch_add(share); at < m_entries.size(); at = next.fetch_add(share)) {
                const auto begin = m_entries.begin() + static_cast<std::ptrdiff_t>(at);
                const auto end =
                    m_entries.begin() + static_cast<std::ptrdiff_t>(std::min(at + share, m_entries.size()));
                (void)m_bare->readAll({begin, end}, "outline.json");
            }
        });
}

void LibraryBench::rebuild() {
    const auto done = orThrow(report::rebuildIndex(*m_disk, m_root, report::DryRun::no));
    if (done.reports != m_entries.size())
        throw std::runtime_error("the rebuild found " + std::to_string(done.reports) + " reports");
}

void LibraryBench::chill() const {
    m_bare->forgetAll(m_entries, "outline.json");
}

void LibraryBench::statBare() const {
    m_bare->statAll(m_entries, {"outline.json", "audit.jsonl"});
}

void LibraryBench::refresh() {
    m_snapshot = orThrow(report::scanLibrary(*m_disk, m_root, m_snapshot));
}

void LibraryBench::settle() {
    for (int i = 0; i < 100; ++i) {
        refresh();
        bool settled = m_snapshot->settled;
        for (const report::ReportSummary& report : m_snapshot->reports)
            settled = settled && report.settled;
        if (settled)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    throw std::runtime_error("the library does not settle");
}

} // namespace bench
