// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/report/inbox.h"

namespace stemma::ui {

/// What is told of something that was done in the inbox, and what it is called in the menu that takes it back
/// or does it again.
struct ActText {
    QString told; ///< a whole sentence that names the report and the change
    QString name; ///< "accepted: Churn in the third quarter"
};

/// Who made the changes of a card: "agent, command line".
[[nodiscard]] QString cardActors(const report::InboxCard& card);
/// Which change of a report a card is: "agent edited, 14:02 (nightly-17)", "2 changes by agent, 14:02".
[[nodiscard]] QString cardChange(const report::InboxCard& card, Timestamp now);

[[nodiscard]] ActText acceptedText(const report::InboxCard& card, Timestamp now);
[[nodiscard]] ActText acceptedAllText(std::size_t changes);
enum class TakenOut { whole, parts };
[[nodiscard]] ActText takenOutText(const report::InboxCard& card, TakenOut what, Timestamp now);
[[nodiscard]] ActText trashedText(const report::InboxCard& card);

} // namespace stemma::ui
