// SPDX-License-Identifier: MIT
#include "core/report/inbox.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/report/inbox_cards.h"
#include "core/report/inbox_rows.h"

namespace stemma::report {

namespace {

constexpr const char* looking = "look what is new";

Problem problemFrom(const marks::MarkProblem& problem) {
    return {"marks-unusable", Severity::warning, problem.message + " (" + problem.path + ")", 0, {}};
}

Problem problemFrom(const char* rule, const Error& error) {
    return {rule, Severity::warning, describe(error), 0, {}};
}

/// A report keeps its baseline on its way to the trash and back.
const marks::Baseline* baselineOf(const marks::Baselines& baselines, const InboxPlace& place) {
    if (const auto own = baselines.find(place.key); own != baselines.end())
        return &own->second;
    if (place.trashed) {
        const auto before = baselines.find(place.report.text());
        return before == baselines.end() ? nullptr : &before->second;
    }
    const std::string prefix = "trash/" + place.report.text() + '_';
    const marks::Baseline* newest = nullptr;
    for (auto in = baselines.lower_bound(prefix); in != baselines.end() && in->first.starts_with(prefix);
         ++in)
        newest = &in->second;
    return newest;
}

std::string keyOf(const InboxCard& card) {
    return card.trashed ? "trash/" + card.directory.substr(card.directory.rfind('/') + 1)
                        : card.report.text();
}

/// Of the report, or of its folder in the trash, that a baseline is kept of.
std::string directoryOf(const std::string& library, const std::string& key) {
    constexpr std::string_view trash = "trash/";
    return key.starts_with(trash) ? io::joinPath(io::joinPath(library, ".trash"), key.substr(trash.size()))
                                  : io::joinPath(io::joinPath(library, "by_id"), key);
}

/// None where its log can't be read.
std::vector<std::string> actionsIn(io::Disk& disk, const std::string& directory) {
    const auto log = io::readFile(disk, io::joinPath(directory, "audit.jsonl"));
    return log ? actionsOf(history::readAuditLog(log->bytes)) : std::vector<std::string>();
}

/// Those that are of a report of this library, in whichever place it is.
marks::Baselines ofReports(const marks::Baselines& all, const std::vector<InboxPlace>& places) {
    constexpr std::string_view trash = "trash/";
    std::set<std::string> reports;
    for (const InboxPlace& place : places)
        reports.insert(place.report.text());
    marks::Baselines own;
    for (const auto& [key, baseline] : all) {
        const bool isTrashed = key.starts_with(trash);
        const std::string id = isTrashed ? key.substr(trash.size(), key.rfind('_') - trash.size()) : key;
        if (reports.contains(id))
            own[key] = baseline;
    }
    return own;
}

} // namespace

/// What one look works on.
struct InboxReader::Work {
    const LibrarySnapshot& snapshot;
    std::vector<InboxPlace> places;
    marks::Baselines baselines; ///< as they were
    bool firstLook = false;     ///< all that is there counts as seen
    marks::Baselines changed;   ///< to be kept
    std::vector<std::vector<InboxCard>> cards;
    marks::Baselines shown; ///< of the reports that have cards
    std::vector<Problem> problems;
};

/// What was read of a report, as long as its files and its baseline stay.
struct InboxReader::Kept {
    std::string stamps;
    std::optional<marks::Baseline> baseline;
    NewRows rows;
};

InboxReader::InboxReader(io::Disk& disk, const Clock& clock, marks::MarkStore& marks,
                         marks::BaselineStore& baselines)
    : m_disk(disk)
    , m_clock(clock)
    , m_marks(marks)
    , m_baselines(baselines) {}

InboxReader::~InboxReader() = default;

/// The library's own, or those of the place where it was before.
void InboxReader::takeBaselines(Work& work) {
    marks::FoundBaselines found = m_baselines.find(work.snapshot.root);
    for (const marks::MarkProblem& problem : found.problems)
        work.problems.push_back(problemFrom(problem));
    if (found.baselines) {
        work.baselines = std::move(*found.baselines);
        return;
    }
    std::vector<std::string> reports;
    for (const InboxPlace& place : work.places)
        if (!place.trashed)
            reports.push_back(place.key);
    auto other = reports.empty() ? std::nullopt : m_baselines.mostAlike(reports);
    work.firstLook = !other;
    if (other)
        work.baselines = work.changed = ofReports(*other, work.places);
}

/// A failure costs nothing but time: the next look reads as much again.
void InboxReader::keepBaselines(Work& work) {
    if (work.changed.empty() && !work.firstLook)
        return;
    const auto known =
        work.firstLook ? marks::BaselineStore::Known::keep : marks::BaselineStore::Known::replace;
    if (const Status kept = m_baselines.add(work.snapshot.root, work.changed, known); !kept)
        work.problems.push_back(problemFrom("marks-not-kept", kept.error()));
}

/// What of it is new, and how far it is known from now on.
void InboxReader::sort(Work& work, const InboxPlace& place, Kept& kept, const Progress& progress) {
    const NewRows& rows = kept.rows;
    marks::FoundMarks found;
    if (!work.firstLook && !rows.rows.empty())
        found = m_marks.find(place.report);
    for (const marks::MarkProblem& problem : found.problems)
        work.problems.push_back(problemFrom(problem));
    const auto first = std::find_if(rows.rows.begin(), rows.rows.end(), [&](const NewRow& row) {
        return !found.marks.seen.contains(row.change.key);
    });
    if (work.firstLook || first == rows.rows.end()) {
        if (rows.complete || work.firstLook)
            work.changed[place.key] = baselineAfter(rows, rows.complete ? place.stamps : std::string());
        m_kept.erase(place.directory);
        return;
    }
    work.cards.push_back(cardsOf(m_disk, place, rows, found.marks.seen, progress));
    const marks::Baseline before = kept.baseline.value_or(marks::Baseline());
    work.shown[place.key] = before;
    marks::Baseline nearer = baselineBefore(rows, *first, before.also);
    if (rows.complete && nearer.last != before.last && !nearer.last.empty()) {
        kept.baseline = nearer;
        work.changed[place.key] = std::move(nearer);
    }
}

Status InboxReader::readReport(Work& work, const InboxPlace& place, const Progress& progress) {
    const marks::Baseline* baseline = baselineOf(work.baselines, place);
    if (baseline && !place.stamps.empty() && baseline->stamps == place.stamps) {
        m_kept.erase(place.directory);
        return {};
    }
    const auto known = baseline ? std::optional(*baseline) : std::nullopt;
    Kept& kept = m_kept[place.directory];
    if (place.stamps.empty() || kept.stamps != place.stamps || kept.baseline != known) {
        auto rows = readNewRows(m_disk, place, baseline,
                                work.firstLook ? Reading::theEnd : Reading::whatIsNew, progress);
        if (!rows) {
            m_kept.erase(place.directory);
            if (rows.error().code == ErrorCode::cancelled)
                return fail(std::move(rows.error()));
            work.problems.push_back(problemFrom("history-unreadable", rows.error()));
            return {};
        }
        kept = {place.stamps, known, std::move(*rows)};
    }
    sort(work, place, kept, progress);
    return {};
}

Status InboxReader::readReports(Work& work, const Progress& progress) {
    std::size_t done = 0;
    std::set<std::string> isThere;
    for (const InboxPlace& place : work.places) {
        isThere.insert(place.directory);
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, looking, work.snapshot.root, "cancelled");
        progress.tell(done++, work.places.size());
        if (Status read = readReport(work, place, {progress.stop, {}}); !read)
            return read;
    }
    std::erase_if(m_kept, [&](const auto& kept) { return !isThere.contains(kept.first); });
    progress.tell(work.places.size(), work.places.size());
    return {};
}

