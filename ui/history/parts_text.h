// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "ui/session/parts_returning.h"

namespace stemma::ui {

/// What restoring parts does besides, and what it loses: a sentence a line. Pure.
[[nodiscard]] QString partsText(const report::RestorePartsPreview& preview);

/// The section that comes back for the sake of what is restored: "Bring “Risks” back"; empty if none does.
[[nodiscard]] QString broughtBackText(const report::RestorePartsPreview& preview);

} // namespace stemma::ui
