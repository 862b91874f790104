// SPDX-License-Identifier: MIT
// A person's edits, saved one after the other, beside another program that saves every 100 ms: what both
// wrote is there at the end, once. STEMMA_LONG=1: ten minutes.
#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/io/atomic_write.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/report/overwritten_edits.h"
#include "core/report/report_library.h"
#include "core/report/working_copy.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;

namespace {

constexpr double pauseSeconds = 0.1;
constexpr int sections = 40;
constexpr std::size_t outlineSize = 200'000;

bool isLong() {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1;
}

/// How long each save held the lock until it was done, and what it did meanwhile; that it is kept a while
/// longer, on purpose, is not counted.
class HoldTimes {
public:
    void take(const std::string& step) {
        const auto now = std::chrono::steady_clock::now();
        const double passed = std::chrono::duration<double, std::milli>(now - m_last).count();
        m_last = now;
        if (step == "locked") {
            m_save = {};
            return;
        }
        m_save.total += passed;
        m_save.steps.emplace_back(step, passed);
        if (step == "done")
            m_saves.push_back(m_save);
    }
    [[nodiscard]] double percentile(double part) { return at(part).total; }
    /// "stage 1.2, verify 20.1, …": of the save that held it so long, in ms up to each step.
    [[nodiscard]] std::string steps(double part) {
        std::string text;
        for (const auto& [step, ms] : at(part).steps)
            text += (text.empty() ? "" : ", ") + step + " " + QByteArray::number(ms, 'f', 1).toStdString();
        return text;
    }

private:
    struct Save {
        double total = 0;
        std::vector<std::pair<std::string, double>> steps;
    };
    const Save& at(double part) {
        if (m_saves.empty())
            m_saves.emplace_back();
        std::sort(m_saves.begin(), m_saves.end(),
                  [](const Save& one, const Save& other) { return one.total < other.total; });
        return m_saves[static_cast<std::size_t>(part * static_cast<double>(m_saves.size() - 1))];
    }

    std::chrono::steady_clock::time_point m_last;
    Save m_save;
    std::vector<Save> m_saves;
};

double percentileOf(std::vector<double> times, double part) {
    std::sort(times.begin(), times.end());
    return times.empty() ? 0 : times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
}

/// How long this machine takes now for the least that is safe: these bytes in a file of their own.
double bareSave(io::Disk& disk, const std::string& path, const std::string& bytes) {
    const auto before = std::chrono::steady_clock::now();
    if (!io::atomicWrite(disk, path, bytes))
        qFatal("a bare file can't be written");
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

/// The report that both write: 200 kB, of many sections.
class SharedReport {
public:
    SharedReport()
        : builder(place.path().toStdString(), stemma::tests::fixedUuid('a', 1)) {
        builder.create("Beside");
        builder.evolve([&](Value& outline) {
            outline.set("sections", Value::array());
            const std::string filler(outlineSize / sections - 400, 'x');
            for (int n = 1; n <= sections; ++n) {
                outline.edit("sections")->appendItem(stemma::tests::sectionValue(n, filler));
                sectionIds.push_back(stemma::tests::sectionValue(n, "").stringAt("section_id").value());
            }
            outline.edit("metadata")->set("marks", Value::array());
        });
    }
    [[nodiscard]] ReportId id() const { return ReportId(builder.id()); }

    QTemporaryDir place;
    stemma::tests::ReportBuilder builder;
    std::vector<std::string> sectionIds;
};

/// The person: edits a working copy and saves it, merging whatever came meanwhile.
class Editor {
public:
    Editor(const report::Workspace& workspace, const SharedReport& report, std::string outline)
        : m_workspace(workspace)
        , m_report(report)
        , m_id(report.id())
        , m_copy(report::WorkingCopy::open(std::move(outline)).value()) {}

    /// One new insight.
    Status edit(int number) {
        const std::string& section = m_report.sectionIds[static_cast<std::size_t>(number % sections)];
        const std::string edits = R"([{"op":"add-insight","section_id":")" + section +
                                  R"(","insight":{"summary":"ours )" + std::to_string(number) + R"("}}])";
        auto done = m_copy.apply(json::parse(edits).value(), SystemClock().now());
        if (!done)
            return fail(done.error());
        return save();
    }

    /// A save of the other may have been made from what it had read before ours: that is found, and done
    /// again.
    Status putBack() {
        const auto overwritten =
            report::findOverwrittenEdits(m_workspace.environment.disk, m_workspace.root, m_id);
        if (!overwritten)
            return fail(overwritten.error());
        std::vector<ActionId> edits;
        for (const report::OverwrittenEdit& edit : *overwritten)
            edits.push_back(edit.edit);
        lost += static_cast<int>(edits.size());
        if (edits.empty())
            return {};
        const auto back = report::putBackEdits(m_workspace, m_id, edits);
        return back ? Status() : fail(back.error());
    }

    int merged = 0;
    int asked = 0;
    int lost = 0;