Result<Inbox> InboxReader::look(const LibrarySnapshot& snapshot, const Progress& progress) {
    Work work{
        snapshot, inboxPlaces(m_disk, snapshot, SystemClock().now().micros * 1000), {}, false, {}, {}, {},
        {}};
    takeBaselines(work);
    if (Status read = readReports(work, progress); !read)
        return fail(std::move(read.error()));
    keepBaselines(work);
    Inbox inbox = report::inboxOf(std::move(work.cards));
    inbox.problems = std::move(work.problems);
    inbox.library = snapshot.root;
    inbox.baselines = std::move(work.shown);
    return inbox;
}

AcceptedChanges changesOf(const Inbox& inbox, const std::vector<std::string>& cards) {
    const std::set<std::string> wanted(cards.begin(), cards.end());
    AcceptedChanges accepted;
    accepted.library = inbox.library;
    for (const InboxCard& card : inbox.cards) {
        if (!wanted.contains(card.id))
            continue;
        for (const InboxChange& change : card.changes)
            accepted.keys[card.report].push_back(change.key);
        const std::string key = keyOf(card);
        if (const auto known = inbox.baselines.find(key); known != inbox.baselines.end())
            accepted.baselines[key] = known->second;
    }
    return accepted;
}

Status InboxReader::accept(const Inbox& inbox, const std::vector<std::string>& cards,
                           const io::LockOptions& lock) {
    std::set<std::string> there;
    for (const InboxCard& card : inbox.cards)
        there.insert(card.id);
    for (const std::string& id : cards)
        if (!there.contains(id))
            return fail(ErrorCode::notFound, "accept the changes", id,
                        "there is no such card, or no more: it was accepted, or it grew",
                        "“inbox” shows the cards there are.");
    return acceptAgain(changesOf(inbox, cards), lock);
}

