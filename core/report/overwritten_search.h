// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/report/change_steps.h"
#include "core/report/overwritten_edits.h"

/// Private to core/report.
namespace stemma::report {

/// What others undid of persons' edits from the step `first` on.
[[nodiscard]] Result<std::vector<OverwrittenEdit>>
searchOverwritten(io::Disk& disk, const std::string& directory, const std::vector<ChangeStep>& steps,
                  std::size_t first, const Progress& progress);

} // namespace stemma::report
