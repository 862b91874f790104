// SPDX-License-Identifier: MIT
// bench_graph_window [--nodes N] [--relations M] [--seed S] [LIBRARY]: the window over a graph of that size,
// which is made for it, or over a LIBRARY that stemma_make_graph wrote: how long until its list and its first
// picture are seen, how long the whole picture takes and whether that can be cancelled, and the frames of
// moving, zooming, searching, choosing, dragging and going to another graph. Each figure stands beside what
// it is held against. Fails only where the window does, never for time. Without a platform that is set,
// offscreen.
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QTemporaryDir>

#include "tests/bench/graph_frames.h"
#include "tests/support/large_graph.h"
#include "ui/text/english_plurals.h"

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCoreApplication::installTranslator(new stemma::ui::EnglishPlurals(&application));
    std::string library;
    stemma::tests::GraphSize size;
    CLI::App app("Measures the window over a large graph.");
    app.add_option("LIBRARY", library, "a library that stemma_make_graph wrote (give a copy)");
    app.add_option("--nodes", size.nodes, "how many nodes")->capture_default_str();
    app.add_option("--relations", size.relations, "how many relations")->capture_default_str();
    app.add_option("--seed", size.seed, "another graph of that size")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    const QTemporaryDir place;
    if (library.empty()) {
        library = place.filePath(QStringLiteral("graph_data")).toStdString();
        stemma::tests::writeGraphLibrary(library, stemma::tests::largeGraph(size));
    }
    return bench::measureGraphWindow(QString::fromStdString(library)) ? 0 : 1;
}
