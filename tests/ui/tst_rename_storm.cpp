// SPDX-License-Identifier: MIT
// Ten thousand saves by renaming, as fast as they come: what each burst ends with is seen.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"
#include "ui/session/library_session.h"
#include "ui/session/report_session.h"
#include "ui/session/task_runner.h"

using namespace stemma;
using namespace stemma::ui;
namespace fs = std::filesystem;

namespace {

constexpr int reports = 20;
constexpr int bursts = 25;
constexpr int saves = 10'000;

/// All of the same length, so that the size of a file never tells.
std::string titleOf(int save) {
    return "Save " + std::to_string(100'000 + save);
}

/// Saves as others do: through one temporary name, which is renamed over the outline.
class Storm {
public:
    explicit Storm(const fs::path& root) {
        for (int n = 0; n < reports; ++n) {
            stemma::tests::ReportBuilder report(root, stemma::tests::fixedUuid('a', n + 1));
            report.create(titleOf(0));
            m_directories.emplace_back(report.directory());
            m_texts.push_back(report.outlineBytes());
        }
        m_last.resize(reports, 0);
    }
    void save(int number) {
        const std::size_t report = static_cast<std::size_t>(number * 7) % reports;
        std::string text = m_texts[report];
        text.replace(text.find(titleOf(0)), titleOf(0).size(), titleOf(number));
        const fs::path temporary = m_directories[report] / "outline.tmp";
        std::ofstream(temporary, std::ios::binary | std::ios::trunc) << text;
        fs::rename(temporary, m_directories[report] / "outline.json");
        m_last[report] = number;
    }
    /// Whether the library shows what was saved last in every report.
    [[nodiscard]] bool isSeen(const report::LibrarySnapshot& snapshot) const {
        for (std::size_t n = 0; n < reports; ++n)
            for (const report::ReportSummary& summary : snapshot.reports)
                if (m_directories[n].filename() == summary.id.text() && summary.title != titleOf(m_last[n]))
                    return false;
        return snapshot.reports.size() == reports;
    }
    [[nodiscard]] std::string lastTitle(std::size_t report) const { return titleOf(m_last[report]); }

private:
    std::vector<fs::path> m_directories;
    std::vector<std::string> m_texts;
    std::vector<int> m_last;
};

} // namespace

class RenameStormTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFinalStateIsSeen();
};

void RenameStormTest::everyFinalStateIsSeen() {
    const QTemporaryDir place;
    Storm storm(place.path().toStdString());
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    TaskRunner runner;
    LibrarySession library(environment, runner, place.path());
    library.open();
    ReportSession open(library, ReportId(stemma::tests::fixedUuid('a', 1)));
    QTRY_VERIFY(library.snapshot() && open.report());
    int save = 0;
    for (int burst = 1; burst <= bursts; ++burst) {
        while (save < saves * burst / bursts)
            storm.save(++save);
        QTRY_VERIFY_WITH_TIMEOUT(storm.isSeen(*library.snapshot()), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(open.report()->outline.title, storm.lastTitle(0), 20'000);
    }
    QCOMPARE(save, saves);
    stemma::tests::proved(
        "P10 A9", "saves by renaming, as fast as they come: what each burst ends with is seen", saves);
}

QTEST_GUILESS_MAIN(RenameStormTest)
#include "tst_rename_storm.moc"
