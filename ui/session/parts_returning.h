// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <QString>

#include "core/report/restore_parts.h"

namespace stemma::ui {

/// A version that parts may come from: one of the report's own, a file, or one of a report in the trash.
struct PartsOrigin {
    std::string version;                ///< as RestorePartsRequest has it
    std::optional<std::string> trashed; ///< the folder in the trash
    QString text;                       ///< "before “edited” by agent, 14:02"
};

/// What parts can be chosen from, as it was when it was looked at.
struct PartsBasis {
    PartsOrigin origin;
    report::PartsSource source;
};

/// What restoring some of them would do, as it was when it was looked at.
struct PartsOffer {
    report::RestorePartsRequest request;
    report::RestorePartsPreview preview;
    QString partsText; ///< "section “Risks” and 2 insights"
    QString originText;
};

} // namespace stemma::ui
