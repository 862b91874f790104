// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "app/stemmactl/context.h"
#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"

namespace stemma::ctl {

/// What the person marked, as the window keeps it too.
struct PersonMarks {
    PersonMarks(io::Disk& disk, const std::string& directory)
        : marks(disk, directory)
        , baselines(disk, directory) {}
    marks::MarkStore marks;
    marks::BaselineStore baselines;
};

/// ErrorCode::notFound if no place for them is known.
[[nodiscard]] Result<std::unique_ptr<PersonMarks>> personMarks(const Context& context);

/// Tells what could not be used of them.
void warnOf(const Context& context, const std::vector<marks::MarkProblem>& problems);

} // namespace stemma::ctl
