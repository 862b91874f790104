// SPDX-License-Identifier: MIT
#include "ui/session/draft_offers.h"

#include <utility>

#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

DraftOffers::DraftOffers(journal::DraftStore& store, TaskRunner& runner, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_runner(runner) {}

void DraftOffers::search(std::string library, ReportId report, std::string current,
                         std::function<bool(const journal::Draft&)> isIn) {
    m_runner.run(
        this,
        [&store = m_store, library = std::move(library), report = std::move(report),
         current = std::move(current),
         isIn = std::move(isIn)] { return findOn(store, library, report, current, isIn); },
        [this](Found found) { take(std::move(found)); });
}

DraftOffers::Found DraftOffers::findOn(journal::DraftStore& store, const std::string& library,
                                       const ReportId& report, const std::string& current,
                                       const std::function<bool(const journal::Draft&)>& isIn) {
    Found found;
    auto drafts = store.find(library, report);
    if (!drafts) {
        found.error = drafts.error();
        return found;
    }
    found.problems = std::move(drafts->problems);
    for (journal::Draft& draft : drafts->drafts) {
        if (draft.ownerAlive)
            continue; // another window is at work
        if (!isIn(draft))
            found.offers.push_back(std::make_shared<const DraftOffer>(DraftOffer{std::move(draft), current}));
        else if (const Status settled = store.settle(draft); !settled && !found.error)
            found.error = settled.error();
    }
    return found;
}

void DraftOffers::take(Found found) {
    if (found.error)
        Q_EMIT failed(*found.error);
    for (const journal::DraftProblem& problem : found.problems)
        Q_EMIT problemFound(fromUtf8(problem.message) + QLatin1Char('\n') +
                            fromUtf8(problem.movedTo.empty() ? problem.path : problem.movedTo));
    m_waiting.insert(m_waiting.end(), found.offers.begin(), found.offers.end());
    if (!m_offer)
        offerNext();
}

void DraftOffers::offerNext() {
    m_busy = false;
    m_offer.reset();
    if (m_waiting.empty())
        return;
    m_offer = m_waiting.front();
    m_waiting.pop_front();
    Q_EMIT offered();
}

DraftOfferPtr DraftOffers::beginTakingUp() {
    return !m_offer || std::exchange(m_busy, true) ? nullptr : m_offer;
}

void DraftOffers::takenUp(DraftWriter& writer) {
    const auto settle = [this, offer = m_offer] {
        m_runner.run(
            this, [&store = m_store, offer] { return store.settle(offer->draft); },
            [this](const Status& settled) {
                if (!settled)
                    Q_EMIT failed(settled.error());
            });
    };
    writer.hurry();
    if (writer.isSettled())
        settle();
    else
        connect(&writer, &DraftWriter::settled, this, settle, Qt::SingleShotConnection);
    offerNext();
}

void DraftOffers::notTakenUp(const Error& error) {
    m_busy = false;
    Q_EMIT failed(error);
}

void DraftOffers::setAside() {
    if (!m_offer || std::exchange(m_busy, true))
        return;
    m_runner.run(
        this, [&store = m_store, offer = m_offer] { return store.setAside(offer->draft); },
        [this](const Result<std::string>& path) {
            if (!path)
                return notTakenUp(path.error());
            Q_EMIT setAsideAt(fromUtf8(*path));
            offerNext();
        });
}

} // namespace stemma::ui
