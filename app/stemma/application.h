// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "app/stemma/command_line.h"

namespace stemma::app {

/// The composition root: makes one of each part and hands them to each other. A QApplication must live
/// already and outlive it.
class Application {
public:
    explicit Application(const Invocation& invocation);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Shows the window and runs until it is closed.
    int run();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// What must be set before and on the QApplication: names, desktop id, icon, plurals.
void nameApplication();

} // namespace stemma::app
