// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/journal/report_folder.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// Moves the file `name` of `from` (the report's folder or its backups/) to `backups/<name>.damaged-<UTC
/// stamp>`, durably, replacing nothing. Gives the new name. A dot in front is dropped: set aside is not
/// hidden.
[[nodiscard]] Result<std::string> setAside(const Environment& environment, ReportFolder& folder,
                                           const io::Open& from, const std::string& name);

/// As setAside, for bytes that are a part of the file `name`. The same bytes are kept once only, so that a
/// recovery that was itself interrupted leaves one copy.
[[nodiscard]] Result<std::string> setAsideBytes(const Environment& environment, ReportFolder& folder,
                                                const std::string& name, std::string_view bytes);

} // namespace stemma::journal
