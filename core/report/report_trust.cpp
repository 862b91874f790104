// SPDX-License-Identifier: MIT
#include "core/report/report_trust.h"

#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

#include "core/report/outline.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using history::Chain;
using history::ChainVerdict;

/// The manifest alone proves nothing: of a backup in the trash that was damaged there it is not believed.
Status believeWhatIsWhole(io::Disk& disk, const std::string& directory, history::Timeline& timeline) {
    for (auto place = timeline.pruned.begin(); place != timeline.pruned.end();) {
        const auto whole = history::isGoneForGood(place->second.state)
                               ? Result<bool>(true)
                               : history::isPrunedWhole(disk, directory, place->first, place->second);
        if (!whole)
            return fail(whole.error());
        place = *whole ? std::next(place) : timeline.pruned.erase(place);
    }
    return {};
}

/// What is there now. The log may grow between the two looks at it: then they are repeated.
Result<Chain> presentChain(io::Disk& disk, const std::string& directory, Timestamp now,
                           const Progress& progress) {
    constexpr int attempts = 3;
    const std::string path = io::joinPath(directory, "audit.jsonl");
    for (int attempt = 1;; ++attempt) {
        auto timeline =
            history::loadTimeline(disk, directory, interpretOutline, history::Counts::leaveOut, progress);
        if (!timeline)
            return fail(timeline.error());
        if (timeline->refusal) // what the system refuses to read is not gone
            return fail(*timeline->refusal);
        if (Status believed = believeWhatIsWhole(disk, directory, *timeline); !believed)
            return fail(std::move(believed.error()));
        const auto log = io::readFile(disk, path);
        if (!log && log.error().code != ErrorCode::notFound)
            return fail(log.error());
        const std::string bytes = log ? log->bytes : std::string();
        Chain chain = history::chainOf(*timeline, bytes, isoText(now));
        std::size_t events = 0;
        for (const history::TimelineRow& row : timeline->rows)
            events += row.event ? 1 : 0;
        if (events == history::readAuditLog(bytes).events.size())
            return chain;
        if (attempt == attempts) // half of it would look like a change that no event tells of
            return fail(ErrorCode::conflict, "compare the report with what is remembered of it", directory,
                        "another program goes on writing to it", "Try again.");
    }
}

/// The longest of the chains elsewhere that fits.
ChainVerdict longestFitting(const std::vector<Chain>& chains, const Chain& now) {
    ChainVerdict best{ChainVerdict::State::begun, now.links.size(), 0, {}, {}, {}};
    for (const Chain& chain : chains) {
        ChainVerdict verdict = history::compareChains(chain, now);
        const bool longer = best.state == ChainVerdict::State::begun || verdict.links > best.links;
        if (verdict.state == ChainVerdict::State::whole && longer)
            best = std::move(verdict);
    }
    return best;
}

ChainVerdict judge(const marks::FoundChain& found, const marks::TrustStore& store, const std::string& root,
                   const ReportId& id, const Chain& present) {
    if (!found.broken.empty())
        return {ChainVerdict::State::broken,
                0,
                0,
                {},
                "what is remembered of it can't be trusted: " + found.broken,
                {}};
    return found.chain ? history::compareChains(*found.chain, present)
                       : longestFitting(store.elsewhere(root, id), present);
}

/// No event came, and another outline is live: the program that wrote it may be about to tell.
bool mayBeOnItsWay(const marks::FoundChain& found, const Chain& present, const ChainVerdict& verdict) {
    return found.chain && verdict.state == ChainVerdict::State::broken &&
           verdict.links == found.chain->links.size() && present.links.size() == verdict.links;
}

} // namespace

Result<ChainVerdict> verifyTrust(io::Disk& disk, marks::TrustStore& store, const std::string& root,
                                 const ReportId& id, Timestamp now, OnBreak onBreak, const Progress& progress,
                                 const std::string& seen) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    auto present = presentChain(disk, *directory, now, progress);
    if (!present)
        return fail(present.error());
    const marks::FoundChain found = store.find(root, id);
    if (found.refusal)
        return fail(*found.refusal);
    ChainVerdict verdict = judge(found, store, root, id, *present);
    if (mayBeOnItsWay(found, *present, verdict)) {
        constexpr std::chrono::milliseconds longEnough(300); // igloo-mcp takes a few between the two
        std::this_thread::sleep_for(longEnough);
        present = presentChain(disk, *directory, now, progress);
        if (!present)
            return fail(present.error());
        verdict = judge(found, store, root, id, *present);
    }
    verdict.present = history::fingerprintOf(*present);
    const bool broken = verdict.state == ChainVerdict::State::broken;
    if (broken && (onBreak == OnBreak::keep || (!seen.empty() && seen != verdict.present)))
        return verdict;
    if (found.chain && !broken && verdict.added == 0 && found.chain->live == present->live)
        return verdict; // nothing new
    const Status kept = store.remember(root, id, *present, broken ? verdict.message : std::string());
    if (!kept)
        return fail(kept.error());
    if (broken)
        verdict = {ChainVerdict::State::begun, present->links.size(), 0, {}, {}, verdict.present};
    return verdict;
}

} // namespace stemma::report
