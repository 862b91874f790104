// SPDX-License-Identifier: MIT
// stemma_make_graph DIR [--nodes N] [--relations M] [--seed S]: writes a library with a graph of that size
// into DIR, as NDF Studio would have left it. The same numbers give the same bytes.
#include <cstdio>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "tests/support/large_graph.h"

int main(int argc, char** argv) {
    std::string folder;
    stemma::tests::GraphSize size;
    CLI::App app("Writes a library with a graph of any size, as NDF Studio would have left it.");
    app.add_option("DIR", folder, "the library's folder; it must not exist, or be empty")->required();
    app.add_option("--nodes", size.nodes, "how many nodes")->capture_default_str();
    app.add_option("--relations", size.relations, "how many relations")->capture_default_str();
    app.add_option("--seed", size.seed, "another graph of that size")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder)) {
            std::fprintf(stderr, "Could not make the library: %s is there already, and not empty.\n",
                         folder.c_str());
            return 1;
        }
        stemma::tests::writeGraphLibrary(folder, stemma::tests::largeGraph(size));
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "Could not make the library: %s\n", failed.what());
        return 1;
    }
    return 0;
}
