// SPDX-License-Identifier: MIT
#include "core/report/inbox_cards.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/version_reader.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

using history::BackupState;
using history::RowKind;

CardState stateOf(const NewRow& row) {
    if (row.change.kind == RowKind::unreadableLine)
        return CardState::unreadableLine;
    switch (row.backupState) {
    case BackupState::missing:
        return CardState::backupMissing;
    case BackupState::pruned:
        return CardState::backupPruned;
    case BackupState::damaged:
        return CardState::backupDamaged;
    case BackupState::foreign:
        return CardState::backupForeign;
    case BackupState::unsafe:
        return CardState::backupUnsafe;
    case BackupState::none:
    case BackupState::ok:
        break;
    }
    return row.change.kind == RowKind::change ? CardState::ok : CardState::unrecorded;
}

/// Whether a row goes on with what the one above it began.
bool continues(const NewRow& above, const NewRow& row) {
    return above.requestId && !above.requestId->empty() && above.requestId == row.requestId &&
           above.othersBefore == row.othersBefore;
}

/// Events that make a report.
bool makes(const std::string& type) {
    return type == "create" || type == "fork";
}

std::optional<history::ChangeCounts> countsOf(io::Disk& disk, const InboxPlace& place, const InboxCard& card,
                                              const Progress& progress) {
    if (!card.after || (!card.before && !card.made))
        return std::nullopt;
    const history::Interpret interpret = interpretOutline;
    history::VersionReader reader(disk, place.directory, interpret, history::Counts::compute, progress);
    std::vector<history::Version> versions{*card.after};
    if (card.before)
        versions.push_back(*card.before);
    return reader.countsBetween(versions, card.before ? std::optional<std::size_t>(1) : std::nullopt, 0);
}

void addActor(std::string& actors, const std::string& actor) {
    if (actor.empty() || actors == actor || actors.find(actor + ", ") != std::string::npos ||
        actors.ends_with(", " + actor))
        return;
    actors += (actors.empty() ? "" : ", ") + actor;
}

InboxCard cardFrom(const InboxPlace& place, const std::vector<const NewRow*>& rows) {
    InboxCard card;
    card.report = place.report;
    card.title = place.title;
    card.directory = place.directory;
    card.trashed = place.trashed;
    card.requestId = rows.front()->requestId;
    card.before = rows.front()->before;
    card.after = rows.back()->after;
    std::string keys = place.report.text();
    for (const NewRow* row : rows) {
        card.changes.push_back(row->change);
        card.problems.insert(card.problems.end(), row->problems.begin(), row->problems.end());
        card.made = card.made || makes(row->change.type);
        addActor(card.actor, row->change.actor);
        keys += '\n' + row->change.key;
        if (card.state == CardState::ok)
            card.state = stateOf(*row);
    }
    card.ts = rows.back()->change.ts;
    constexpr std::size_t digits = 12;
    card.id = sha256(keys).substr(0, digits);
    return card;
}

/// When a card is shown: a clock that went back doesn't put it below what came before it in its log.
std::int64_t momentOf(const InboxCard& card) {
    const auto time = parseIso(card.ts);
    return time ? time->micros : 0;
}

} // namespace

std::vector<InboxCard> cardsOf(io::Disk& disk, const InboxPlace& place, const NewRows& rows,
                               const std::set<std::string>& seen, const Progress& progress) {
    std::vector<InboxCard> cards;
    std::vector<const NewRow*> group;
    const auto finish = [&] {
        if (group.empty())
            return;
        InboxCard card = cardFrom(place, group);
        card.counts = group.size() == 1 ? group.front()->counts : countsOf(disk, place, card, progress);
        cards.push_back(std::move(card));
        group.clear();
    };
    for (const NewRow& row : rows.rows) {
        const bool isSeen = seen.contains(row.change.key);
        if (isSeen || (!group.empty() && !continues(*group.back(), row)))
            finish();
        if (!isSeen)
            group.push_back(&row);
    }
    finish();
    return cards;
}

std::vector<InboxCard> acceptedCardsOf(const InboxPlace& place, const NewRows& rows,
                                       const std::map<std::string, std::string>& seenAt) {
    std::vector<InboxCard> cards;
    std::vector<const NewRow*> group;
    std::string when; // of the group
    const auto finish = [&] {
        if (group.empty())
            return;
        cards.push_back(cardFrom(place, group));
        cards.back().accepted = when;
        group.clear();
    };
    for (const NewRow& row : rows.rows) {
        const auto seen = seenAt.find(row.change.key);
        if (seen == seenAt.end() || seen->second != when ||
            (!group.empty() && !continues(*group.back(), row)))
            finish();
        if (seen == seenAt.end())
            continue;
        when = seen->second;
        group.push_back(&row);
    }
    finish();
    return cards;
}

Inbox inboxOf(std::vector<std::vector<InboxCard>> reports) {
    std::vector<std::pair<std::int64_t, InboxCard>> dated;
    for (std::vector<InboxCard>& cards : reports) {
        std::int64_t latest = 0;
        const std::size_t from = dated.size();
        for (InboxCard& card : cards) {
            latest = std::max(latest, momentOf(card));
            dated.emplace_back(latest, std::move(card));
        }
        std::reverse(dated.begin() + static_cast<std::ptrdiff_t>(from), dated.end());
    }
    std::stable_sort(dated.begin(), dated.end(),
                     [](const auto& one, const auto& other) { return one.first > other.first; });
    Inbox inbox;
    std::set<std::string> ids;
    for (auto& [moment, card] : dated) {
        ids.insert(card.id);
        inbox.changes += card.changes.size();
        inbox.cards.push_back(std::move(card));
    }
    std::string all;
    for (const std::string& id : ids)
        all += id + '\n';
    constexpr std::size_t digits = 16;
    inbox.token = sha256(all).substr(0, digits);
    return inbox;
}

const char* cardStateWord(CardState state) {
    switch (state) {
    case CardState::ok:
        return "ok";
    case CardState::backupMissing:
        return "backup-missing";
    case CardState::backupPruned:
        return "backup-pruned";
    case CardState::backupDamaged:
        return "backup-damaged";
    case CardState::backupForeign:
        return "backup-foreign";
    case CardState::backupUnsafe:
        return "backup-unsafe";
    case CardState::unrecorded:
        return "unrecorded";
    case CardState::unreadableLine:
        return "unreadable-line";
    }
    return "ok";
}

} // namespace stemma::report
