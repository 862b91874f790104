// SPDX-License-Identifier: MIT
// What was accepted in the inbox, and making it new again.
#include <algorithm>
#include <set>
#include <utility>

#include "core/report/inbox.h"
#include "core/report/inbox_cards.h"
#include "core/report/inbox_rows.h"

namespace stemma::report {

/// What was accepted of one report.
struct InboxReader::Seen {
    InboxPlace place;
    NewRows rows;
    std::set<std::string> keys; ///< of all that was accepted
    std::vector<InboxCard> cards;
};

namespace {

constexpr const char* unaccepting = "make the changes new again";

/// Those of the cards that were named; an error for a name that none has.
Result<Inbox> cardsNamed(Inbox inbox, const std::vector<std::string>& names) {
    const std::set<std::string> wanted(names.begin(), names.end());
    std::set<std::string> missing = wanted;
    for (const InboxCard& card : inbox.cards)
        missing.erase(card.id);
    if (!missing.empty())
        return fail(ErrorCode::notFound, unaccepting, *missing.begin(), "no such card was accepted here",
                    "“inbox --accepted” shows those that were.");
    std::erase_if(inbox.cards, [&](const InboxCard& card) { return !wanted.contains(card.id); });
    inbox.changes = 0;
    for (const InboxCard& card : inbox.cards)
        inbox.changes += card.changes.size();
    return inbox;
}

std::set<std::string> changeKeysOf(const std::vector<InboxCard>& cards, const InboxPlace& place,
                                   const std::vector<std::string>* named) {
    std::set<std::string> keys;
    for (const InboxCard& card : cards)
        if (card.directory == place.directory &&
            (named == nullptr || std::find(named->begin(), named->end(), card.id) != named->end()))
            for (const InboxChange& change : card.changes)
                keys.insert(change.key);
    return keys;
}

marks::Baseline baselineNow(const marks::FoundBaselines& found, const std::string& place) {
    if (!found.baselines)
        return {};
    const auto known = found.baselines->find(place);
    return known == found.baselines->end() ? marks::Baseline() : known->second;
}

void forget(marks::Baseline& baseline, const std::set<std::string>& keys) {
    baseline.stamps.clear();
    const auto isOne = [&](const std::string& key) { return keys.contains(key); };
    if (std::erase_if(baseline.also, isOne) > 0 && baseline.also.empty())
        baseline.also.emplace_back(marks::Baseline::somethingElse);
}

} // namespace

Result<std::vector<InboxReader::Seen>> InboxReader::readSeen(const LibrarySnapshot& snapshot, Inbox& inbox,
                                                             const Progress& progress) {
    std::vector<Seen> all;
    const auto places = inboxPlaces(m_disk, snapshot, m_clock.now().micros * 1000);
    std::size_t done = 0;
    for (const InboxPlace& place : places) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, unaccepting, snapshot.root, "cancelled");
        progress.tell(done++, places.size());
        const marks::FoundMarks found = m_marks.find(place.report);
        for (const marks::MarkProblem& problem : found.problems)
            inbox.problems.push_back(
                {"marks-unusable", Severity::warning, problem.message + " (" + problem.path + ")", 0, {}});
        if (found.marks.seen.empty())
            continue;
        auto rows = readRowsFrom(m_disk, place, found.marks.seen, {progress.stop, {}});
        if (!rows && rows.error().code == ErrorCode::cancelled)
            return fail(std::move(rows.error()));
        if (!rows) {
            inbox.problems.push_back(
                {"history-unreadable", Severity::warning, describe(rows.error()), 0, {}});
            continue;
        }
        auto cards = acceptedCardsOf(place, *rows, found.marks.seenAt);
        all.push_back({place, std::move(*rows), found.marks.seen, std::move(cards)});
    }
    return all;
}

Result<Inbox> InboxReader::accepted(const LibrarySnapshot& snapshot, const Progress& progress) {
    Inbox found;
    const auto all = readSeen(snapshot, found, progress);
    if (!all)
        return fail(all.error());
    return inboxOf(*all, std::move(found), snapshot);
}

Inbox InboxReader::inboxOf(const std::vector<Seen>& all, Inbox found, const LibrarySnapshot& snapshot) {
    std::vector<std::vector<InboxCard>> cards;
    for (const Seen& seen : all)
        cards.push_back(seen.cards);
    Inbox inbox = report::inboxOf(std::move(cards));
    inbox.problems = std::move(found.problems);
    inbox.library = snapshot.root;
    return inbox;
}

/// What comes after it counted as seen, by a mark or by the baseline alone: marked, it stays so wherever the
/// baseline stands. A power cut leaves too many marks, never too few.
Status InboxReader::makeNew(const Inbox& now, const Seen& seen, const std::vector<std::string>& cards,
                            const io::LockOptions& lock) {
    const std::set<std::string> keys = changeKeysOf(seen.cards, seen.place, &cards);
    if (keys.empty())
        return {};
    const std::set<std::string> isNew = changeKeysOf(now.cards, seen.place, nullptr);
    const auto& rows = seen.rows.rows;
    const auto first = std::find_if(rows.begin(), rows.end(),
                                    [&](const NewRow& row) { return keys.contains(row.change.key); });
    std::vector<std::string> stay;
    for (auto row = first; row != rows.end(); ++row)
        if (const std::string& key = row->change.key; !keys.contains(key) && !isNew.contains(key))
            stay.push_back(key);
    if (const auto marked = m_marks.markSeen(seen.place.report, stay, m_clock.now(), lock); !marked)
        return fail(marked.error());

    marks::Baseline baseline = baselineNow(m_baselines.find(now.library), seen.place.key);
    if (eventsKnown(seen.rows.actions, &baseline) > first->eventsBefore)
        baseline = baselineBefore(seen.rows, *first, baseline.also);
    forget(baseline, keys);
    if (Status kept = m_baselines.add(now.library, {{seen.place.key, baseline}},
                                      marks::BaselineStore::Known::replace, lock);
        !kept)
        return kept;
    const auto unmarked =
        m_marks.unmarkSeen(seen.place.report, std::vector<std::string>(keys.begin(), keys.end()), lock);
    return unmarked ? Status() : Status(fail(unmarked.error()));
}

Result<Inbox> InboxReader::unaccept(const LibrarySnapshot& snapshot, const std::vector<std::string>& cards,
                                    Unaccepting how, const io::LockOptions& lock, const Progress& progress) {
    const auto now = look(snapshot, progress);
    if (!now)
        return fail(now.error());
    Inbox found;
    const auto all = readSeen(snapshot, found, progress);
    if (!all)
        return fail(all.error());
    auto named = cardsNamed(inboxOf(*all, std::move(found), snapshot), cards);
    if (!named || how == Unaccepting::look)
        return named;
    for (const Seen& seen : *all)
        if (Status done = makeNew(*now, seen, cards, lock); !done)
            return fail(std::move(done.error()));
    return named;
}

} // namespace stemma::report