private:
    Status save() {
        for (;;) {
            const std::string written = m_copy.bytes();
            auto saved = report::saveWork(m_workspace, m_id, m_copy.saved(), written);
            if (saved) {
                merged += saved->merged ? 1 : 0;
                return m_copy.noteSaved(written, saved->disk);
            }
            if (saved.error().code != ErrorCode::conflict)
                return fail(saved.error());
            ++asked;
            const auto live = report::loadReport(m_workspace.environment.disk, m_workspace.root, m_id);
            if (!live)
                return fail(live.error());
            const auto both = report::mergeOutlines(m_copy.saved(), written, live->bytes);
            if (!both)
                return fail(both.error());
            if (Status done = m_copy.rebase(live->bytes, both->bytes); !done)
                return done;
        }
    }

    const report::Workspace& m_workspace;
    const SharedReport& m_report;
    ReportId m_id;
    report::WorkingCopy m_copy;
};

void startOther(QProcess& other, const SharedReport& report, int saves) {
    other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const QString script =
        qEnvironmentVariable("STEMMA_TEST_DATA") + QStringLiteral("/../support/foreign_writer.py");
    other.start(QStringLiteral("python3"),
                {QStringLiteral("-B"), script, report.place.path(), QStringLiteral("storm"),
                 QString::fromStdString(report.builder.id()), QString::number(saves),
                 QStringLiteral("--pause"), QString::number(pauseSeconds), QStringLiteral("--marks")});
    QVERIFY(other.waitForStarted(20'000));
}

/// How often each number from 0 to `count` - 1 is there, as `numberOf` reads it of the items.
template <class NumberOf>
std::vector<int> timesOf(const Value& items, int count, NumberOf numberOf) {
    std::vector<int> times(static_cast<std::size_t>(count), 0);
    for (const Value& item : items.items()) {
        const int number = numberOf(item);
        if (number >= 0 && number < count)
            ++times[static_cast<std::size_t>(number)];
    }
    return times;
}

bool eachOnce(const std::vector<int>& times) {
    return std::all_of(times.begin(), times.end(), [](int count) { return count == 1; });
}

} // namespace

class EditBesideTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingOfEitherIsLostOrDoubled();
};

void EditBesideTest::nothingOfEitherIsLostOrDoubled() {
    SharedReport report;
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    HoldTimes held;
    const journal::Environment environment{
        *disk, clock, locks,
        [&](const ActionId&, const std::string& step, const std::string&) { held.take(step); }};
    const report::Workspace workspace{
        environment, report.place.path().toStdString(), history::Actor::human, {}, {}};
    Editor editor(workspace, report, report.builder.outlineBytes());

    const int theirs = isLong() ? 4000 : 200;
    const int wanted = isLong() ? 500 : 120;
    QProcess other;
    startOther(other, report, theirs);
    std::vector<double> bare;
    int done = 0;
    for (; done < wanted || other.state() != QProcess::NotRunning; ++done) {
        for (const Status& step : {editor.edit(done), editor.putBack()})
            QVERIFY2(step.has_value(), step ? "" : describe(step.error()).c_str());
        bare.push_back(bareSave(*disk, report.place.filePath(QStringLiteral("bare")).toStdString(),
                                report.builder.outlineBytes()));
        QTest::qWait(isLong() ? 800 : 60); // lets the other one in, whom our lock kept out
    }
    QCOMPARE(other.exitCode(), 0);
    QVERIFY(editor.putBack());

    const Value outline = report.builder.outline();
    QVERIFY(eachOnce(timesOf(*outline.find("insights"), done, [](const Value& insight) {
        const std::string summary = insight.stringAt("summary").value_or("");
        return summary.starts_with("ours ") ? std::stoi(summary.substr(5)) : -1;
    })));
    QVERIFY(eachOnce(timesOf(*outline.find("metadata")->find("marks"), theirs,
                             [](const Value& mark) { return std::stoi(mark.text()) - 1; })));
    qInfo("%d saves of ours, %d of them merged, %d asked, %d of theirs; %d overwritten by them and put back",
          done, editor.merged, editor.asked, theirs, editor.lost);
    for (const double part : {0.5, 0.99})
        qInfo("%.0f of 100: lock held %.1f ms or less (%s), %zu bytes saved barely in %.1f", part * 100,
              held.percentile(part), held.steps(part).c_str(), report.builder.outlineBytes().size(),
              percentileOf(bare, part));
    stemma::tests::proved("P10 A5", "edits of ours beside a program that saves every 100 ms: all there, once",
                          static_cast<std::size_t>(done));
}

QTEST_GUILESS_MAIN(EditBesideTest)
#include "tst_edit_beside.moc"
