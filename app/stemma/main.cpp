// SPDX-License-Identifier: MIT
#include <QApplication>

#include "app/stemma/application.h"

int main(int argc, char** argv) {
    const auto commandLine = stemma::app::readCommandLine(argc, argv);
    if (!commandLine.invocation)
        return commandLine.exitCode;
    QApplication qt(argc, argv);
    stemma::app::nameApplication();
    return stemma::app::Application(*commandLine.invocation).run();
}
