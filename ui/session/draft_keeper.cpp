// SPDX-License-Identifier: MIT
#include "ui/session/draft_keeper.h"

#include <utility>

#include "core/report/outline_merge.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

/// What a search came to.
struct DraftKeeper::Found {
    std::vector<std::shared_ptr<const DraftOffer>> offers;
    std::vector<journal::DraftProblem> problems;
    std::optional<Error> error;
};

namespace {

/// Whether the report has all of it already: it was saved, and the window died before its draft was removed.
bool isIn(const journal::Draft& draft, const std::string& current) {
    if (draft.working == current || draft.working == draft.base)
        return true;
    const auto merged = report::mergeOutlines(draft.base, draft.working, current, report::Prefer::theirs);
    return merged && merged->conflicts.empty() && merged->bytes == current;
}

} // namespace

DraftKeeper::DraftKeeper(journal::DraftStore& store, EditSession& edit, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_edit(edit)
    , m_writer(store, edit.session().library().runner(), edit.session().library().environment().clock,
               toUtf8(edit.session().library().root()), edit.session().id()) {
    connect(&edit, &EditSession::workingTextChanged, this, &DraftKeeper::keep);
    connect(&edit, &EditSession::changed, this, &DraftKeeper::search);
    connect(&edit, &EditSession::givenUp, this, [this] {
        disconnect(&m_edit, &EditSession::workingTextChanged, this, nullptr);
        m_writer.drop();
    });
    connect(&m_writer, &DraftWriter::failed, this, &DraftKeeper::cannotKeep);
    connect(&m_writer, &DraftWriter::keptAgain, this, &DraftKeeper::keptAgain);
    search();
}

void DraftKeeper::keep(const std::shared_ptr<const EditState>& state) {
    if (!state->modified) {
        m_writer.drop();
        return;
    }
    m_writer.keep({state->saved, {state->report, &state->report->bytes}, state->report->outline.title});
}

/// Once, as soon as there is something to compare with.
void DraftKeeper::search() {
    const auto state = m_edit.state();
    if (m_searched || !state)
        return;
    m_searched = true;
    m_edit.session().library().runner().run(
        this,
        [&store = m_store, library = toUtf8(m_edit.session().library().root()), id = m_edit.session().id(),
         report = state->report] { return findOn(store, library, id, report->bytes); },
        [this](Found found) { take(std::move(found)); });
}

DraftKeeper::Found DraftKeeper::findOn(journal::DraftStore& store, const std::string& library,
                                       const ReportId& report, const std::string& current) {
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
        if (!isIn(draft, current)) {
            found.offers.push_back(std::make_shared<const DraftOffer>(DraftOffer{std::move(draft), current}));
        } else if (const Status settled = store.settle(draft); !settled && !found.error) {
            found.error = settled.error();
        }
    }
    return found;
}

void DraftKeeper::take(Found found) {
    if (found.error)
        Q_EMIT failed(*found.error);
    for (const journal::DraftProblem& problem : found.problems)
        Q_EMIT problemFound(fromUtf8(problem.message) + QLatin1Char('\n') +
                            fromUtf8(problem.movedTo.empty() ? problem.path : problem.movedTo));
    m_waiting.insert(m_waiting.end(), found.offers.begin(), found.offers.end());
    offerNext();
}

void DraftKeeper::offerNext() {
    if (m_offer || m_waiting.empty())
        return;
    m_offer = m_waiting.front();
    m_waiting.pop_front();
    Q_EMIT offered(m_offer);
}

void DraftKeeper::withdraw() {
    m_offer.reset();
    m_busy = false;
    Q_EMIT withdrawn();
    offerNext();
}

void DraftKeeper::takeUp() {
    if (!m_offer || std::exchange(m_busy, true))
        return;
    const auto offer = m_offer;
    m_edit.takeUp(offer->draft.base, offer->draft.working, [this, offer](const Status& taken) {
        if (!taken) {
            m_busy = false;
            Q_EMIT failed(taken.error());
            return;
        }
        // The old draft goes when the edits are kept as ours.
        const auto settle = [this, offer] {
            m_edit.session().library().runner().run(
                this, [&store = m_store, offer] { return store.settle(offer->draft); },
                [this](const Status& settled) {
                    if (!settled)
                        Q_EMIT failed(settled.error());
                });
        };
        m_writer.hurry();
        if (m_writer.isSettled())
            settle();
        else
            connect(&m_writer, &DraftWriter::settled, this, settle, Qt::SingleShotConnection);
        Q_EMIT tookUp();
        withdraw();
    });
}

void DraftKeeper::setAside() {
    if (!m_offer || std::exchange(m_busy, true))
        return;
    m_edit.session().library().runner().run(
        this, [&store = m_store, offer = m_offer] { return store.setAside(offer->draft); },
        [this](const Result<std::string>& path) {
            if (!path) {
                m_busy = false;
                Q_EMIT failed(path.error());
                return;
            }
            Q_EMIT setAsideAt(fromUtf8(*path));
            withdraw();
        });
}

} // namespace stemma::ui
