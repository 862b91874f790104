// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/report/inbox_rows.h"

/// How new rows become cards. Private to the inbox.
namespace stemma::report {

/// The cards of one report, oldest first, of those rows that weren't seen: what one request did without
/// anybody else's change between is one card.
[[nodiscard]] std::vector<InboxCard> cardsOf(io::Disk& disk, const InboxPlace& place, const NewRows& rows,
                                             const std::set<std::string>& seen, const Progress& progress);

/// The cards that were accepted, oldest first: `seenAt` tells when each row was; those that were at once, and
/// would be one card, are one. Without counts.
[[nodiscard]] std::vector<InboxCard> acceptedCardsOf(const InboxPlace& place, const NewRows& rows,
                                                     const std::map<std::string, std::string>& seenAt);

/// Puts the cards in order and names them: the newest first, those of one report as in its log.
[[nodiscard]] Inbox inboxOf(std::vector<std::vector<InboxCard>> reports);

} // namespace stemma::report
