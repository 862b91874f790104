// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <QString>

#include "core/history/timeline.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

/// How many changes came after the oldest one that is taken out, and stay, by actor.
[[nodiscard]] std::vector<report::RestorePreview::Lost> laterChanges(const history::Timeline& timeline,
                                                                     const std::vector<ActionId>& undone);

/// "Undo This Change", "Undo These 5 Changes".
[[nodiscard]] QString undoChangesText(std::size_t changes);
/// The question whether to take them out.
[[nodiscard]] QString takeOutQuestion(const TakeOutOffer& offer);
/// What that does and what stays, one sentence a line. Pure.
[[nodiscard]] QString takeOutText(const report::UndoPreview& preview,
                                  const std::vector<report::RestorePreview::Lost>& later);
/// The same of a restore that keeps what people changed since. Pure.
[[nodiscard]] QString keepingText(const RestoreOffer& offer);

} // namespace stemma::ui
