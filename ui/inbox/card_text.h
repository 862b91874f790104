// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/base/clock.h"
#include "core/report/inbox.h"

namespace stemma::ui {

/// What a card is about: the report's title, or its id.
[[nodiscard]] QString cardTitle(const report::InboxCard& card);
/// Who did what: "agent edited", "agent made 3 changes", "Changed, and nobody recorded it".
[[nodiscard]] QString cardDeed(const report::InboxCard& card);
/// The request, and what is odd: "nightly-17 · new report · the version before is lost".
[[nodiscard]] QString cardRemarks(const report::InboxCard& card);
/// What is odd about the versions around it; empty if nothing is.
[[nodiscard]] QString cardStateText(const report::InboxCard& card);
/// How many parts it touched, in words: "2 added, 1 edited"; empty if that isn't known.
[[nodiscard]] QString countsInWords(const history::ChangeCounts& counts);
/// All of it in one sentence, for a screen reader.
[[nodiscard]] QString spokenCard(const report::InboxCard& card, Timestamp now);
/// Why the changes of a card can't be taken out; empty: they can.
[[nodiscard]] QString whyNotTakenOut(const report::InboxCard& card);

} // namespace stemma::ui
