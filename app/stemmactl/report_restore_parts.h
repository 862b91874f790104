// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/stemmactl/context.h"
#include "core/report/report_operations.h"
#include "core/report/restore_parts.h"

namespace stemma::ctl {

/// Which parts of a version `report restore` is to make current.
struct RestorePartsOptions {
    std::vector<std::string> sections, insights, citations, fields;
    std::string into;
    std::string from; ///< a folder in the trash, or the id of a report there
    bool alone = false;

    [[nodiscard]] bool any() const {
        return !sections.empty() || !insights.empty() || !citations.empty() || !fields.empty();
    }
};

/// Each named part, or the fields of each; fields without a part are the report's own.
[[nodiscard]] std::vector<report::PartChoice> partChoices(const RestorePartsOptions& options);
void declareRestoreParts(CLI::App& command, RestorePartsOptions& options);

enum class Run { dry, act };
int restoreReportParts(Context& context, const report::Workspace& workspace, const ReportId& id,
                       const std::string& version, const RestorePartsOptions& options, Run run);

/// The folder in the trash that is meant: its name, or the id of a report that is there once.
[[nodiscard]] Result<std::string> findTrashed(const Context& context, const std::string& root,
                                              const std::string& given);

} // namespace stemma::ctl
