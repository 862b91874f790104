// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/stemmactl/context.h"

namespace stemma::ctl {

/// A report as it was in a version, but for what people changed since.
struct KeepHumanOptions {
    std::string id;
    std::string version;
    std::string conflicts; ///< "now", "before", or empty: they are listed
    bool dryRun = false;
};

/// Takes out what programs changed since that version, as `report undo --programs-since` does; nothing to
/// take out is no error.
int restoreButForPeople(Context& context, const KeepHumanOptions& options);

} // namespace stemma::ctl
