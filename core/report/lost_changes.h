// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/io/disk.h"
#include "core/report/report_operations.h"

/// Private to the files that restore.
namespace stemma::report {

/// Shows `see` every change of a timeline from the row `first` on that is one of content, oldest first, with
/// the difference that it made; null where a version around it can't be read.
[[nodiscard]] Status
forLaterChanges(const std::function<void(const history::TimelineRow&, const diff::Changes*)>& see,
                io::Disk& disk, const std::string& directory, const history::Timeline& timeline,
                std::size_t first, const Progress& progress);

/// How many changes of a timeline from the row `first` on made a difference that `touches` says is one of
/// those that are meant, by actor. One around which a version can't be read counts: it may have.
[[nodiscard]] Result<std::vector<RestorePreview::Lost>>
countChangesThat(const std::function<bool(const diff::Change&)>& touches, io::Disk& disk,
                 const std::string& directory, const history::Timeline& timeline, std::size_t first,
                 const Progress& progress);

/// Counts one more change of an actor.
void addLost(std::vector<RestorePreview::Lost>& lost, const std::string& actor);

} // namespace stemma::report
