// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace bench {

/// Writes a library of so many reports, as agents leave one: scattered ids and times, tags, an index. Throws
/// where the disk fails.
void writeBigLibrary(const QString& folder, int reports);

/// Drives the real window over a library and prints the frames of each thing a person does with the list.
/// Returns how many frames the window worked at for longer than a frame of a 60 Hz screen may take.
int measureFrames(const QString& library);

} // namespace bench
