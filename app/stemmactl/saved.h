// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/stemmactl/context.h"
#include "core/report/report_operations.h"

namespace stemma::ctl {

/// Prints what an operation wrote, or why it did not; returns the exit code. `done`: "Renamed", the first
/// words of the sentence. `newIds`: those of an edit list, which are told as `new_ids`.
[[nodiscard]] int printSaved(Context& context, const std::string& done, const Result<report::Saved>& saved,
                             const std::optional<std::vector<std::string>>& newIds = {});

/// Runs one operation on the report that the person named, and prints what came of it.
[[nodiscard]] int
writeReport(Context& context, const std::string& id, const std::string& done,
            const std::function<Result<report::Saved>(const report::Workspace&, const ReportId&)>& operation);

/// Prints the outline that a dry run made.
int printDryRun(Context& context, const std::string& bytes);

} // namespace stemma::ctl
