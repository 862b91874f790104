// SPDX-License-Identifier: MIT
#include <clocale>
#include <string>
#include <vector>

#include "app/stemmactl/command_line.h"

int main(int argc, char** argv) {
    // Widths of characters are asked of the system; the decimal point and everything else stay as in C.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    stemma::ctl::Signals signals;
    return stemma::ctl::runCommandLine(std::vector<std::string>(argv + 1, argv + argc), signals);
}
