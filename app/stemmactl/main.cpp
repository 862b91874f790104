// SPDX-License-Identifier: MIT
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "app/stemmactl/command_line.h"
#include "app/stemmactl/output.h"

namespace {

#define STEMMA_NO_MEMORY                                                                                     \
    "Could not finish the command: there is not enough memory. Close other programs, look whether the "      \
    "change "                                                                                                \
    "was made, and try again."
constexpr const char* noMemoryText = "stemmactl: " STEMMA_NO_MEMORY "\n";
constexpr const char* noMemoryJson =
    "{\"error\": {\"code\": \"io\", \"message\": \"" STEMMA_NO_MEMORY "\", \"path\": \"\", "
    "\"detail\": \"there is not enough memory\", \"committed\": \"unknown\"}}\n";

} // namespace

int main(int argc, char** argv) {
    // Widths of characters are asked of the system; the decimal point and everything else stay as in C.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    try {
        stemma::ctl::Signals signals;
        return stemma::ctl::runCommandLine(std::vector<std::string>(argv + 1, argv + argc), signals);
    } catch (const std::bad_alloc&) {
        // Not even enough for the usual words.
        const bool json = std::any_of(argv + 1, argv + argc,
                                      [](const char* word) { return std::strcmp(word, "--json") == 0; });
        std::fputs(json ? noMemoryJson : noMemoryText, stderr);
        return stemma::ctl::exitCode(stemma::ErrorCode::io);
    }
}
