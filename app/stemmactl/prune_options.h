// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "app/stemmactl/context.h"
#include "core/history/retention.h"
#include "core/marks/retention_store.h"
#include "core/report/pruning.h"

namespace stemma::ctl {

/// What a command says of what may go.
struct RetentionOptions {
    std::string olderThan; ///< `90d`
    std::string maxBytes;  ///< `500M`
    std::int64_t keep = -1;
    bool thin = false;

    [[nodiscard]] bool any() const { return !olderThan.empty() || !maxBytes.empty() || keep >= 0 || thin; }
};
void declareRetention(CLI::App& command, RetentionOptions& options);
/// ErrorCode::usage names what is off.
[[nodiscard]] Result<history::RetentionPolicy> policyOf(const RetentionOptions& options);

/// Where policies are kept; ErrorCode::notFound if no place for them is known.
[[nodiscard]] Result<marks::RetentionStore> retentionStore(const Context& context);

/// `12.4 MB`
[[nodiscard]] std::string sizeText(std::uint64_t bytes);
[[nodiscard]] json::Value bytesValue(std::uint64_t bytes);
/// `3 backups`
[[nodiscard]] std::string backupsText(std::size_t count);

/// The reports that a command means: the one that is named, or all of the library.
[[nodiscard]] Result<report::PruneScope> pruneScope(const Context& context, const std::string& root,
                                                    const std::string& id);

/// `{id,set,state,ts,actor,rule,bytes,backups:[NAME]}`
[[nodiscard]] json::Value prunedSetValue(const ReportId& id, const history::PrunedSet& set);

} // namespace stemma::ctl
