// SPDX-License-Identifier: MIT
// How long a difference takes: an outline of many insights is opened, scrolled and resized, and so is a
// paragraph of many characters. Beside each figure its ratio to what the same machine takes, in the same run,
// to parse both files, or to lay the same text out once.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QScrollBar>
#include <QTest>
#include <QTextDocument>
#include <QTextLayout>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"
#include "ui/session/task_runner.h"

using namespace stemma;
using json::Value;

namespace {

struct Options {
    int insights = 2'000;
    int characters = 10'000;
};

double millisecondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::string words(int from, int characters) {
    std::string text;
    for (int i = from; static_cast<int>(text.size()) < characters; ++i)
        text += "word" + std::to_string(i * 7919 % 1009) + ' ';
    return text;
}

/// Forty sections; every fiftieth insight is edited and every fortieth moved to another section.
std::string outlineOf(int insights, bool after) {
    std::vector<Value> sections, all;
    std::vector<std::vector<int>> places(40);
    for (int i = 0; i < insights; ++i) {
        const bool edited = after && i % 50 == 0;
        const auto section =
            static_cast<std::size_t>((i * 40 / insights + (after && i % 40 == 7 ? 3 : 0)) % 40);
        places[section].push_back(i);
        all.push_back(tests::insightValue(i, words(i, 300) + (edited ? "edited" : "as it was")));
    }
    for (int i = 0; i < 40; ++i)
        sections.push_back(tests::sectionValue(i, words(i, 600), places[static_cast<std::size_t>(i)]));
    return json::pythonText(Value::object({{"report_id", Value::string(tests::fixedUuid('a', 1))},
                                           {"title", Value::string("Measured")},
                                           {"sections", Value::array(sections)},
                                           {"insights", Value::array(all)}}));
}

std::string paragraphOf(int characters, bool after) {
    std::string text = words(0, characters);
    if (after)
        for (std::size_t at = 700; at < text.size(); at += 1'400)
            text.insert(text.find(' ', at) + 1, "put in between ");
    return json::pythonText(Value::object({{"report_id", Value::string(tests::fixedUuid('a', 1))},
                                           {"title", Value::string("Measured")},
                                           {"sections", Value::array({tests::sectionValue(0, "", {0})})},
                                           {"insights", Value::array({tests::insightValue(0, text)})}}));
}

void tell(const char* what, double milliseconds, double limit, double measure, const char* measured) {
    std::printf("%-44s %8.1f ms   limit %5.0f ms   %6.2f × %s\n", what, milliseconds, limit,
                milliseconds / std::max(measure, 0.001), measured);
    std::fflush(stdout);
}

/// Until it is painted.
double open(ui::DiffView& view, const std::string& before, const std::string& after) {
    auto source = std::make_shared<ui::DiffSource>();
    source->before = before;
    source->after = after;
    view.showMessage({});
    return millisecondsOf([&] {
        view.showDifference(std::move(source));
        (void)QTest::qWaitFor([&] { return view.isShown(); }, 60'000);
        (void)view.grab();
    });
}

/// The longest of so many frames.
double slowestFrame(ui::DiffView& view, int frames, const std::function<void(int)>& step) {
    double slowest = 0;
    for (int frame = 0; frame < frames; ++frame)
        slowest = std::max(slowest, millisecondsOf([&] {
                               step(frame);
                               view.canvas()->viewport()->repaint();
                           }));
    return slowest;
}

void measureOutline(ui::DiffView& view, int insights) {
    const std::string before = outlineOf(insights, false), after = outlineOf(insights, true);
    const double parsing = millisecondsOf([&] {
        (void)json::parse(before);
        (void)json::parse(after);
    });
    std::printf("%d insights, %zu KiB, parsed in %.1f ms\n", insights, (before.size() + after.size()) / 1024,
                parsing);
    tell("opened, folded to changes", open(view, before, after), 500, parsing, "parsing both");
    tell("all text shown", millisecondsOf([&] {
             view.setUnchangedShown(true);
             (void)view.grab();
         }),
         500, parsing, "parsing both");
    QScrollBar* bar = view.canvas()->verticalScrollBar();
    tell("slowest frame of scrolling through it",
         slowestFrame(view, 400, [&](int frame) { bar->setValue(bar->maximum() / 400 * frame); }), 16,
         parsing, "parsing both");
    tell("slowest change gone to", slowestFrame(view, 60, [&](int) { view.nextChange(); }), 16, parsing,
         "parsing both");
    tell("slowest filter typed",
         slowestFrame(view, 4, [&](int i) { view.setFilter(QStringLiteral("edit").left(i + 1)); }), 16,
         parsing, "parsing both");
    view.setFilter({});
    tell("copied as Markdown, the window's share", millisecondsOf([&] { view.copyMarkdown(); }), 16, parsing,
         "parsing both");
    std::shared_ptr<QTextDocument> paper;
    tell("made ready to print, the window's share", millisecondsOf([&] {
             view.makePrintable([&paper](std::shared_ptr<QTextDocument> made) { paper = std::move(made); });
         }),
         16, parsing, "parsing both");
    (void)QTest::qWaitFor([&paper] { return paper != nullptr; }, 60'000);
    view.setUnchangedShown(false);
}

void measureParagraph(ui::DiffView& view, int characters) {
    const std::string before = paragraphOf(characters, false), after = paragraphOf(characters, true);
    const QString text = QString::fromStdString(words(0, characters));
    const double laying = millisecondsOf([&] {
        QTextLayout layout(text, view.font());
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine())
            line.setLineWidth(480);
        layout.endLayout();
    });
    std::printf("a paragraph of %d characters, laid out once in %.1f ms\n", characters, laying);
    tell("opened, in two columns", open(view, before, after), 500, laying, "laying it out");
    view.setUnchangedShown(true);
    tell("slowest frame of resizing it",
         slowestFrame(view, 40, [&](int frame) { view.resize(1'000 - frame * 7, 700); }), 16, laying,
         "laying it out");
    tell("slowest frame of scrolling it",
         slowestFrame(view, 60, [&](int frame) { view.canvas()->verticalScrollBar()->setValue(frame * 20); }),
         16, laying, "laying it out");
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App arguments("How long a difference takes to be shown.");
    arguments.add_option("--insights", options.insights, "how many the outline has");
    arguments.add_option("--characters", options.characters, "how many the paragraph has");
    CLI11_PARSE(arguments, argc, argv);
    const QApplication application(argc, argv);
    ui::TaskRunner runner;
    ui::DiffView view;
    view.setRunner(&runner);
    view.setLayout(ui::DiffView::Layout::two);
    view.resize(1'000, 700);
    view.show();
    measureOutline(view, options.insights);
    measureParagraph(view, options.characters);
    return 0;
}
