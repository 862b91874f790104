// SPDX-License-Identifier: MIT
// bench_inbox [--cards N] [--entries N] [--reports N]: an inbox of N cards and a feed of N entries over some
// reports in the real window: how long until they are there, against reading the bytes of all logs; and the
// frames while they are scrolled and gone through, filtered, accepted and taken back. Exit 1 if a frame works
// longer than 16 ms. Without a platform that is set, offscreen.
#include <cstdio>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include "core/report/inbox.h"
#include "tests/bench/bench_texts.h"
#include "tests/bench/stall_watch.h"
#include "tests/bench/whole_program.h"
#include "tests/support/store_builder.h"
#include "ui/feed/feed_desk.h"
#include "ui/feed/feed_list.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/library_sidebar.h"

using namespace stemma;

namespace {

constexpr double frameMs = 16;
constexpr int patienceMs = 300'000;
constexpr int pageTurns = 300;
constexpr int settleMs = 700;

double since(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

struct Wish {
    int reports = 200;
    int cards = 10'000;
    int entries = 100'000;
};

std::vector<tests::ReportBuilder> writeReports(const QString& folder, const Wish& wish) {
    std::vector<tests::ReportBuilder> reports;
    const int seen = (wish.entries - wish.cards) / wish.reports - 1;
    for (int number = 0; number < wish.reports; ++number) {
        auto& made = reports.emplace_back(folder.toStdString(), tests::fixedUuid('a', number + 1));
        made.setClock({made.now().micros + std::int64_t{number} * 17'000'000});
        made.create("Report number " + std::to_string(number) + " of those to measure with");
        made.evolve([](json::Value& outline) {
            for (int insight = 1; insight <= 6; ++insight)
                outline.edit("insights")->appendItem(tests::insightValue(insight, "As it was at first."));
        });
        std::string lines;
        for (int event = 1; event < seen; ++event) {
            made.setClock({made.now().micros + std::int64_t{300'000'000}});
            lines += history::auditLine(made.event("render", "cli", json::Value::object())) + '\n';
        }
        made.appendRaw(lines);
    }
    return reports;
}

/// What is in the inbox afterwards, a card each.
void changeReports(std::vector<tests::ReportBuilder>& reports, const Wish& wish) {
    for (int card = 0; card < wish.cards; ++card) {
        tests::ReportBuilder& report = reports[static_cast<std::size_t>(card % wish.reports)];
        report.setClock({report.now().micros + std::int64_t{60'000'000}});
        report.evolve(
            [card](json::Value& outline) {
                outline.edit("insights")
                    ->editItem(static_cast<std::size_t>(card) % 6)
                    .set("summary", json::Value::string("Rewritten for the time " + std::to_string(card)));
            },
            "agent", "request " + std::to_string(card));
    }
}

class Places {
public:
    Places(QString library, Wish wish)
        : m_library(std::move(library))
        , m_wish(wish) {}

    void write() {
        auto reports = writeReports(m_library, m_wish);
        const auto snapshot = bench::orThrow(report::scanLibrary(*m_program.disk, m_library.toStdString()));
        report::InboxReader reader(*m_program.disk, m_program.clock, m_program.marks, m_program.baselines);
        (void)bench::orThrow(reader.look(*snapshot)); // what there is counts as seen
        changeReports(reports, m_wish);
        QElapsedTimer timer;
        timer.start();
        for (const tests::ReportBuilder& report : reports)
            (void)bench::orThrow(io::readFile(*m_program.disk, report.directory() + "/audit.jsonl"));
        m_logsMs = since(timer);
    }
    /// Whether no frame was too long.
    bool measure() {
        m_program.window.resize(1440, 900);
        m_program.window.show();
        bench::runEventLoop(settleMs);
        m_watch.step([] {}); // the making of the window is no frame of it
        frames("open the library, inbox read", [this] { openLibrary(); });
        inbox();
        feed();
        return m_over == 0;
    }

private:
    [[nodiscard]] ui::InboxDesk& desk() { return *m_program.window.inbox(); }
    [[nodiscard]] QListView& cards() { return *desk().list()->view(); }
    [[nodiscard]] ui::FeedDesk& feedDesk() { return *m_program.window.feed(); }
    [[nodiscard]] QListView& entries() { return *feedDesk().list()->view(); }

    void openLibrary() {
        QElapsedTimer timer;
        timer.start();
        m_program.window.openLibrary(m_library);
        waitUntil([this] { return desk().session() && desk().session()->count() == m_wish.cards; });
        tell("inbox there / logs' bytes read", since(timer));
    }
    void inbox() {
        frames("go to the inbox", [this] {
            m_watch.step([this] { trigger(ui::Command::showInbox); });
            waitUntil([this] { return cards().model()->rowCount() == m_wish.cards; });
        });
        frames("scroll the cards", [this] { scroll(cards()); });
        frames("hold J", [this] { hold(cards(), Qt::Key_J, 100); });
        frames("hold K", [this] { hold(cards(), Qt::Key_K, 100); });
        frames("accept 20 cards", [this] {
            for (int card = 0; card < 20; ++card) {
                waitUntil([this] { return isEnabled(ui::Command::acceptCard); });
                hold(cards(), Qt::Key_A, 1);
            }
            waitUntil([this] { return !desk().session()->isBusy(); });
        });
        frames("accept all the others", [this] {
            m_watch.step([this] { trigger(ui::Command::acceptAllCards); });
            waitUntil([this] { return desk().session()->count() == 0 && !desk().session()->isBusy(); });
        });
        frames("take that back", [this] {
            m_watch.step([this] { trigger(ui::Command::undo); });
            waitUntil([this] { return cards().model()->rowCount() == m_wish.cards - 20; });
        });
    }
    void feed() {
        QElapsedTimer timer;
        timer.start();
        frames("go to the feed", [this, &timer] {
            m_watch.step([this] { trigger(ui::Command::showFeed); });
            waitUntil([this] { return feedDesk().model()->rowCount() > 0; });
            tell("feed there / logs' bytes read", since(timer));
        });
        frames("scroll the entries", [this] { scroll(entries()); });
        frames("to the end, batch by batch", [this] {
            for (int batch = 0; batch < 30; ++batch) {
                m_watch.step([this] { entries().scrollToBottom(); });
                bench::runEventLoop(5);
            }
        });
        frames("hold Up there", [this] { hold(entries(), Qt::Key_Up, 60); });
        frames("filter by what is typed", [this] {
            for (const char key : {'r', 'e', 'q', 'u', 'e', 's', 't', ' ', '9', '9'}) {
                m_watch.step([this, key] { QTest::keyClick(feedDesk().list()->textEdit(), key); });
                bench::runEventLoop(60);
            }
            bench::runEventLoop(settleMs);
        });
        frames("filter by who", [this] {
            for (const int actor : {2, 1, 0})
                m_watch.step([this, actor] { feedDesk().list()->actorBox()->setCurrentIndex(actor); });
        });
        frames("the whole feed again", [this] { trigger(ui::Command::wholeFeed); });
    }

    void trigger(ui::Command command) { m_program.window.actions().action(command)->trigger(); }
    [[nodiscard]] bool isEnabled(ui::Command command) const {
        return m_program.window.actions().action(command)->isEnabled();
    }
    template <class Condition>
    static void waitUntil(Condition condition) {
        QElapsedTimer timer;
        timer.start();
        while (!condition()) {
            if (timer.elapsed() > patienceMs)
                throw std::runtime_error("it takes too long");
            bench::runEventLoop(5);
        }
    }
    void scroll(QAbstractItemView& view) {
        QScrollBar& bar = *view.verticalScrollBar();
        for (int turn = 0; turn <= pageTurns; ++turn) {
            m_watch.step([&] {
                bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * turn / pageTurns));
                view.viewport()->repaint();
            });
            bench::runEventLoop(2);
        }
    }
    void hold(QListView& list, Qt::Key key, int times) {
        list.setFocus();
        for (int time = 0; time < times; ++time) {
            m_watch.step([&] { QTest::keyClick(&list, key); });
            bench::runEventLoop(25);
        }
    }
    void tell(const char* what, double took) const {
        std::printf("%-34s %9.1f %9.1f %7.2f\n", what, took, m_logsMs, took / m_logsMs);
    }
    template <class Act>
    void frames(const char* what, Act act) {
        m_watch.clear();
        act();
        bench::runEventLoop(settleMs);
        const bench::Frames& frames = m_watch.frames();
        std::printf("%-34s %9.1f %9.1f %9.1f %6d\n", what, frames.worstMs(), frames.worstCpuMs(),
                    frames.percentile99Ms(), frames.over(frameMs));
        std::fflush(stdout);
        m_over += frames.over(frameMs);
    }

    QString m_library;
    Wish m_wish;
    double m_logsMs = 1;
    bench::StallWatch m_watch;
    bench::WholeProgram m_program;
    int m_over = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    Wish wish;
    CLI::App app("The inbox and the feed of a busy library, in the real window.");
    app.add_option("--reports", wish.reports)->check(CLI::Range(1, 10'000));
    app.add_option("--cards", wish.cards)->check(CLI::Range(40, 100'000));
    app.add_option("--entries", wish.entries)->check(CLI::Range(100, 1'000'000));
    CLI11_PARSE(app, argc, argv);
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    try {
        Places places(folder.path(), wish);
        places.write();
        std::printf("%d cards, %d entries, %d reports\n%-34s %9s %9s %9s %6s\n", wish.cards, wish.entries,
                    wish.reports, "frames", "worst ms", "work ms", "99 % ms", ">16");
        return places.measure() ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