Status InboxReader::acceptAgain(const AcceptedChanges& accepted, const io::LockOptions& lock) {
    for (const auto& [report, keys] : accepted.keys)
        if (const auto marked = m_marks.markSeen(report, keys, m_clock.now(), lock); !marked)
            return fail(marked.error());
    return {};
}

/// Those that go further back than what is known now: something else may have been made new meanwhile.
marks::Baselines InboxReader::furtherBack(const AcceptedChanges& accepted) const {
    marks::Baselines back = accepted.baselines;
    const auto found = m_baselines.find(accepted.library);
    if (found.baselines)
        std::erase_if(back, [&](const auto& entry) {
            const auto known = found.baselines->find(entry.first);
            if (known == found.baselines->end() || known->second.last == entry.second.last)
                return false;
            const auto actions = actionsIn(m_disk, directoryOf(accepted.library, entry.first));
            return eventsKnown(actions, &known->second) < eventsKnown(actions, &entry.second);
        });
    return back;
}

/// The baselines first: without their marks taken away, nothing of what lies behind them is new.
Status InboxReader::takeBack(const AcceptedChanges& accepted, const io::LockOptions& lock) {
    if (Status kept = m_baselines.add(accepted.library, furtherBack(accepted),
                                      marks::BaselineStore::Known::replace, lock);
        !kept)
        return kept;
    for (const auto& [report, keys] : accepted.keys)
        if (const auto unmarked = m_marks.unmarkSeen(report, keys, lock); !unmarked)
            return fail(unmarked.error());
    return {};
}

Result<Inbox> InboxReader::acceptAll(const LibrarySnapshot& snapshot, const std::string& token,
                                     const io::LockOptions& lock, const Progress& progress) {
    auto inbox = look(snapshot, progress);
    if (!inbox)
        return inbox;
    if (inbox->token != token)
        return fail(ErrorCode::conflict, "accept all changes", snapshot.root,
                    "somebody wrote since they were counted",
                    "Nothing was accepted. Look at the inbox again.");
    std::vector<std::string> ids;
    for (const InboxCard& card : inbox->cards)
        ids.push_back(card.id);
    if (Status accepted = accept(*inbox, ids, lock); !accepted)
        return fail(std::move(accepted.error()));
    return inbox;
}

} // namespace stemma::report
