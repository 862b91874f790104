// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace bench {

/// Drives the real window over a library of graphs that stemma_make_graph wrote, and prints how long it takes
/// until something is seen, and the frames of each thing a person does. False if it never came so far.
bool measureGraphWindow(const QString& library);

} // namespace bench
